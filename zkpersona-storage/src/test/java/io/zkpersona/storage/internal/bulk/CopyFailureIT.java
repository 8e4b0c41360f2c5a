package io.zkpersona.storage.internal.bulk;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.storage.internal.bulk.ManyRows.Value;
import io.zkpersona.storage.internal.execution.BoundConnection;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.StatementCache;
import io.zkpersona.storage.internal.tables.Zkpersona;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Rows sent by COPY, one of which cannot be written. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CopyFailureIT {

  private static final int BAD = 5_000;

  private static TestDatabase database;
  private Connection connection;
  private SqlExecutor executor;

  @BeforeAll
  static void createDatabase() {
    database = TestDatabase.migrated();
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.connect();
    executor =
        new SqlExecutor(
            new BoundConnection(connection),
            new StatementCache(Zkpersona.ZKPERSONA.getName(), "zkpersona"),
            null);
    database.execute("DELETE FROM zkpersona.behavior_inputs");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static ManyRows<Integer> rows() {
    List<Value<Integer, ?>> values =
        List.of(
            Value.of(BEHAVIOR_INPUTS.ID, row -> BehaviorInputId.generate()),
            Value.of(BEHAVIOR_INPUTS.INPUT_DATA, CopyFailureIT::data),
            Value.of(BEHAVIOR_INPUTS.TIMESTAMP, row -> Instant.EPOCH));
    return new ManyRows<>(BEHAVIOR_INPUTS, values);
  }

  private static Json data(int row) {
    if (row == BAD) {
      throw new Broken();
    }
    return Json.of("{\"row\": " + row + "}");
  }

  /** Inserts enough rows that the first have reached the server before the failure. */
  private void insertWithABadOne(SqlExecutor on) {
    rows().insert(on, "test", IntStream.rangeClosed(0, BAD + 10).boxed().toList());
  }

  private static void insertGood(SqlExecutor on) {
    rows().insert(on, "test", IntStream.range(0, 200).boxed().toList());
  }

  private static String stored() {
    return database.queryOne("SELECT count(*) FROM zkpersona.behavior_inputs");
  }

  @Test
  void nothingIsWrittenAndTheConnectionGoesOn() throws SQLException {
    assertThatThrownBy(() -> insertWithABadOne(executor))
        .isInstanceOf(Broken.class)
        .hasNoSuppressedExceptions();

    assertThat(Backends.one(connection, "SELECT 1")).isEqualTo("1");
    assertThat(stored()).isEqualTo("0");
    insertGood(executor);
    assertThat(stored()).isEqualTo("200");
  }

  @Test
  void insideATransactionOnlyTheFailedCallIsUndone() throws SQLException {
    connection.setAutoCommit(false);
    insertGood(executor);
    assertThatThrownBy(
            () ->
                executor.<Boolean>atomically(
                    "test",
                    tx -> {
                      insertWithABadOne(tx);
                      return true;
                    }))
        .isInstanceOf(Broken.class)
        .hasNoSuppressedExceptions();
    insertGood(executor);
    connection.commit();

    assertThat(stored()).isEqualTo("400");
  }
}
