package io.zkpersona.storage.behavior.partition;

import io.zkpersona.storage.behavior.BehaviorAnalyticsIT;
import io.zkpersona.storage.behavior.BehaviorInputRepositoryIT;
import io.zkpersona.storage.behavior.BehaviorSessionRepositoryIT;
import io.zkpersona.storage.behavior.ChainReorganisationConcurrencyIT;
import io.zkpersona.storage.behavior.ChainReorganisationIT;
import io.zkpersona.storage.behavior.ExternalKeyIT;
import io.zkpersona.storage.behavior.FreeTextSessionsIT;
import io.zkpersona.storage.behavior.SessionSweepIT;
import io.zkpersona.storage.behavior.queue.WorkQueueConcurrencyIT;
import io.zkpersona.storage.behavior.queue.WorkQueueIT;
import io.zkpersona.storage.behavior.queue.WorkQueueOutsideIT;
import io.zkpersona.storage.behavior.rollup.ActivityRollupConcurrencyIT;
import io.zkpersona.storage.behavior.rollup.ActivityRollupIT;
import io.zkpersona.storage.bulk.BulkIT;
import io.zkpersona.storage.erasure.ErasureConcurrencyIT;
import io.zkpersona.storage.erasure.ErasureIT;
import io.zkpersona.storage.proof.ProofLifecycleIT;
import io.zkpersona.storage.proof.ZkProofRepositoryIT;
import io.zkpersona.storage.repository.wild.BadInputIT;
import io.zkpersona.storage.scoring.ScoringResultRepositoryIT;
import io.zkpersona.storage.scoring.ScoringWorkIT;
import io.zkpersona.storage.testing.server.LongOnly;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.PartitionedInputs;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Repositories behave the same when behavior inputs are partitioned. Those that only refer to
 * inputs are tested in a long run.
 */
@NewestServerOnly(unlessLong = true)
@ExtendWith(PartitionedInputs.class)
class PartitionedInputsIT {

  @Nested
  class BehaviorInputs extends BehaviorInputRepositoryIT {}

  @Nested
  class ExternalKeys extends ExternalKeyIT {}

  @Nested
  class ChainReorganisation extends ChainReorganisationIT {}

  @Nested
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
  @LongOnly
  class ScoringWork extends ScoringWorkIT {}

  @Nested
  @LongOnly
  class ProofLifecycle extends ProofLifecycleIT {}

  @Nested
  @LongOnly
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
  @LongOnly
  class WorkQueueOutside extends WorkQueueOutsideIT {}

  @Nested
  class Bulk extends BulkIT {}

  @Nested
  @LongOnly
  class BadInput extends BadInputIT {}

  @Nested
  class Erasure extends ErasureIT {}

  @Nested
  class SessionSweep extends SessionSweepIT {}

  @Nested
  class ErasureConcurrency extends ErasureConcurrencyIT {}

  @Nested
  class FreeTextSessions extends FreeTextSessionsIT {}
}
