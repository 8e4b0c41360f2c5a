package io.zkpersona.storage.tenant;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.progress.ProgressListener;
import java.util.List;

/**
 * Creates, lists, migrates and drops tenants. The schema of a tenant is named {@code
 * <DB_SCHEMA>_tenant_<name>}.
 *
 * <p>A name consists of lowercase letters, digits and underscores, starts with a letter or digit,
 * does not contain {@code _tenant_}, and is so short that the name of the schema has at most 63
 * characters. Every other name throws {@link ValidationException}, and nothing is sent.
 *
 * <p>Creating, migrating and dropping need the role that owns the tables, and use {@code
 * DB_MIGRATION_URL} if it is set. Inside a transaction they work outside it, on other connections.
 * Thread-safe. All methods throw {@link ManagerClosedException} if the manager is closed.
 *
 * <p>The methods take no part in transactions, and all but {@link #list} throw {@link
 * TransactionException} on a thread that is in one of this library.
 */
public interface Tenants {

  /**
   * Creates a tenant: its schema, with all tables, at this library's version. A creation that was
   * interrupted is completed by the next one; a tenant that exists is migrated and otherwise left
   * as it is. Any number of threads and processes may create the same tenant at once.
   *
   * @param name the tenant's name
   * @return the tenant
   * @throws ValidationException if {@code name} is null or not a tenant's name
   * @throws MigrationException if the role may not create schemas, or if a schema of that name has
   *     tables of someone else
   */
  Tenant create(String name);

  /**
   * Returns the names of the tenants, including those whose creation was interrupted once the
   * schema had its migration history. Does not open any of them, and needs no rights in them.
   *
   * @return the names in ascending order
   * @throws DatabaseException if the catalog can't be read
   */
  List<String> list();

  /**
   * Applies the pending migrations of a tenant. Safe in any number of processes at once.
   *
   * @param name the tenant's name
   * @throws ValidationException if {@code name} is null or not a tenant's name
   * @throws MigrationException if there is no such tenant, if this library is too old for it, or if
   *     a migration fails
   */
  void migrate(String name);

  /**
   * Applies the pending migrations of all tenants. A tenant that fails does not keep the others
   * from being migrated. Each tenant is independent, so a repeat continues where a call ended.
   *
   * <p>An interrupt of the calling thread ends the call early: the tenants that are being migrated
   * are finished, and no others are started. So does an exception from {@code progress}, which is
   * thrown.
   *
   * @param parallelism how many tenants to migrate at a time, 1 to 64; each that has pending
   *     migrations takes two connections, of the caller's pool if there is one and {@code
   *     DB_MIGRATION_URL} is not set, otherwise besides the pool
   * @param progress called on the calling thread after each tenant
   * @return the numbers of tenants, and the failures
   * @throws ValidationException if {@code parallelism} is out of range or {@code progress} is null
   * @throws DatabaseException if the tenants can't be listed
   */
  TenantMigrations migrateAll(int parallelism, ProgressListener progress);

  /**
   * Drops the schema of a tenant <em>with all its data</em>, which only a backup can bring back.
   * Waits for transactions that use the tenant, up to {@code DB_MIGRATION_LOCK_TIMEOUT_MS}; after
   * that, and after any other failure, nothing is dropped. Later calls in the tenant fail. A tenant
   * that does not exist is left alone.
   *
   * @param name the tenant's name
   * @return whether there was such a tenant
   * @throws ValidationException if {@code name} is null or not a tenant's name
   * @throws DatabaseException if the tenant is in use for longer, if the role does not own the
   *     schema, or if other schemas depend on it
   */
  boolean dropWithAllData(String name);
}
