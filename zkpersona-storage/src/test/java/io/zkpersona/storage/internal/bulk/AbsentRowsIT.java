package io.zkpersona.storage.internal.bulk;

import static io.zkpersona.storage.internal.tables.tables.Roles.ROLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.storage.internal.execution.BoundConnection;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.StatementCache;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Absent rows of an entity with a second unique column: roles, by their names. */
class AbsentRowsIT {

  private static final EntityTable<Role, RoleId> NAMED =
      EntityTable.of(
          ROLES,
          (t, columns) -> {
            var id = columns.key(t.ID);
            var name = columns.column(t.NAME, Role::name);
            var description = columns.column(t.DESCRIPTION, Role::description);
            var audit = columns.audit(t.CID, t.CTIME, t.MID, t.MTIME, Role::withAudit);
            columns.identifying(name);
            return row ->
                new Role(row.get(id), row.get(name), row.getNullable(description), audit.read(row));
          });

  private TestDatabase database;
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    database = TestDatabase.migrated();
    database.execute("DELETE FROM zkpersona.roles");
    connection = database.connect();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    database.close();
  }

  private static Written insert(Connection on, List<Role> roles, boolean plain) {
    StatementCache statements = new StatementCache("zkpersona", "zkpersona");
    ManyRows<Role> many = ManyRows.of(NAMED);
    AbsentRows<Role, RoleId> rows =
        new AbsentRows<>(NAMED, new AbsentStatements<>(NAMED), many::insert, plain);
    return new SqlExecutor(new BoundConnection(on), statements, null)
        .atomically("insert", tx -> rows.insert(tx, "insert", roles));
  }

  private Written insert(List<Role> roles) {
    return insert(connection, roles, true);
  }

  private static Role role(int number, String description) {
    return Role.builder().name("role " + number).description(description).build();
  }

  /** Returns roles with new ids, as a caller loads them that knows only their names. */
  private static List<Role> roles(int count) {
    return new ArrayList<>(
        IntStream.range(0, count).mapToObj(number -> role(number, "as loaded")).toList());
  }

  private long count() {
    return Long.parseLong(database.queryOne("SELECT count(*) FROM zkpersona.roles"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 300})
  void whatIsThereByItsNameIsNotInsertedUnderAnotherId(int count) {
    assertThat(insert(roles(count))).isEqualTo(Written.absent(count, 0, 0));
    assertThat(insert(roles(count))).isEqualTo(Written.absent(0, count, 0));
    assertThat(insert(connection, roles(count), false)).isEqualTo(Written.absent(0, count, 0));
    List<Role> more = roles(count + 2);
    more.set(0, role(0, "otherwise"));

    assertThat(insert(more)).isEqualTo(Written.absent(2, count - 1, 1));
    assertThat(count()).isEqualTo(count + 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 150})
  void ofANameThatComesTwiceTheFirstIsStored(int further) {
    List<Role> given = new ArrayList<>(List.of(role(-1, "first"), role(-1, "later")));
    given.addAll(roles(further));
    given.add(role(-1, "first"));

    assertThat(insert(given)).isEqualTo(Written.absent(1 + further, 1, 1));
    assertThat(database.queryOne("SELECT description FROM zkpersona.roles WHERE name = 'role -1'"))
        .isEqualTo("first");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 150})
  void whatIsThereByBothIsCountedOnce(int further) {
    Role one = role(-1, "one");
    Role two = role(-2, "two");
    insert(List.of(one, two));
    List<Role> given = roles(further);
    given.add(one);
    given.add(two.withId(one.id()));

    assertThat(insert(given)).isEqualTo(Written.absent(further, 1, 1));
    assertThat(count()).isEqualTo(further + 2L);
  }

  /** A row that waited for a name finds it stored, whatever its id. */
  @ParameterizedTest
  @ValueSource(ints = {20, 300})
  void whatAnotherNamesInBetweenIsThere(int count) throws Exception {
    try (Connection other = database.connect();
        Connection loading = database.connect()) {
      other.setAutoCommit(false);
      Backends.execute(other, "INSERT INTO zkpersona.roles (name) VALUES ('role 7')");
      List<Role> given = roles(count);
      Collections.reverse(given);
      CompletableFuture<Written> load = OwnThreads.supply(() -> insert(loading, given, true));
      Backends.awaitWaiting(database, 1);
      other.commit();

      assertThat(load.join()).isEqualTo(Written.absent(count - 1L, 0, 1));
    }
    assertThat(count()).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 150})
  void anyOtherRuleIsRefused(int count) {
    List<Role> given = roles(count);
    database.execute(
        "ALTER TABLE zkpersona.roles ADD CONSTRAINT roles_description_check"
            + " CHECK (description <> 'refused')");
    given.set(count - 1, role(count, "refused"));

    assertThatThrownBy(() -> insert(given)).isInstanceOf(ValidationException.class);
    assertThat(count()).isZero();
  }

  /** Others store the same names again and again, just before each of the first attempts. */
  @ParameterizedTest
  @ValueSource(ints = {40, 150})
  void namesThatOthersStoreDuringSeveralAttemptsAreStoredInTheEnd(int count) {
    failAttempts("attempt <= 3", "roles", "roles_name_key");

    assertThat(insert(roles(count))).isEqualTo(Written.absent(count, 0, 0));
    assertThat(count()).isEqualTo(count);
    assertThat(attempts()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 150})
  void aDuplicateOfAnotherValueIsTriedOnceMoreAndThenRefused(int count) {
    failAttempts("true", "users", "users_username_lower_key");

    assertThatThrownBy(() -> insert(roles(count))).isInstanceOf(DuplicateEntityException.class);
    assertThat(count()).isZero();
    assertThat(attempts()).isEqualTo(2);
  }

  /**
   * Makes inserts of roles fail as a concurrent insert would; no rollback takes back the number.
   */
  private void failAttempts(String condition, String table, String constraint) {
    database.execute(
        """
        CREATE SEQUENCE zkpersona.attempts;
        CREATE FUNCTION zkpersona.fail_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
          DECLARE
            attempt bigint := nextval('zkpersona.attempts');
          BEGIN
            IF %s THEN
              RAISE unique_violation USING SCHEMA = 'zkpersona', TABLE = '%s', CONSTRAINT = '%s';
            END IF;
            RETURN NULL;
          END $$;
        CREATE TRIGGER fail_attempt BEFORE INSERT ON zkpersona.roles
        FOR EACH STATEMENT EXECUTE FUNCTION zkpersona.fail_attempt()
        """
            .formatted(condition, table, constraint));
  }

  private long attempts() {
    return Long.parseLong(database.queryOne("SELECT last_value FROM zkpersona.attempts"));
  }
}
