package io.zkpersona.storage.migrate;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import java.io.IOException;

/** A program that opens a database when signaled on standard input, and prints the result. */
final class OpeningProcess {

  static final String READY = "ready";
  static final String OPENED = "opened ";

  private OpeningProcess() {}

  /** Opens the database whose URL is the only argument. */
  public static void main(String[] arguments) throws IOException {
    System.out.println(READY);
    System.in.read();
    System.out.println(OPENED + open(arguments[0]));
  }

  /** Opens and closes a database and returns its version. */
  static String open(String url) {
    DatabaseConfig config =
        DatabaseConfig.builder().databaseUrl(url).maxConnections(4).minConnections(0).build();
    try (DatabaseManager manager = DatabaseManager.open(config)) {
      return String.valueOf(manager.migrationStatus().current());
    }
  }
}
