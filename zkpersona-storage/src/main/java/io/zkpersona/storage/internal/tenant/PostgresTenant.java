package io.zkpersona.storage.internal.tenant;

import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.SchemaCheck;
import io.zkpersona.storage.internal.transaction.SchemaAccess;
import io.zkpersona.storage.replica.Consistency;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.change.ChangeFeedRunner;
import io.zkpersona.storage.repository.change.RunnerOptions;
import io.zkpersona.storage.tenant.Tenant;
import io.zkpersona.storage.transaction.ConnectionFunction;
import io.zkpersona.storage.transaction.Outcome;
import io.zkpersona.storage.transaction.TransactionFunction;
import io.zkpersona.storage.transaction.TransactionOptions;
import io.zkpersona.storage.transaction.TransactionalChangeHandler;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One tenant, in its own schema and over everything else of its manager. Thread-safe. */
final class PostgresTenant implements Tenant {

  private final PostgresTenants tenants;
  private final String name;
  private final String schema;
  private final SchemaAccess access;

  PostgresTenant(PostgresTenants tenants, String name, String schema) {
    this.tenants = tenants;
    this.name = name;
    this.schema = schema;
    this.access = tenants.access(schema);
  }

  SchemaAccess access() {
    return access;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String schema() {
    return schema;
  }

  @Override
  public Repositories repositories() {
    return access.repositories();
  }

  @Override
  public Repositories outsideTransaction() {
    return access.outsideTransaction();
  }

  @Override
  public Repositories within(Duration deadline) {
    return access.within(deadline);
  }

  @Override
  public Repositories reading(Consistency consistency) {
    return access.reading(consistency);
  }

  @Override
  public Repositories reading(Consistency consistency, Duration deadline) {
    return access.reading(consistency, deadline);
  }

  @Override
  public Repositories repositoriesOn(Connection connection) {
    return access.repositoriesOn(connection);
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T callInTransactionThrowing(
      TransactionOptions options, TransactionFunction<T, X> function) throws X {
    return access.callInTransactionThrowing(options, function);
  }

  @Override
  public ChangeFeedRunner startDelivery(
      Map<String, TransactionalChangeHandler> handlers, RunnerOptions options) {
    return access.startDelivery(handlers, options);
  }

  @Override
  public <T extends @Nullable Object> T withConnection(ConnectionFunction<T> function) {
    return access.withConnection(function);
  }

  @Override
  public Outcome outcomeOf(OutcomeUnknownException lost) {
    return access.outcomeOf(lost);
  }

  @Override
  public MigrationStatus migrationStatus() {
    return tenants.openMigrator(this).status();
  }

  @Override
  public SchemaCheck check() {
    return tenants.openMigrator(this).check();
  }

  @Override
  public String toString() {
    return "Tenant[" + name + "]";
  }
}
