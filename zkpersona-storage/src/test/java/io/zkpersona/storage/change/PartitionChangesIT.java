package io.zkpersona.storage.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import io.zkpersona.storage.repository.change.Changes;
import io.zkpersona.storage.testing.server.OwnDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Changes of inputs are recorded in each partition, while partitions come and go. */
class PartitionChangesIT {

  private static final ActorId ACTOR = new ActorId(new UUID(7, 8));
  private static final Set<ChangedEntity> INPUTS = Set.of(ChangedEntity.BEHAVIOR_INPUT);

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private static BehaviorInputRepository inputs() {
    return OWN.manager().repositories().as(ACTOR).behaviorInputs();
  }

  private static Changes changes() {
    return OWN.manager().repositories().changes();
  }

  private static List<Change> recorded() {
    return changes()
        .findSlice(
            ChangeFilter.none(),
            SliceParams.builder().order(SortOrder.ASCENDING).limit(100).build())
        .items();
  }

  private static BehaviorInput input() {
    return inputs().save(BehaviorInput.builder().inputData(Json.emptyObject()).build());
  }

  @Test
  void everyPartitionRecordsFromItsFirstRowToItsEnd() {
    changes().startRecording(INPUTS);
    BehaviorInput before = input();
    // Nothing is told of rows that move.
    Instant now = Instant.now();
    inputs().partitions().enable(now.minus(Duration.ofDays(2)), PartitionWidth.DAY, Duration.ZERO);
    inputs().partitions().prepare(PartitionWidth.DAY, Duration.ofDays(3));
    assertThat(changes().gaps()).isEmpty();
    assertThat(recorded()).extracting(Change::operation).containsExactly(ChangeOperation.INSERT);

    inputs().update(before.id(), input -> input.withProcessed(true));
    String part =
        OWN.database()
            .queryOne(
                "SELECT tableoid::regclass::text FROM zkpersona.behavior_inputs WHERE id = '%s'"
                    .formatted(before.id().value()));
    assertThat(part).contains("behavior_inputs_2");
    OWN.database().execute("UPDATE %s SET processed = false".formatted(part));
    assertThat(recorded())
        .extracting(Change::operation, Change::actorId)
        .containsExactly(
            tuple(ChangeOperation.INSERT, ACTOR),
            tuple(ChangeOperation.UPDATE, ACTOR),
            tuple(ChangeOperation.UPDATE, null));

    // A key that changes moves the row to another partition.
    OWN.database()
        .execute("UPDATE zkpersona.behavior_inputs SET id = '%s'".formatted(new UUID(1, 1)));
    assertThat(recorded())
        .hasSize(5)
        .filteredOn(change -> !before.id().value().equals(change.entityId()))
        .extracting(Change::operation, Change::entityId)
        .containsExactly(tuple(ChangeOperation.INSERT, new UUID(1, 1)));
    BehaviorInput dropped = input();
    OWN.database().execute("DELETE FROM ONLY zkpersona.behavior_inputs_default");
    assertThat(recorded().get(6).operation()).isEqualTo(ChangeOperation.DELETE);

    inputs().partitions().dropBefore(now.plus(Duration.ofDays(2)));
    List<Change> last = recorded().subList(7, recorded().size());
    assertThat(last)
        .extracting(Change::operation, Change::entityId, Change::actorId)
        .containsExactly(tuple(ChangeOperation.DELETE, dropped.id().value(), ACTOR));
    assertThat(inputs().history().asOf(dropped.id(), dropped.audit().modifiedAt()))
        .contains(dropped);

    changes().stopRecording(INPUTS);
    assertThat(
            OWN.database()
                .query("SELECT tgname FROM pg_trigger WHERE tgname LIKE '%\\_changed\\_by\\_%'"))
        .isEmpty();
    input();
    assertThat(recorded()).hasSize(8);
  }
}
