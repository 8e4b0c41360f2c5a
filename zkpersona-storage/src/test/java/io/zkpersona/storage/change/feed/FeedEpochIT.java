package io.zkpersona.storage.change.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.testing.server.Backends;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A dump that was restored in another cluster, where the stored ids of transactions mean nothing.
 */
class FeedEpochIT extends FeedFixture {

  /**
   * Makes all that is stored that of another cluster, whose ids of transactions are higher by an
   * offset, so that those of the past may be the ones of now or of the future.
   */
  private static void restoreElsewhere(long offset) {
    database.execute(
        """
        UPDATE zkpersona.changes
        SET transaction_id = (transaction_id::text::bigint + %1$d)::text::xid8;
        UPDATE zkpersona.change_ticks
        SET snapshot = format('%%s:%%s:%%s',
          pg_snapshot_xmin(snapshot)::text::bigint + %1$d,
          pg_snapshot_xmax(snapshot)::text::bigint + %1$d,
          (SELECT string_agg((id::text::bigint + %1$d)::text, ',' ORDER BY id)
          FROM pg_snapshot_xip(snapshot) AS id))::pg_snapshot;
        UPDATE zkpersona.change_epochs
        SET system_identifier = id, unfinished = ARRAY(
          SELECT (id::text::bigint + %1$d)::text::xid8 FROM unnest(unfinished) AS id)
        """
            .formatted(offset));
  }

  private static void takeElsewhere() {
    database.execute("UPDATE zkpersona.change_epochs SET system_identifier = id");
  }

  private static String begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    return Backends.one(connection, "SELECT pg_current_xact_id()");
  }

  private static UUID insert(Connection connection) throws SQLException {
    return UUID.fromString(
        Backends.one(
            connection,
            "INSERT INTO zkpersona.roles (id, name) VALUES (gen_random_uuid(), gen_random_uuid()) RETURNING id"));
  }

  private static List<UUID> users(int count) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(user().id().value());
    }
    return ids;
  }

  /** True if the restored changes have ids of future transactions, false for present ones. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingIsSkippedOrDeliveredTwiceAfterARestoreInAnotherCluster(boolean future)
      throws SQLException {
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    List<UUID> delivered = users(4);
    assertThat(ids(drain(lease))).isEqualTo(delivered);
    List<UUID> ticked = users(7);
    feed().tick();
    ticked.addAll(users(7));
    feed().tick();
    FeedBatch half = feed().read(lease, 5);
    feed().acknowledge(half, Map.of(half.events().get(0), "no"));
    List<UUID> unticked = users(7);
    String last = database.queryOne("SELECT max(transaction_id) FROM zkpersona.changes");
    try (Connection running = database.connect()) {
      long now = Long.parseLong(begin(running));
      restoreElsewhere(future ? 9_000_000_000L : now - Long.parseLong(last));
      UUID late = insert(running);
      List<UUID> fresh = users(3);

      List<ChangeEvent> rest = drain(lease);

      List<UUID> wanted = new ArrayList<>(ticked.subList(5, ticked.size()));
      wanted.addAll(unticked);
      wanted.addAll(fresh);
      assertThat(ids(rest)).isEqualTo(wanted);
      running.commit();
      assertThat(ids(drain(lease))).containsExactly(late);
    }
    endDelays();
    assertThat(ids(drain(lease))).containsExactly(ticked.get(0));
    assertThat(database.queryOne("SELECT max(id) FROM zkpersona.change_epochs")).isEqualTo("2");
  }

  @Test
  void aSubscriptionMayBeSeveralRestoresBehind() {
    feed().subscribe(NAME, OPTIONS);
    List<UUID> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.addAll(users(3));
      feed().tick();
      all.addAll(users(2));
      if (i % 2 == 0) {
        feed().tick();
      }
      restoreElsewhere(i * 7L);
    }
    all.addAll(users(2));

    assertThat(ids(drain(claim()))).isEqualTo(all);
    feed().prune();
    assertThat(database.queryOne("SELECT count(DISTINCT epoch_id) FROM zkpersona.change_ticks"))
        .isEqualTo("2");
  }

  @Test
  void theStateAfterARestoreCountsWhatIsUnread() {
    feed().subscribe(NAME, OPTIONS);
    users(3);
    feed().tick();
    users(2);
    restoreElsewhere(5);
    users(1);
    feed().tick();

    assertThat(state().unread()).isEqualTo(6);
    assertThat(feed().deliveredUntil()).isEqualTo(state().undeliveredSince());
  }

  @Test
  void aClusterWhoseIdsWentBackBeginsAnEpoch() {
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    users(2);
    assertThat(drain(lease)).hasSize(2);
    database.execute(
        "UPDATE zkpersona.change_ticks SET snapshot = '9000000000:9000000000:'::pg_snapshot");
    User next = user();

    assertThat(ids(drain(lease))).containsExactly(next.id().value());
    assertThat(database.queryOne("SELECT max(id) FROM zkpersona.change_epochs")).isEqualTo("2");
  }

  @Test
  void transactionsThatRanAtTheFirstTickOfAnEpochAreDelivered() throws SQLException {
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    users(1);
    drain(lease);
    try (Connection early = database.connect();
        Connection silent = database.connect()) {
      begin(early);
      begin(silent);
      UUID first = insert(early);
      takeElsewhere();
      assertThat(drain(lease)).isEmpty();
      UUID second = insert(early);
      UUID third = user().id().value();
      assertThat(ids(drain(lease))).containsExactly(third);
      early.commit();
      silent.commit();

      assertThat(ids(drain(lease))).containsExactly(first, second);
    }
  }
}
