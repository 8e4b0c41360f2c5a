package io.zkpersona.storage.tenant;

import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.PermissionFilter;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.access.RoleFilter;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.AuthSessionFilter;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.SponsorFilter;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionFilter;
import io.zkpersona.storage.access.PermissionFixture;
import io.zkpersona.storage.access.RoleFixture;
import io.zkpersona.storage.auth.AuthSessionFixture;
import io.zkpersona.storage.behavior.BehaviorSessionFixture;
import io.zkpersona.storage.proof.ZkProofFixture;
import io.zkpersona.storage.reputation.ReputationRecordFixture;
import io.zkpersona.storage.scoring.ScoringResultFixture;
import io.zkpersona.storage.sponsorship.SponsorFixture;
import io.zkpersona.storage.sponsorship.SponsoredTransactionFixture;
import io.zkpersona.storage.testing.server.LongOnly;
import org.junit.jupiter.api.Nested;

/** The contracts of the repositories besides users and inputs, whose contracts always run. */
@LongOnly
class EveryRepositoryOfTenantIT {
  @Nested
  class Permissions extends TenantContract<Permission, PermissionId, PermissionFilter> {

    Permissions() {
      super(new PermissionFixture());
    }
  }

  @Nested
  class Roles extends TenantContract<Role, RoleId, RoleFilter> {

    Roles() {
      super(new RoleFixture());
    }
  }

  @Nested
  class AuthSessions extends TenantContract<AuthSession, AuthSessionId, AuthSessionFilter> {

    AuthSessions() {
      super(new AuthSessionFixture());
    }
  }

  @Nested
  class BehaviorSessions
      extends TenantContract<BehaviorSession, BehaviorSessionId, BehaviorSessionFilter> {

    BehaviorSessions() {
      super(new BehaviorSessionFixture());
    }
  }

  @Nested
  class ZkProofs extends TenantContract<ZkProof, ZkProofId, ZkProofFilter> {

    ZkProofs() {
      super(new ZkProofFixture());
    }
  }

  @Nested
  class ReputationRecords
      extends TenantContract<ReputationRecord, ReputationRecordId, ReputationFilter> {

    ReputationRecords() {
      super(new ReputationRecordFixture());
    }
  }

  @Nested
  class ScoringResults extends TenantContract<ScoringResult, ScoringResultId, ScoringResultFilter> {

    ScoringResults() {
      super(new ScoringResultFixture());
    }
  }

  @Nested
  class Sponsors extends TenantContract<Sponsor, SponsorId, SponsorFilter> {

    Sponsors() {
      super(new SponsorFixture());
    }
  }

  @Nested
  class SponsoredTransactions
      extends TenantContract<
          SponsoredTransaction, SponsoredTransactionId, SponsoredTransactionFilter> {

    SponsoredTransactions() {
      super(new SponsoredTransactionFixture());
    }
  }
}
