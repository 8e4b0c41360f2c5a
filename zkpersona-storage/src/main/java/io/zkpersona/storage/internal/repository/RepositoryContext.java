package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.execution.WorkSignals;
import io.zkpersona.storage.internal.query.CursorCodec;
import io.zkpersona.storage.internal.query.SqlShapes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What all repositories of one manager share, the executor that makes a set of them, and who writes
 * through them (null: whom each entity names itself).
 *
 * @param longestWait how long a statement waits for a lock at most; zero if there is no limit
 */
public record RepositoryContext(
    SqlExecutor executor,
    SqlShapes shapes,
    CursorCodec cursors,
    int findAllLimit,
    WorkSignals signals,
    Duration longestWait,
    @Nullable ActorId actor) {

  /** What repositories that nobody in particular writes through share. */
  public RepositoryContext(
      SqlExecutor executor,
      SqlShapes shapes,
      CursorCodec cursors,
      int findAllLimit,
      WorkSignals signals,
      Duration longestWait) {
    this(executor, shapes, cursors, findAllLimit, signals, longestWait, null);
  }

  /** The same on another executor: inside a transaction, say. */
  public RepositoryContext on(SqlExecutor other) {
    return new RepositoryContext(other, shapes, cursors, findAllLimit, signals, longestWait, actor);
  }

  /** The same, written through by {@code other}. */
  public RepositoryContext as(ActorId other) {
    return new RepositoryContext(
        executor, shapes, cursors, findAllLimit, signals, longestWait, other);
  }
}
