package io.zkpersona.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit columns that the database sets when SQL changes a row without the library. */
class StampsIT {

  private static final ActorId ACTOR = new ActorId(new UUID(7, 8));

  private TestDatabase database;
  private DatabaseManager manager;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = database.open();
  }

  @AfterEach
  void close() {
    manager.close();
    database.close();
  }

  private Repositories all() {
    return manager.repositories().as(ACTOR);
  }

  private User user() {
    return all().users().save(User.builder().build());
  }

  private AuditStamp stamp(User user) {
    return manager.repositories().users().getById(user.id()).audit();
  }

  private BehaviorInput input(UserId user) {
    return all()
        .behaviorInputs()
        .save(BehaviorInput.builder().userId(user).inputData(Json.of("{\"n\": 1}")).build());
  }

  @Test
  void aPayloadThatSqlChangedIsNotOverwritten() {
    BehaviorInput read = input(null);
    database.execute("UPDATE zkpersona.behavior_inputs SET input_data = '{\"n\": 2}'");

    assertThatThrownBy(
            () -> all().behaviorInputs().update(read.withInputData(Json.of("{\"n\": 3}"))))
        .isInstanceOf(StaleEntityException.class);

    BehaviorInput stored = all().behaviorInputs().getById(read.id());
    assertThat(stored.inputData()).isEqualTo(Json.of("{\"n\": 2}"));
    assertThat(stored.audit().createdBy()).isEqualTo(ACTOR);
    assertThat(stored.audit().modifiedBy()).isNull();
  }

  @Test
  void everyTableWithAuditColumnsIsStampedAndSoIsEveryPartition() {
    all()
        .behaviorInputs()
        .partitions()
        .enable(Instant.now().minus(Duration.ofDays(2)), PartitionWidth.DAY, Duration.ofDays(1));
    assertThat(
            database.query(
                """
                SELECT c.relname FROM pg_class AS c
                WHERE c.relnamespace = 'zkpersona'::regnamespace AND c.relkind IN ('r', 'p')
                  AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'mid')
                  AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'mtime')
                  AND NOT EXISTS (
                    SELECT FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND t.tgenabled = 'O'
                      AND t.tgfoid = 'zkpersona.zkpersona_stamp'::regproc)
                """))
        .isEmpty();
    BehaviorInput read = input(null);
    String partition =
        database.queryOne("SELECT tableoid::regclass FROM zkpersona.behavior_inputs");
    assertThat(partition).startsWith("zkpersona.behavior_inputs_20");

    database.execute("UPDATE %s SET input_data = '2'".formatted(partition));

    AuditStamp after = all().behaviorInputs().getById(read.id()).audit();
    assertThat(after.modifiedAt()).isAfter(read.audit().modifiedAt());
    assertThat(after.modifiedBy()).isNull();
    assertThat(manager.check().findings()).isEmpty();
  }

  @Test
  void theTimeIsLaterThoughTheClockWasPutBack() {
    User user = user();
    database.execute("UPDATE zkpersona.users SET mtime = '2099-12-31 23:59:59.999999Z'");

    database.execute("UPDATE zkpersona.users SET status = 'suspended'");

    assertThat(stamp(user).modifiedAt()).isEqualTo(Instant.parse("2100-01-01T00:00:00Z"));
  }

  @Test
  void theTimeOfEachChangeInATransactionIsLater() {
    User user = user();

    database.execute(
        """
        BEGIN;
        UPDATE zkpersona.users SET status = 'suspended';
        CREATE TABLE public.first AS SELECT mtime FROM zkpersona.users;
        UPDATE zkpersona.users SET status = 'active';
        COMMIT
        """);

    assertThat(
            database.queryOne(
                "SELECT u.mtime > f.mtime AND f.mtime > u.ctime FROM zkpersona.users AS u, first AS"
                    + " f"))
        .isEqualTo("t");
    assertThat(stamp(user).modifiedBy()).isNull();
  }

  @Test
  void theTimeIsThatOfTheChangeRatherThanOfItsTransaction() {
    user();

    database.execute(
        """
        BEGIN;
        CREATE TABLE public.begun AS SELECT clock_timestamp() AS at;
        UPDATE zkpersona.users SET status = 'suspended';
        COMMIT
        """);

    assertThat(database.queryOne("SELECT u.mtime >= b.at FROM zkpersona.users AS u, begun AS b"))
        .isEqualTo("t");
  }

  @Test
  void whomAChangeBySqlNamesIsNamedAndATimeThatItSetsIsKept() {
    User user = user();
    ActorId other = new ActorId(new UUID(1, 2));

    database.execute(
        "UPDATE zkpersona.users SET status = 'suspended', mid = '%s'".formatted(other.value()));
    assertThat(stamp(user).modifiedBy()).isEqualTo(other);
    assertThat(stamp(user).modifiedAt()).isAfter(user.audit().modifiedAt());

    // As logical replication or a restored row would do.
    database.execute("UPDATE zkpersona.users SET mtime = '2001-02-03 04:05:06Z'");
    assertThat(stamp(user))
        .isEqualTo(
            new AuditStamp(
                ACTOR, user.audit().createdAt(), other, Instant.parse("2001-02-03T04:05:06Z")));
  }

  @Test
  void anInsertThatBecomesAnUpdateIsStamped() {
    User user = user();

    database.execute(
        """
        INSERT INTO zkpersona.users (id) VALUES ('%s')
        ON CONFLICT (id) DO UPDATE SET status = 'inactive'
        """
            .formatted(user.id().value()));

    assertThat(stamp(user).modifiedAt()).isAfter(user.audit().modifiedAt());
    assertThat(stamp(user).modifiedBy()).isNull();
  }

  /**
   * Setting a key to null changes the row; writing a copy with the old key would be refused anyway.
   */
  @Test
  void whatLosesItsUserIsStamped() {
    User user = user();
    BehaviorInput read = input(user.id());

    all().users().deleteById(user.id());

    BehaviorInput left = all().behaviorInputs().getById(read.id());
    assertThat(left.userId()).isNull();
    assertThat(left.audit().modifiedAt()).isAfter(read.audit().modifiedAt());
    assertThat(left.audit().modifiedBy()).isNull();
    assertThatThrownBy(() -> all().behaviorInputs().update(read.withUserId(null)))
        .isInstanceOf(StaleEntityException.class);
  }

  @Test
  void aStepWithoutAnActorNamesNobody() {
    User user = user();
    BehaviorSession session = all().behaviorSessions().start(user.id(), SessionType.WEB);
    Repositories nobody = manager.repositories();

    assertThat(nobody.users().suspend(user.id()).audit().modifiedBy()).isNull();
    assertThat(nobody.behaviorSessions().complete(session.id()).audit().modifiedBy()).isNull();
    BehaviorInput input = input(user.id());
    nobody.behaviorInputs().markAsProcessed(input.id());
    assertThat(nobody.behaviorInputs().getById(input.id()).audit().modifiedBy()).isNull();
  }

  /** Shadows the server's functions and operators on the writer's search path. */
  @Test
  void nothingOfTheWritersSearchPathIsUsed() throws SQLException {
    User user = user();
    database.execute(
        """
        CREATE SCHEMA theirs;
        CREATE FUNCTION theirs.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS
          $$ SELECT timestamptz '1970-01-01 00:00:00Z' $$;
        CREATE FUNCTION theirs.earlier(timestamptz, interval) RETURNS timestamptz LANGUAGE sql AS
          $$ SELECT timestamptz '1970-01-01 00:00:00Z' $$;
        CREATE OPERATOR theirs.+ (FUNCTION = theirs.earlier, LEFTARG = timestamptz, RIGHTARG = interval);
        CREATE FUNCTION theirs.never(timestamptz, timestamptz) RETURNS boolean LANGUAGE sql AS
          $$ SELECT false $$;
        CREATE OPERATOR theirs.= (FUNCTION = theirs.never, LEFTARG = timestamptz, RIGHTARG = timestamptz);
        CREATE FUNCTION theirs.never(uuid, uuid) RETURNS boolean LANGUAGE sql AS $$ SELECT false $$;
        CREATE OPERATOR theirs.= (FUNCTION = theirs.never, LEFTARG = uuid, RIGHTARG = uuid)
        """);
    try (Connection writer = database.connect()) {
      Backends.execute(writer, "SET search_path = theirs, pg_catalog");

      Backends.execute(writer, "UPDATE zkpersona.users SET status = 'suspended'");
    }

    assertThat(stamp(user).modifiedAt()).isAfter(user.audit().modifiedAt());
    assertThat(stamp(user).modifiedBy()).isNull();
  }

  @Test
  void aRoleThatMayNotCallTheFunctionStampsToo() throws SQLException {
    User user = user();
    database.execute(
        """
        REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA zkpersona FROM PUBLIC;
        CREATE ROLE stamping_role;
        GRANT USAGE ON SCHEMA zkpersona TO stamping_role;
        GRANT SELECT, UPDATE ON zkpersona.users TO stamping_role
        """);
    try (Connection writer = database.connect()) {
      Backends.execute(writer, "SET ROLE stamping_role");
      Backends.execute(writer, "UPDATE zkpersona.users SET status = 'suspended'");
    } finally {
      database.execute("DROP OWNED BY stamping_role; DROP ROLE stamping_role");
    }

    assertThat(stamp(user).modifiedAt()).isAfter(user.audit().modifiedAt());
  }

  @Test
  void aTriggerThatIsSwitchedOffIsFound() {
    database.execute("ALTER TABLE zkpersona.users DISABLE TRIGGER users_stamped");

    assertThat(manager.check().findings()).singleElement().asString().contains("users_stamped");
  }
}
