package io.zkpersona.storage.change.feed;

import io.zkpersona.storage.change.feed.FeedModel.Seen;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Readers without windows, which the model must find guilty. Used by one thread at a time. */
final class NaiveReaders implements AutoCloseable {

  final List<Seen> byPosition = new ArrayList<>();
  final List<Seen> byTransaction = new ArrayList<>();

  private final Connection connection;
  private long position;
  private String transaction = "0";

  NaiveReaders(TestDatabase database) throws SQLException {
    this.connection = database.connect();
  }

  /** Reads on: changes with higher positions, and those of later ids below all running ones. */
  void poll() throws SQLException {
    for (Seen seen : FeedModel.select(connection, "WHERE position > " + position + " ORDER BY 1")) {
      byPosition.add(seen);
      position = seen.position();
    }
    String running = Backends.one(connection, "SELECT pg_snapshot_xmin(pg_current_snapshot())");
    byTransaction.addAll(
        FeedModel.select(
            connection,
            "WHERE transaction_id >= '%s' AND transaction_id < '%s' ORDER BY transaction_id, 1"
                .formatted(transaction, running)));
    transaction = running;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
