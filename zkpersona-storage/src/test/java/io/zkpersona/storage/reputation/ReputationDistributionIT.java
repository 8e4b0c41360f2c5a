package io.zkpersona.storage.reputation;

import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.ReputationDistribution;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.OwnDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The scores of all users that were in force at an instant, by range. */
class ReputationDistributionIT {

  private static final ScoringCategory CATEGORY = ScoringCategory.DAO;
  private static final ScoringPeriod PERIOD = ScoringPeriod.WEEKLY;
  private static final Instant AT = Instant.parse("2024-05-06T07:08:09.123456Z");
  private static final ReputationRecord BASE =
      ReputationRecord.builder()
          .userId(UserId.generate())
          .scoringCategory(CATEGORY)
          .scoringPeriod(PERIOD)
          .reputationScore(BigDecimal.ZERO)
          .effectiveFrom(AT.minusSeconds(60))
          .build();

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  @BeforeEach
  void startEmpty() {
    repositories().reputationRecords().deleteEverything();
  }

  private static Repositories repositories() {
    return OWN.manager().repositories();
  }

  private static ReputationDistribution distribution() {
    return repositories().reputationRecords().distribution(CATEGORY, PERIOD, AT);
  }

  /** Saves a record of a user of its own, which nothing else overlaps. */
  private static void save(ReputationRecord record) {
    UserId user = repositories().users().save(User.builder().build()).id();
    repositories()
        .reputationRecords()
        .save(record.withId(ReputationRecordId.generate()).withUserId(user));
  }

  private static void save(String score, @Nullable Instant until) {
    save(BASE.withReputationScore(new BigDecimal(score)).withEffectiveUntil(until));
  }

  @Test
  void aRangeBeginsWithItsLowerBoundAndTheLastOneHasBoth() {
    for (String score : new String[] {"0", "9.9999", "10", "55.5", "89.9999", "90", "100"}) {
      save(score, null);
    }

    ReputationDistribution found = distribution();

    assertThat(found.counts()).containsExactly(2L, 1L, 0L, 0L, 0L, 1L, 0L, 0L, 1L, 2L);
    assertThat(found.total()).isEqualTo(7);
    assertThat(found.mean()).isEqualByComparingTo("50.7857");
    assertThat(found.at()).isEqualTo(AT);
  }

  @Test
  void onlyScoresInForceCount() {
    save("1", AT.plusNanos(1_000));
    save("11", AT);
    save(BASE.withReputationScore(BigDecimal.valueOf(21)).withEffectiveFrom(AT));
    save(BASE.withReputationScore(BigDecimal.valueOf(31)).withEffectiveFrom(AT.plusNanos(1_000)));
    for (ReputationStatus status : ReputationStatus.values()) {
      if (status != ReputationStatus.ACTIVE) {
        save(BASE.withReputationScore(BigDecimal.valueOf(41)).withStatus(status));
      }
    }
    save(BASE.withScoringCategory(ScoringCategory.OVERALL));
    save(BASE.withScoringPeriod(ScoringPeriod.CURRENT));

    assertThat(distribution().counts()).containsExactly(1L, 0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
  }

  @Test
  void withoutScoresEveryCountIsZeroAndThereIsNoMean() {
    assertThat(distribution())
        .isEqualTo(new ReputationDistribution(AT, Collections.nCopies(10, 0L), null));
  }

  @Test
  void nullIsRefusedByName() {
    var records = repositories().reputationRecords();
    assertRefused("scoringCategory", () -> records.distribution(null, PERIOD, AT));
    assertRefused("scoringPeriod", () -> records.distribution(CATEGORY, null, AT));
    assertRefused("instant", () -> records.distribution(CATEGORY, PERIOD, null));
  }
}
