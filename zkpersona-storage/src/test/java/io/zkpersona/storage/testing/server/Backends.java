package io.zkpersona.storage.testing.server;

import io.zkpersona.storage.testing.Eventually;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The server processes of connections, and their settings. */
public final class Backends {

  /** Counts the processes of the database that wait for a lock, on Citus on any node. */
  public static final String WAITING_FOR_A_LOCK =
      TestServer.isCitus()
          ? "SELECT count(DISTINCT waiting_gpid) FROM citus_lock_waits"
          : "SELECT count(*) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND wait_event_type = 'Lock'";

  private Backends() {}

  /** Returns once exactly this many processes of the database wait for a lock. */
  public static void awaitWaiting(TestDatabase database, int count) {
    Eventually.holds(
        count + " wait for a lock",
        () -> database.queryOne(WAITING_FOR_A_LOCK).equals(String.valueOf(count)));
  }

  /** Returns the process id of a connection. */
  public static int pid(Connection connection) throws SQLException {
    return Integer.parseInt(one(connection, "SELECT pg_backend_pid()"));
  }

  /** Returns the value of a setting on a connection. */
  public static String setting(Connection connection, String name) throws SQLException {
    return one(connection, "SHOW " + name);
  }

  /** Returns the single text value of a query. */
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

  /** Terminates a process and returns when it has ended. */
  public static void kill(TestDatabase database, int pid) {
    String killed = database.queryOne("SELECT pg_terminate_backend(" + pid + ", 10000)");
    if (!killed.equals("t")) {
      throw new AssertionError("a backend would not go");
    }
  }
}
