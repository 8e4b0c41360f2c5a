package io.zkpersona.storage.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.InvalidCursorException;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.progress.ProgressListener;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Creating, using, migrating and dropping tenants. */
class TenantsIT {

  private static final WalletAddress WALLET =
      WalletAddress.of("0x52908400098527886E0F7030069857D2E4169EE7");

  private static TestDatabase database;
  private DatabaseManager manager;

  @BeforeAll
  static void create() {
    database = TestDatabase.migrated();
    try (DatabaseManager first = database.open()) {
      first.tenants().create("acme");
      first.tenants().create("globex");
    }
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @BeforeEach
  void open() {
    manager = database.open();
    for (String schema : List.of("zkpersona", "zkpersona_tenant_acme", "zkpersona_tenant_globex")) {
      database.execute("DELETE FROM " + schema + ".users");
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static User saved(Tenant tenant) {
    return tenant.repositories().users().getOrCreateByWalletAddress(WALLET);
  }

  @Test
  void eachTenantHasItsOwnRows() {
    Tenant acme = manager.tenant("acme");
    Tenant globex = manager.tenant("globex");

    User user = saved(acme);

    assertThat(acme.repositories().users().findById(user.id())).contains(user);
    assertThat(globex.repositories().users().findById(user.id())).isEmpty();
    assertThat(manager.repositories().users().findById(user.id())).isEmpty();
    User other = globex.repositories().users().save(user);
    assertThat(other.id()).isEqualTo(user.id());
    globex.repositories().users().deleteById(user.id());
    assertThat(acme.repositories().users().getById(user.id())).isEqualTo(user);
  }

  @Test
  void aTransactionIsOfOneTenantAndRollsBack() {
    Tenant acme = manager.tenant("acme");
    Tenant globex = manager.tenant("globex");

    assertThatThrownBy(
            () ->
                acme.inTransaction(
                    tx -> {
                      tx.users().getOrCreateByWalletAddress(WALLET);
                      assertThat(tx.users().count()).isOne();
                      throw new IllegalStateException("undo");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(acme.repositories().users().count()).isZero();
    acme.inTransaction(
        tx -> {
          assertThatThrownBy(() -> globex.repositories().users().count())
              .isInstanceOf(TransactionException.class);
          assertThatThrownBy(() -> manager.repositories().users().count())
              .isInstanceOf(TransactionException.class);
          assertThatThrownBy(() -> globex.inTransaction(other -> other.users().count()))
              .isInstanceOf(TransactionException.class)
              .hasMessageContaining("another");
          assertThatThrownBy(() -> manager.inTransaction(other -> other.users().count()))
              .isInstanceOf(TransactionException.class)
              .hasMessageContaining("another");
          assertThat(globex.outsideTransaction().users().count()).isZero();
          acme.inTransaction(nested -> nested.users().getOrCreateByWalletAddress(WALLET));
        });
    assertThat(acme.repositories().users().count()).isOne();
  }

  @Test
  void noTenantIsMadeOrDroppedInATransaction() {
    Tenants tenants = manager.tenants();
    manager
        .tenant("acme")
        .inTransaction(
            tx -> {
              for (ThrowingCallable call :
                  List.<ThrowingCallable>of(
                      () -> tenants.create("other"),
                      () -> tenants.migrate("acme"),
                      () -> tenants.migrateAll(1, ProgressListener.NONE),
                      () -> tenants.dropWithAllData("acme"))) {
                assertThatThrownBy(call)
                    .isInstanceOf(TransactionException.class)
                    .hasMessageContaining("was called inside a transaction");
              }
            });
    assertThat(tenants.list()).containsExactly("acme", "globex");
  }

  @Test
  void aCallInATenantThatWasDroppedNamesTheMissingTable() {
    Tenant gone = manager.tenants().create("gone");
    manager.tenants().dropWithAllData("gone");

    assertThatThrownBy(() -> gone.repositories().users().count())
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("a tenant that was dropped");
  }

  @Test
  void oneConnectionServesSeveralTenantsInOneTransaction() throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      manager.tenant("acme").repositoriesOn(connection).users().getOrCreateByWalletAddress(WALLET);
      manager
          .tenant("globex")
          .repositoriesOn(connection)
          .users()
          .getOrCreateByWalletAddress(WALLET);
      connection.rollback();
    }

    assertThat(manager.tenant("acme").repositories().users().count()).isZero();
    assertThat(manager.tenant("globex").repositories().users().count()).isZero();
  }

  @Test
  void aCursorOfOneTenantIsRejectedInAnother() {
    Tenant acme = manager.tenant("acme");
    saved(acme);
    acme.repositories()
        .users()
        .getOrCreateByWalletAddress(WalletAddress.of("0x8617E340B3D01FA5F11F306F4090FD50E238070D"));
    UserFilter filter = UserFilter.builder().build();
    SliceParams one = SliceParams.builder().limit(1).build();
    SliceParams next =
        one.toBuilder()
            .cursor(acme.repositories().users().findSlice(filter, one).nextCursor().orElseThrow())
            .build();

    assertThat(acme.repositories().users().findSlice(filter, next).items()).hasSize(1);
    assertThatThrownBy(
            () -> manager.tenant("globex").repositories().users().findSlice(filter, next))
        .isInstanceOf(InvalidCursorException.class);
  }

  @Test
  void statementsAreRenderedOnceForAllTenants() {
    manager.tenant("acme").repositories().users().count();
    long before = manager.queryStats().renderedStatements();

    manager.tenant("globex").repositories().users().count();

    assertThat(manager.queryStats().renderedStatements()).isEqualTo(before);
  }

  @Test
  void listsTenantsInOrderAndNothingElse() {
    database.execute(
        "CREATE SCHEMA zkpersona_tenant_empty; CREATE SCHEMA another_tenant_x;"
            + " CREATE TABLE another_tenant_x.zkpersona_schema_history (); CREATE SCHEMA"
            + " zkpersona_tenant_a_tenant_b; CREATE TABLE"
            + " zkpersona_tenant_a_tenant_b.zkpersona_schema_history ();"
            + " CREATE SCHEMA \"zkpersona_tenant_X\"; CREATE TABLE"
            + " \"zkpersona_tenant_X\".zkpersona_schema_history ()");

    assertThat(manager.tenants().list())
        .startsWith("acme", "globex")
        .doesNotContain("empty", "x", "X", "a_tenant_b", "b")
        .isSorted();

    database.execute(
        "DROP SCHEMA zkpersona_tenant_empty, another_tenant_x, zkpersona_tenant_a_tenant_b,"
            + " \"zkpersona_tenant_X\" CASCADE");
  }

  @Test
  void anUnknownTenantIsRefusedAndMigratingItCreatesNothing() {
    assertThatThrownBy(() -> manager.tenant("nobody"))
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "schema zkpersona_tenant_nobody: at version none (expected: 0025; call tenants().create"
                + " for a new tenant, or tenants().migrate for one that is behind)");
    assertThatThrownBy(() -> manager.tenants().migrate("nobody"))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("not found");
    assertThat(manager.tenants().dropWithAllData("nobody")).isFalse();
    assertThat(database.query("SELECT nspname FROM pg_namespace"))
        .doesNotContain("zkpersona_tenant_nobody");
  }

  @Test
  void manyThreadsMayCreateTheSameTenant() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Tenant>> made = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        made.add(threads.submit(() -> manager.tenants().create("contended")));
      }
      for (Future<Tenant> one : made) {
        assertThat(one.get().check().findings()).isEmpty();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(manager.tenants().dropWithAllData("contended")).isTrue();
  }

  @Test
  void aCreationThatStoppedHalfwayIsCompleted() {
    database.execute("CREATE SCHEMA zkpersona_tenant_halfway");

    assertThat(manager.tenants().list()).doesNotContain("halfway");
    Tenant completed = manager.tenants().create("halfway");

    assertThat(completed.migrationStatus().isUpToDate()).isTrue();
    assertThat(completed.check().findings()).isEmpty();
    manager.tenants().dropWithAllData("halfway");
  }

  @Test
  void aCreationWhoseSessionIsKilledLeavesNothing() {
    database.execute(
        """
        CREATE FUNCTION zkpersona.ends_session() RETURNS event_trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF current_setting('application_name') = 'killed' AND current_schema() LIKE '%_killed'
            AND to_regclass('scoring_results') IS NOT NULL
          THEN
            PERFORM pg_terminate_backend(pg_backend_pid());
          END IF;
        END $$;
        CREATE EVENT TRIGGER ends_session ON ddl_command_end EXECUTE FUNCTION zkpersona.ends_session()
        """);
    try (DatabaseManager killed =
        DatabaseManager.open(database.config().applicationName("killed").build())) {
      assertThatThrownBy(() -> killed.tenants().create("killed"))
          .isInstanceOf(DatabaseException.class);
    } finally {
      database.execute("DROP EVENT TRIGGER ends_session; DROP FUNCTION zkpersona.ends_session()");
    }
    assertThat(database.query("SELECT nspname FROM pg_namespace"))
        .doesNotContain("zkpersona_tenant_killed");
    assertThatThrownBy(() -> manager.tenant("killed")).isInstanceOf(MigrationException.class);

    Tenant completed = manager.tenants().create("killed");

    assertThat(completed.check().findings()).isEmpty();
    manager.tenants().dropWithAllData("killed");
  }

  @Test
  void tablesOfSomeoneElseAreNotAdopted() {
    database.execute(
        "CREATE SCHEMA zkpersona_tenant_taken; CREATE TABLE zkpersona_tenant_taken.users (id int)");

    assertThatThrownBy(() -> manager.tenants().create("taken"))
        .isInstanceOf(MigrationException.class);

    assertThat(database.query("SELECT count(*) FROM zkpersona_tenant_taken.users"))
        .containsExactly("0");
    assertThat(manager.tenants().dropWithAllData("taken")).isFalse();
    database.execute("DROP SCHEMA zkpersona_tenant_taken CASCADE");
  }

  @Test
  void aDroppedTenantIsGoneAndCanBeCreatedAgainUnderItsName() {
    Tenant first = manager.tenants().create("again");
    for (int i = 0; i < 10; i++) {
      saved(first);
      first.repositories().users().findAll();
    }

    assertThat(manager.tenants().dropWithAllData("again")).isTrue();

    assertThatThrownBy(() -> first.repositories().users().count())
        .isInstanceOf(DatabaseException.class)
        .hasMessageNotContaining("relation");
    assertThatThrownBy(() -> manager.tenant("again")).isInstanceOf(MigrationException.class);
    Tenant second = manager.tenants().create("again");
    assertThat(second.repositories().users().count()).isZero();
    saved(second);
    assertThat(second.repositories().users().findAll()).hasSize(1);
    assertThat(first.repositories().users().findAll()).hasSize(1);
    manager.tenants().dropWithAllData("again");
  }

  @Test
  void aTenantInUseIsNotDropped() {
    try (DatabaseManager impatient =
        DatabaseManager.open(
            database.config().migrationLockTimeout(Duration.ofMillis(100)).build())) {
      Tenant used = impatient.tenants().create("used");
      used.inTransaction(
          tx -> {
            tx.users().getOrCreateByWalletAddress(WALLET);
            assertThatThrownBy(() -> impatient.tenants().dropWithAllData("used"))
                .isInstanceOf(DatabaseException.class);
          });
      assertThat(used.repositories().users().count()).isOne();
      impatient.tenants().dropWithAllData("used");
    }
  }

  @Test
  void migratesAllAndGoesOnAfterAFailure() {
    manager.tenants().create("broken");
    manager.tenants().create("behind");
    database.execute(
        "UPDATE zkpersona_tenant_broken.zkpersona_schema_history SET checksum = 1 WHERE version ="
            + " '0001'; DROP SCHEMA zkpersona_tenant_behind CASCADE; CREATE SCHEMA"
            + " zkpersona_tenant_behind; CREATE TABLE"
            + " zkpersona_tenant_behind.zkpersona_schema_history (LIKE"
            + " zkpersona_tenant_acme.zkpersona_schema_history INCLUDING ALL)");
    List<String> heard = new ArrayList<>();

    TenantMigrations result =
        manager.tenants().migrateAll(2, progress -> heard.add(progress.toString()));

    int all = manager.tenants().list().size();
    assertThat(result.failures()).containsOnlyKeys("broken");
    assertThat(result.migrated()).isOne();
    assertThat(result.unchanged()).isEqualTo(all - 2);
    assertThat(result.isComplete()).isFalse();
    assertThat(result).asString().contains("failed=[broken]");
    assertThat(heard).hasSize(all).last().isEqualTo("tenants.migrate_all " + all + " of " + all);
    assertThat(manager.tenant("behind").check().findings()).isEmpty();
    try (DatabaseManager another = database.open()) {
      assertThatThrownBy(() -> another.tenant("broken")).isInstanceOf(MigrationException.class);
    }
    manager.tenants().dropWithAllData("behind");
    manager.tenants().dropWithAllData("broken");
    assertThat(manager.tenants().migrateAll(1, ProgressListener.NONE).isComplete()).isTrue();
  }

  @Test
  void aClosedManagerHasNoTenants() {
    Tenant acme = manager.tenant("acme");
    manager.close();

    assertThatThrownBy(() -> acme.repositories().users().count())
        .isInstanceOf(ManagerClosedException.class);
    assertThatThrownBy(acme::migrationStatus).isInstanceOf(ManagerClosedException.class);
    assertThatThrownBy(() -> manager.tenant("acme")).isInstanceOf(ManagerClosedException.class);
    assertThatThrownBy(() -> manager.tenants().list()).isInstanceOf(ManagerClosedException.class);
  }
}
