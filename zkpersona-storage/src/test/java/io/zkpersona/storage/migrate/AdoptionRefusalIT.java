package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zkpersona.domain.error.ConfigurationException;
import io.zkpersona.domain.error.MigrationException;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.TestDatabase;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stops an adoption is said, and nothing is half done. */
class AdoptionRefusalIT {

  @Test
  void usersThatDifferOnlyInLetterCaseAreListedByIdAndNothingIsChanged() {
    try (TestDatabase database = LegacyDatabase.create()) {
      database.execute(
          """
          INSERT INTO users (id, email, username, wallet_address) VALUES
            ('00000000-0000-0000-0000-000000000001', 'Same@old.example', 'first', NULL),
            ('00000000-0000-0000-0000-000000000002', 'same@old.example', 'FIRST', NULL),
            ('00000000-0000-0000-0000-000000000003', 'SAME@old.example', NULL, NULL),
            ('00000000-0000-0000-0000-000000000004', NULL, NULL, '0x' || repeat('a', 40)),
            ('00000000-0000-0000-0000-000000000005', NULL, NULL, '0x' || repeat('A', 40)),
            ('00000000-0000-0000-0000-000000000006', NULL, NULL, 'base58AAAA'),
            ('00000000-0000-0000-0000-000000000007', NULL, NULL, 'base58aaaa')
          """);
      List<String> before = SchemaSnapshot.withoutHistory(database, "public");

      MigrationException refused = refusal(database);

      assertThat(refused)
          .hasMessageContaining(
              "email [00000000-0000-0000-0000-000000000001, 00000000-0000-0000-0000-000000000002,"
                  + " 00000000-0000-0000-0000-000000000003];"
                  + " username [00000000-0000-0000-0000-000000000001,"
                  + " 00000000-0000-0000-0000-000000000002];"
                  + " wallet_address [00000000-0000-0000-0000-000000000004,"
                  + " 00000000-0000-0000-0000-000000000005].")
          .hasMessageContaining("Nothing was changed");
      assertThat(refused.getMessage().toLowerCase(Locale.ROOT))
          .doesNotContain("old.example", "first", "aaaa", "0000000006", "0000000007");
      assertThat(SchemaSnapshot.withoutHistory(database, "public")).isEqualTo(before);

      database.execute(
          """
          UPDATE users SET email = NULL WHERE id::text ~ '0[23]$';
          UPDATE users SET username = 'second' WHERE id::text ~ '02$';
          UPDATE users SET wallet_address = NULL WHERE id::text ~ '05$'
          """);
      try (DatabaseManager manager = LegacyDatabase.adopt(database)) {
        assertThat(manager.repositories().users().count()).isEqualTo(7);
        RoundTrip.on(manager);
      }
    }
  }

  @Test
  void ofVeryManyCollisionsTheFirstAreListedAndTheOthersCounted() {
    try (TestDatabase database = LegacyDatabase.create()) {
      database.execute(
          "INSERT INTO users (username) SELECT 'user' || n FROM generate_series(1, 25) AS n"
              + " UNION ALL SELECT 'USER' || n FROM generate_series(1, 25) AS n");

      String message = refusal(database).getMessage();

      assertThat(message).contains("username [").contains("] and 5 more.");
      assertThat(message.chars().filter(c -> c == '[')).hasSize(20);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE reputation_records RENAME TO records | ALTER TABLE records RENAME TO reputation_records | reputation_records is missing.",
        "ALTER TABLE users RENAME mid TO modifier | ALTER TABLE users RENAME modifier TO mid"
            + " | users.mid is missing (expected: uuid).",
        "ALTER TABLE zk_proofs ALTER block_number TYPE numeric, ALTER gas_used TYPE text"
            + " | ALTER TABLE zk_proofs ALTER block_number TYPE bigint, ALTER gas_used TYPE int"
            + " USING gas_used::int"
            + " | zk_proofs.block_number is numeric (expected: int8),"
            + " zk_proofs.gas_used is varchar (expected: int4)."
      })
  void anotherShapeIsListedAndNothingIsChanged(String harm, String mend, String listed) {
    try (TestDatabase database = LegacyDatabase.create()) {
      database.execute(harm);
      List<String> before = SchemaSnapshot.withoutHistory(database, "public");

      assertThat(refusal(database))
          .hasMessageStartingWith(
              "schema public: schema public does not have the shape of version 7: " + listed)
          .hasMessageContaining("None of its tables was changed");

      assertThat(SchemaSnapshot.withoutHistory(database, "public")).isEqualTo(before);
      database.execute(mend);
      try (DatabaseManager manager = LegacyDatabase.adopt(database)) {
        RoundTrip.on(manager);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zkpersona", "public"})
  void aSchemaWithTablesButWithoutHistoryIsRefusedUnlessABaselineIsGiven(String schema) {
    try (TestDatabase database = TestDatabase.empty()) {
      database.execute(
          "CREATE SCHEMA IF NOT EXISTS %1$s; CREATE TABLE %1$s.orders (id int)".formatted(schema));
      List<String> before = SchemaSnapshot.of(database, schema);

      assertThatThrownBy(() -> DatabaseManager.open(database.config().schema(schema).build()))
          .isInstanceOf(MigrationException.class)
          .hasMessage(
              "schema %s: holds tables, but no history of migrations (expected: an empty schema;"
                  + " to adopt an existing database, DB_BASELINE_VERSION)",
              schema);

      assertThat(SchemaSnapshot.of(database, schema)).isEqualTo(before);
    }
  }

  @Test
  void aBaselineBeyondTheNewestMigrationIsRefused() {
    try (TestDatabase database = LegacyDatabase.create()) {
      List<String> before = SchemaSnapshot.of(database, "public");

      assertThatThrownBy(
              () ->
                  DatabaseManager.open(
                      LegacyDatabase.config(database).baselineVersion(9999).build()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("DB_BASELINE_VERSION")
          .hasMessageContaining("expected: at most %s", MigrationScripts.latest());

      assertThat(SchemaSnapshot.of(database, "public")).isEqualTo(before);
    }
  }

  private static MigrationException refusal(TestDatabase database) {
    return catchThrowableOfType(MigrationException.class, () -> LegacyDatabase.adopt(database));
  }
}
