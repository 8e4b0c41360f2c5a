package io.zkpersona.storage.repository;

import io.zkpersona.storage.testing.PartitionedInputs;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever touches behavior inputs does the same where their table is partitioned. */
@ExtendWith(PartitionedInputs.class)
class PartitionedInputsIT {

  @Nested
  class BehaviorInputs extends BehaviorInputRepositoryIT {}

  @Nested
  class BehaviorSessions extends BehaviorSessionRepositoryIT {}

  @Nested
  class ScoringResults extends ScoringResultRepositoryIT {}

  @Nested
  class ZkProofs extends ZkProofRepositoryIT {}

  @Nested
  class ScoringWork extends ScoringWorkIT {}

  @Nested
  class ProofLife extends ProofLifeIT {}

  @Nested
  class BehaviorAnalytics extends BehaviorAnalyticsIT {}

  @Nested
  class ActivityRollup extends ActivityRollupIT {}

  @Nested
  class ActivityRollupConcurrency extends ActivityRollupConcurrencyIT {}

  @Nested
  class WorkQueue extends WorkQueueIT {}

  @Nested
  class WorkQueueConcurrency extends WorkQueueConcurrencyIT {}

  @Nested
  class WorkQueueOutside extends WorkQueueOutsideIT {}

  @Nested
  class Bulk extends BulkIT {}

  @Nested
  class BadInput extends BadInputIT {}

  @Nested
  class Erasure extends ErasureIT {}

  @Nested
  class SessionSweep extends SessionSweepIT {}

  @Nested
  class FreeTextSessions extends FreeTextSessionsIT {}
}
