package io.zkpersona.benchmarks;

import io.zkpersona.benchmarks.scale.ScaleCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** Runs the subcommand named on the command line. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    description = "Measures the library beside the raw driver and its peers.",
    subcommands = {
      CompareCommand.class,
      GrowthCommand.class,
      MemoryCommand.class,
      IngestCommand.class,
      LatencyCommand.class,
      CacheCommand.class,
      IndexesCommand.class,
      TenantsCommand.class,
      ScaleCommand.class
    })
public final class Main {

  /** The system property that turns every command into a dry run. */
  private static final String DRY_RUN = "zkpersona.benchmarks.dry";

  private Main() {}

  /**
   * Runs a command and ends the process with its exit code: 0 success, 1 failure, 2 wrong usage.
   */
  public static void main(String[] args) {
    // Otherwise Hibernate looks for another logging library first.
    System.setProperty("org.jboss.logging.provider", "slf4j");
    System.exit(new CommandLine(new Main()).setExecutionStrategy(Main::runUnlessDry).execute(args));
  }

  /** Runs the command, or for a dry run only parses the command line. */
  private static int runUnlessDry(ParseResult parsed) {
    boolean measures = parsed.hasSubcommand() && !parsed.subcommand().isUsageHelpRequested();
    if (Boolean.getBoolean(DRY_RUN) && measures) {
      System.out.println("dry run: " + String.join(" ", parsed.originalArgs()));
      return CommandLine.ExitCode.OK;
    }
    return new CommandLine.RunLast().execute(parsed);
  }
}
