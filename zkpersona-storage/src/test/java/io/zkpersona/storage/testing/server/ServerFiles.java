package io.zkpersona.storage.testing.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Writes files into a server's data directory as the server's operating system user. */
public final class ServerFiles implements AutoCloseable {

  private final Connection connection;

  /** Connects as the superuser. */
  public ServerFiles(String jdbcUrl) throws SQLException {
    this.connection = DriverManager.getConnection(jdbcUrl);
  }

  /** Writes a file that only the server can read. */
  public void write(String name, String content) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMPORARY TABLE lines (number serial, line text)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO lines (line) VALUES (?)")) {
      for (String line : content.lines().toList()) {
        insert.setString(1, line);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT line FROM lines ORDER BY number) TO PROGRAM "
              + "'umask 077; cat > \"%s\"'".formatted(name));
      statement.execute("DROP TABLE lines");
    }
  }

  /** Prepends rules to pg_hba.conf; they apply after a reload. */
  public void prependToHba(String... rules) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT pg_read_file(current_setting('hba_file'))")) {
      result.next();
      write("pg_hba.conf", String.join("\n", rules) + "\n" + result.getString(1));
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
