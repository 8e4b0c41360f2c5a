package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.CursorCodec;
import io.zkpersona.storage.internal.query.StatementCache;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The parts shared by all repositories of a manager, the executor of one set of them, and the actor
 * of their writes (null: the one that each entity names).
 *
 * @param remembered the values that all repositories of the manager remember
 * @param longestWait the limit of a statement's lock wait; zero if there is none
 */
public record RepositoryContext(
    SqlExecutor executor,
    StatementCache statements,
    CursorCodec cursors,
    Remembered remembered,
    int findAllLimit,
    Duration longestWait,
    @Nullable ActorId actor) {

  /** Creates a context without an actor. */
  public RepositoryContext(
      SqlExecutor executor,
      StatementCache statements,
      CursorCodec cursors,
      int findAllLimit,
      Duration longestWait) {
    this(executor, statements, cursors, new Remembered(), findAllLimit, longestWait, null);
  }

  /** Returns this context on another executor, for example inside a transaction. */
  public RepositoryContext on(SqlExecutor other) {
    return new RepositoryContext(
        other, statements, cursors, remembered, findAllLimit, longestWait, actor);
  }

  /** Returns this context with {@code other} as the actor. */
  public RepositoryContext as(ActorId other) {
    return new RepositoryContext(
        executor, statements, cursors, remembered, findAllLimit, longestWait, other);
  }
}
