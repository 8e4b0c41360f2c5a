package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.storage.internal.cache.ReadCache;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.CursorCodec;
import io.zkpersona.storage.internal.query.StatementCache;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The parts shared by all repositories of a manager, the executors of one set of them, and the
 * actor of their writes (null: the one that each entity names).
 *
 * @param executor runs on the primary, or in the transaction that is open
 * @param reader runs calls that only read, on a replica if the caller allows one, else as {@code
 *     executor} does. A read that a write depends on must not run here
 * @param remembered the values that all repositories of the manager remember
 * @param cache serves reads outside transactions; null if none does
 * @param longestWait the limit of a statement's lock wait; zero if there is none
 */
public record RepositoryContext(
    SqlExecutor executor,
    SqlExecutor reader,
    StatementCache statements,
    CursorCodec cursors,
    Remembered remembered,
    int findAllLimit,
    Duration longestWait,
    @Nullable ActorId actor,
    @Nullable ReadCache cache) {

  /** Creates a context without an actor. */
  public RepositoryContext(
      SqlExecutor executor,
      StatementCache statements,
      CursorCodec cursors,
      int findAllLimit,
      Duration longestWait) {
    this(
        executor,
        executor,
        statements,
        cursors,
        new Remembered(),
        findAllLimit,
        longestWait,
        null,
        null);
  }

  /** Returns this context on another executor, for example inside a transaction. */
  public RepositoryContext on(SqlExecutor other) {
    return new RepositoryContext(
        other, other, statements, cursors, remembered, findAllLimit, longestWait, actor, null);
  }

  /** Returns this context with another executor for calls that only read. */
  public RepositoryContext reading(SqlExecutor other) {
    return new RepositoryContext(
        executor, other, statements, cursors, remembered, findAllLimit, longestWait, actor, cache);
  }

  /** Returns this context with a cache that serves reads outside transactions. */
  public RepositoryContext caching(ReadCache other) {
    return new RepositoryContext(
        executor, reader, statements, cursors, remembered, findAllLimit, longestWait, actor, other);
  }

  /** Returns this context with {@code other} as the actor. */
  public RepositoryContext as(ActorId other) {
    return new RepositoryContext(
        executor, reader, statements, cursors, remembered, findAllLimit, longestWait, other, cache);
  }
}
