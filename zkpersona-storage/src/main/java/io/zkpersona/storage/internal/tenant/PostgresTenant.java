package io.zkpersona.storage.internal.tenant;

import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.SchemaCheck;
import io.zkpersona.storage.internal.PostgresRepositories;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.BoundConnection;
import io.zkpersona.storage.internal.execution.BoundedSource;
import io.zkpersona.storage.internal.execution.ConnectionSource;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.StatementCache;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.signal.Signals;
import io.zkpersona.storage.internal.time.Deadline;
import io.zkpersona.storage.internal.transaction.OutcomeCheck;
import io.zkpersona.storage.internal.transaction.TransactionRunner;
import io.zkpersona.storage.replica.Consistency;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.tenant.Tenant;
import io.zkpersona.storage.transaction.ConnectionFunction;
import io.zkpersona.storage.transaction.Outcome;
import io.zkpersona.storage.transaction.TransactionFunction;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One tenant, in its own schema and over everything else of its manager. Thread-safe. */
final class PostgresTenant implements Tenant {

  private final PostgresTenants tenants;
  private final String name;
  private final String schema;
  private final Signals signals;
  private final SqlExecutor outsideExecutor;
  private final TransactionRunner transactions;
  private final RepositoryContext context;
  private final Repositories repositories;
  private final Repositories outsideTransaction;

  PostgresTenant(PostgresTenants tenants, String name, String schema) {
    this.tenants = tenants;
    this.name = name;
    this.schema = schema;
    TenantParts parts = tenants.parts();
    StatementCache statements = tenants.statements().of(schema);
    this.signals = tenants.signalsOf(schema);
    this.outsideExecutor = new SqlExecutor(parts.connections(), statements, parts.recorder());
    RepositoryContext unguarded =
        new RepositoryContext(
            outsideExecutor,
            statements,
            tenants.cursorsOf(schema),
            parts.config().findAllLimit(),
            parts.longestWait());
    this.transactions = parts.transactions().in(unguarded, signals);
    this.context =
        unguarded.on(new SqlExecutor(transactions.outside(), statements, parts.recorder()));
    this.repositories = new PostgresRepositories(context, signals);
    this.outsideTransaction = new PostgresRepositories(unguarded, signals);
  }

  SqlExecutor executor() {
    return outsideExecutor;
  }

  StatementCache statements() {
    return context.statements();
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
    return repositories;
  }

  @Override
  public Repositories outsideTransaction() {
    return outsideTransaction;
  }

  @Override
  public Repositories within(Duration deadline) {
    ConnectionSource bounded = new BoundedSource(transactions.outside(), end(deadline));
    return new PostgresRepositories(context.on(executor(bounded)), signals);
  }

  private static Deadline end(Duration deadline) {
    TransactionOptions checked = TransactionOptions.defaults().deadline(deadline);
    return Deadline.in(Objects.requireNonNull(checked.deadline()));
  }

  private SqlExecutor executor(ConnectionSource source) {
    return new SqlExecutor(source, statements(), tenants.parts().recorder());
  }

  @Override
  public Repositories reading(Consistency consistency) {
    ConnectionSource reads = transactions.outside(Required.argument("consistency", consistency));
    return new PostgresRepositories(context.reading(executor(reads)), signals);
  }

  @Override
  public Repositories reading(Consistency consistency, Duration deadline) {
    ConnectionSource reads = transactions.outside(Required.argument("consistency", consistency));
    Deadline end = end(deadline);
    return new PostgresRepositories(
        context
            .on(executor(new BoundedSource(transactions.outside(), end)))
            .reading(executor(new BoundedSource(reads, end))),
        signals);
  }

  @Override
  public Repositories repositoriesOn(Connection connection) {
    tenants.parts().connections().requireOpen();
    return new PostgresRepositories(context.on(executor(new BoundConnection(connection))), signals);
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T callInTransactionThrowing(
      TransactionOptions options, TransactionFunction<T, X> function) throws X {
    if (!tenants.parts().config().transactionsEnabled()) {
      throw new TransactionException(
          "transactions are disabled (expected: DB_ENABLE_TRANSACTIONS=true)");
    }
    return transactions.run(options, function);
  }

  @Override
  public <T extends @Nullable Object> T withConnection(ConnectionFunction<T> function) {
    return context.executor().lend("connection", function::apply);
  }

  @Override
  public Outcome outcomeOf(OutcomeUnknownException lost) {
    return new OutcomeCheck(outsideExecutor).of(lost.trace());
  }

  @Override
  public MigrationStatus migrationStatus() {
    tenants.parts().connections().requireOpen();
    return tenants.migrator(this).status();
  }

  @Override
  public SchemaCheck check() {
    tenants.parts().connections().requireOpen();
    return tenants.migrator(this).check();
  }

  @Override
  public String toString() {
    return "Tenant[" + name + "]";
  }
}
