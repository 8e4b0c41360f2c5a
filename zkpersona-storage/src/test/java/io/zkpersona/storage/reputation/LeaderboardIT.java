package io.zkpersona.storage.reputation;

import static io.zkpersona.storage.repository.contract.NullContract.assertInvalid;
import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.LeaderboardEntry;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStanding;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Leaderboards, compared with a plain computation over users and records of every fixture. */
class LeaderboardIT {

  private static final int ALL = 1_000;

  private static TestDatabase database;
  private static DatabaseManager manager;
  private static ReputationWorld world;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    manager = database.open();
    world = new ReputationWorld(database, manager.repositories(), 20_240_506);
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  private static ReputationRecordRepository records() {
    return manager.repositories().reputationRecords();
  }

  private static void forEachBoard(BiConsumer<ScoringCategory, ScoringPeriod> board) {
    for (ScoringCategory category : ReputationWorld.CATEGORIES) {
      for (ScoringPeriod period : ReputationWorld.PERIODS) {
        board.accept(category, period);
      }
    }
  }

  private static List<ReputationRecord> listed(ScoringCategory category, ScoringPeriod period) {
    return world
        .inForce(
            record ->
                record.scoringCategory() == category
                    && record.scoringPeriod() == period
                    && record.isPublic()
                    && world.isPublic(record.userId()))
        .stream()
        .sorted(
            Comparator.comparing(ReputationRecord::reputationScore)
                .thenComparing(record -> record.id().value().toString())
                .reversed())
        .toList();
  }

  private static long rank(List<ReputationRecord> board, BigDecimal score) {
    return 1 + board.stream().filter(other -> other.reputationScore().compareTo(score) > 0).count();
  }

  private static List<LeaderboardEntry> expected(ScoringCategory category, ScoringPeriod period) {
    List<ReputationRecord> board = listed(category, period);
    List<LeaderboardEntry> entries = new ArrayList<>();
    for (ReputationRecord record : board) {
      entries.add(
          new LeaderboardEntry(
              entries.size() + 1,
              rank(board, record.reputationScore()),
              record.userId(),
              record.id(),
              record.reputationScore()));
    }
    return entries;
  }

  @Test
  void aLeaderboardHoldsWhatIsPublicAndInForceTheBestFirst() {
    forEachBoard(
        (category, period) -> {
          List<LeaderboardEntry> expected = expected(category, period);

          assertThat(expected).hasSizeGreaterThan(15);
          assertThat(expected).anySatisfy(e -> assertThat(e.rank()).isLessThan(e.position()));
          assertThat(records().leaderboard(category, period, ALL)).isEqualTo(expected);
          for (int limit : new int[] {1, 3, expected.size() - 1, expected.size()}) {
            assertThat(records().leaderboard(category, period, limit))
                .isEqualTo(expected.subList(0, limit));
          }
        });
  }

  @Test
  void whatIsPrivateIsThereToBeLeftOut() {
    ScoringCategory category = ScoringCategory.OVERALL;
    ScoringPeriod period = ScoringPeriod.CURRENT;
    List<ReputationRecord> inForce =
        world.inForce(r -> r.scoringCategory() == category && r.scoringPeriod() == period);

    assertThat(inForce).anyMatch(r -> !r.isPublic() && world.isPublic(r.userId()));
    assertThat(inForce).anyMatch(r -> r.isPublic() && !world.isPublic(r.userId()));
    assertThat(listed(category, period)).anyMatch(r -> r.effectiveUntil() != null);
    assertThat(listed(category, period)).anyMatch(r -> r.effectiveUntil() == null);
  }

  @Test
  void theNextEntriesCountOn() {
    forEachBoard(
        (category, period) -> {
          List<LeaderboardEntry> expected = expected(category, period);
          for (int size : new int[] {1, 2, 7}) {
            List<LeaderboardEntry> read = new ArrayList<>();
            List<LeaderboardEntry> page = records().leaderboard(category, period, size);
            while (!page.isEmpty()) {
              read.addAll(page);
              LeaderboardEntry last = page.get(page.size() - 1);
              page = records().leaderboardAfter(last, category, period, size);
            }
            assertThat(read).isEqualTo(expected);
          }
        });
  }

  @Test
  void aStandingIsAsAPlainCountHasIt() {
    forEachBoard(
        (category, period) -> {
          List<ReputationRecord> board = listed(category, period);
          for (UserId user : world.users()) {
            Optional<ReputationStanding> standing = records().standing(user, category, period);

            Optional<BigDecimal> score =
                board.stream()
                    .filter(record -> record.userId().equals(user))
                    .map(ReputationRecord::reputationScore)
                    .findAny();
            assertThat(standing)
                .isEqualTo(
                    score.map(
                        own -> new ReputationStanding(user, own, rank(board, own), board.size())));
            standing.ifPresent(
                found ->
                    assertThat(found.percentile())
                        .isEqualTo(percentile(board, found.reputationScore())));
          }
        });
    assertThat(
            records().standing(UserId.generate(), ScoringCategory.OVERALL, ScoringPeriod.CURRENT))
        .isEmpty();
  }

  private static BigDecimal percentile(List<ReputationRecord> board, BigDecimal score) {
    long atMost =
        board.stream().filter(other -> other.reputationScore().compareTo(score) <= 0).count();
    return BigDecimal.valueOf(100 * atMost)
        .divide(BigDecimal.valueOf(board.size()), 4, RoundingMode.DOWN);
  }

  @Test
  void whoWithdrawsIsGoneAtOnce() {
    ScoringCategory category = ScoringCategory.STAKING;
    ScoringPeriod period = ScoringPeriod.YEARLY;
    UserRepository users = manager.repositories().users();
    User user =
        users.save(
            User.builder()
                .privacySettings(PrivacySettings.builder().publicProfile(true).build())
                .build());
    ReputationRecord record =
        records()
            .save(
                ReputationRecord.builder()
                    .userId(user.id())
                    .scoringCategory(category)
                    .scoringPeriod(period)
                    .reputationScore(BigDecimal.TEN)
                    .isPublic(true)
                    .build());
    assertThat(records().leaderboard(category, period, ALL))
        .containsExactly(
            new LeaderboardEntry(1, 1, user.id(), record.id(), record.reputationScore()));
    assertThat(records().standing(user.id(), category, period)).isPresent();

    User withdrawn = users.update(user.withPrivacySettings(PrivacySettings.defaults()));
    assertGone(user.id(), category, period);
    users.update(withdrawn.withPrivacySettings(user.privacySettings()));
    assertThat(records().leaderboard(category, period, ALL)).hasSize(1);

    records().update(record.withIsPublic(false));
    assertGone(user.id(), category, period);
    records().update(records().getById(record.id()).withIsPublic(true));
    records().dispute(record.id(), "not mine");
    assertGone(user.id(), category, period);
    records().reinstate(record.id(), "mine after all");
    assertThat(records().leaderboard(category, period, ALL)).hasSize(1);

    for (UserStatus status : UserStatus.values()) {
      if (status != UserStatus.ACTIVE) {
        database.execute(
            "UPDATE zkpersona.users SET status = '%s' WHERE id = '%s'"
                .formatted(status.value(), user.id().value()));
        assertGone(user.id(), category, period);
      }
    }
  }

  private static void assertGone(UserId user, ScoringCategory category, ScoringPeriod period) {
    assertThat(records().leaderboard(category, period, ALL)).isEmpty();
    assertThat(records().standing(user, category, period)).isEmpty();
    assertThat(records().publicProfile(user).map(profile -> profile.scoreByCategory().size()))
        .isNotEqualTo(Optional.of(1));
  }

  @Test
  void badArgumentsAreRefusedByName() {
    ScoringCategory category = ScoringCategory.OVERALL;
    ScoringPeriod period = ScoringPeriod.CURRENT;
    LeaderboardEntry entry = records().leaderboard(category, period, 1).get(0);
    for (int limit : new int[] {Integer.MIN_VALUE, 0, 1_001}) {
      assertInvalid("limit", () -> records().leaderboard(category, period, limit));
      assertInvalid("limit", () -> records().leaderboardAfter(entry, category, period, limit));
    }
    assertRefused("scoringCategory", () -> records().leaderboard(null, period, 1));
    assertRefused("scoringPeriod", () -> records().leaderboard(category, null, 1));
    assertRefused("entry", () -> records().leaderboardAfter(null, category, period, 1));
    assertRefused("scoringCategory", () -> records().leaderboardAfter(entry, null, period, 1));
    assertRefused("scoringPeriod", () -> records().leaderboardAfter(entry, category, null, 1));
    assertRefused("userId", () -> records().standing(null, category, period));
    assertRefused("scoringCategory", () -> records().standing(entry.userId(), null, period));
    assertRefused("scoringPeriod", () -> records().standing(entry.userId(), category, null));
  }
}
