package io.zkpersona.storage.plan;

import static io.zkpersona.storage.progress.ProgressListener.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.behavior.Dependents;
import io.zkpersona.storage.repository.behavior.InputPartitions;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import java.time.Duration;
import java.time.Instant;

/** One call of each method of the partitions; those that define tables are refused here. */
final class InputPartitionCalls {

  private InputPartitionCalls() {}

  static void addTo(Calls calls) {
    calls.add("input partitions", InputPartitionCalls::whileThereAreNone);
  }

  private static void whileThereAreNone(Repositories all) {
    InputPartitions partitions = all.behaviorInputs().partitions();
    assertThat(partitions.isEnabled()).isFalse();
    assertThat(partitions.list()).isEmpty();
    assertThatThrownBy(
            () -> partitions.enable(Instant.now(), PartitionWidth.WEEK, Duration.ofDays(7), NONE))
        .isInstanceOf(TransactionException.class);
    assertThatThrownBy(() -> partitions.prepare(PartitionWidth.WEEK, Duration.ofDays(7), NONE))
        .isInstanceOf(TransactionException.class);
    assertThatThrownBy(() -> partitions.dropBefore(Instant.EPOCH, Dependents.KEEP, NONE))
        .isInstanceOf(TransactionException.class);
  }
}
