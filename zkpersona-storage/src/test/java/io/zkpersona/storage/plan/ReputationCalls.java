package io.zkpersona.storage.plan;

import static io.zkpersona.storage.plan.RepositoryCalls.FROM;
import static io.zkpersona.storage.plan.RepositoryCalls.UNTIL;
import static io.zkpersona.storage.plan.RepositoryCalls.USER;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.reputation.CreateReputationRecordRequest;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.ReputationCounts;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import java.math.BigDecimal;
import java.util.List;

/** One call of each method of the reputation repository. */
final class ReputationCalls {

  private static final ScoringCategory CATEGORY = ScoringCategory.OVERALL;
  private static final ScoringPeriod PERIOD = ScoringPeriod.CURRENT;
  private static final ReputationRecordId RECORD =
      new ReputationRecordId(FilledTables.id(6, 80_020));

  private ReputationCalls() {}

  static void addTo(Calls calls) {
    calls
        .entities(
            "reputation",
            Repositories::reputationRecords,
            RECORD,
            ReputationRecord.builder().userId(USER).reputationScore(BigDecimal.TEN).build(),
            CreateReputationRecordRequest.builder()
                .userId(USER)
                .reputationScore(BigDecimal.TEN)
                .build())
        .lists(
            "reputation",
            Repositories::reputationRecords,
            ReputationFilter.builder().userId(USER).build(),
            List.of("effectiveFrom", "reputationScore"))
        .add(
            "reputation record",
            all ->
                all.reputationRecords()
                    .record(
                        RecordReputationRequest.builder()
                            .userId(USER)
                            .reputationScore(BigDecimal.TEN)
                            .build()))
        .add(
            "reputation record all",
            all ->
                all.reputationRecords()
                    .recordAll(
                        List.of(
                            RecordReputationRequest.builder()
                                .userId(USER)
                                .reputationScore(BigDecimal.TEN)
                                .build()),
                        BulkOptions.atomic()))
        .add("reputation now", all -> all.reputationRecords().inForce(USER, CATEGORY, PERIOD))
        .add("reputation now, all", all -> all.reputationRecords().inForce(USER))
        .add("reputation then", all -> all.reputationRecords().asOf(USER, CATEGORY, PERIOD, FROM))
        .add(
            "reputation history",
            all -> all.reputationRecords().history(USER, CATEGORY, PERIOD, FROM, UNTIL))
        .add(
            "reputation trend",
            all -> all.reputationRecords().trend(USER, CATEGORY, PERIOD, null, null))
        .add("reputation summary", all -> all.reputationRecords().summary(USER))
        .add("reputation public profile", all -> all.reputationRecords().publicProfile(USER))
        .add(
            "reputation leaderboard, two pages",
            all -> {
              var first = all.reputationRecords().leaderboard(CATEGORY, PERIOD, 10);
              all.reputationRecords().leaderboardAfter(first.get(9), CATEGORY, PERIOD, 10);
            })
        .finds(
            "reputation standing",
            all ->
                all.reputationRecords()
                    .standing(
                        all.reputationRecords().leaderboard(CATEGORY, PERIOD, 1).get(0).userId(),
                        CATEGORY,
                        PERIOD))
        .add("reputation counts", ReputationCalls::count)
        .add("reputation archive", all -> all.reputationRecords().archive(RECORD, "old"))
        .add("reputation invalidate", all -> all.reputationRecords().invalidate(RECORD, "false"))
        .add(
            "reputation dispute and reinstate",
            all -> {
              all.reputationRecords().dispute(RECORD, "doubted");
              all.reputationRecords().reinstate(RECORD, "confirmed");
            });
  }

  /** Excludes {@code verify}, which reads everything. */
  private static void count(Repositories all) {
    ReputationCounts counts = all.reputationRecords().counts();
    counts.fold();
    assertThatThrownBy(() -> counts.rebuild(progress -> {}))
        .isInstanceOf(TransactionException.class);
  }
}
