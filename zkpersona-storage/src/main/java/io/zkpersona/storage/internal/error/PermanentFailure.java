package io.zkpersona.storage.internal.error;

import io.zkpersona.storage.error.ConfigurationException;
import java.sql.SQLException;
import java.util.Optional;

/** Separates permanent connection failures from those that a retry may resolve. */
public final class PermanentFailure {

  private static final String URL = "DATABASE_URL";

  private PermanentFailure() {}

  /** Returns the configuration error, if that prevented the connection. */
  public static Optional<ConfigurationException> of(SQLException thrown) {
    String state = thrown.getSQLState();
    if (state == null) {
      return Optional.empty();
    }
    String failedCheck = TlsCheck.failedIn(thrown);
    if (failedCheck != null) {
      return Optional.of(refused("DB_SSL_MODE", failedCheck, thrown));
    }
    return Optional.ofNullable(
        switch (state) {
          case "28P01" ->
              refused(
                  URL,
                  "the server rejected the role or its password (expected: a role and password that"
                      + " it accepts)",
                  thrown);
          case "28000" ->
              refused(
                  URL,
                  "the server rejected the role, its password, its client certificate or the"
                      + " connection method (expected: a connection that its pg_hba.conf allows,"
                      + " with the client certificate in the URL's sslcert and sslkey if it"
                      + " requires one)",
                  thrown);
          case "3D000" ->
              refused(
                  URL, "the server has no such database (expected: an existing database)", thrown);
          case "08004" ->
              refused(
                  URL,
                  "the server rejected the connection method (expected: an SSL mode, an"
                      + " authentication method and, if required, a password that it accepts)",
                  thrown);
          default -> null;
        });
  }

  private static ConfigurationException refused(String variable, String rule, SQLException thrown) {
    return new ConfigurationException(variable, rule, SanitizedSqlException.of(thrown));
  }
}
