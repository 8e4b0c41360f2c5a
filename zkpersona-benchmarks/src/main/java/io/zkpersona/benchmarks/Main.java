package io.zkpersona.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts what the command line names. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    description = "Measures the library beside the raw driver and its peers.",
    subcommands = {
      CompareCommand.class,
      GrowthCommand.class,
      MemoryCommand.class,
      IndexesCommand.class
    })
public final class Main {

  private Main() {}

  /** Runs a command and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] args) {
    // Hibernate would look for another logging library first.
    System.setProperty("org.jboss.logging.provider", "slf4j");
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
