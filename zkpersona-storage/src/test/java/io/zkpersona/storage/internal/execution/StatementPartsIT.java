package io.zkpersona.storage.internal.execution;

import static io.zkpersona.storage.internal.tables.tables.Roles.ROLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.embedded.TripCounter;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.StatementCache;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Wrapper;
import java.util.List;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements whose parts travel together. */
class StatementPartsIT {

  private record Pair(String first, String second) {}

  private static final Statement<Pair, String> BOTH =
      Statement.inParts(
          "roles.both",
          (in, out) ->
              List.of(
                  insertInto(ROLES)
                      .set(ROLES.ID, inline(RoleId.generate(), ROLES.ID))
                      .set(ROLES.NAME, in.value(ROLES.NAME, Pair::first)),
                  insertInto(ROLES)
                      .set(ROLES.ID, inline(RoleId.generate(), ROLES.ID))
                      .set(ROLES.NAME, in.value(ROLES.NAME, Pair::second))
                      .returning(out.only(ROLES.NAME))));

  /** Locks a role, then copies its description to another one. */
  private static final Statement<Pair, Void> COPY =
      Statement.inParts(
          "roles.copy",
          (in, out) ->
              List.of(
                  select(ROLES.ID)
                      .from(ROLES)
                      .where(ROLES.NAME.eq(in.value(ROLES.NAME, Pair::first)))
                      .forNoKeyUpdate(),
                  update(ROLES)
                      .set(
                          ROLES.DESCRIPTION,
                          select(ROLES.as("source").DESCRIPTION)
                              .from(ROLES.as("source"))
                              .where(ROLES.as("source").NAME.eq(in.value(ROLES.NAME, Pair::first))))
                      .where(ROLES.NAME.eq(in.value(ROLES.NAME, Pair::second)))));

  /** Describes one role, then every role. */
  private static final Statement<String, Void> DESCRIBE =
      Statement.inParts(
          "roles.describe",
          (in, out) ->
              List.of(
                  update(ROLES)
                      .set(ROLES.DESCRIPTION, inline("one"))
                      .where(ROLES.NAME.eq(in.value(ROLES.NAME, name -> name))),
                  update(ROLES).set(ROLES.DESCRIPTION, inline("every"))));

  /**
   * Like {@link #BOTH}, with a text that never changes, so that the driver prepares it, and with a
   * result of any length.
   */
  private static final Statement<Pair, String> BOTH_UNBOUNDED =
      Statement.inParts(
          "roles.both_unbounded",
          (in, out) ->
              List.of(
                  insertInto(ROLES).set(ROLES.NAME, in.value(ROLES.NAME, Pair::first)),
                  insertInto(ROLES)
                      .set(ROLES.NAME, in.value(ROLES.NAME, Pair::second))
                      .returning(out.only(ROLES.NAME.cast(SQLDataType.CLOB)))));

  private TestDatabase database;

  @BeforeEach
  void open() throws SQLException {
    database = TestDatabase.migrated();
    database.execute("DELETE FROM zkpersona.roles");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static SqlExecutor on(Connection connection) {
    return new SqlExecutor(
        new BoundConnection(connection), new StatementCache("zkpersona", "zkpersona"), null);
  }

  private Connection connect(String options) throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl() + (database.jdbcUrl().contains("?") ? "&" : "?") + options);
  }

  private List<String> names() {
    return List.of(
        database
            .queryOne(
                "SELECT coalesce(string_agg(name, ',' ORDER BY name), '') FROM zkpersona.roles")
            .split(","));
  }

  @Test
  void theRowOfTheLastPartIsRead() throws SQLException {
    try (Connection connection = database.connect()) {
      assertThat(on(connection).first(BOTH, new Pair("a", "b"))).contains("b");
      assertThat(on(connection).list(BOTH, new Pair("c", "d"))).containsExactly("d");
    }
    assertThat(names()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void theRowsThatEachPartChangedAreCounted() throws SQLException {
    for (String mode : List.of("extended", "simple")) {
      try (Connection connection = connect("preferQueryMode=" + mode)) {
        database.execute("DELETE FROM zkpersona.roles");
        on(connection).first(BOTH, new Pair("a", "b"));
        assertThat(on(connection).updates(DESCRIBE, "a")).containsExactly(1, 2);

        connection.setAutoCommit(false);
        assertThat(on(connection).updates(DESCRIBE, "none")).containsExactly(0, 2);
        connection.rollback();
      }
    }
  }

  @Test
  void aFailureOfALaterPartUndoesTheEarlierOnes() throws SQLException {
    try (Connection connection = database.connect()) {
      assertUndone(connection);
    }
  }

  @Test
  void aDriverInSimpleQueryModeUndoesTheEarlierPartsAsWell() throws SQLException {
    try (Connection connection = connect("preferQueryMode=simple")) {
      assertUndone(connection);
    }
  }

  @Test
  void aConnectionThatHidesTheDriversUndoesTheEarlierPartsAsWell() throws SQLException {
    try (Connection connection = connect("preferQueryMode=simple")) {
      assertUndone(hiding(connection));
    }
  }

  private void assertUndone(Connection connection) throws SQLException {
    for (int attempt = 0; attempt < 8; attempt++) {
      assertThatThrownBy(() -> on(connection).first(BOTH, new Pair("same", "same")))
          .isInstanceOf(DuplicateEntityException.class);
      assertThat(names()).containsExactly("");
    }
    assertThat(connection.getAutoCommit()).isTrue();
    assertThat(on(connection).first(BOTH, new Pair("a", "b"))).contains("b");
  }

  /**
   * Once the driver has prepared a statement of parameters that have no type, and knows that its
   * rows may be long, it sends each part in a message of its own.
   */
  @Test
  void partsThatTheDriverSendsOneByOneAreUndoneTogether() throws SQLException {
    try (Connection connection = connect("stringtype=unspecified")) {
      for (int use = 0; use < 8; use++) {
        database.execute("DELETE FROM zkpersona.roles");
        assertThat(on(connection).first(BOTH_UNBOUNDED, new Pair("a", "b"))).contains("b");
      }

      assertThatThrownBy(() -> on(connection).first(BOTH_UNBOUNDED, new Pair("same", "same")))
          .isInstanceOf(DuplicateEntityException.class);

      assertThat(names()).containsExactly("a", "b");
      assertThat(on(connection).first(BOTH_UNBOUNDED, new Pair("c", "d"))).contains("d");
      assertThat(names()).containsExactly("a", "b", "c", "d");
    }
  }

  private static Connection hiding(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Wrapper.class) {
                return false;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aFailureInsideATransactionUndoesThePartsAndLeavesTheTransactionUsable() throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      on(connection).first(BOTH, new Pair("a", "b"));

      assertThatThrownBy(() -> on(connection).first(BOTH, new Pair("c", "a")))
          .isInstanceOf(DuplicateEntityException.class);
      on(connection).first(BOTH, new Pair("d", "e"));
      connection.commit();
    }
    assertThat(names()).containsExactly("a", "b", "d", "e");
  }

  @Test
  void aFailureBeforeAnythingIsSentLeavesTheTransactionUsable() throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      on(connection).first(BOTH, new Pair("a", "b"));

      assertThatThrownBy(() -> on(connection).first(BOTH, null))
          .isInstanceOf(NullPointerException.class);
      on(connection).first(BOTH, new Pair("c", "d"));
      connection.commit();
    }
    assertThat(names()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aPartSeesWhatWasCommittedWhileAnEarlierOneWaitedForItsLock() throws SQLException {
    try (Connection waiting = database.connect();
        Connection holding = database.connect()) {
      on(waiting).first(BOTH, new Pair("source", "target"));
      holding.setAutoCommit(false);
      Backends.execute(
          holding, "UPDATE zkpersona.roles SET description = 'new' WHERE name = 'source'");

      var copied = OwnThreads.supply(() -> on(waiting).update(COPY, new Pair("source", "target")));
      Backends.awaitWaiting(database, 1);
      holding.commit();

      assertThat(copied.join()).isOne();
    }
    assertThat(database.queryOne("SELECT description FROM zkpersona.roles WHERE name = 'target'"))
        .isEqualTo("new");
  }

  @Test
  void partsTakeOneRoundTripOutsideAndInsideATransaction() throws SQLException {
    int server = URI.create(database.url()).getPort();
    try (TripCounter counter = TripCounter.to(server);
        Connection connection =
            DriverManager.getConnection(
                database.jdbcUrl().replace(":" + server + "/", ":" + counter.port() + "/"))) {
      on(connection).first(BOTH, new Pair("a", "b"));
      assertThat(counter.during(() -> on(connection).first(BOTH, new Pair("c", "d")))).isOne();

      connection.setAutoCommit(false);
      on(connection).first(BOTH, new Pair("e", "f"));
      assertThat(counter.during(() -> on(connection).first(BOTH, new Pair("g", "h")))).isOne();
      connection.rollback();
    }
  }
}
