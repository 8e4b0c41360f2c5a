package io.zkpersona.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** Starts what the command line names. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    description = "Measures the library beside the raw driver and its peers.",
    subcommands = {
      CompareCommand.class,
      GrowthCommand.class,
      MemoryCommand.class,
      IngestCommand.class,
      IndexesCommand.class
    })
public final class Main {

  /** The system property that makes a dry run of whatever the command line names. */
  private static final String DRY_RUN = "zkpersona.benchmarks.dry";

  private Main() {}

  /** Runs a command and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] args) {
    // Hibernate would look for another logging library first.
    System.setProperty("org.jboss.logging.provider", "slf4j");
    System.exit(new CommandLine(new Main()).setExecutionStrategy(Main::runUnlessDry).execute(args));
  }

  /** A dry run ends where the measuring would begin: the command line has been understood. */
  private static int runUnlessDry(ParseResult parsed) {
    boolean measures = parsed.hasSubcommand() && !parsed.subcommand().isUsageHelpRequested();
    if (Boolean.getBoolean(DRY_RUN) && measures) {
      System.out.println("dry run: " + String.join(" ", parsed.originalArgs()));
      return CommandLine.ExitCode.OK;
    }
    return new CommandLine.RunLast().execute(parsed);
  }
}
