package io.zkpersona.spring.test;

import io.zkpersona.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** Databases of one embedded server, which ends with the JVM. */
final class TestDatabases {

  private static final EmbeddedPostgres SERVER = EmbeddedPostgres.start();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestDatabases() {}

  /** Creates an empty database, and returns its JDBC URL. */
  static String create() {
    String name = "slice_" + COUNT.incrementAndGet();
    try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("the test's database could not be created", e);
    }
    return SERVER.jdbcUrl(name);
  }
}
