package io.zkpersona.benchmarks;

import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.report.Machine;
import io.zkpersona.benchmarks.report.Results;
import io.zkpersona.benchmarks.report.Table;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.progress.ProgressListener;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.tenant.Tenant;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures many tenants in one database. */
@Command(
    name = "tenants",
    mixinStandardHelpOptions = true,
    description = "Creates tenants, opens a manager on them, and calls each of them.")
final class TenantsCommand implements Callable<Integer> {

  private static final int ROUNDS = 60;
  private static final int WARM_UP = 20;
  private static final int CALLS = 1_000;
  private static final int FEW = 50;
  private static final double NANOS_A_SECOND = 1e9;
  private static final double NANOS_A_MILLI = 1e6;
  private static final double NANOS_A_MICRO = 1e3;

  @Option(names = "--tenants", description = "How many. Default: ${DEFAULT-VALUE}.")
  private int count = 1_000;

  @Option(names = "--parallel", description = "Created at a time. Default: ${DEFAULT-VALUE}.")
  private int parallel = 2;

  @Option(names = "--out", description = "The folder for the results. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("target", "results");

  private final List<List<String>> rows = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    List<String> names = IntStream.range(0, count).mapToObj(i -> "t" + i).toList();
    // The catalog of many schemas needs autovacuum.
    try (Server server = Server.start("512MB", "off", "on")) {
      create(server, names);
      long start = System.nanoTime();
      try (DatabaseManager manager = open(server)) {
        row("start of a manager", millis(System.nanoTime() - start));
        callEach(manager, names);
        callInTurn(manager, names);
        start = System.nanoTime();
        manager.tenants().list();
        row("list all", millis(System.nanoTime() - start));
        start = System.nanoTime();
        manager.tenants().migrateAll(parallel, ProgressListener.NONE);
        row("migrate all, nothing pending", millis(System.nanoTime() - start));
      }
      String text =
          Table.markdown(List.of(String.format(Locale.ROOT, "%,d tenants", count), ""), rows)
              + "\n"
              + Machine.now()
              + ", "
              + server.settings()
              + "\n";
      System.out.println(text);
      Results.write(out, "tenants.md", text);
      return 0;
    }
  }

  private static DatabaseManager open(Server server) {
    return DatabaseManager.open(DatabaseConfig.builder().databaseUrl(server.url()).build());
  }

  private void create(Server server, List<String> names)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(parallel);
    try (DatabaseManager manager = open(server)) {
      long start = System.nanoTime();
      List<Future<Long>> made = new ArrayList<>();
      for (String name : names) {
        made.add(threads.submit(() -> create(manager, name)));
      }
      List<Long> nanos = new ArrayList<>();
      for (Future<Long> one : made) {
        nanos.add(one.get());
      }
      int few = Math.min(FEW, nanos.size());
      row("create one of the first " + few + ", median", millis(median(nanos.subList(0, few))));
      row(
          "create one of the last " + few + ", median",
          millis(median(nanos.subList(nanos.size() - few, nanos.size()))));
      row(
          "tenants created in a second, " + parallel + " at a time",
          String.format(
              Locale.ROOT, "%.1f", names.size() / ((System.nanoTime() - start) / NANOS_A_SECOND)));
    } finally {
      threads.shutdownNow();
    }
  }

  private static long create(DatabaseManager manager, String name) {
    long start = System.nanoTime();
    manager.tenants().create(name);
    return System.nanoTime() - start;
  }

  /** Makes the first and the second call in each tenant. */
  private void callEach(DatabaseManager manager, List<String> names) {
    // The manager's own schema is called first, so that classes are loaded and statements planned.
    UserId nobody = UserId.generate();
    manager.repositories().users().findById(nobody);
    for (int call = 1; call <= 2; call++) {
      long heap = heap();
      List<Long> nanos = new ArrayList<>();
      for (String name : names) {
        long start = System.nanoTime();
        manager.tenant(name).repositories().users().findById(nobody);
        nanos.add(System.nanoTime() - start);
      }
      if (call == 1) {
        row("first call in a tenant, median", micros(median(nanos)));
        row(
            "heap for each tenant, after its first call",
            String.format(Locale.ROOT, "%.1f KiB", (heap() - heap) / 1024.0 / names.size()));
        row("heap of this process, after the first calls", heap() / (1024 * 1024) + " MiB");
        row("memory of the server's process, after the first calls", serverMemory(manager));
      } else {
        row("second call in a tenant, median", micros(median(nanos)));
      }
    }
  }

  /**
   * Compares finding a row in one tenant, and in all of them in turn, with the manager's schema.
   */
  private void callInTurn(DatabaseManager manager, List<String> names) {
    Tenant one = manager.tenant(names.get(0));
    UserRepository home = manager.repositories().users();
    UserRepository first = one.repositories().users();
    UserId id = home.create(user()).id();
    UserId idOfFirst = first.create(user()).id();
    List<Double> ofOne = new ArrayList<>();
    List<Double> again = new ArrayList<>();
    List<Double> ofAll = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      double base = turn(i -> home.getById(id));
      double tenant = turn(i -> first.getById(idOfFirst)) / base;
      double second = turn(i -> home.getById(id)) / base;
      double all =
          turn(i -> manager.tenant(names.get(i % names.size())).repositories().users().findById(id))
              / base;
      if (round >= WARM_UP) {
        ofOne.add(tenant);
        again.add(second);
        ofAll.add(all);
      }
    }
    row("find by id in one tenant, ratio to the manager's schema", ratio(ofOne));
    row("the manager's schema again, ratio", ratio(again));
    row("find by id in all tenants in turn, ratio", ratio(ofAll));
  }

  private interface Numbered {
    void call(int number);
  }

  private static double turn(Numbered work) {
    long start = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      work.call(i);
    }
    return System.nanoTime() - start;
  }

  private static CreateUserRequest user() {
    return CreateUserRequest.builder().username(Username.of("somebody")).build();
  }

  /** Asks the process behind the connection that this thread used last. */
  private static String serverMemory(DatabaseManager manager) {
    return manager.withConnection(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet result =
                  statement.executeQuery(
                      "SELECT sum(total_bytes) / 1048576 FROM pg_backend_memory_contexts")) {
            result.next();
            return result.getLong(1) + " MiB";
          }
        });
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void row(String what, String value) {
    System.err.println(what + ": " + value);
    rows.add(List.of(what, value));
  }

  private static long median(List<Long> nanos) {
    return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow();
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.0f ms", nanos / NANOS_A_MILLI);
  }

  private static String micros(long nanos) {
    return String.format(Locale.ROOT, "%.0f µs", nanos / NANOS_A_MICRO);
  }

  private static String ratio(List<Double> ratios) {
    return String.format(
        Locale.ROOT,
        "%.2f",
        ratios.stream().sorted().skip(ratios.size() / 2).findFirst().orElseThrow());
  }
}
