package io.zkpersona.benchmarks;

import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.report.Machine;
import io.zkpersona.benchmarks.report.Results;
import io.zkpersona.benchmarks.report.Table;
import io.zkpersona.benchmarks.start.FlatMemory;
import io.zkpersona.benchmarks.start.SmallHeap;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tests how little memory the library needs. */
@Command(
    name = "memory",
    mixinStandardHelpOptions = true,
    description =
        "Imports rows through the library and streams them back, in a JVM of little heap.")
final class MemoryCommand implements Callable<Integer> {

  @Option(names = "--rows", description = "How many. Default: ${DEFAULT-VALUE}.")
  private long rows = 1_000_000;

  @Option(names = "--heap", description = "Of that JVM. Default: ${DEFAULT-VALUE}.")
  private String heap = "64m";

  @Option(names = "--out", description = "The folder for the results. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("target", "results");

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    try (Server server = Server.start("512MB", "off");
        Fixture fixture = Fixture.load(server, Dataset.of(rows).withoutRows())) {
      List<String> times =
          SmallHeap.run(heap, FlatMemory.class, server.jdbcUrl(), Long.toString(rows));
      boolean all = fixture.ask("SELECT count(*) FROM behavior_inputs").equals(Long.toString(rows));
      if (!all || times.isEmpty()) {
        System.err.println("the rows did not all come through a heap of " + heap);
        return 1;
      }
      String text =
          Table.markdown(
                  List.of("rows", "heap", "imported in", "streamed back and compared in"),
                  List.of(
                      List.of(
                          String.format(Locale.ROOT, "%,d", rows),
                          "-Xmx" + heap,
                          times.get(0) + " s",
                          times.get(1) + " s")))
              + "\n"
              + Machine.footer(Machine.now(), "a process of its own.", fixture, server);
      System.out.println(text);
      Results.write(out, "memory.md", text);
      return 0;
    }
  }
}
