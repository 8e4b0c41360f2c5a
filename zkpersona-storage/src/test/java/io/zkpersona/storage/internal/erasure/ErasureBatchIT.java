package io.zkpersona.storage.internal.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.ErasureReport;
import io.zkpersona.storage.internal.execution.BoundConnection;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.CursorCodec;
import io.zkpersona.storage.internal.query.StatementCache;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.time.LongCall;
import io.zkpersona.storage.progress.ProgressListener;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A long history is removed in batches, and completely, whatever their size. */
@NewestServerOnly
class ErasureBatchIT {

  private static final int INPUTS = 10_000;

  private static final String HISTORY =
      """
      INSERT INTO zkpersona.users (id) VALUES ('%1$s');
      INSERT INTO zkpersona.behavior_sessions (user_id, session_token)
        SELECT '%1$s', 'token number ' || n FROM generate_series(1, 500) AS n;
      INSERT INTO zkpersona.behavior_inputs (user_id, behavior_session_id, input_data, "timestamp")
        SELECT CASE WHEN n %% 5 > 0 THEN '%1$s'::uuid END, s.id, '{}', now()
        FROM (SELECT id, row_number() OVER () AS number FROM zkpersona.behavior_sessions) AS s
        JOIN generate_series(1, %2$s) AS n ON n %% 500 + 1 = s.number;
      INSERT INTO zkpersona.scoring_results (user_id, behavior_input_id, score, model_version, "timestamp")
        SELECT CASE WHEN n = 1 THEN user_id END, id, 1, 'model', now()
        FROM zkpersona.behavior_inputs, generate_series(1, 2) AS n;
      -- No statement removes more than a portion.
      CREATE FUNCTION zkpersona.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF (SELECT count(*) FROM gone) > TG_ARGV[0]::integer THEN
            RAISE EXCEPTION 'a large statement';
          END IF;
          RETURN NULL;
        END $$;
      """;

  private static final String GUARD =
      """
      CREATE TRIGGER refuse AFTER DELETE ON zkpersona.%s REFERENCING OLD TABLE AS gone
      FOR EACH STATEMENT EXECUTE FUNCTION zkpersona.refuse(%s);
      """;

  @Test
  void aLargeHistoryIsRemovedInPortions() throws SQLException {
    for (int batch : new int[] {97, 1_000, 100_000}) {
      try (TestDatabase database = TestDatabase.migrated();
          Connection connection = database.connect()) {
        UserId user = UserId.generate();
        database.execute(HISTORY.formatted(user.value(), INPUTS));
        for (String table :
            new String[] {"behavior_sessions", "behavior_inputs", "scoring_results"}) {
          database.execute(GUARD.formatted(table, batch));
        }

        ErasureReport report =
            new Erasure(
                    context(connection),
                    batch,
                    user,
                    new LongCall("users.erase", ProgressListener.NONE))
                .run();

        assertThat(report.removed())
            .containsEntry("behavior_inputs", (long) INPUTS)
            .containsEntry("scoring_results", 2L * INPUTS)
            .containsEntry("behavior_sessions", 500L)
            .containsEntry("users", 1L);
        assertThat(report.total()).isEqualTo(3L * INPUTS + 501);
        for (String table : report.removed().keySet()) {
          assertThat(Backends.one(connection, "SELECT count(*) FROM zkpersona." + table))
              .isEqualTo("0");
        }
      }
    }
  }

  private static RepositoryContext context(Connection connection) {
    return new RepositoryContext(
        new SqlExecutor(
            new BoundConnection(connection), new StatementCache("zkpersona", "zkpersona"), null),
        new StatementCache("zkpersona", "zkpersona"),
        new CursorCodec("secret of the test"),
        1_000,
        Duration.ZERO);
  }
}
