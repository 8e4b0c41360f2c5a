package io.zkpersona.storage.change.feed;

import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Writers whose transactions change rows in crossed order, pause before they end, are rolled back,
 * or are prepared and end elsewhere. Thread-safe.
 */
final class CrossingWriters {

  private static final int PAUSE_NANOS = 2_000_000;

  private final TestDatabase database;
  private final List<String> rows;
  private final Queue<String> prepared = new ConcurrentLinkedQueue<>();
  private final AtomicInteger counter = new AtomicInteger();

  CrossingWriters(TestDatabase database, List<String> rows) {
    this.database = database;
    this.rows = rows;
  }

  private static void pause(Random random) {
    if (random.nextInt(3) == 0) {
      LockSupport.parkNanos(random.nextInt(PAUSE_NANOS));
    }
  }

  /** Makes transactions, one after another. */
  void write(Random random, int transactions) {
    try (Connection connection = database.connect()) {
      connection
          .createStatement()
          .execute("SET lock_timeout = '40ms'; SET deadlock_timeout = '10ms'");
      for (int i = 0; i < transactions; i++) {
        connection.setAutoCommit(false);
        try {
          transact(random, connection);
        } catch (SQLException e) {
          // A deadlock, or a row that a prepared transaction has locked.
          connection.rollback();
        }
        endPrepared(random);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void transact(Random random, Connection connection) throws SQLException {
    if (random.nextInt(4) == 0) {
      connection.createStatement().execute("SELECT pg_current_xact_id()");
      pause(random);
    }
    List<String> crossed = new ArrayList<>(rows);
    Collections.shuffle(crossed, random);
    for (String row : crossed.subList(0, 1 + random.nextInt(4))) {
      FeedModel.change(connection, row);
      pause(random);
    }
    int end = random.nextInt(10);
    if (end == 0) {
      connection.rollback();
    } else if (end == 1) {
      String name = "feed " + counter.incrementAndGet();
      connection.createStatement().execute("PREPARE TRANSACTION '" + name + "'");
      prepared.add(name);
    } else {
      connection.commit();
    }
  }

  /** Ends transactions that somebody prepared. */
  void endPrepared(Random random) throws SQLException {
    if (prepared.isEmpty()) {
      return;
    }
    try (Connection connection = database.connect()) {
      for (String name = prepared.poll(); name != null; name = prepared.poll()) {
        connection
            .createStatement()
            .execute((random.nextInt(4) == 0 ? "ROLLBACK" : "COMMIT") + " PREPARED '" + name + "'");
      }
    }
  }
}
