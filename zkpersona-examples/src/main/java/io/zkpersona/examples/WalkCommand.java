package io.zkpersona.examples;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.examples.console.Output;
import io.zkpersona.examples.console.Progress;
import io.zkpersona.examples.data.DataSet;
import io.zkpersona.examples.data.InputException;
import io.zkpersona.examples.step.CleanUpStep;
import io.zkpersona.examples.step.Lines;
import io.zkpersona.examples.step.LoadSteps;
import io.zkpersona.examples.step.PageSteps;
import io.zkpersona.examples.step.ProofStep;
import io.zkpersona.examples.step.ReadSteps;
import io.zkpersona.examples.step.ReportSteps;
import io.zkpersona.examples.step.ReputationStep;
import io.zkpersona.examples.step.SummaryStep;
import io.zkpersona.examples.step.VerificationStep;
import io.zkpersona.examples.step.Walk;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The command line: options, the fourteen steps in order, and error handling. */
@Command(
    name = "walk-through",
    mixinStandardHelpOptions = true,
    versionProvider = WalkCommand.Version.class,
    sortOptions = false,
    description = {
      "Walks through the library in fourteen steps: loads Ethereum activity and DAO votes into"
          + " PostgreSQL and reads them back; stores zero-knowledge proofs, records verdicts, and"
          + " calculates reputations."
    },
    footer = {
      "",
      "Environment:",
      "  DATABASE_URL        the server to use. Default: a temporary server is started.",
      "                      All other variables of the library apply too.",
      "  CLEANUP_TEST_DATA   true: delete the loaded data at the end. Default: false.",
      "",
      "Exit codes: 0 success, 1 failure, 2 invalid command line."
    })
final class WalkCommand implements Callable<Integer> {

  private static final int STEPS = 14;

  private final Map<String, String> environment;
  private final PrintStream stdout;
  private final PrintStream stderr;
  private final boolean terminal;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "A directory with ethereum/*.ndjson as written by ethereum-etl, snapshot/votes.csv as"
            + " exported by Snapshot, and proofs/groth16 and proofs/plonk with proofs and keys as"
            + " created by snarkjs. Default: a small sample inside the jar."
      })
  private @Nullable Path data;

  private WalkCommand(
      Map<String, String> environment, PrintStream stdout, PrintStream stderr, boolean terminal) {
    this.environment = environment;
    this.stdout = stdout;
    this.stderr = stderr;
    this.terminal = terminal;
  }

  /** Runs the command and returns its exit code. */
  static int run(
      Map<String, String> environment,
      PrintStream stdout,
      PrintStream stderr,
      boolean terminal,
      String... args) {
    return new CommandLine(new WalkCommand(environment, stdout, stderr, terminal))
        .setOut(new PrintWriter(stdout, true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(
            (e, given) -> fail(stderr, e.getMessage() + " (see --help)", 2))
        .setExecutionExceptionHandler((e, command, parsed) -> fail(stderr, message(e), 1))
        .execute(args);
  }

  private static int fail(PrintStream stderr, String message, int exitCode) {
    stderr.println("error: " + message.replaceAll("\\s*\\R\\s*", " "));
    return exitCode;
  }

  private static String message(Exception e) {
    return e instanceof ZkPersonaException || e instanceof InputException
        ? Objects.toString(e.getMessage())
        : "unexpected %s: %s".formatted(e.getClass().getSimpleName(), e.getMessage());
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    boolean cleanUp = CleanUpStep.isWanted(environment);
    DataSet dataSet = data == null ? DataSet.sample() : DataSet.folder(data);
    Output out = new Output(stdout);
    out.title(String.format(Locale.ROOT, "ZK-Persona storage in %d steps", STEPS));
    out.line("Data: %s", dataSet.description());
    out.step(1, "Open the database", "configured by environment variables");
    try (Server server = Server.of(environment)) {
      out.line(
          "%s",
          server.isEmbedded()
              ? "DATABASE_URL is not set: a temporary PostgreSQL was started and will be deleted at"
                  + " the end."
              : "Using the server of DATABASE_URL.");
      try (DatabaseManager database = open(server)) {
        walk(new Walk(database, server.config(), dataSet, out), cleanUp, server.isEmbedded());
      }
    }
    out.gap();
    out.line("Done in %.1f s.", Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0);
    return 0;
  }

  private static DatabaseManager open(Server server) {
    try {
      return DatabaseManager.open(server.config());
    } catch (DatabaseUnavailableException e) {
      String hosts = String.join(", ", server.config().hosts());
      throw new InputException("%s (tried: %s)".formatted(e.getMessage(), hosts), e);
    }
  }

  private void walk(Walk walk, boolean cleanUp, boolean serverGoes) {
    Lines lines = new Lines(Progress.on(terminal, walk.out(), stderr));
    LoadSteps loading = new LoadSteps(walk, lines);
    ReadSteps reading = new ReadSteps(walk);
    PageSteps paging = new PageSteps(walk);
    ReportSteps reporting = new ReportSteps(walk);
    loading.opened();
    loading.load();
    reading.read();
    reading.filter();
    paging.page();
    paging.process();
    reporting.analyze();
    paging.filterAndPage();
    new VerificationStep(walk).verify(new ProofStep(walk, lines).store());
    new ReputationStep(walk).record();
    new SummaryStep(walk).summarize();
    reporting.inspect();
    new CleanUpStep(walk).cleanUp(cleanUp, serverGoes);
  }

  /** Reads the version written by the build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      Properties properties = new Properties();
      try (InputStream in = WalkCommand.class.getResourceAsStream("version.properties")) {
        properties.load(Objects.requireNonNull(in));
      }
      return new String[] {"ZK-Persona examples " + properties.getProperty("version")};
    }
  }
}
