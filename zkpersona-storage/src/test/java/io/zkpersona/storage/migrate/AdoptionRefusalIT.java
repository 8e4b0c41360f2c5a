package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A refused adoption reports its reason and changes nothing. */
@NewestServerOnly
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
        WritesAndReads.on(manager);
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

  @Test
  void activeRecordsThatOverlapAreListedByIdAndNoneIsChanged() {
    try (TestDatabase database = LegacyDatabase.create()) {
      database.execute(
          """
          INSERT INTO users (id) VALUES ('00000000-0000-0000-0000-00000000000a'),
            ('00000000-0000-0000-0000-00000000000b');
          INSERT INTO reputation_records (id, user_id, reputation_score, scoring_category, scoring_period,
            effective_from, effective_until, status)
          SELECT ('00000000-0000-0000-0000-0000000000' || number)::uuid,
            ('00000000-0000-0000-0000-00000000000' || owner)::uuid, 77, category, period,
            '2024-01-01Z'::timestamptz + since * interval '1 microsecond',
            '2024-01-01Z'::timestamptz + till * interval '1 microsecond', status
          FROM (VALUES
            -- a long one over two that do not touch each other, and one that begins where it ends
            ('11', 'a', 'defi', 'current', 0, 10, 'active'),
            ('12', 'a', 'defi', 'current', 1, 2, 'active'),
            ('13', 'a', 'defi', 'current', 9, 10, 'active'),
            ('14', 'a', 'defi', 'current', 10, 20, 'active'),
            -- the same chain later, two without end
            ('15', 'a', 'defi', 'current', 30, NULL, 'active'),
            ('16', 'a', 'defi', 'current', 30, NULL, 'active'),
            -- at the same time, but of another user, category, period or status
            ('21', 'b', 'defi', 'current', 0, NULL, 'active'),
            ('22', 'a', 'nft', 'current', 0, NULL, 'active'),
            ('23', 'a', 'defi', 'daily', 0, NULL, 'active'),
            ('24', 'a', 'defi', 'current', 0, NULL, 'archived')
          ) AS given (number, owner, category, period, since, till, status)
          """);
      String before = SchemaSnapshot.checksum(database, "reputation_records", "*");

      MigrationException refused = refusal(database);

      assertThat(refused)
          .hasMessageContaining(
              "active reputation records that overlap (each bracket holds the ids of one user,"
                  + " category and period): [00000000-0000-0000-0000-000000000011,"
                  + " 00000000-0000-0000-0000-000000000012,"
                  + " 00000000-0000-0000-0000-000000000013]"
                  + " [00000000-0000-0000-0000-000000000015,"
                  + " 00000000-0000-0000-0000-000000000016].")
          .hasMessageContaining("No record was changed");
      assertThat(SchemaSnapshot.checksum(database, "reputation_records", "*")).isEqualTo(before);
      assertThat(
              database.query("SELECT typname FROM pg_type WHERE typname LIKE 'reputation%range'"))
          .isEmpty();

      database.execute(
          """
          UPDATE reputation_records SET effective_until = '2024-01-01T00:00:00.000001Z' WHERE id::text ~ '11$';
          UPDATE reputation_records SET status = 'archived' WHERE id::text ~ '15$'
          """);
      try (DatabaseManager manager = LegacyDatabase.adopt(database)) {
        assertThat(manager.repositories().reputationRecords().count()).isEqualTo(10);
        WritesAndReads.on(manager);
      }
    }
  }

  @Test
  void activeRecordsThatEndBeforeTheyBeginAreListedToo() {
    try (TestDatabase database = LegacyDatabase.create()) {
      database.execute(
          """
          ALTER TABLE reputation_records DROP CONSTRAINT "Legacy %s";
          INSERT INTO users (id) VALUES ('00000000-0000-0000-0000-00000000000a');
          INSERT INTO reputation_records (id, user_id, reputation_score, effective_from, effective_until)
          SELECT gen_random_uuid(), id, n, '2024-01-02Z', '2024-01-01Z' FROM users, generate_series(1, 25) AS n
          """
              .formatted(
                  database.queryOne("SELECT md5('reputation_records_effective_until_check')")));

      String message = refusal(database).getMessage();

      assertThat(message)
          .contains("effective_until is not after their effective_from: [")
          .contains("] and 5 more. No record was changed");

      database.execute("UPDATE reputation_records SET effective_until = NULL");
      assertThat(refusal(database)).hasMessageContaining("that overlap");
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
        WritesAndReads.on(manager);
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
              "schema %s: contains tables, but no migration history (expected: an empty schema;"
                  + " to adopt an existing database, which a tenant can't be, set DB_BASELINE_VERSION)",
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
