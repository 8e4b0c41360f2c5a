package io.zkpersona.storage.internal.migrate;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.error.PermanentFailure;
import io.zkpersona.storage.internal.error.SanitizedSqlException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Translates Flyway's exceptions, whose text quotes the driver's, into the domain's. */
final class MigrationErrors {

  /** The SQLSTATE class raised by this library's migrations, whose messages are safe to show. */
  private static final String OWN_STATES = "ZK";

  private static final String LOCK_TIMEOUT = "55P03";
  private static final String DEADLOCK = "40P01";

  /** The start of Flyway's message; it has no error code for this, and a test detects a change. */
  private static final String WAITED_IN_VAIN =
      "Number of retries exceeded while attempting to acquire";

  private static final String MAY_NOT_MIGRATE =
      "the role may not migrate it (expected: the privilege to create the schema or, if it exists,"
          + " USAGE and CREATE on it and ownership of its tables)";

  private MigrationErrors() {}

  /** Returns an error that concerns a schema. */
  static MigrationException of(String schema, String rule) {
    return new MigrationException(prefixed(schema, rule));
  }

  static MigrationException of(String schema, String rule, @Nullable Throwable cause) {
    return new MigrationException(prefixed(schema, rule), cause);
  }

  private static String prefixed(String schema, String rule) {
    return "schema " + schema + ": " + rule;
  }

  /** Returns the error for a role that may not create the schema. */
  static MigrationException mayNotMigrate(String schema) {
    return of(schema, MAY_NOT_MIGRATE);
  }

  /** Tells whether a migration failed because others held locks, and may be retried. */
  static boolean isLocked(FlywayException thrown) {
    SQLException sql = sqlCauseOf(thrown);
    return sql != null
        && (LOCK_TIMEOUT.equals(sql.getSQLState()) || DEADLOCK.equals(sql.getSQLState()));
  }

  /** Compares names, since the codes are of another class in Flyway 10. */
  private static boolean is(FlywayException thrown, String code) {
    return String.valueOf(thrown.getErrorCode()).equals(code);
  }

  static ZkPersonaException translate(FlywayException thrown, String schema, boolean adopting) {
    SQLException sql = sqlCauseOf(thrown);
    if (sql != null) {
      return translate(sql, schema);
    }
    if (is(thrown, "NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE")) {
      return new MigrationException(
          "schema %s: contains tables, but no migration history (expected: an empty schema; to "
                  .formatted(schema)
              + "adopt an existing database, which a tenant can't be, set DB_BASELINE_VERSION)");
    }
    if (is(thrown, "VALIDATE_ERROR")) {
      return new MigrationException(
          "schema %s: an applied migration differs from the one in this library, or failed "
                  .formatted(schema)
              + "halfway (expected: released, unedited migrations)");
    }
    if (String.valueOf(thrown.getMessage()).startsWith(WAITED_IN_VAIN)) {
      return new MigrationException(
          "schema %s: another process is still migrating it (expected: completion within "
                  .formatted(schema)
              + "DB_MIGRATION_TIMEOUT_SECS)");
    }
    return new MigrationException(
        "schema %s: could not be %s (%s)"
            .formatted(
                schema, adopting ? "adopted or migrated" : "migrated", thrown.getErrorCode()));
  }

  static ZkPersonaException translate(SQLException sql, String schema) {
    String state = sql.getSQLState();
    Optional<ConfigurationException> refusal = PermanentFailure.of(sql);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (state == null) {
      return sql instanceof SQLTransientConnectionException
          ? ErrorTranslator.translate(sql)
          : failed(schema, "a migration failed and was rolled back", sql);
    }
    if (state.startsWith(OWN_STATES)
        && sql instanceof PSQLException driver
        && driver.getServerErrorMessage() != null) {
      return failed(schema, driver.getServerErrorMessage().getMessage(), sql);
    }
    return switch (state) {
      case "42501" -> failed(schema, MAY_NOT_MIGRATE, sql);
      case LOCK_TIMEOUT, DEADLOCK ->
          failed(
              schema,
              "a table stayed locked and the migration was rolled back (expected: a lock within"
                  + " DB_MIGRATION_LOCK_TIMEOUT_MS in one of the attempts during"
                  + " DB_MIGRATION_TIMEOUT_SECS; end the transaction that holds the lock, then open"
                  + " again)",
              sql);
      case "57014" ->
          failed(
              schema,
              "a migration was canceled and rolled back (expected: completion within"
                  + " DB_MIGRATION_TIMEOUT_SECS)",
              sql);
      default ->
          switch (state.substring(0, Math.min(2, state.length()))) {
            case "08", "28", "53", "57" -> ErrorTranslator.translate(sql);
            default ->
                failed(
                    schema, "a migration failed and was rolled back (SQLSTATE " + state + ")", sql);
          };
    };
  }

  private static MigrationException failed(
      String schema, @Nullable String reason, SQLException sql) {
    return of(schema, String.valueOf(reason), SanitizedSqlException.of(sql));
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
