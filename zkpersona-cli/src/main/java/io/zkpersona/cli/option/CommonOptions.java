package io.zkpersona.cli.option;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.DatabaseManagerBuilder;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command: the connection, and the form of results and errors. */
public final class CommonOptions {

  private static final String URL = "DATABASE_URL";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The database, as in DATABASE_URL. Leave the password out: others see the options of a"
              + " process. Put it into DATABASE_URL or a password file (~/.pgpass).")
  private @Nullable String url;

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "The schema of the tables. Default: DB_SCHEMA, else zkpersona.")
  private @Nullable String schema;

  @Option(names = "--json", description = "Print the result as one line of JSON.")
  private boolean json;

  @Option(
      names = "--verbose",
      description = "Print logs, and the stack trace of an error, on standard error.")
  private boolean verbose;

  /** Creates the options with their defaults. */
  public CommonOptions() {}

  /** Tells whether results are printed as JSON. */
  public boolean json() {
    return json;
  }

  /** Tells whether logs and stack traces are printed. */
  public boolean verbose() {
    return verbose;
  }

  /**
   * Opens the database.
   *
   * @param environment the environment variables
   * @param err where warnings are printed
   * @param settings changes the configuration
   * @param opening opens the manager
   * @return an open manager, to be closed by the caller
   */
  public DatabaseManager open(
      Map<String, String> environment,
      PrintStream err,
      UnaryOperator<DatabaseConfigBuilder> settings,
      Function<DatabaseManagerBuilder, DatabaseManager> opening) {
    // Read by the logger when its first user is loaded, which is the manager.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : "off");
    DatabaseConfig config = config(environment, settings);
    if (url != null && config.password().isPresent()) {
      Failures.line(
          err,
          "warning",
          "--url: contains a password, which the list of processes shows (expected: none;"
              + " put it into DATABASE_URL or a password file)");
    }
    try {
      return opening.apply(DatabaseManager.builder(config));
    } catch (DatabaseUnavailableException e) {
      throw new DatabaseUnavailableException(
          e.getMessage() + " (tried: " + String.join(", ", config.hosts()) + ")",
          e.sqlState().orElse(null),
          e);
    }
  }

  private DatabaseConfig config(
      Map<String, String> environment, UnaryOperator<DatabaseConfigBuilder> settings) {
    Map<String, String> variables = new HashMap<>(environment);
    // One command at a time needs few connections: one for its stream and one for its writes.
    variables.putIfAbsent("DB_MAX_CONNECTIONS", "4");
    variables.putIfAbsent("DB_MIN_CONNECTIONS", "0");
    variables.putIfAbsent("DB_APPLICATION_NAME", "zkpersona-cli");
    if (url != null) {
      variables.put(URL, url);
      // It would migrate another database than the one named.
      variables.remove("DB_MIGRATION_URL");
      variables.remove("DATABASE_REPLICA_URLS");
    }
    if (schema != null) {
      variables.put("DB_SCHEMA", schema);
    }
    return settings
        .apply(DatabaseConfig.builder(DatabaseConfig.fromEnvironment(variables)))
        .build();
  }
}
