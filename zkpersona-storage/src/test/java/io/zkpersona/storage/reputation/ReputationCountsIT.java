package io.zkpersona.storage.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStanding;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.ReputationCounts;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standings use counts that stay exact when records, users or the time change. */
class ReputationCountsIT {

  private static final ScoringCategory CATEGORY = ScoringCategory.DEFI;
  private static final ScoringPeriod PERIOD = ScoringPeriod.MONTHLY;
  private static final int USERS = 12;

  /** Selects each user's score, rank and total from the records alone. */
  private static final String COUNTED =
      """
      WITH board AS (
        SELECT user_id, reputation_score FROM zkpersona.reputation_records AS r
        JOIN zkpersona.users AS u ON u.id = r.user_id
        WHERE r.status = 'active' AND r.is_public AND r.scoring_category = 'defi' AND r.scoring_period = 'monthly'
          AND r.effective_from <= clock_timestamp()
          AND (r.effective_until IS NULL OR r.effective_until > clock_timestamp())
          AND u.status = 'active' AND (u.privacy_settings ->> 'public_profile')::boolean
      )
      SELECT user_id || ' ' || reputation_score || ' ' || rank() OVER (ORDER BY reputation_score DESC) || ' '
        || count(*) OVER ()
      FROM board ORDER BY user_id
      """;

  private TestDatabase database;
  private DatabaseManager manager;
  private List<UserId> users;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = database.open();
    users =
        Stream.generate(() -> manager.repositories().users().save(user(true)).id())
            .limit(USERS)
            .toList();
  }

  @AfterEach
  void close() {
    manager.close();
    database.close();
  }

  private static User user(boolean isPublic) {
    return User.builder().privacySettings(privacy(isPublic)).build();
  }

  private static PrivacySettings privacy(boolean isPublic) {
    return PrivacySettings.builder().publicProfile(isPublic).build();
  }

  private ReputationRecordRepository records() {
    return manager.repositories().reputationRecords();
  }

  private ReputationCounts counts() {
    return manager.repositories().reputationRecords().counts();
  }

  private static RecordReputationRequest request(UserId user, double score) {
    return RecordReputationRequest.builder()
        .userId(user)
        .scoringCategory(CATEGORY)
        .scoringPeriod(PERIOD)
        .reputationScore(BigDecimal.valueOf(score))
        .isPublic(true)
        .build();
  }

  private void recordAll() {
    records()
        .recordAll(
            IntStream.range(0, USERS).mapToObj(i -> request(users.get(i), i * 7.5)).toList(),
            BulkOptions.atomic());
  }

  private long noted() {
    return Long.parseLong(database.queryOne("SELECT count(*) FROM zkpersona.reputation_changes"));
  }

  private void foldAll() {
    counts().fold();
    assertThat(noted()).isZero();
  }

  /** Asserts that the counts are exact, both before and after folding the noted changes. */
  private void assertExact() {
    assertThat(counts().verify()).isZero();
    assertThat(standings()).isEqualTo(database.query(COUNTED));
    foldAll();
    assertThat(counts().verify()).isZero();
    assertThat(standings()).isEqualTo(database.query(COUNTED));
  }

  private List<String> standings() {
    List<String> standings = new ArrayList<>();
    for (UserId user : users) {
      standing(user)
          .ifPresent(
              found ->
                  standings.add(
                      "%s %s %d %d"
                          .formatted(
                              user.value(),
                              found.reputationScore().toPlainString(),
                              found.rank(),
                              found.total())));
    }
    return standings;
  }

  private Optional<ReputationStanding> standing(UserId user) {
    return records().standing(user, CATEGORY, PERIOD);
  }

  private ReputationRecord inForce(UserId user) {
    return records().inForce(user, CATEGORY, PERIOD).orElseThrow();
  }

  @Test
  void whateverTheLibraryWritesIsCounted() {
    assertExact();
    recordAll();
    assertThat(standings()).hasSize(USERS);
    assertExact();
    records().record(request(users.get(3), 100));
    records().record(request(users.get(4), 22.5));
    records().record(request(users.get(5), 100).withIsPublic(false));
    records().record(request(users.get(6), 100).withScoringPeriod(ScoringPeriod.DAILY));
    assertThat(standings()).hasSize(USERS - 1);
    assertExact();
    ReputationRecord disputed = inForce(users.get(0));
    records().dispute(disputed.id(), "doubted");
    records().invalidate(inForce(users.get(1)).id(), "false");
    records().update(inForce(users.get(2)).withReputationScore(new BigDecimal("99.9999")));
    assertExact();
    records().reinstate(disputed.id(), "confirmed");
    records().deleteById(inForce(users.get(7)).id());
    assertExact();
    UserRepository all = manager.repositories().users();
    all.suspend(users.get(3));
    all.update(all.getById(users.get(4)).withPrivacySettings(privacy(false)));
    assertThat(standings()).hasSize(USERS - 5);
    assertExact();
    all.reactivate(users.get(3));
    all.update(all.getById(users.get(4)).withPrivacySettings(privacy(true)));
    all.deleteById(users.get(8));
    assertExact();
    records().upsertAll(List.of(inForce(users.get(9)).withIsPublic(false)), BulkOptions.atomic());
    records()
        .updateAll(
            List.of(inForce(users.get(10)).withReputationScore(BigDecimal.ONE)),
            BulkOptions.atomic());
    assertExact();
    records().deleteEverything();
    assertThat(standings()).isEmpty();
    assertExact();
    assertThat(database.queryOne("SELECT count(*) FROM zkpersona.reputation_counts"))
        .isEqualTo("0");
  }

  @Test
  void soIsWhatPlainSqlWrites() {
    recordAll();
    foldAll();
    database.execute(
        "UPDATE zkpersona.reputation_records SET reputation_score = 100 - reputation_score");
    assertExact();
    database.execute(
        "UPDATE zkpersona.users SET privacy_settings ="
            + " jsonb_set(privacy_settings, '{public_profile}', '\"true\"') WHERE id = '"
            + users.get(1).value()
            + "'");
    assertThat(standings()).hasSize(USERS - 1);
    assertThat(counts().verify()).isZero();
    database.execute(
        "UPDATE zkpersona.reputation_records SET user_id = '%s', scoring_period = 'daily'"
                .formatted(users.get(2).value())
            + " WHERE user_id = '%s'".formatted(users.get(3).value()));
    assertThat(standings()).hasSize(USERS - 2);
    assertThat(counts().verify()).isZero();
    foldAll();
    database.execute("TRUNCATE zkpersona.reputation_records");
    assertThat(standings()).isEmpty();
    foldAll();
    assertThat(counts().verify()).isZero();
    assertThat(database.queryOne("SELECT count(*) FROM zkpersona.reputation_standings"))
        .isEqualTo("0");
  }

  @Test
  void recordsEndAndBeginByThemselves() {
    recordAll();
    foldAll();
    String end = database.queryOne("SELECT clock_timestamp() + interval '5 s'");
    database.execute(
        """
        UPDATE zkpersona.reputation_records SET effective_until = '%s' WHERE user_id IN ('%s', '%s')
        """
            .formatted(end, users.get(2).value(), users.get(3).value()));
    database.execute(
        """
        INSERT INTO zkpersona.reputation_records
          (user_id, reputation_score, scoring_category, scoring_period, effective_from, effective_until, is_public)
        SELECT user_id, 77, 'defi', 'monthly', effective_until + interval '0.2 s', effective_until + interval '3 s',
          true
        FROM zkpersona.reputation_records WHERE user_id = '%s'
        """
            .formatted(users.get(3).value()));
    assertThat(standings()).hasSize(USERS);
    foldAll();
    assertThat(standings()).hasSize(USERS);

    sleepUntil(end, "0.2 s");
    assertThat(standings())
        .hasSize(USERS - 1)
        .anyMatch(standing -> standing.startsWith(users.get(3).value() + " 77.0000 "));
    assertThat(counts().verify()).isZero();
    assertThat(due()).isEqualTo("2");
    foldAll();
    assertThat(due()).isEqualTo("0");
    assertThat(counts().verify()).isZero();

    sleepUntil(end, "3 s");
    assertThat(standings()).hasSize(USERS - 2);
    assertExact();
  }

  private String due() {
    return database.queryOne(
        "SELECT count(*) FROM zkpersona.reputation_standings WHERE due_at <= clock_timestamp()");
  }

  private void sleepUntil(String time, String andThen) {
    database.queryOne(
        "SELECT pg_sleep_until(timestamptz '%s' + interval '%s')::text".formatted(time, andThen));
  }

  @Test
  void aStandingIsReadWhereNothingMayBeWritten() {
    recordAll();

    manager.inTransaction(
        TransactionOptions.defaults().readOnly(),
        tx ->
            assertThat(tx.reputationRecords().standing(users.get(0), CATEGORY, PERIOD))
                .hasValueSatisfying(found -> assertThat(found.rank()).isEqualTo(USERS)));
  }

  @Test
  void moreChangesThanAreWorthComparingAreCounted() {
    recordAll();
    foldAll();
    database.execute(
        "INSERT INTO zkpersona.reputation_changes SELECT gen_random_uuid() FROM"
            + " generate_series(1, 6000)");

    assertThat(standings()).isEqualTo(database.query(COUNTED));
    assertExact();
  }

  @Test
  void withoutItsTriggersTheCheckerFindsItAndARebuildMendsIt() {
    recordAll();
    foldAll();
    int number = 1;
    for (String change :
        List.of(
            "UPDATE zkpersona.reputation_records SET reputation_score = 1 WHERE user_id = '%s'",
            "UPDATE zkpersona.users SET status = 'suspended' WHERE id = '%s'",
            "DELETE FROM zkpersona.reputation_records WHERE user_id = '%s'",
            "UPDATE zkpersona.reputation_standings SET reputation_score = 2 WHERE user_id = '%s'",
            "UPDATE zkpersona.reputation_counts SET entries = entries + 1 WHERE '%s' <> ''")) {
      UserId user = users.get(number++);
      database.execute(
          "SET session_replication_role = replica; "
              + change.formatted(user.value())
              + "; UPDATE zkpersona.users SET status = status");

      assertThat(counts().verify()).as(change).isPositive();

      counts().rebuild();
      assertExact();
    }
    assertThatThrownBy(() -> manager.inTransaction(tx -> tx.reputationRecords().counts().rebuild()))
        .isInstanceOf(TransactionException.class);
  }

  @Test
  void aClockThatWasOnceFarAheadIsForgottenByARebuild() {
    recordAll();
    foldAll();
    database.execute(
        "UPDATE zkpersona.reputation_counted SET counted_at = counted_at + interval '1 year'");
    database.execute(
        "UPDATE zkpersona.reputation_records SET effective_until = now() + interval '1 day'");
    assertThat(standings()).isEmpty();

    counts().rebuild();

    assertThat(standings()).hasSize(USERS);
    assertExact();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 25_000})
  void nothingOfAnErasedUserIsLeft(int noted) {
    recordAll();
    foldAll();
    database.execute(
        "INSERT INTO zkpersona.reputation_changes SELECT '%s' FROM generate_series(1, %d)"
            .formatted(users.get(4).value(), noted));

    manager.repositories().users().erase(users.get(5));

    assertThat(
            database.queryOne(
                """
                SELECT (SELECT count(*) FROM zkpersona.reputation_standings WHERE user_id = '%1$s')
                  + (SELECT count(*) FROM zkpersona.reputation_changes WHERE user_id = '%1$s')
                """
                    .formatted(users.get(5).value())))
        .isEqualTo("0");
    assertExact();
  }
}
