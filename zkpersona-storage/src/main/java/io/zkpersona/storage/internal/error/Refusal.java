package io.zkpersona.storage.internal.error;

import io.zkpersona.domain.error.ConfigurationException;
import java.sql.SQLException;
import java.util.Optional;

/** Separates permanent connection failures from those that a retry may resolve. */
public final class Refusal {

  private static final String URL = "DATABASE_URL";

  private Refusal() {}

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
                  "the server refused the role or its password (expected: ones it knows)",
                  thrown);
          case "28000" ->
              refused(
                  URL,
                  "the server refused the role, its password or its client certificate, or this "
                      + "way to connect (expected: what its pg_hba.conf lets in, with the "
                      + "certificate of the URL's sslcert and sslkey where it asks for one)",
                  thrown);
          case "3D000" ->
              refused(URL, "no such database on that server (expected: one that exists)", thrown);
          case "08004" ->
              refused(
                  URL,
                  "the server refused this way to connect (expected: an SSL mode, an "
                      + "authentication and, where asked for, a password that it takes)",
                  thrown);
          default -> null;
        });
  }

  private static ConfigurationException refused(String variable, String rule, SQLException thrown) {
    return new ConfigurationException(variable, rule, SanitizedSqlException.of(thrown));
  }
}
