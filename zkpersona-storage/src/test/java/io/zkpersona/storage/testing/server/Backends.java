package io.zkpersona.storage.testing.server;

import io.zkpersona.storage.testing.Eventually;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The server's processes behind connections, and how to look at one's settings. */
public final class Backends {

  /** How many processes of the database wait for a lock. */
  public static final String WAITING_FOR_A_LOCK =
      "SELECT count(*) FROM pg_stat_activity"
          + " WHERE datname = current_database() AND wait_event_type = 'Lock'";

  private Backends() {}

  /** Returns once so many processes of the database wait for a lock. */
  public static void awaitWaiting(TestDatabase database, int count) {
    Eventually.holds(
        count + " wait for a lock",
        () -> database.queryOne(WAITING_FOR_A_LOCK).equals(String.valueOf(count)));
  }

  /** The process behind a connection. */
  public static int pid(Connection connection) throws SQLException {
    return Integer.parseInt(one(connection, "SELECT pg_backend_pid()"));
  }

  /** A setting as it is in force on a connection. */
  public static String setting(Connection connection, String name) throws SQLException {
    return one(connection, "SHOW " + name);
  }

  /** The one text that a question is answered with. */
  public static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  /** Runs a statement. */
  public static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  /** Ends a process and returns when it is gone. */
  public static void kill(TestDatabase database, int pid) {
    String killed = database.queryOne("SELECT pg_terminate_backend(" + pid + ", 10000)");
    if (!killed.equals("t")) {
      throw new AssertionError("a backend would not go");
    }
  }
}
