package io.zkpersona.storage.internal.error;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a driver's exception that keeps SQLSTATE, vendor code and stack trace and omits its
 * text, which quotes rows.
 */
public final class SanitizedSqlException extends SQLException {

  private static final long serialVersionUID = 1L;

  private SanitizedSqlException(@Nullable String sqlState, int vendorCode) {
    super(
        "SQLSTATE "
            + (sqlState == null ? "unknown" : sqlState)
            + " (the driver's text is withheld)",
        sqlState,
        vendorCode);
  }

  /** Copies an exception without its text, causes and chained exceptions. */
  public static SanitizedSqlException of(SQLException original) {
    SanitizedSqlException copy =
        new SanitizedSqlException(original.getSQLState(), original.getErrorCode());
    copy.setStackTrace(original.getStackTrace());
    return copy;
  }
}
