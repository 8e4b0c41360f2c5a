package io.zkpersona.cli;

import io.zkpersona.cli.command.Commands;
import io.zkpersona.cli.option.ExitCode;
import io.zkpersona.cli.option.Failures;
import io.zkpersona.cli.option.Surroundings;
import io.zkpersona.cli.output.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command line, as a runnable jar: {@code java -jar zkpersona-cli.jar}. */
@Command(
    name = "zkpersona",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = ZkPersonaCli.Version.class,
    sortOptions = false,
    subcommands = AutoComplete.GenerateCompletion.class,
    description = "Runs a database of ZK-Persona storage.")
public final class ZkPersonaCli {

  /** Kept, because loggers are weakly referenced. The driver logs errors that it also throws. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  /** Wide enough for each example, which could not be copied otherwise. */
  private static final int WIDTH = 100;

  private static final String[] FOOTER = {
    "",
    "The database is that of DATABASE_URL; all variables of the library apply.",
    "Exit codes: 0 done, 1 problem found or failure, 2 wrong usage or configuration, 3 database"
        + " unavailable or busy, 4 refused by a rule or not confirmed, 5 outcome unknown.",
    "",
    "Examples:",
    "  export DATABASE_URL=postgresql://app@localhost:5432/app",
    "  zkpersona status",
    "  zkpersona export users --out users.ndjson.gz",
    "  zkpersona COMMAND --help"
  };

  private ZkPersonaCli() {}

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    DRIVER.setLevel(Level.OFF);
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    int exitCode =
        run(new Surroundings(System.getenv(), System.in, out, err, Terminal.ofProcess()), args);
    out.flush();
    System.exit(exitCode);
  }

  private static PrintStream utf8(FileDescriptor of) {
    return new PrintStream(new FileOutputStream(of), true, StandardCharsets.UTF_8);
  }

  /**
   * Runs a command.
   *
   * @param surroundings what the process was given
   * @param args the command line
   * @return the exit code
   */
  static int run(Surroundings surroundings, String... args) {
    return line(surroundings).execute(args);
  }

  /** Returns the command line with all commands. */
  static CommandLine line(Surroundings surroundings) {
    IFactory factory = Commands.factory(surroundings);
    CommandLine line = new CommandLine(new ZkPersonaCli(), factory);
    Commands.addTo(line, factory);
    line.getCommandSpec().usageMessage().footer(FOOTER);
    return line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
        .registerConverter(Instant.class, ZkPersonaCli::instant)
        .setUsageHelpWidth(WIDTH)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(false)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((e, given) -> usage(e, surroundings.err()))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> Failures.report(e, surroundings.err(), isVerbose(parsed)));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new CommandLine.TypeConversionException(
          "'" + text + "' is not an instant (expected: such as 2026-01-01T00:00:00Z)");
    }
  }

  private static int usage(CommandLine.ParameterException e, PrintStream err) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String order =
        isOptionBeforeCommand(e) ? "options follow the command: zkpersona COMMAND OPTIONS; " : "";
    Failures.line(err, "error", e.getMessage() + " (" + order + "see " + command + " --help)");
    return ExitCode.USAGE.number();
  }

  private static boolean isOptionBeforeCommand(CommandLine.ParameterException e) {
    return e.getCommandLine().getParent() == null
        && e instanceof CommandLine.UnmatchedArgumentException unmatched
        && unmatched.isUnknownOption();
  }

  private static boolean isVerbose(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.hasMatchedOption("--verbose");
  }

  /** Reads the version from the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = ZkPersonaCli.class.getPackage().getImplementationVersion();
      return new String[] {"zkpersona " + Objects.requireNonNullElse(version, "development")};
    }
  }
}
