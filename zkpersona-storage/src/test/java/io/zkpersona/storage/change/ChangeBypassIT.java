package io.zkpersona.storage.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.ChangeRecordingException;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.RuntimeRole;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who can run any SQL as the role of the service can't change what was recorded. */
class ChangeBypassIT {

  private static final ActorId ACTOR = new ActorId(new UUID(7, 8));
  private static final String ALL = "SELECT changes::text FROM zkpersona.changes ORDER BY position";

  @RegisterExtension static final RuntimeRole ROLE = new RuntimeRole();

  private TestDatabase database;
  private DatabaseManager manager;
  private User user;
  private List<String> recorded;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    for (ChangedEntity entity : ChangedEntity.values()) {
      database.queryOne("SELECT zkpersona.changes_begin('%s')".formatted(entity.value()));
    }
    manager = database.open();
    user = manager.repositories().as(ACTOR).users().save(User.builder().build());
    manager.repositories().as(ACTOR).users().update(user.id(), current -> current);
    recorded = database.query(ALL);
    assertThat(recorded).hasSize(2);
  }

  @AfterEach
  void close() {
    manager.close();
    database.close();
  }

  /** Runs statements as the role of the service, with settings that let it write. */
  private void attack(String sql) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(
            database.jdbcUrl().replaceFirst("user=[^&]*", "user=runtime_role"))) {
      Backends.execute(
          connection,
          "SET default_transaction_read_only = off; SET search_path = zkpersona, pg_catalog;"
              + " SET standard_conforming_strings = on; SET statement_timeout = 0;"
              + " SET default_transaction_isolation = 'read committed'");
      Backends.execute(connection, sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM changes",
        "DELETE FROM changes_default",
        "UPDATE changes SET actor_id = NULL, actor_salt = NULL",
        "UPDATE changes_default SET before = NULL",
        "TRUNCATE changes",
        "TRUNCATE changes_default",
        "DROP TABLE changes",
        "INSERT INTO changes (changed_at, operation, entity, salt)"
            + " VALUES (now(), 'delete', 'users', gen_random_uuid())",
        "INSERT INTO changes_default (changed_at, operation, entity, salt)"
            + " VALUES (now(), 'delete', 'users', gen_random_uuid())",
        "UPDATE changes_tracked SET until = now()",
        "DELETE FROM changes_tracked",
        "SELECT changes_end('users')",
        "SELECT changes_begin('users')",
        "SELECT changes_define('users')",
        "SELECT changes_attach('users', 'users')",
        "SELECT changes_erase_owned('{x}')",
        "SELECT changes_erase_tell(NULL)",
        "SELECT setval('changes_position_seq', 1)",
        "ALTER TABLE users DISABLE TRIGGER ALL",
        "ALTER TABLE users DISABLE TRIGGER users_changed_by_update",
        "DROP TRIGGER users_changed_by_update ON users",
        "SET session_replication_role = replica; UPDATE users SET status = 'suspended'",
        "TRUNCATE users CASCADE",
        "CREATE OR REPLACE FUNCTION changes_of_users() RETURNS trigger LANGUAGE plpgsql"
            + " AS 'BEGIN RETURN NULL; END'",
        "CREATE FUNCTION changes_actor() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        "ALTER TABLE changes DISABLE TRIGGER ALL",
        "CREATE RULE bypass AS ON INSERT TO changes DO INSTEAD NOTHING",
        "CREATE TEMP TABLE users (LIKE zkpersona.users);"
            + " CREATE TRIGGER forged AFTER INSERT ON users REFERENCING NEW TABLE AS added"
            + " FOR EACH STATEMENT EXECUTE FUNCTION changes_of_users();"
            + " INSERT INTO pg_temp.users (id, cid) VALUES (gen_random_uuid(), gen_random_uuid())",
        "CREATE TYPE pg_temp.bait AS (x int);"
            + " CREATE FUNCTION pg_temp.as_owner(pg_temp.bait) RETURNS bigint LANGUAGE plpgsql"
            + " AS $$ BEGIN DELETE FROM zkpersona.changes; RETURN 1; END $$;"
            + " CREATE CAST (pg_temp.bait AS bigint) WITH FUNCTION pg_temp.as_owner AS IMPLICIT;"
            + " CREATE TEMP TABLE baits (position pg_temp.bait);"
            + " CREATE TRIGGER forged AFTER INSERT ON baits REFERENCING NEW TABLE AS erased"
            + " FOR EACH STATEMENT EXECUTE FUNCTION change_deliveries_erase();"
            + " INSERT INTO change_subscriptions VALUES"
            + " ('s', now(), NULL, 1, 0, 1, false, 1, false, 0);"
            + " INSERT INTO change_deliveries VALUES ('s', 1, 1, 1, 0, NULL, false, 'x');"
            + " INSERT INTO baits VALUES (ROW(1))",
      })
  void itIsRefused(String sql) {
    assertThatThrownBy(() -> attack(sql)).isInstanceOf(SQLException.class);

    assertThat(database.query(ALL)).isEqualTo(recorded);
    assertThat(database.query("SELECT * FROM zkpersona.changes_gaps()")).isEmpty();
  }

  @Test
  void anErasureIsForThoseWhoAreGoneAndTellsOfItself() throws SQLException {
    String rows = "SELECT changes_erase_rows('%s', NULL, '%s', ARRAY['%s']::uuid[], %s)";
    UUID id = user.id().value();
    assertThatThrownBy(() -> attack("SELECT changes_erase_person('%s', NULL)".formatted(id)))
        .hasMessageContaining("the user is still there: nothing was removed");
    attack(rows.formatted(id, "users", id, "false"));
    attack("SELECT changes_erase_names(NULL, ARRAY['%s'])".formatted(id));
    assertThat(database.query(ALL)).isEqualTo(recorded);

    UUID input = UUID.randomUUID();
    attack(
        """
        INSERT INTO behavior_inputs (id, user_id, input_data, "timestamp") VALUES ('%1$s', '%2$s', '{}', now());
        UPDATE behavior_inputs SET processed = true WHERE id = '%1$s';
        """
            .formatted(input, id));
    List<String> before = database.query(ALL);
    for (String stays : List.of("true", "false")) {
      assertThatThrownBy(() -> attack(rows.formatted(id, "behavior_inputs", input, stays)))
          .hasMessageContaining("a row is still there: nothing was removed");
    }
    assertThat(database.query(ALL)).isEqualTo(before);

    // What belongs to another stays.
    attack("DELETE FROM behavior_inputs");
    attack(rows.formatted(UUID.randomUUID(), "behavior_inputs", input, "false"));
    assertThat(database.query(ALL)).startsWith(before.toArray(String[]::new));
    assertThat(database.query(ALL)).hasSize(before.size() + 1);

    attack("DELETE FROM users; SELECT changes_erase_person('%s', NULL)".formatted(id));
    assertThat(database.query("SELECT operation FROM zkpersona.changes ORDER BY position"))
        .containsExactly("insert", "update", "insert", "update", "delete", "delete", "erase");
  }

  @Test
  void removingVersionsOfSessionsTellsOfItself() throws SQLException {
    UUID session = UUID.randomUUID();
    UUID input = UUID.randomUUID();
    attack(
        """
        INSERT INTO behavior_sessions (id, session_token) VALUES ('%1$s', 'of nobody yet');
        UPDATE behavior_sessions SET status = 'completed';
        INSERT INTO behavior_inputs (id, user_id, behavior_session_id, input_data, "timestamp")
        VALUES ('%2$s', '%3$s', '%1$s', '{}', now());
        DELETE FROM behavior_inputs;
        """
            .formatted(session, input, user.id().value()));
    String versions =
        "SELECT count(before) FROM zkpersona.changes WHERE entity = 'behavior_sessions'";
    assertThat(database.queryOne(versions)).isEqualTo("1");

    attack(
        "SELECT changes_erase_rows('%s', NULL, 'behavior_inputs', ARRAY['%s']::uuid[], true)"
            .formatted(UUID.randomUUID(), input));

    assertThat(database.queryOne(versions)).isEqualTo("0");
    assertThat(
            database.queryOne("SELECT count(*) FROM zkpersona.changes WHERE operation = 'erase'"))
        .isEqualTo("1");
  }

  @Test
  void rightsThatAreGivenAgainDoNotReachPartitionsOfChanges() throws SQLException {
    database.queryOne("SELECT zkpersona.changes_prepare(now() + interval '40 days')");
    database.execute(RuntimeRole.grants());

    String partition =
        database.queryOne("SELECT min(part::text) FROM zkpersona.changes_partitions()");
    for (String sql : List.of("DELETE FROM %s", "UPDATE %s SET actor_id = NULL")) {
      assertThatThrownBy(() -> attack(sql.formatted(partition)))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void shadowsOnTheSearchPathChangeNothing() throws SQLException {
    attack(
        """
        CREATE TEMP TABLE changes (LIKE zkpersona.changes);
        CREATE TEMP TABLE changes_tracked (LIKE zkpersona.changes_tracked);
        SET search_path = pg_temp, hostile, zkpersona, pg_catalog;
        UPDATE zkpersona.users SET status = 'suspended';
        """);

    assertThat(database.query(ALL)).hasSize(3);
  }

  @Test
  void writesStraightIntoPartitionsAndByPlainSqlAreRecorded() throws SQLException {
    attack("INSERT INTO roles (name) VALUES ('x'); DELETE FROM ONLY roles");

    assertThat(database.query(ALL)).hasSize(4);
  }

  @Test
  void aTimeThatIsMadeUpIsThatOfTheTransaction() throws SQLException {
    attack(
        "UPDATE users SET mtime = '2001-01-01'; UPDATE users SET mtime = '2201-01-01';"
            + " INSERT INTO users (ctime, mtime) VALUES ('2001-01-01', '2001-01-01')");

    assertThat(
            database.query(
                "SELECT changed_at BETWEEN now() - interval '1 minute' AND now()"
                    + " FROM zkpersona.changes"))
        .hasSize(5)
        .containsOnly("t");
  }

  @Test
  void onlyTheOwnerSwitches() {
    assertThatThrownBy(
            () ->
                manager.repositories().changes().stopRecording(EnumSet.allOf(ChangedEntity.class)))
        .isInstanceOfSatisfying(
            ChangeRecordingException.class,
            e -> assertThat(e.reason()).isEqualTo(ChangeRecordingException.Reason.NOT_OWNER));
    assertThatThrownBy(() -> manager.repositories().changes().startRecording())
        .isInstanceOf(ChangeRecordingException.class);
    assertThat(manager.repositories().changes().gaps()).isEmpty();
  }

  @Test
  void rightsOnAllNewTablesThatWereGivenBeforeDoNotReachThem() {
    try (TestDatabase upgraded = TestDatabase.empty()) {
      upgraded.execute(
          "CREATE SCHEMA zkpersona; ALTER DEFAULT PRIVILEGES IN SCHEMA zkpersona"
              + " GRANT ALL ON TABLES TO runtime_role");
      DatabaseManager.open(DatabaseConfig.builder().databaseUrl(upgraded.url()).build()).close();

      upgraded.queryOne("SELECT zkpersona.changes_prepare(now() + interval '40 days')");
      assertThat(
              upgraded.query(
                  """
                  SELECT oid::regclass FROM pg_class
                  WHERE relname LIKE 'change%' AND relkind IN ('r', 'p')
                    AND relname NOT IN ('change_subscriptions', 'change_deliveries')
                    AND has_table_privilege('runtime_role', oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
                  """))
          .isEmpty();
      assertThat(
              upgraded.queryOne(
                  "SELECT has_table_privilege('runtime_role', 'zkpersona.users', 'INSERT')"))
          .isEqualTo("t");
    }
  }
}
