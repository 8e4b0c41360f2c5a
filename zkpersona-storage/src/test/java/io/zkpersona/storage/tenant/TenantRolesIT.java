package io.zkpersona.storage.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A role that has the rights of grants.sql in the schema of one tenant only. */
class TenantRolesIT {

  private static final WalletAddress WALLET =
      WalletAddress.of("0x52908400098527886E0F7030069857D2E4169EE7");
  private static final String ROLE = "role_of_acme";

  private static TestDatabase database;

  @BeforeAll
  static void create() throws IOException {
    database = TestDatabase.migrated();
    try (DatabaseManager owner = database.open()) {
      for (String name : new String[] {"acme", "globex"}) {
        owner.tenants().create(name).repositories().users().getOrCreateByWalletAddress(WALLET);
      }
    }
    database.execute("CREATE ROLE " + ROLE + " LOGIN PASSWORD 'secret'");
    database.execute(
        Files.readString(Path.of("../migrations/grants.sql"))
            .replace(":\"schema\"", "zkpersona_tenant_acme")
            .replace(":\"owner\"", "CURRENT_USER")
            .replace(":\"runtime\"", ROLE));
  }

  @AfterAll
  static void drop() {
    database.execute("DROP OWNED BY " + ROLE + "; DROP ROLE " + ROLE);
    database.close();
  }

  private static DatabaseConfig config(String schema) {
    return database
        .config()
        .databaseUrl(database.url().replaceFirst("//[^@]*@", "//" + ROLE + ":secret@"))
        .schema(schema)
        .autoMigrate(false)
        .build();
  }

  @Test
  void theRoleOpensItsTenantAsAnOrdinarySchema() {
    try (DatabaseManager manager = DatabaseManager.open(config("zkpersona_tenant_acme"))) {
      assertThat(manager.repositories().users().findByWalletAddress(WALLET)).isPresent();
      assertThat(manager.check().findings()).isEmpty();
    }
  }

  @Test
  void theRoleWorksInItsTenantAndReadsNoOther() {
    try (DatabaseManager manager =
        DatabaseManager.builder(config("zkpersona")).openForInspection()) {
      Tenant acme = manager.tenant("acme");
      acme.inTransaction(tx -> assertThat(tx.users().count()).isOne());

      assertThatThrownBy(() -> manager.tenant("globex"))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("may not read");
      assertThatThrownBy(() -> manager.repositories().users().count())
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("privilege");
      assertThatThrownBy(() -> manager.tenants().create("another"))
          .isInstanceOf(MigrationException.class);
      assertThatThrownBy(() -> manager.tenants().dropWithAllData("acme"))
          .isInstanceOf(DatabaseException.class);
      assertThat(manager.tenants().list()).containsExactly("acme", "globex");
      assertThat(acme.repositories().users().count()).isOne();
    }
  }

  @Test
  void theServerRefusesTheRoleOtherTenantsWithoutTheLibraryToo() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                database.jdbcUrl().replaceFirst("\\?.*", ""), ROLE, "secret");
        Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT * FROM zkpersona_tenant_acme.users").close();
      assertThatThrownBy(
              () -> statement.executeQuery("SELECT * FROM zkpersona_tenant_globex.users"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
      assertThatThrownBy(
              () -> statement.execute("SELECT zkpersona_tenant_globex.changes_begin('user')"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
  }
}
