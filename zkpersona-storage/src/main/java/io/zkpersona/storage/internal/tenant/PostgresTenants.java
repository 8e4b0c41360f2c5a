package io.zkpersona.storage.internal.tenant;

import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.BoundConnection;
import io.zkpersona.storage.internal.execution.DirectCall;
import io.zkpersona.storage.internal.execution.LockWait;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.migrate.Migrator;
import io.zkpersona.storage.internal.query.CursorCodec;
import io.zkpersona.storage.internal.query.SchemaStatements;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.tables.Zkpersona;
import io.zkpersona.storage.internal.transaction.SchemaAccess;
import io.zkpersona.storage.progress.ProgressListener;
import io.zkpersona.storage.tenant.Tenant;
import io.zkpersona.storage.tenant.TenantMigrations;
import io.zkpersona.storage.tenant.Tenants;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenants of a manager. Remembers the tenants that were asked for, with their number bounded,
 * so that each is checked once. Thread-safe.
 */
public final class PostgresTenants implements Tenants {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresTenants.class);
  private static final int BOUND = 4_096;
  private static final int MOST_PARALLEL = 64;

  private final SchemaAccess manager;
  private final SchemaAccess.Base base;
  private final DataSource forMigrations;
  private final TenantName names;
  private final SchemaStatements.Shared statements =
      new SchemaStatements.Shared(Zkpersona.ZKPERSONA.getName());
  private final ConcurrentHashMap<String, PostgresTenant> open = new ConcurrentHashMap<>();

  /**
   * Provides the tenants of a manager.
   *
   * @param manager the access to the manager's schema
   * @param forMigrations lends two connections for each migration at once
   */
  public PostgresTenants(SchemaAccess manager, DataSource forMigrations) {
    this.manager = manager;
    this.base = manager.base();
    this.forMigrations = forMigrations;
    this.names = new TenantName(base.config().schema());
  }

  /** Gives access to the schema of a tenant. */
  SchemaAccess access(String schema) {
    return manager.to(
        statements.of(schema),
        cursorsOf(schema),
        manager.signals().of(schema, SchemaStatements.PLACEHOLDER));
  }

  /** Returns how often a statement was rendered for tenants so far. */
  public long renderings() {
    return statements.renderings();
  }

  /** Returns a tenant whose schema is at this library's version. */
  public Tenant tenant(String name) {
    String schema = names.schemaOf(name);
    base.connections().requireOpen();
    PostgresTenant found = open.get(name);
    return found == null ? checked(new PostgresTenant(this, name, schema)) : found;
  }

  /** Checks a tenant's version and remembers the tenant, unless there is none of that name. */
  private Tenant checked(PostgresTenant tenant) {
    migrator(tenant).requireUpToDate();
    if (open.size() >= BOUND) {
      open.clear();
    }
    PostgresTenant earlier = open.putIfAbsent(tenant.name(), tenant);
    return earlier == null ? tenant : earlier;
  }

  @Override
  public Tenant create(String name) {
    manager.requireOutside("tenants.create", "outside of one, in which it takes no part");
    PostgresTenant tenant = new PostgresTenant(this, name, names.schemaOf(name));
    migrator(tenant).migrate();
    return checked(tenant);
  }

  @Override
  public List<String> list() {
    return home().list(TenantSchemas.WITH_HISTORY, None.NONE).stream()
        .map(names::nameIn)
        .flatMap(Optional::stream)
        .sorted()
        .toList();
  }

  private SqlExecutor home() {
    return new SqlExecutor(
        base.connections(), statements.of(base.config().schema()), base.recorder());
  }

  @Override
  public void migrate(String name) {
    manager.requireOutside("tenants.migrate", "outside of one, in which it takes no part");
    String schema = names.schemaOf(name);
    // A misspelled name must not create a tenant.
    if (!list().contains(name)) {
      throw Migrator.noTenant(schema);
    }
    migrator(new PostgresTenant(this, name, schema)).migrate();
  }

  @Override
  public TenantMigrations migrateAll(int parallelism, ProgressListener progress) {
    manager.requireOutside("tenants.migrateAll", "outside of one, in which it takes no part");
    Required.rows("parallelism", parallelism, MOST_PARALLEL);
    Required.argument("progress", progress);
    return new MigrationOfAll(
            name -> migrator(new PostgresTenant(this, name, names.schemaOf(name))).migrate() > 0,
            progress)
        .run(list(), parallelism);
  }

  @Override
  public boolean dropWithAllData(String name) {
    manager.requireOutside("tenants.dropWithAllData", "outside of one, in which it takes no part");
    String schema = names.schemaOf(name);
    if (!list().contains(name)) {
      return false;
    }
    try (Connection connection = forMigrations.getConnection()) {
      new SqlExecutor(new BoundConnection(connection), statements.of(schema), base.recorder())
          .atomically(
              "tenants.drop",
              tx -> {
                LockWait.limit(tx, base.config().migrationLockTimeout());
                String text = statements.of(schema).text(TenantSchemas.drop(schema));
                return tx.run(
                    "tenants.drop",
                    on -> {
                      DirectCall.run(on, text);
                      return true;
                    });
              });
    } catch (SQLException e) {
      throw ErrorTranslator.translate(e);
    }
    open.remove(name);
    statements.forget(schema);
    LOG.info("tenant {}: dropped with all data", name);
    return true;
  }

  private Migrator migrator(PostgresTenant tenant) {
    DatabaseConfig config = base.config().forTenant(tenant.schema());
    SchemaAccess access = tenant.access();
    return Migrator.ofTenant(
        config, forMigrations, access.executor(), access.statements(), base.recorder());
  }

  /** Returns the migrator of a tenant, unless the manager is closed. */
  Migrator openMigrator(PostgresTenant tenant) {
    base.connections().requireOpen();
    return migrator(tenant);
  }

  /** Cursors of one tenant are rejected in another. */
  private CursorCodec cursorsOf(String schema) {
    return new CursorCodec(
        base.config().cursorKey().map(key -> key.reveal() + "/" + schema).orElse(schema));
  }
}
