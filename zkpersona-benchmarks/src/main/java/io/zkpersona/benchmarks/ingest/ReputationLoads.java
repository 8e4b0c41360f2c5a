package io.zkpersona.benchmarks.ingest;

import io.zkpersona.benchmarks.candidate.raw.RawReputation;
import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Loads scores of users with several scores each, in chunks that contain several scores of some
 * users. A score encodes its position in the source.
 */
final class ReputationLoads implements Loads {

  private static final String TABLE = "reputation_records";
  private static final String MANY = "scores, recordAll";
  private static final String EACH = "scores, a call of record for each";
  private static final int CHUNK = 5_000;
  private static final int SCALE = 4;

  /** The divisor of the row count for single calls, which are slow. */
  private static final int PART = 10;

  /** A record is good if it is consistent with the preceding and the following record. */
  private static final String CHECK =
      "SELECT count(*) || ' ' || count(DISTINCT user_id)"
          + " || ' ' || count(*) FILTER (WHERE effective_until IS NULL)"
          + " || ' ' || count(*) FILTER (WHERE good) FROM (SELECT user_id, effective_until,"
          + " status = 'active' AND is_public"
          + " AND previous_score IS NOT DISTINCT FROM lag(reputation_score) OVER chain"
          + " AND score_change IS NOT DISTINCT FROM reputation_score - previous_score"
          + " AND coalesce(previous_score < reputation_score, true)"
          + " AND effective_until IS NOT DISTINCT FROM lead(effective_from) OVER chain AS good"
          + " FROM reputation_records WINDOW chain AS (PARTITION BY user_id ORDER BY effective_from)"
          + ") AS records";

  private final Target target;
  private final Dataset dataset;

  ReputationLoads(Target target) {
    this.target = target;
    this.dataset = target.fixture().dataset();
  }

  @Override
  public void turn(Way way, Times times) throws SQLException {
    target.empty(TABLE);
    int rows = target.rows();
    switch (way) {
      case LIBRARY -> {
        ReputationRecordRepository records = target.repositories().reputationRecords();
        BulkOptions chunks = BulkOptions.committing(CHUNK);
        Iterable<RecordReputationRequest> requests = () -> source(rows).iterator();
        BulkResult all = times.take(MANY, way, rows, () -> records.recordAll(requests, chunks));
        Target.require("scores recorded", rows, all.inserted());
        check(rows);
        target.empty(TABLE);
        int part = rows / PART;
        long each =
            times.take(
                EACH,
                way,
                part,
                () -> source(part).map(records::record).filter(ReputationRecord::isPublic).count());
        Target.require("scores recorded", part, each);
        check(part);
      }
      case BY_HAND -> {
        RawReputation records = new RawReputation(target.pool());
        int all = times.take(MANY, way, rows, () -> records.record(source(rows).iterator(), CHUNK));
        Target.require("scores recorded", rows, all);
        check(rows);
      }
    }
  }

  private Stream<RecordReputationRequest> source(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(
            position ->
                RecordReputationRequest.builder()
                    .userId(Dataset.userId(dataset.userNumber(position)))
                    .reputationScore(BigDecimal.valueOf(position, SCALE))
                    .isPublic(true)
                    .build());
  }

  private void check(int rows) throws SQLException {
    long users = IntStream.range(0, rows).map(dataset::userNumber).distinct().count();
    String expected = String.format(Locale.ROOT, "%d %d %d %d", rows, users, users, rows);
    String found = target.fixture().ask(CHECK);
    if (!found.equals(expected)) {
      throw new IllegalStateException(
          "records, users, records in force, good records: "
              + found
              + " (expected: "
              + expected
              + ")");
    }
  }
}
