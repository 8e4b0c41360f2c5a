package io.zkpersona.storage.internal.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.health.ReplicaStats.State;
import io.zkpersona.storage.internal.pool.GuardedSource;
import io.zkpersona.storage.internal.replica.Sight.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** The state of a replica, by what it answered and when, on a clock that the test moves. */
class ReplicaTest {

  private static final long SYSTEM = 42;
  private static final int TIMELINE = 2;
  private static final Need ANY = sight -> true;
  private static final Need NONE = sight -> false;

  /** A pool that fails, and counts how often it was asked. */
  private static final class Pool extends AbstractDataSource {

    private Exception failure = new SQLException("all in use");
    private int asked;

    @Override
    public Connection getConnection() throws SQLException {
      asked++;
      if (failure instanceof SQLException known) {
        throw known;
      }
      throw (RuntimeException) failure;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }
  }

  // Close to the overflow, which nanoTime may reach.
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
  private final PrimaryLog log = new PrimaryLog();
  private final Pool pool = new Pool();
  private final Replica replica =
      new Replica("one", pool, GuardedSource.of(pool, pool), log, now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private Sight standby(long system, int timeline, long position) {
    return new Sight(new Server(system, 5, "a start"), true, timeline, position, now.get());
  }

  private Sight standby(long position) {
    return standby(SYSTEM, TIMELINE, position);
  }

  private Sight primary() {
    return new Sight(new Server(SYSTEM, 5, "another"), false, TIMELINE, 100, now.get());
  }

  /** Tells whether a read with this need asks the pool for a connection. */
  private boolean isTried(Need need, boolean ask) throws SQLException {
    int before = pool.asked;
    assertThat(replica.lend(need, ask)).isNull();
    return pool.asked > before;
  }

  private void serve() {
    pass(Duration.ofNanos(1));
    log.add(primary());
    replica.seen(standby(100));
    assertThat(replica.stats().state()).isEqualTo(State.SERVING);
  }

  @Test
  void aReplicaIsDownUntilItAnswers() throws SQLException {
    assertThat(replica.stats().state()).isEqualTo(State.DOWN);
    assertThat(isTried(ANY, true)).isFalse();

    serve();
    assertThat(isTried(ANY, false)).isTrue();
  }

  @Test
  void onlyAStandbyInThePrimarysLogServes() throws SQLException {
    serve();
    replica.seen(standby(SYSTEM, TIMELINE - 1, 200));
    assertThat(replica.stats().state()).isEqualTo(State.DIVERGED);
    assertThat(isTried(ANY, true)).isFalse();

    replica.seen(standby(SYSTEM + 1, TIMELINE, 200));
    assertThat(replica.stats().state()).isEqualTo(State.DIVERGED);

    replica.seen(primary());
    assertThat(replica.stats().state()).isEqualTo(State.PROMOTED);
    assertThat(isTried(ANY, true)).isFalse();

    replica.seen(null);
    assertThat(replica.stats().state()).isEqualTo(State.SHARED);
    assertThat(isTried(ANY, true)).isFalse();

    replica.seen(standby(200));
    assertThat(replica.stats().state()).isEqualTo(State.SERVING);
  }

  @Test
  void aSilentReplicaIsDown() throws SQLException {
    serve();
    pass(Duration.ofSeconds(5));
    assertThat(isTried(ANY, false)).isTrue();

    pass(Duration.ofNanos(1));
    assertThat(replica.isServing()).isFalse();
    assertThat(replica.stats().state()).isEqualTo(State.DOWN);
    assertThat(isTried(ANY, true)).isFalse();

    replica.seen(standby(100));
    assertThat(replica.isServing()).isTrue();
  }

  /** Its answers hold no position, so it never counts as silent. */
  @Test
  void aReplicaWithSharedSessionsStaysThat() {
    serve();
    replica.seen(null);
    pass(Duration.ofMinutes(1));

    assertThat(replica.stats().state()).isEqualTo(State.SHARED);
  }

  @Test
  void anAnswerFromBeforeAFailureChangesNothing() {
    serve();
    Sight early = standby(100);
    replica.failed("08006");
    replica.seen(early);
    assertThat(replica.stats().state()).isEqualTo(State.DOWN);

    pass(Duration.ofNanos(1));
    replica.seen(standby(100));
    assertThat(replica.stats().state()).isEqualTo(State.SERVING);
  }

  @Test
  void aLateAnswerDoesNotReplaceANewerOne() throws SQLException {
    serve();
    Sight early = standby(100);
    pass(Duration.ofNanos(1));
    replica.seen(standby(200));
    replica.seen(early);

    assertThat(isTried(sight -> sight.position() == 200, false)).isTrue();
  }

  @Test
  void aReplicaThatDoesNotReachIsAskedAgainOnlyAfterAPause() throws SQLException {
    serve();
    assertThat(isTried(NONE, true)).isFalse();
    pass(Replica.POLL.minusNanos(1));
    assertThat(isTried(NONE, true)).isFalse();

    pass(Duration.ofNanos(1));
    assertThat(isTried(NONE, false)).isFalse();
    assertThat(isTried(NONE, true)).isTrue();
  }

  @Test
  void anExhaustedPoolIsNoFailureOfTheReplica() throws SQLException {
    serve();
    assertThat(replica.lend(ANY, false)).isNull();
    assertThat(replica.stats().state()).isEqualTo(State.SERVING);
  }

  @Test
  void aPoolThatCanNotConnectIsLeftOut() throws SQLException {
    for (Exception failure :
        new Exception[] {
          new SQLException("refused", "08001"), new IllegalStateException("a pool that is closed")
        }) {
      serve();
      pool.failure = failure;

      assertThat(replica.lend(ANY, false)).isNull();
      assertThat(replica.stats().state()).isEqualTo(State.DOWN);
    }
  }

  @Test
  void anInterruptedThreadDoesNotTryOthers() {
    serve();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> replica.lend(ANY, false)).isSameAs(pool.failure);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(replica.stats().state()).isEqualTo(State.SERVING);
  }

  @Test
  void aClosedManagerIsNoFailureOfTheReplica() {
    serve();
    replica.source().close(Duration.ZERO);

    assertThatThrownBy(() -> replica.lend(ANY, false)).isInstanceOf(ManagerClosedException.class);
  }

  @Test
  void theLagIsCountedInThePrimarysLog() {
    pass(Duration.ofSeconds(1));
    log.add(primary());
    pass(Duration.ofSeconds(3));
    log.add(new Sight(new Server(SYSTEM, 5, "another"), false, TIMELINE, 350, now.get()));
    replica.seen(standby(120));
    assertThat(replica.stats().lagBytes()).isEqualTo(230);
    assertThat(replica.stats().lag()).isEqualTo(Duration.ofSeconds(3));

    pass(Duration.ofNanos(1));
    replica.seen(standby(400));
    assertThat(replica.stats().lagBytes()).isZero();
    assertThat(replica.stats().lag()).isZero();

    pass(Duration.ofNanos(1));
    replica.seen(standby(99));
    assertThat(replica.stats().lagBytes()).isEqualTo(251);
    assertThat(replica.stats().lag()).isNull();
  }
}
