package io.zkpersona.storage.internal.repository;

import io.zkpersona.storage.internal.query.CursorCodec;
import io.zkpersona.storage.internal.query.SqlExecutor;
import io.zkpersona.storage.internal.query.SqlShapes;

/** What all repositories of one manager share, and the executor that makes a set of them. */
public record RepositoryContext(
    SqlExecutor executor, SqlShapes shapes, CursorCodec cursors, int findAllLimit) {

  /** The same on another executor: inside a transaction, say. */
  public RepositoryContext on(SqlExecutor other) {
    return new RepositoryContext(other, shapes, cursors, findAllLimit);
  }
}
