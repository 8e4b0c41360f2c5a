package io.zkpersona.storage.reputation;

import static io.zkpersona.storage.repository.contract.NullContract.assertInvalid;
import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.reputation.TrendPoint;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.testing.server.OwnDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records in force now and at an instant, and their history. */
class ReputationHistoryIT {

  private static final ScoringCategory CATEGORY = ScoringCategory.DAO;
  private static final ScoringPeriod PERIOD = ScoringPeriod.WEEKLY;
  private static final Instant START = Instant.parse("2024-05-06T07:08:09.123456Z");

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private UserId user;

  @BeforeEach
  void aNewUser() {
    user = OWN.manager().repositories().users().save(User.builder().build()).id();
  }

  private static ReputationRecordRepository records() {
    return OWN.repositories().reputationRecords();
  }

  private ReputationRecord saved(
      String score, ReputationStatus status, Instant from, Instant until) {
    return records().save(record(score, status, from, until));
  }

  private ReputationRecord record(
      String score, ReputationStatus status, Instant from, Instant until) {
    return ReputationRecord.builder()
        .userId(user)
        .scoringCategory(CATEGORY)
        .scoringPeriod(PERIOD)
        .reputationScore(new BigDecimal(score))
        .status(status)
        .effectiveFrom(from)
        .effectiveUntil(until)
        .build();
  }

  private static Instant plus(long micros) {
    return START.plus(micros, ChronoUnit.MICROS);
  }

  @Test
  void asOfCountsFromTheFirstMicrosecondToTheLast() {
    ReputationRecord first = saved("1", ReputationStatus.ACTIVE, START, plus(10));
    ReputationRecord second = saved("2", ReputationStatus.ACTIVE, plus(10), plus(11));
    ReputationRecord third = saved("3", ReputationStatus.ACTIVE, plus(20), null);
    for (ReputationStatus status : ReputationStatus.values()) {
      if (status != ReputationStatus.ACTIVE) {
        saved("4", status, plus(-100), null);
      }
    }

    assertAsOf(plus(-1));
    assertAsOf(START, first);
    assertAsOf(START.plusNanos(9_999), first);
    assertAsOf(plus(10), second);
    assertAsOf(plus(10).plusNanos(999), second);
    assertAsOf(plus(11));
    assertAsOf(plus(19));
    assertAsOf(plus(20), third);
    assertAsOf(Instant.parse("+294275-12-31T23:59:59.999999Z"), third);
    assertAsOf(Instant.parse("-4712-01-01T00:00:00Z"));
    assertThat(records().inForce(user, CATEGORY, PERIOD)).contains(third);
    assertThat(records().asOf(user, ScoringCategory.NFT, PERIOD, plus(5))).isEmpty();
    assertThat(records().asOf(user, CATEGORY, ScoringPeriod.DAILY, plus(5))).isEmpty();
    assertThat(records().asOf(UserId.generate(), CATEGORY, PERIOD, plus(5))).isEmpty();
    assertInvalid("instant", () -> records().asOf(user, CATEGORY, PERIOD, Instant.MAX));
  }

  private void assertAsOf(Instant instant, ReputationRecord... expected) {
    assertThat(records().asOf(user, CATEGORY, PERIOD, instant).stream()).containsExactly(expected);
  }

  @Test
  void whatHasEndedAndWhatIsPlannedIsNotInForce() {
    Instant now = Instant.now();
    saved("1", ReputationStatus.ACTIVE, START, now.minusSeconds(3_600));
    assertThat(records().inForce(user, CATEGORY, PERIOD)).isEmpty();
    saved("2", ReputationStatus.ACTIVE, now.plusSeconds(3_600), null);
    assertThat(records().inForce(user, CATEGORY, PERIOD)).isEmpty();
    assertThat(records().inForce(user)).isEmpty();

    ReputationRecord current =
        saved("3", ReputationStatus.ACTIVE, now.minusSeconds(3_600), now.plusSeconds(3_600));

    assertThat(records().inForce(user, CATEGORY, PERIOD)).contains(current);
    assertThat(records().inForce(user)).containsExactly(current);
  }

  @Test
  void allInForceComeInTheOrderOfCategoriesAndPeriods() {
    List<ReputationRecord> expected = new ArrayList<>();
    for (ScoringCategory category : ScoringCategory.values()) {
      for (ScoringPeriod period : ScoringPeriod.values()) {
        expected.add(
            record("1", ReputationStatus.ACTIVE, START, null)
                .withScoringCategory(category)
                .withScoringPeriod(period));
      }
    }
    List<ReputationRecord> shuffled = new ArrayList<>(expected);
    Collections.shuffle(shuffled, new Random(1));
    records().saveAll(shuffled);

    assertThat(records().inForce(user))
        .extracting(ReputationRecord::id)
        .containsExactlyElementsOf(expected.stream().map(ReputationRecord::id).toList());
  }

  @Test
  void historyHasEveryStatusAndTheTrendOnlyWhatCounts() {
    List<ReputationRecord> chain = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      for (ReputationStatus status : ReputationStatus.values()) {
        chain.add(saved("" + i, status, plus(i), plus(i + 1)));
      }
    }
    records()
        .save(
            record("9", ReputationStatus.ACTIVE, plus(3), null)
                .withScoringCategory(ScoringCategory.NFT));
    Instant[] bounds = {null, START, plus(1), plus(4), plus(9), plus(10), plus(100)};
    for (Instant from : bounds) {
      for (Instant until : bounds) {
        if (from == null || until == null || !from.isAfter(until)) {
          List<ReputationRecord> expected =
              chain.stream()
                  .filter(r -> from == null || !r.effectiveFrom().isBefore(from))
                  .filter(r -> until == null || r.effectiveFrom().isBefore(until))
                  .sorted(
                      Comparator.comparing(ReputationRecord::effectiveFrom)
                          .thenComparing(r -> r.id().value().toString())
                          .reversed())
                  .toList();

          assertThat(records().history(user, CATEGORY, PERIOD, from, until)).isEqualTo(expected);
          List<TrendPoint> trend = new ArrayList<>();
          for (ReputationRecord record : expected) {
            if (record.status() == ReputationStatus.ACTIVE) {
              trend.add(
                  0, new TrendPoint(record.effectiveFrom(), record.reputationScore(), CATEGORY));
            }
          }
          assertThat(records().trend(user, CATEGORY, PERIOD, from, until)).isEqualTo(trend);
        }
      }
    }
    assertThatThrownBy(() -> records().history(user, CATEGORY, PERIOD, plus(1), START))
        .hasMessageContaining("startDate");
  }

  @Test
  void neitherIsEverCutShort() {
    try (DatabaseManager limited =
        DatabaseManager.open(OWN.database().config().findAllLimit(3).build())) {
      ReputationRecordRepository few = limited.repositories().reputationRecords();
      for (int i = 0; i < 3; i++) {
        saved("1", ReputationStatus.ACTIVE, plus(i), plus(i + 1));
      }
      assertThat(few.history(user, CATEGORY, PERIOD, null, null)).hasSize(3);
      assertThat(few.trend(user, CATEGORY, PERIOD, null, null)).hasSize(3);
      saved("1", ReputationStatus.ACTIVE, plus(3), plus(4));

      assertThatThrownBy(() -> few.history(user, CATEGORY, PERIOD, null, null))
          .isInstanceOf(ResultTooLargeException.class);
      assertThatThrownBy(() -> few.trend(user, CATEGORY, PERIOD, null, null))
          .isInstanceOf(ResultTooLargeException.class);
      assertThat(few.history(user, CATEGORY, PERIOD, plus(1), null)).hasSize(3);
    }
  }

  @Test
  void nullIsRefusedByName() {
    assertRefused("userId", () -> records().inForce(null));
    assertRefused("userId", () -> records().inForce(null, CATEGORY, PERIOD));
    assertRefused("scoringCategory", () -> records().inForce(user, null, PERIOD));
    assertRefused("scoringPeriod", () -> records().inForce(user, CATEGORY, null));
    assertRefused("userId", () -> records().asOf(null, CATEGORY, PERIOD, START));
    assertRefused("scoringCategory", () -> records().asOf(user, null, PERIOD, START));
    assertRefused("scoringPeriod", () -> records().asOf(user, CATEGORY, null, START));
    assertRefused("instant", () -> records().asOf(user, CATEGORY, PERIOD, null));
    assertRefused("userId", () -> records().history(null, CATEGORY, PERIOD, null, null));
    assertRefused("scoringCategory", () -> records().history(user, null, PERIOD, null, null));
    assertRefused("scoringPeriod", () -> records().history(user, CATEGORY, null, null, null));
    assertRefused("userId", () -> records().trend(null, CATEGORY, PERIOD, null, null));
    assertRefused("scoringCategory", () -> records().trend(user, null, PERIOD, null, null));
    assertRefused("scoringPeriod", () -> records().trend(user, CATEGORY, null, null, null));
  }
}
