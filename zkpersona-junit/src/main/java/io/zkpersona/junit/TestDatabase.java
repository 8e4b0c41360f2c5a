package io.zkpersona.junit;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A migrated database of one test class or one test, on the server that the tests of a JVM share.
 *
 * <p>Thread-safe. The extension closes the databases that it gives to tests; a caller of {@link
 * ZkPersonaExtension#createDatabase()} closes its own.
 */
public final class TestDatabase implements AutoCloseable {

  private final DatabaseSettings settings;
  private final DatabaseAddress address;
  private final Runnable drop;
  private @Nullable DatabaseManager manager;
  private boolean closed;

  TestDatabase(DatabaseSettings settings, DatabaseAddress address, Runnable drop) {
    this.settings = settings;
    this.address = address;
    this.drop = drop;
  }

  /**
   * Returns the URL in the form of {@code DATABASE_URL}, with user and password, for a service that
   * opens its own manager.
   *
   * @return the URL
   */
  public String url() {
    return address.url();
  }

  /**
   * Returns the URL for JDBC's {@code DriverManager}, with user, password and parameters.
   *
   * @return a {@code jdbc:postgresql:} URL
   */
  public String jdbcUrl() {
    return address.jdbcUrl();
  }

  /**
   * Returns the manager, which is opened at the first call and closed with the database.
   *
   * @return the same manager for all callers
   * @throws IllegalStateException if the database is closed
   */
  public synchronized DatabaseManager manager() {
    requireOpen();
    DatabaseManager open = manager;
    if (open == null) {
      open = DatabaseManager.open(settings.config(address));
      manager = open;
    }
    return open;
  }

  /**
   * Returns the repositories of {@link #manager()}.
   *
   * @return the repositories
   * @throws IllegalStateException if the database is closed
   */
  public Repositories repositories() {
    return manager().repositories();
  }

  /**
   * Returns a data source without a pool, for JDBC beside the library. The caller closes its
   * connections.
   *
   * @return a new data source
   */
  public DataSource dataSource() {
    return address.dataSource("zkpersona-junit");
  }

  /**
   * Closes the manager and drops the database, even if connections to it are open. A second call
   * does nothing.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (manager != null) {
        manager.close();
      }
    } finally {
      drop.run();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the test database is closed (expected: use in its test)");
    }
  }

  /** Returns the database's name; not its URL, which contains a password. */
  @Override
  public String toString() {
    return "TestDatabase[" + address.database() + "]";
  }
}
