package io.zkpersona.storage.internal.execution;

import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.time.Deadline;
import io.zkpersona.storage.transaction.Completion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lends connections of another source until a deadline. Work in progress at the deadline is
 * interrupted; work that would begin later is rejected. As thread-safe as the other source.
 */
public final class BoundedSource implements ConnectionSource {

  private final ConnectionSource source;
  private final Deadline deadline;
  private final Map<Connection, Watch> watches = new ConcurrentHashMap<>();

  /** Lends connections of {@code source} until {@code deadline}. */
  public BoundedSource(ConnectionSource source, Deadline deadline) {
    this.source = source;
    this.deadline = deadline;
  }

  @Override
  public Connection acquire() throws SQLException {
    deadline.requireTime();
    Watch watch = Watch.start(deadline);
    Connection connection;
    try {
      connection = source.acquire();
    } catch (Throwable failure) {
      watch.end();
      if (watch.wasInterrupted()) {
        throw deadline.exceeded(null);
      }
      throw failure;
    }
    watch.holds(connection);
    watches.put(connection, watch);
    return connection;
  }

  @Override
  public void release(Connection connection) {
    Watch watch = watches.remove(connection);
    if (watch == null || watch.end()) {
      source.release(connection);
    } else {
      source.discard(connection);
    }
  }

  @Override
  public void discard(Connection connection) {
    Watch watch = watches.remove(connection);
    if (watch != null) {
      watch.end();
    }
    source.discard(connection);
  }

  @Override
  public ConnectionSource forWriting() {
    ConnectionSource writing = source.forWriting();
    return writing == source ? this : new BoundedSource(writing, deadline);
  }

  @Override
  public @Nullable ConnectionSource insteadOf(Connection connection, SQLException failure) {
    ConnectionSource other = deadline.isOver() ? null : source.insteadOf(connection, failure);
    return other == null ? null : new BoundedSource(other, deadline);
  }

  @Override
  public void checkUsable() {
    source.checkUsable();
    deadline.requireTime();
  }

  @Override
  public void lending(Connection connection) throws SQLException {
    source.lending(connection);
  }

  @Override
  public boolean takesPart() throws SQLException {
    deadline.requireTime();
    return source.takesPart();
  }

  @Override
  public boolean whenCompleted(Consumer<? super Completion> callback) {
    return source.whenCompleted(callback);
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  @Override
  public void committing(Connection connection) {
    Watch watch = watches.get(connection);
    if (watch != null) {
      watch.committing();
    }
  }

  /** A group-commit writer outlives the deadline. */
  @Override
  public void requireHandover() {
    throw new TransactionException(
        "group commit was used with a deadline (expected: the manager's repositories;"
            + " GroupCommitOptions.maxWait limits the wait)");
  }
}
