package io.zkpersona.storage.migrate;

import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.server.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A role that may only log in. Close it after the databases in which it has rights. */
public final class TestRole implements AutoCloseable {

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final String name = "role_" + COUNTER.incrementAndGet();

  /** Creates the role under a unique name. */
  public TestRole() {
    execute("CREATE ROLE " + name + " LOGIN PASSWORD 'secret'");
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /** Returns the URL of a database for this role. */
  public String url(TestDatabase database) {
    return database.url().replaceFirst("//[^@]*@", "//" + name + ":secret@");
  }

  private static void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(TestServer.get().jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  @Override
  public void close() {
    execute("DROP ROLE " + name);
  }
}
