package io.zkpersona.storage.internal.mapping;

import java.sql.SQLException;

/** Carries the driver's exception out of a row reader to the executor, which translates it. */
public final class UncheckedSqlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final SQLException sqlException;

  UncheckedSqlException(SQLException sqlException) {
    super(null, sqlException, false, false);
    this.sqlException = sqlException;
  }

  /** Returns the driver's exception. */
  public SQLException sqlException() {
    return sqlException;
  }
}
