package io.zkpersona.storage.internal.execution;

import io.zkpersona.domain.error.WriteTrace;
import io.zkpersona.storage.internal.error.Failing;
import io.zkpersona.storage.internal.error.Moment;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A write that the library commits by itself, as far as it has come: a single call, or a
 * transaction. Knows what its error has to say if the answer to the commit is lost. Belongs to one
 * thread.
 */
public final class UnitOfWork {

  private final String operation;
  private final boolean identified;
  private boolean readOnly;
  private Moment moment = Moment.CONNECTING;
  private boolean wrote;
  private boolean removed;
  private int process;
  private @Nullable String entityType;
  private List<UUID> ids = List.of();
  private @Nullable Long transactionId;
  private @Nullable String timeline;
  private @Nullable ConnectionSource source;

  private UnitOfWork(String operation, boolean readOnly, boolean identified) {
    this.operation = operation;
    this.identified = identified;
    this.readOnly = readOnly;
  }

  /** One of the library's own calls. */
  public static UnitOfWork of(String operation) {
    return new UnitOfWork(operation, false, false);
  }

  /**
   * A caller's transaction, of which the server's id is asked for before the commit unless it
   * inserted rows, and deleted none, that it can be found by.
   */
  public static UnitOfWork ofCaller(String operation, boolean readOnly) {
    return new UnitOfWork(operation, readOnly, true);
  }

  /** A connection is there, the first time of the source that decides about its end. */
  public void connected(ConnectionSource from, Connection connection) throws SQLException {
    if (source == null) {
      source = from;
    }
    moment = Moment.SENT;
    readOnly |= connection.isReadOnly();
  }

  /** A statement is about to be sent. */
  void sending(Connection connection, boolean write) throws SQLException {
    Deadline deadline = deadline();
    if (deadline != null) {
      deadline.requireTime();
    }
    if (!write || readOnly) {
      return;
    }
    if (!wrote) {
      wrote = true;
      process = processOf(connection);
    }
    if (connection.getAutoCommit()) {
      moment = Moment.WRITE_SENT;
    }
  }

  /** Rows with these ids were inserted; the first ones to be told are kept. */
  void inserted(String type, List<UUID> added) {
    if (entityType == null) {
      entityType = type;
      ids = new ArrayList<>(added);
    } else if (entityType.equals(type) && ids.size() < WriteTrace.MOST_IDS) {
      ids.addAll(added);
    }
  }

  /** Which rows it can be found by, to come back to. */
  record Mark(@Nullable String entityType, int ids) {}

  /** What was traced up to now. */
  Mark mark() {
    return new Mark(entityType, ids.size());
  }

  /** What was traced since a mark was undone, so that nothing can be found by it. */
  void undoneTo(Mark mark) {
    entityType = mark.entityType();
    ids = new ArrayList<>(ids.subList(0, mark.ids()));
  }

  /** Rows may be gone again that were inserted before, so that their absence tells nothing. */
  void removing() {
    removed = true;
  }

  /** The statement was answered, so what comes after it is another matter. */
  void answered() {
    moment = Moment.SENT;
  }

  /** The commit is about to be sent. */
  void committing(Connection connection) throws SQLException {
    Deadline deadline = deadline();
    if (deadline != null) {
      deadline.requireTime();
    }
    if (!wrote) {
      return;
    }
    if (identified && (ids.isEmpty() || removed)) {
      TransactionId id = TransactionId.of(connection);
      transactionId = id == null ? null : id.value();
      timeline = id == null ? null : id.timeline();
    }
    moment = Moment.COMMIT_SENT;
    if (source != null) {
      source.committing(connection);
    }
  }

  /** What an error of now has to know. */
  public Failing failing() {
    Failing failing = new Failing(moment, readOnly, trace());
    Deadline deadline = deadline();
    return deadline == null ? failing : deadline.applyTo(failing);
  }

  private @Nullable Deadline deadline() {
    return source == null ? null : source.deadline();
  }

  private WriteTrace trace() {
    return new WriteTrace(operation, entityType, ids, transactionId, timeline, process);
  }

  private static int processOf(Connection connection) throws SQLException {
    return connection.isWrapperFor(PGConnection.class)
        ? connection.unwrap(PGConnection.class).getBackendPID()
        : 0;
  }
}
