package io.zkpersona.storage.repository;

import io.zkpersona.storage.testing.NewestServerOnly;
import io.zkpersona.storage.testing.PartitionedInputs;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever touches behavior inputs does the same where their table is partitioned. */
@ExtendWith(PartitionedInputs.class)
class PartitionedInputsIT {

  @Nested
  class BehaviorInputs extends BehaviorInputRepositoryIT {}

  @Nested
  @NewestServerOnly
  class BehaviorSessions extends BehaviorSessionRepositoryIT {}

  @Nested
  @NewestServerOnly
  class ScoringResults extends ScoringResultRepositoryIT {}

  @Nested
  @NewestServerOnly
  class ZkProofs extends ZkProofRepositoryIT {}

  @Nested
  class ScoringWork extends ScoringWorkIT {}

  @Nested
  class ProofLife extends ProofLifeIT {}

  @Nested
  @NewestServerOnly
  class BehaviorAnalytics extends BehaviorAnalyticsIT {}

  @Nested
  class ActivityRollup extends ActivityRollupIT {}

  @Nested
  class ActivityRollupConcurrency extends ActivityRollupConcurrencyIT {}

  @Nested
  class WorkQueue extends WorkQueueIT {}

  @Nested
  @NewestServerOnly
  class WorkQueueConcurrency extends WorkQueueConcurrencyIT {}

  @Nested
  @NewestServerOnly
  class WorkQueueOutside extends WorkQueueOutsideIT {}

  @Nested
  @NewestServerOnly
  class Bulk extends BulkIT {}

  @Nested
  @NewestServerOnly
  class BadInput extends BadInputIT {}

  @Nested
  @NewestServerOnly
  class Erasure extends ErasureIT {}

  @Nested
  @NewestServerOnly
  class SessionSweep extends SessionSweepIT {}

  @Nested
  class ErasureConcurrency extends ErasureConcurrencyIT {}

  @Nested
  class FreeTextSessions extends FreeTextSessionsIT {}
}
