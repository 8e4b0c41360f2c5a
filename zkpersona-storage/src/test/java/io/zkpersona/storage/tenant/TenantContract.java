package io.zkpersona.storage.tenant;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.EntityFixture;
import io.zkpersona.storage.repository.contract.RepositoryContract;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.transaction.TransactionOperations;

/** The contracts that every repository meets, in the schema of a tenant. */
abstract class TenantContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends RepositoryContract<E, I, F> {

  private static final String NAME = "acme";

  TenantContract(EntityFixture<E, I, F> fixture) {
    super(fixture);
  }

  @Override
  protected final TestDatabase createDatabase() {
    return TestDatabase.migratedFor(NAME);
  }

  @Override
  public final boolean readsFromReplicas() {
    return false;
  }

  @Override
  public final Repositories repositoriesOf(DatabaseManager of) {
    return of.tenant(NAME).repositories();
  }

  @Override
  public final TransactionOperations transactor() {
    return manager().tenant(NAME);
  }
}
