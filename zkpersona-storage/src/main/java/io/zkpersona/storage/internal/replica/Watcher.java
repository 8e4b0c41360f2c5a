package io.zkpersona.storage.internal.replica;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server every quarter of a second for its position, on a daemon thread, and less often
 * while it does not answer.
 */
final class Watcher implements Runnable {

  private static final Duration EVERY = Duration.ofMillis(250);
  private static final int DOUBLINGS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String MANUAL_COMMIT = "25001";

  private final DataSource connections;
  private final boolean keeps;
  private final Patience.Question question;
  private final Consumer<@Nullable Sight> seen;
  private final Consumer<@Nullable String> failed;
  private final CountDownLatch closed;
  private @Nullable Connection kept;

  /**
   * Creates a watcher.
   *
   * @param keeps whether it keeps its connection, rather than return it to a pool after each answer
   * @param seen receives the answers
   * @param failed receives the SQLSTATE of a failure, if it has one
   * @param closed ends the watch
   */
  Watcher(
      DataSource connections,
      boolean keeps,
      Patience.Question question,
      Consumer<@Nullable Sight> seen,
      Consumer<@Nullable String> failed,
      CountDownLatch closed) {
    this.connections = connections;
    this.keeps = keeps;
    this.question = question;
    this.seen = seen;
    this.failed = failed;
    this.closed = closed;
  }

  void start(String name) {
    Thread thread = new Thread(this, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    int failures = 0;
    try {
      do {
        failures = ask() ? 0 : Math.min(failures + 1, DOUBLINGS);
      } while (!closed.await(EVERY.toMillis() << failures, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drop();
    }
  }

  private boolean ask() {
    try {
      Connection connection = kept;
      if (connection == null) {
        connection = connections.getConnection();
        kept = connection;
      }
      if (!connection.getAutoCommit()) {
        throw new SQLException("a connection in manual-commit mode", MANUAL_COMMIT);
      }
      Sight sight = Patience.limit(connection, PATIENCE, question);
      if (!keeps) {
        drop();
      }
      seen.accept(sight);
      return true;
    } catch (SQLException e) {
      drop();
      failed.accept(e.getSQLState());
      return false;
    } catch (RuntimeException e) {
      // A pool of the host may throw anything, for instance while it is being closed.
      drop();
      failed.accept(null);
      return false;
    }
  }

  private void drop() {
    Connection connection = kept;
    kept = null;
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        // It was of no use any more.
      }
    }
  }
}
