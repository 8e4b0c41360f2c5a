package io.zkpersona.storage.internal.execution;

import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.error.WriteTrace;
import io.zkpersona.storage.internal.error.Failing;
import io.zkpersona.storage.internal.error.Moment;
import io.zkpersona.storage.internal.execution.WriteWatch.Writing;
import io.zkpersona.storage.internal.time.Deadline;
import io.zkpersona.storage.transaction.Completion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Tracks the progress of a write that the library commits itself: a single call, or a transaction.
 * Provides the context of the error if the answer to the commit is lost. Belongs to one thread.
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
  private long rows;
  private final @Nullable WriteWatch watch;
  private final Set<CacheSubject> touched = new HashSet<>();
  private @Nullable Writing writing;
  private boolean endsWithCall = true;

  private UnitOfWork(
      String operation, boolean readOnly, boolean identified, @Nullable WriteWatch watch) {
    this.operation = operation;
    this.identified = identified;
    this.readOnly = readOnly;
    this.watch = watch;
  }

  /** Creates the unit of one of the library's own calls. */
  public static UnitOfWork of(String operation) {
    return of(operation, null);
  }

  /** Creates the unit of one of the library's own calls, whose writes are watched. */
  static UnitOfWork of(String operation, @Nullable WriteWatch watch) {
    return new UnitOfWork(operation, false, false, watch);
  }

  /**
   * Creates the unit of a caller's transaction. Before the commit the server's transaction id is
   * queried, unless the transaction inserted rows that identify it and deleted none.
   */
  public static UnitOfWork ofCaller(
      String operation, boolean readOnly, @Nullable WriteWatch watch) {
    return new UnitOfWork(operation, readOnly, true, watch);
  }

  /** Records that a connection was acquired; the first source decides the deadline. */
  public void connected(ConnectionSource from, Connection connection) throws SQLException {
    if (source == null) {
      source = from;
      endsWithCall = connection.getAutoCommit();
    }
    moment = Moment.SENT;
    readOnly |= connection.isReadOnly();
  }

  /** Tells whether somebody watches writes. */
  boolean isWatched() {
    return watch != null && !readOnly;
  }

  /** Records that what is cached of these subjects is about to be changed. */
  void touching(Set<CacheSubject> subjects) {
    if (watch == null || touched.containsAll(subjects)) {
      return;
    }
    Set<CacheSubject> added = new HashSet<>(subjects);
    added.removeAll(touched);
    touched.addAll(added);
    if (writing == null) {
      writing = watch.open();
    }
    writing.touch(added);
  }

  /** Ends the unit of one call: with the call, or with the transaction that it took part in. */
  void ended(ConnectionSource from, @Nullable Throwable failure) {
    Writing ending = writing;
    if (ending == null) {
      return;
    }
    if (endsWithCall) {
      ending.end(!(failure instanceof OutcomeUnknownException));
    } else if (!isHeard(from::whenCompleted)) {
      ending.end(false);
    }
  }

  /** Ends the unit of a block in a transaction of the host with that transaction. */
  public void endsWith(Consumer<Consumer<? super Completion>> completion) {
    if (writing != null
        && !isHeard(
            callback -> {
              completion.accept(callback);
              return true;
            })) {
      writing.end(false);
    }
  }

  /** Registers the end at a host; false if it does not take it. */
  private boolean isHeard(Predicate<Consumer<? super Completion>> registration) {
    try {
      return registration.test(this::ended);
    } catch (RuntimeException e) {
      // The call has its result, which this must not change.
      return false;
    }
  }

  /** Ends the unit of a transaction. */
  public void ended(Completion end) {
    if (writing != null) {
      writing.end(end != Completion.UNKNOWN);
    }
  }

  /** Records that a statement is about to be sent. */
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

  /**
   * Records the ids of inserted rows; the entity type of the first call and the first ids are kept.
   */
  void inserted(String type, List<UUID> added) {
    if (entityType == null) {
      entityType = type;
      ids = new ArrayList<>(added);
    } else if (entityType.equals(type) && ids.size() < WriteTrace.MOST_IDS) {
      ids.addAll(added);
    }
  }

  /** A position in the trace of inserted rows to return to. */
  record Mark(@Nullable String entityType, int ids) {}

  /** Marks the current position of the trace. */
  Mark mark() {
    return new Mark(entityType, ids.size());
  }

  /** Forgets the rows traced since a mark, since their inserts were undone. */
  void undoneTo(Mark mark) {
    entityType = mark.entityType();
    ids = new ArrayList<>(ids.subList(0, mark.ids()));
  }

  /** Records that inserted rows may have been deleted, so that their absence proves nothing. */
  void removing() {
    removed = true;
  }

  /** Counts rows that a statement returned or, if it returns none, changed. */
  void rows(long count) {
    rows += count;
  }

  /** Returns the number of rows counted so far. */
  public long rows() {
    return rows;
  }

  /** Records that the statement was answered, so that a later failure is not its own. */
  void answered() {
    moment = Moment.SENT;
  }

  /** Records that the commit is about to be sent. */
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

  /** Returns the context of a failure that happens now. */
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
