package io.zkpersona.benchmarks.lifecycle;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Records scores of a few users in turn; each replaces the one in force. */
final class RecordWork extends Work {

  private static final int USERS = 10;
  private static final int SCALE = 4;
  private static final int MOST = 1_000_000;

  private final List<ReputationRecord> first = new ArrayList<>();
  private final List<ReputationRecord> recorded = new ArrayList<>();

  RecordWork(LifecycleFixture fixture) {
    super(fixture);
  }

  @Override
  public void prepare(int calls) {
    for (int number = 0; number < USERS; number++) {
      first.add(fixture().repositories().reputationRecords().record(request(number)));
    }
  }

  @Override
  public Object call(Lifecycle subject) {
    ReputationRecord record = subject.record(request(recorded.size() + 1));
    recorded.add(record);
    return record;
  }

  private RecordReputationRequest request(int number) {
    return RecordReputationRequest.builder()
        .userId(fixture().user(number % USERS))
        .reputationScore(BigDecimal.valueOf(number * 7_919L % MOST, SCALE))
        .isPublic(true)
        .build();
  }

  @Override
  public void check() throws SQLException {
    Map<UserId, ReputationRecord> last = new HashMap<>();
    first.forEach(record -> last.put(record.userId(), record));
    for (ReputationRecord record : recorded) {
      ReputationRecord before = Objects.requireNonNull(last.put(record.userId(), record));
      LifecycleFixture.require(
          Objects.requireNonNull(record.previousScore()).compareTo(before.reputationScore()) == 0
              && record.effectiveFrom().isAfter(before.effectiveFrom()),
          "records that follow each other");
    }
    fixture()
        .requireStored(fixture().repositories().reputationRecords(), List.copyOf(last.values()));
    fixture().requireAdded("reputation_records", first.size() + recorded.size());
    fixture()
        .requireCount(
            "reputation_records AS r JOIN reputation_records AS n ON n.user_id = r.user_id"
                + " AND n.scoring_category = r.scoring_category"
                + " AND n.scoring_period = r.scoring_period"
                + " AND n.effective_from = r.effective_until WHERE r.id >= "
                + LifecycleFixture.literal(LifecycleFixture.FIRST_ADDED),
            recorded.size());
  }
}
