package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import db.callback.HostCallback;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.ChildJvm;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.server.TestServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** An application that migrates its own tables with Flyway in the same database. */
class HostFlywayIT {

  @TempDir private Path migrations;

  @BeforeEach
  void firstMigrationOfTheHost() throws IOException {
    write("V0001__orders.sql", "CREATE TABLE orders (id int PRIMARY KEY, note text)");
    write("V2__rows.sql", "INSERT INTO orders VALUES (1, 'x'), (2, NULL)");
  }

  @Test
  void theHostsTablesAndHistoryStayAsTheyAre() {
    try (TestDatabase database = TestDatabase.empty()) {
      host(database).migrate();
      List<String> before = SchemaSnapshot.of(database, "public");

      try (DatabaseManager manager = database.open()) {
        WritesAndReads.on(manager);
      }

      assertThat(SchemaSnapshot.of(database, "public")).isEqualTo(before);
      assertThat(host(database).validateWithResult().validationSuccessful).isTrue();
    }
  }

  @Test
  void theHostsNextMigrationLeavesOurTablesAndHistoryAsTheyAre() throws IOException {
    try (TestDatabase database = TestDatabase.empty()) {
      host(database).migrate();
      database.open().close();
      List<String> before = SchemaSnapshot.of(database, "zkpersona");
      write("V3__more.sql", "CREATE TABLE users (id int); CREATE TABLE zk_proofs (id int)");

      MigrateResult result = host(database).migrate();

      assertThat(result.migrationsExecuted).isOne();
      assertThat(SchemaSnapshot.of(database, "zkpersona")).isEqualTo(before);
      try (DatabaseManager manager = database.open()) {
        assertThat(manager.migrationStatus().isUpToDate()).isTrue();
        WritesAndReads.on(manager);
      }
      assertThat(SchemaSnapshot.of(database, "zkpersona").size()).isEqualTo(before.size());
    }
  }

  @Test
  void aHostThatComesLaterFindsItsSchemaEmpty() {
    try (TestDatabase database = TestDatabase.migrated()) {
      MigrateResult result = host(database).migrate();

      assertThat(result.migrationsExecuted).isEqualTo(2);
      database.open().close();
      assertThat(host(database).migrate().migrationsExecuted).isZero();
    }
  }

  @Test
  void aHostsFlywayDoesNotComeAcrossOurMigrations() {
    try (TestDatabase database = TestDatabase.empty()) {
      MigrateResult result =
          Flyway.configure()
              .dataSource(source(database))
              .failOnMissingLocations(false)
              .load()
              .migrate();

      assertThat(result.migrationsExecuted).isZero();
      assertThat(database.query("SELECT to_regclass('users')")).containsExactly((String) null);
    }
  }

  @Test
  void aFileOfTheHostInTheFolderOfOurMigrationsIsNotOneOfThem() throws Exception {
    Files.createDirectory(migrations.resolve("zkpersona-migrations"));
    write("zkpersona-migrations/V9999__of_the_host.sql", "CREATE TABLE intruder (id int)");
    try (TestDatabase database = TestDatabase.empty()) {
      ProcessBuilder opening =
          ChildJvm.running(List.of(), OpeningProcess.class, List.of(database.url()));
      opening
          .environment()
          .merge(
              "CLASSPATH", migrations.toString(), (path, own) -> own + File.pathSeparator + path);
      opening.redirectInput(migrations.resolve("V0001__orders.sql").toFile());

      assertThat(ChildJvm.outputOf(opening))
          .contains(OpeningProcess.OPENED + MigrationScripts.latest());
      assertThat(database.queryOne("SELECT to_regclass('zkpersona.intruder')")).isNull();
    }
  }

  @Test
  void aCallbackOfTheHostIsCalledForItsMigrationsOnly() {
    try (TestDatabase database = TestDatabase.empty()) {
      HostCallback.SCHEMAS.clear();

      database.open().close();
      Flyway.configure()
          .dataSource(source(database))
          .locations("filesystem:" + migrations)
          .defaultSchema("host")
          .load()
          .migrate();

      assertThat(HostCallback.SCHEMAS).containsExactly("host");
    }
  }

  private Flyway host(TestDatabase database) {
    return Flyway.configure()
        .dataSource(source(database))
        .locations("filesystem:" + migrations)
        .load();
  }

  private void write(String name, String sql) throws IOException {
    Files.writeString(migrations.resolve(name), sql);
  }

  private static PGSimpleDataSource source(TestDatabase database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(TestServer.get().jdbcUrl(database.queryOne("SELECT current_database()")));
    return source;
  }
}
