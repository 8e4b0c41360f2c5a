package io.zkpersona.storage.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.OwnDatabase;
import io.zkpersona.storage.testing.server.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two upserts of the same rows, each stopped where it would block the other. */
class UpsertOrderIT {

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private static BehaviorInput input(int number, String writer) {
    return References.input()
        .withId(new BehaviorInputId(new UUID(0x7000L, Long.MIN_VALUE | number)))
        .withSessionId(new SessionText(writer));
  }

  private static List<BehaviorInput> inputs(int count, String writer) {
    return new ArrayList<>(
        IntStream.range(0, count).mapToObj(number -> input(number, writer)).toList());
  }

  private static CompletableFuture<BulkResult> upsert(List<BehaviorInput> rows) {
    return OwnThreads.supply(
        () -> OWN.manager().repositories().behaviorInputs().upsertAll(rows, BulkOptions.atomic()));
  }

  /** Inserts a row without committing it, so that it blocks others. */
  private static Connection inserted(int number) throws SQLException {
    Connection connection = OWN.database().connect();
    connection.setAutoCommit(false);
    Backends.execute(
        connection,
        "INSERT INTO zkpersona.behavior_inputs (id, input_data, timestamp) VALUES ('%s', '{}', now())"
            .formatted(input(number, "").id().value()));
    return connection;
  }

  private static void assertWritten(int count, String... writers) {
    assertThat(OWN.database().query("SELECT DISTINCT session_id FROM zkpersona.behavior_inputs"))
        .isSubsetOf(writers)
        .hasSize(1);
    assertThat(OWN.manager().repositories().behaviorInputs().count()).isEqualTo(count);
  }

  /** In batches, and by COPY. Unsorted, each upsert would wait for the other's rows. */
  @Test
  void newRowsInOppositeOrdersDoNotDeadlock() throws Exception {
    for (int count : new int[] {20, 300}) {
      Rows.deleteAll(OWN.database());
      List<BehaviorInput> reversed = inputs(count, "two");
      Collections.reverse(reversed);
      CompletableFuture<BulkResult> one;
      CompletableFuture<BulkResult> two;
      try (Connection other = inserted(count / 2)) {
        one = upsert(inputs(count, "one"));
        Backends.awaitWaiting(OWN.database(), 1);
        two = upsert(reversed);
        Backends.awaitWaiting(OWN.database(), 2);
        other.rollback();
      }

      assertThat(one.get(60, TimeUnit.SECONDS).inserted()).isEqualTo(count);
      assertThat(two.get(60, TimeUnit.SECONDS).updated()).isEqualTo(count);
      assertWritten(count, "two");
    }
  }

  /**
   * The first upsert has inserted a row that the second inserts too, and goes on to a row stored
   * only afterwards. If the second had already updated that row, each would wait for the other.
   */
  @Test
  void whatIsNewIsInsertedBeforeWhatIsStoredIsUpdated() throws Exception {
    CompletableFuture<BulkResult> one;
    CompletableFuture<BulkResult> two;
    try (Connection other = inserted(1)) {
      one = upsert(inputs(3, "one"));
      Backends.awaitWaiting(OWN.database(), 1);
      OWN.manager().repositories().behaviorInputs().save(input(2, "stored"));
      two = upsert(List.of(input(0, "two"), input(2, "two")));
      Backends.awaitWaiting(OWN.database(), 2);
      other.rollback();
    }

    assertThat(one.get(60, TimeUnit.SECONDS).rows()).isEqualTo(3);
    assertThat(two.get(60, TimeUnit.SECONDS).rows()).isEqualTo(2);
    assertWritten(3, "one");
  }
}
