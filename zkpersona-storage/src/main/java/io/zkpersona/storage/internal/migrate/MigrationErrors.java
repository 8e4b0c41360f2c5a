package io.zkpersona.storage.internal.migrate;

import io.zkpersona.domain.error.ConfigurationException;
import io.zkpersona.domain.error.MigrationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.error.Refusal;
import io.zkpersona.storage.internal.error.SanitizedSqlException;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Makes the domain's exceptions of Flyway's, whose text quotes the driver's. */
final class MigrationErrors {

  /** SQLSTATEs of this class are raised by our own migrations, whose text is fit to be shown. */
  private static final String OWN_STATES = "ZK";

  private MigrationErrors() {}

  static ZkPersonaException translate(FlywayException thrown, String schema, boolean adopting) {
    SQLException sql = sqlCauseOf(thrown);
    if (sql != null) {
      return ofSql(sql, schema);
    }
    if (thrown.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
      return new MigrationException(
          "schema %s: holds tables, but no history of migrations (expected: an empty schema; to "
                  .formatted(schema)
              + "adopt an existing database, DB_BASELINE_VERSION)");
    }
    if (thrown.getErrorCode() == CoreErrorCode.VALIDATE_ERROR) {
      return new MigrationException(
          "schema %s: a migration that was applied differs from the one this library brings, or "
                  .formatted(schema)
              + "failed half way (expected: released migrations, unedited)");
    }
    return new MigrationException(
        "schema %s: could not be %s (%s)"
            .formatted(
                schema, adopting ? "adopted or migrated" : "migrated", thrown.getErrorCode()));
  }

  private static ZkPersonaException ofSql(SQLException sql, String schema) {
    String state = sql.getSQLState();
    Optional<ConfigurationException> refusal = Refusal.of(sql);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (state != null && state.startsWith("08")) {
      return ErrorTranslator.translate(sql);
    }
    ServerErrorMessage server =
        sql instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
    String reason =
        state != null && state.startsWith(OWN_STATES) && server != null
            ? server.getMessage()
            : "a migration failed and was rolled back (SQLSTATE " + state + ")";
    return new MigrationException(
        "schema " + schema + ": " + reason, SanitizedSqlException.of(sql));
  }

  private static @Nullable SQLException sqlCauseOf(Throwable thrown) {
    SQLException found = null;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        found = sql;
      }
    }
    return found;
  }
}
