package io.zkpersona.storage.internal.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.internal.replica.Sight.Server;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What a watcher does with the connections that it gets. The test's thread is the watcher's. */
class WatcherIT {

  private static final Sight ANSWER = new Sight(new Server(1, 5, "a start"), true, 1, 1, 1);
  private static TestDatabase database;

  /** Opens a connection at each request. */
  private static final class Source extends AbstractDataSource {

    private final List<Connection> opened = new ArrayList<>();

    @Override
    public Connection getConnection() throws SQLException {
      opened.add(database.connect());
      return opened.get(opened.size() - 1);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }
  }

  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Sight> seen = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  @BeforeAll
  static void create() {
    database = TestDatabase.empty();
  }

  @AfterAll
  static void drop() throws SQLException {
    database.close();
  }

  private void watch(DataSource source, boolean keeps, Patience.Question question) {
    new Watcher(source, keeps, question, seen::add, failures::add, closed).run();
  }

  /** Without a limit, a server that vanished would keep the watcher waiting for good. */
  @Test
  void aConnectionOfAPoolIsAskedWithALimitAndGivenBackAsItWas() throws SQLException {
    for (int[] limits : new int[][] {{0, 5_000}, {60_000, 5_000}, {2_000, 2_000}}) {
      try (Connection pooled = database.connect()) {
        pooled.setNetworkTimeout(Runnable::run, limits[0]);
        watch(
            new SingleConnectionDataSource(pooled, true),
            false,
            connection -> {
              assertThat(connection.getNetworkTimeout()).isEqualTo(limits[1]);
              closed.countDown();
              return ANSWER;
            });
        assertThat(pooled.getNetworkTimeout()).isEqualTo(limits[0]);
      }
    }
    assertThat(seen).containsExactly(ANSWER, ANSWER, ANSWER);
    assertThat(failures).isEmpty();
  }

  @Test
  void aKeptConnectionIsAskedWithALimitUntilItFails() throws SQLException {
    Source source = new Source();
    AtomicInteger asked = new AtomicInteger();
    watch(
        source,
        true,
        connection -> {
          assertThat(connection.getNetworkTimeout()).isEqualTo(5_000);
          assertThat(connection).isSameAs(source.opened.get(source.opened.size() - 1));
          switch (asked.incrementAndGet()) {
            case 2 -> throw new SQLException("gone", "08006");
            case 3 -> closed.countDown();
            default -> {}
          }
          return ANSWER;
        });

    assertThat(source.opened).hasSize(2);
    for (Connection connection : source.opened) {
      assertThat(connection.isClosed()).isTrue();
    }
    assertThat(seen).containsExactly(ANSWER, ANSWER);
    assertThat(failures).containsExactly("08006");
  }

  @Test
  void anExceptionOfAPoolIsAFailureAndEndsNothing() throws SQLException {
    Source source = new Source();
    AtomicInteger asked = new AtomicInteger();
    watch(
        source,
        false,
        connection -> {
          if (asked.incrementAndGet() == 1) {
            throw new IllegalStateException("a pool that is being closed");
          }
          closed.countDown();
          return ANSWER;
        });

    assertThat(seen).containsExactly(ANSWER);
    assertThat(failures).hasSize(1).containsOnlyNulls();
    for (Connection connection : source.opened) {
      assertThat(connection.isClosed()).isTrue();
    }
  }

  @Test
  void aFailedQuestionLeavesTheLimitOfThePoolToo() throws SQLException {
    try (Connection pooled = database.connect()) {
      pooled.setNetworkTimeout(Runnable::run, 60_000);
      closed.countDown();
      watch(
          new SingleConnectionDataSource(pooled, true),
          false,
          connection -> {
            throw new SQLException("not allowed", "42501");
          });
      assertThat(pooled.getNetworkTimeout()).isEqualTo(60_000);
    }
    assertThat(failures).containsExactly("42501");
  }

  @Test
  void aConnectionInATransactionIsNotAsked() throws SQLException {
    try (Connection pooled = database.connect()) {
      pooled.setAutoCommit(false);
      closed.countDown();
      watch(
          new SingleConnectionDataSource(pooled, true),
          false,
          connection -> {
            throw new AssertionError("asked");
          });
    }
    assertThat(failures).containsExactly("25001");
  }
}
