package io.zkpersona.storage.internal.execution;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.coalesce;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.StatementCache;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jooq.InsertSetMoreStep;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/**
 * The driver is told the type of each parameter. It would ask the server for missing types, and
 * then send parts whose rows may be long in messages of their own.
 */
class StatementTypesIT {

  /** Enough calls for the driver to prepare a statement at the server, and to know its columns. */
  private static final int CALLS = 12;

  private static final PrivacySettings SETTINGS = PrivacySettings.defaults();

  private record Pair(UserId first, UserId second) {}

  private static final Statement<Pair, UserId> BOTH =
      Statement.inParts(
          "both",
          (in, out) -> {
            var id = out.column(USERS.ID);
            out.column(USERS.PRIVACY_SETTINGS);
            out.as(row -> row.get(id));
            return List.of(
                inserting(in, Pair::first), inserting(in, Pair::second).returning(out.fields()));
          });

  private static InsertSetMoreStep<?> inserting(Parameters<Pair> in, Function<Pair, UserId> id) {
    return DSL.insertInto(USERS)
        .set(USERS.ID, in.value(USERS.ID, id))
        .set(USERS.PRIVACY_SETTINGS, in.value(USERS.PRIVACY_SETTINGS, pair -> SETTINGS))
        .set(USERS.CID, in.value(USERS.CID, pair -> null))
        .set(USERS.EMAIL, in.value(USERS.EMAIL, pair -> null))
        .set(USERS.CTIME, coalesce(in.value(USERS.CTIME, pair -> null), DatabaseClock.now()));
  }

  @Test
  void partsStayInOneTransactionOnceTheServerHasPreparedThem() throws SQLException {
    try (TestDatabase database = TestDatabase.migrated();
        Connection connection = database.connect()) {
      SqlExecutor executor =
          new SqlExecutor(
              new BoundConnection(connection), new StatementCache("zkpersona", "zkpersona"), null);
      UserId taken = UserId.generate();
      for (int i = 0; i < CALLS; i++) {
        UserId second = i == 0 ? taken : UserId.generate();
        assertThat(executor.first(BOTH, new Pair(UserId.generate(), second))).contains(second);
      }

      assertThatThrownBy(() -> executor.first(BOTH, new Pair(UserId.generate(), taken)))
          .isInstanceOf(DuplicateEntityException.class);

      assertThat(database.queryOne("SELECT count(*) FROM zkpersona.users"))
          .isEqualTo(Integer.toString(2 * CALLS));
    }
  }
}
