package io.zkpersona.storage.repository;

import io.zkpersona.storage.testing.LongOnly;
import io.zkpersona.storage.testing.NewestServerOnly;
import io.zkpersona.storage.testing.PartitionedInputs;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Repositories do the same where the table of behavior inputs is partitioned. Those that only refer
 * to inputs are tried in a long run.
 */
@ExtendWith(PartitionedInputs.class)
class PartitionedInputsIT {

  @Nested
  class BehaviorInputs extends BehaviorInputRepositoryIT {}

  @Nested
  class ExternalKeys extends ExternalKeyIT {}

  @Nested
  class ChainReorganisation extends ChainReorganisationIT {}

  @Nested
  @NewestServerOnly
  class ChainReorganisationConcurrency extends ChainReorganisationConcurrencyIT {}

  @Nested
  @LongOnly
  class BehaviorSessions extends BehaviorSessionRepositoryIT {}

  @Nested
  @LongOnly
  class ScoringResults extends ScoringResultRepositoryIT {}

  @Nested
  @LongOnly
  class ZkProofs extends ZkProofRepositoryIT {}

  @Nested
  class ScoringWork extends ScoringWorkIT {}

  @Nested
  @NewestServerOnly
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
  @LongOnly
  class BadInput extends BadInputIT {}

  @Nested
  @NewestServerOnly
  class Erasure extends ErasureIT {}

  @Nested
  @NewestServerOnly
  class SessionSweep extends SessionSweepIT {}

  @Nested
  @NewestServerOnly
  class ErasureConcurrency extends ErasureConcurrencyIT {}

  @Nested
  class FreeTextSessions extends FreeTextSessionsIT {}
}
