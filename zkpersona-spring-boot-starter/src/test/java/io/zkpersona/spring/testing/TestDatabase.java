package io.zkpersona.spring.testing;

import io.zkpersona.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An empty database of a server that all tests of the JVM share. */
public final class TestDatabase {

  private static final EmbeddedPostgres SERVER = EmbeddedPostgres.start();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name = "app_" + COUNT.incrementAndGet();

  private TestDatabase() {}

  public static TestDatabase create() {
    TestDatabase database = new TestDatabase();
    execute(SERVER.jdbcUrl("postgres"), "CREATE DATABASE " + database.name);
    return database;
  }

  public String jdbcUrl() {
    return SERVER.jdbcUrl(name);
  }

  public String url() {
    return SERVER.url(name);
  }

  public void execute(String sql) {
    execute(jdbcUrl(), sql);
  }

  private static void execute(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the first column of each row. */
  public List<String> query(String sql) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public boolean hasTable(String table) {
    return query("SELECT to_regclass('" + table + "')::text").get(0) != null;
  }
}
