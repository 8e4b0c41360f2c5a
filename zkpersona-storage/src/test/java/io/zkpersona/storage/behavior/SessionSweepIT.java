package io.zkpersona.storage.behavior;

import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.BehaviorSessionRepository;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.OwnDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions that are started, and sessions that expire when idle. */
public class SessionSweepIT {

  /** Long before a test stores its rows. */
  private static final Instant IDLE_SINCE = Instant.parse("2024-05-06T07:08:09.123456Z");

  private static final Instant BEFORE = IDLE_SINCE.minus(1, ChronoUnit.MICROS);
  private static final int THREADS = 6;

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private static BehaviorSessionRepository sessions() {
    return OWN.manager().repositories().behaviorSessions();
  }

  private static UserId user() {
    return OWN.manager().repositories().users().save(User.builder().build()).id();
  }

  private static BehaviorSession begun(Instant start) {
    return sessions().save(BehaviorSession.builder().startTime(start).build());
  }

  /** Stores an input of the session with the given times. */
  private static void input(BehaviorSession session, Instant time, Instant stored) {
    BehaviorInput input =
        BehaviorInput.builder()
            .behaviorSessionId(session.id())
            .inputData(Json.emptyObject())
            .timestamp(time)
            .build();
    OWN.manager().repositories().behaviorInputs().save(input);
    OWN.database()
        .execute(
            "UPDATE zkpersona.behavior_inputs SET ctime = '%s' WHERE id = '%s'"
                .formatted(stored, input.id().value()));
  }

  private static BehaviorSession stored(BehaviorSession session) {
    return sessions().getById(session.id());
  }

  @Test
  void aSessionStartsNowByTheClockOfTheDatabaseWithATokenOfItsOwn() {
    UserId user = user();
    Instant before = Instant.parse(OWN.database().queryOne(NOW));

    BehaviorSession mine = sessions().start(user, SessionType.MOBILE);
    BehaviorSession nobodys = sessions().start(null, SessionType.API);

    Instant after = Instant.parse(OWN.database().queryOne(NOW));
    assertThat(mine.startTime()).isBetween(before, after);
    assertThat(mine)
        .isEqualTo(
            new BehaviorSession(
                mine.id(),
                user,
                mine.sessionToken(),
                SessionType.MOBILE,
                mine.startTime(),
                null,
                null,
                Json.emptyObject(),
                SessionStatus.ACTIVE,
                mine.audit()));
    assertThat(nobodys.userId()).isNull();
    assertThat(nobodys.sessionType()).isEqualTo(SessionType.API);
    assertThat(mine.sessionToken().value()).matches("[-_A-Za-z0-9]{43}");
    assertThat(nobodys.sessionToken()).isNotEqualTo(mine.sessionToken());
    assertThat(sessions().findBySessionToken(mine.sessionToken())).contains(mine);
    assertThat(sessions().findActiveByUserId(user)).containsExactly(mine);
  }

  private static final String NOW =
      "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";

  @Test
  void aSessionStartedInATransactionIsUndoneWithIt() {
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          SessionToken token =
                              tx.behaviorSessions().start(null, SessionType.WEB).sessionToken();
                          assertThat(tx.behaviorSessions().findBySessionToken(token)).isPresent();
                          throw new IllegalStateException("undone");
                        }))
        .hasMessage("undone");
    assertThat(sessions().count()).isZero();
  }

  @Test
  void aSessionOfAUserThatDoesNotExistIsNotStarted() {
    assertThatThrownBy(() -> sessions().start(UserId.generate(), SessionType.WEB))
        .isInstanceOfSatisfying(
            MissingReferenceException.class,
            missing -> assertThat(missing.field()).isEqualTo("userId"));
    assertRefused("sessionType", () -> sessions().start(null, null));
  }

  @Test
  void whoStartsEndsAndExpiresASessionIsNamed() {
    ActorId actor = new ActorId(UUID.randomUUID());
    BehaviorSessionRepository sessions = OWN.manager().repositories().as(actor).behaviorSessions();

    BehaviorSession started = sessions.start(null, SessionType.WEB);
    assertThat(started.audit().createdBy()).isEqualTo(actor);
    assertThat(started.audit().modifiedBy()).isEqualTo(actor);
    assertThat(sessions.complete(started.id()).audit().modifiedBy()).isEqualTo(actor);
    BehaviorSession idle = begun(BEFORE);
    sessions.expireIdle(IDLE_SINCE, 10);
    assertThat(stored(idle).audit().modifiedBy()).isEqualTo(actor);
    assertThat(stored(idle).audit().createdBy()).isNull();
  }

  @Test
  void aSessionIsIdleIfNothingHappenedInItSince() {
    BehaviorSession empty = begun(BEFORE);
    BehaviorSession used = begun(BEFORE.minusSeconds(100));
    input(used, BEFORE.minusSeconds(40), BEFORE);
    input(used, BEFORE.minusSeconds(30), BEFORE);
    BehaviorSession usedBeforeItsStart = begun(BEFORE);
    input(usedBeforeItsStart, BEFORE.minusSeconds(5), BEFORE);

    assertThat(sessions().expireIdle(IDLE_SINCE, 10)).isEqualTo(3);

    assertExpired(empty, empty.startTime(), 0);
    assertExpired(used, BEFORE.minusSeconds(30), 70);
    assertExpired(usedBeforeItsStart, usedBeforeItsStart.startTime(), 0);
    assertThat(sessions().expireIdle(IDLE_SINCE, 10)).isZero();
  }

  private static void assertExpired(BehaviorSession session, Instant end, int seconds) {
    BehaviorSession expired = stored(session);
    assertThat(expired)
        .isEqualTo(
            session.toBuilder()
                .status(SessionStatus.EXPIRED)
                .endTime(end)
                .durationSeconds(seconds)
                .audit(expired.audit())
                .build());
    assertThat(expired.audit().modifiedAt()).isAfter(session.audit().modifiedAt());
  }

  @Test
  void aSessionThatIsInUseOrEndedStaysAsItIs() {
    List<BehaviorSession> kept = new ArrayList<>();
    kept.add(begun(IDLE_SINCE));
    BehaviorSession doneIn = begun(BEFORE);
    input(doneIn, IDLE_SINCE, BEFORE);
    kept.add(doneIn);
    BehaviorSession storedIn = begun(BEFORE);
    input(storedIn, BEFORE, IDLE_SINCE);
    kept.add(storedIn);
    for (SessionStatus status : SessionStatus.values()) {
      if (status != SessionStatus.ACTIVE) {
        kept.add(
            sessions().save(BehaviorSession.builder().startTime(BEFORE).status(status).build()));
      }
    }

    assertThat(sessions().expireIdle(IDLE_SINCE, 10)).isZero();

    assertThat(kept).allSatisfy(session -> assertThat(stored(session)).isEqualTo(session));
  }

  @Test
  void theOldestExpireFirstAndNoMoreThanWereAskedFor() {
    List<BehaviorSession> idle = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      idle.add(0, begun(BEFORE.minusSeconds(i)));
    }

    assertThat(sessions().expireIdle(IDLE_SINCE, 2)).isEqualTo(2);
    assertThat(idle)
        .extracting(session -> stored(session).status() == SessionStatus.EXPIRED)
        .containsExactly(true, true, false, false, false);
    assertThat(sessions().expireIdle(IDLE_SINCE, 10_000)).isEqualTo(3);

    for (int batch : new int[] {0, -1, 10_001}) {
      assertThatThrownBy(() -> sessions().expireIdle(IDLE_SINCE, batch))
          .isInstanceOf(ValidationException.class)
          .hasMessage("batch: " + batch + " (expected: 1..10000)");
    }
    assertRefused("idleSince", () -> sessions().expireIdle(null, 1));
  }

  @Test
  void manySweepersExpireEachSessionOnce() throws InterruptedException {
    for (int i = 0; i < 120; i++) {
      begun(BEFORE.minusSeconds(i));
    }

    List<Integer> counts =
        Together.values(
            Together.run(
                THREADS,
                () -> {
                  int expired = 0;
                  for (int n = 1; n > 0; ) {
                    n = sessions().expireIdle(IDLE_SINCE, 7);
                    expired += n;
                  }
                  return expired;
                }));

    assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(120);
    assertThat(sessions().findAll())
        .allSatisfy(session -> assertThat(session.status()).isEqualTo(SessionStatus.EXPIRED));
  }

  /** Its input may be recent, which is only known once it is committed. */
  @Test
  void aSessionWhoseInputIsJustBeingStoredIsPassedOver() throws SQLException {
    BehaviorSession session = begun(BEFORE);
    try (Connection connection = OWN.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          """
          INSERT INTO zkpersona.behavior_inputs (behavior_session_id, input_data, "timestamp")
          VALUES ('%s', '{}', now())
          """
              .formatted(session.id().value()));

      assertThat(sessions().expireIdle(IDLE_SINCE, 10)).isZero();
      connection.commit();
    }
    assertThat(sessions().expireIdle(IDLE_SINCE, 10)).isZero();
    assertThat(stored(session)).isEqualTo(session);
  }

  /** A row-level policy has the sweep wait between its snapshot and the lock of the session. */
  @Test
  void aSessionWhoseInputIsStoredJustBeforeItIsLockedStaysAsItIs() throws SQLException {
    BehaviorSession session = begun(BEFORE);
    // Each in a transaction of its own, so that none holds locks that another session waits for.
    for (String statement :
        List.of(
            "CREATE FUNCTION public.pass() RETURNS boolean LANGUAGE sql VOLATILE"
                + " RETURN pg_advisory_xact_lock_shared(42) IS NOT NULL",
            "CREATE ROLE sweeper",
            "GRANT USAGE ON SCHEMA zkpersona TO sweeper",
            "GRANT ALL ON ALL TABLES IN SCHEMA zkpersona TO sweeper",
            "CREATE POLICY gate ON zkpersona.behavior_sessions USING (public.pass())",
            "ALTER TABLE zkpersona.behavior_sessions ENABLE ROW LEVEL SECURITY")) {
      OWN.database().execute(statement);
    }
    try (Connection gate = OWN.database().connect();
        Connection connection = OWN.database().connect()) {
      Backends.execute(gate, "SELECT pg_advisory_lock(42)");
      Backends.execute(connection, "SET ROLE sweeper");
      CompletableFuture<Integer> expired =
          OwnThreads.supply(
              () ->
                  OWN.manager()
                      .repositoriesOn(connection)
                      .behaviorSessions()
                      .expireIdle(IDLE_SINCE, 10));
      Backends.awaitWaiting(OWN.database(), 1);
      input(session, BEFORE, Instant.now());
      Backends.execute(gate, "SELECT pg_advisory_unlock(42)");

      assertThat(expired.join()).isZero();
    } finally {
      for (String statement :
          List.of(
              "ALTER TABLE zkpersona.behavior_sessions DISABLE ROW LEVEL SECURITY",
              "DROP POLICY gate ON zkpersona.behavior_sessions",
              "DROP FUNCTION public.pass()",
              "DROP OWNED BY sweeper",
              "DROP ROLE sweeper")) {
        OWN.database().execute(statement);
      }
    }
    assertThat(stored(session)).isEqualTo(session);
  }

  @Test
  void aSweepIsUndoneWithItsTransaction() {
    BehaviorSession idle = begun(BEFORE);
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          assertThat(tx.behaviorSessions().expireIdle(IDLE_SINCE, 10)).isOne();
                          throw new IllegalStateException("undone");
                        }))
        .hasMessage("undone");
    assertThat(stored(idle)).isEqualTo(idle);
  }

  @Test
  void whatAnIdleSessionIsFoundByIsItsIndex() throws SQLException {
    OWN.database()
        .execute(
            """
        INSERT INTO zkpersona.behavior_sessions (session_token, start_time, status)
        SELECT 'token number ' || n, '2020-01-01'::timestamptz + n * interval '1 minute',
          CASE WHEN n % 1000 = 0 THEN 'active' ELSE 'completed' END
        FROM generate_series(1, 20000) AS n
        """);
    try (Connection connection = OWN.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("ANALYZE zkpersona.behavior_sessions");
    }
    assertThat(
            OWN.database()
                .query(
                    """
                EXPLAIN SELECT id FROM zkpersona.behavior_sessions
                WHERE status = 'active' AND start_time < now()
                ORDER BY start_time, id LIMIT 100 FOR UPDATE SKIP LOCKED
                """))
        .anyMatch(line -> line.contains("behavior_sessions_active_start_time_id_idx"));
    assertThat(sessions().expireIdle(IDLE_SINCE, 10_000)).isEqualTo(20);
  }
}
