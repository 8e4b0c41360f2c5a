package io.zkpersona.storage.tenant;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.repository.contract.EntityFixture;
import io.zkpersona.storage.repository.contract.RepositoryContract;

/** The contracts that every repository meets, in the schema of a tenant. */
abstract class TenantContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends RepositoryContract<E, I, F> {

  TenantContract(EntityFixture<E, I, F> fixture) {
    super(fixture);
  }

  @Override
  protected final String tenant() {
    return TENANT;
  }

  @Override
  public final boolean readsFromReplicas() {
    return false;
  }
}
