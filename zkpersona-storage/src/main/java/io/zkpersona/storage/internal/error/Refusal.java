package io.zkpersona.storage.internal.error;

import io.zkpersona.domain.error.ConfigurationException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Tells what another attempt to connect can't mend from what it can. */
public final class Refusal {

  private static final String URL = "DATABASE_URL";

  private Refusal() {}

  /**
   * What is wrong with the configuration, if it is that which kept a connection from being made.
   */
  public static Optional<ConfigurationException> of(SQLException thrown) {
    String state = thrown.getSQLState();
    if (state == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (state) {
          case "28P01", "28000" ->
              refused(
                  URL,
                  "the server refused the role or its password (expected: ones it knows)",
                  thrown);
          case "3D000" ->
              refused(URL, "no such database on that server (expected: one that exists)", thrown);
          case "08004" ->
              refused(
                  URL,
                  "the server refused this way to connect (expected: an SSL mode, an "
                      + "authentication and, where asked for, a password that it takes)",
                  thrown);
          case "08006" -> isAboutCertificates(thrown) ? certificate(thrown) : null;
          default -> null;
        });
  }

  private static ConfigurationException certificate(SQLException thrown) {
    return refused(
        "DB_SSL_MODE",
        "the server's certificate was not accepted, or it did not accept ours (expected: "
            + "certificates that the SSL mode and the URL's sslrootcert, sslcert and sslkey allow)",
        thrown);
  }

  /** The driver uses one SQLSTATE for a connection that broke and for one that it distrusts. */
  private static boolean isAboutCertificates(SQLException thrown) {
    boolean secure = thrown.getCause() == null;
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException
          || cause instanceof SocketTimeoutException
          || cause instanceof EOFException) {
        return false;
      }
      secure |=
          cause instanceof SSLException
              || cause instanceof GeneralSecurityException
              || cause instanceof FileNotFoundException;
    }
    return secure;
  }

  private static ConfigurationException refused(String variable, String rule, SQLException thrown) {
    return new ConfigurationException(variable, rule, SanitizedSqlException.of(thrown));
  }
}
