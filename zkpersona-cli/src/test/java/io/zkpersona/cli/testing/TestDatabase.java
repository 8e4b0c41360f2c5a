package io.zkpersona.cli.testing;

import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of its own on a server that all tests share. */
public final class TestDatabase {

  private static final EmbeddedPostgres SERVER = EmbeddedPostgres.start();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name;

  private TestDatabase(String name) {
    this.name = name;
  }

  /** Creates a database without a schema. */
  public static TestDatabase empty() {
    return copied("template1");
  }

  /** Creates a database with the schema. */
  public static TestDatabase migrated() {
    return copied(Template.DATABASE.name);
  }

  private static TestDatabase copied(String template) {
    TestDatabase created = new TestDatabase("cli_" + NUMBER.incrementAndGet());
    new TestDatabase("postgres")
        .execute("CREATE DATABASE " + created.name + " TEMPLATE " + template);
    return created;
  }

  /** Migrated once. */
  private static final class Template {
    static final TestDatabase DATABASE = empty();

    static {
      DATABASE.open().close();
    }
  }

  public String url() {
    return SERVER.url(name);
  }

  /** Opens it, and migrates it if it has no schema; closed by the caller. */
  public DatabaseManager open() {
    return DatabaseManager.open(
        DatabaseConfig.builder().databaseUrl(url()).maxConnections(4).minConnections(0).build());
  }

  public void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl(name));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs an action while a table is locked. */
  public void whileLocked(String table, Runnable action) {
    try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl(name));
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
      action.run();
      connection.rollback();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
