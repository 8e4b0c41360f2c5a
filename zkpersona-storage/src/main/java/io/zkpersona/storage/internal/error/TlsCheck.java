package io.zkpersona.storage.internal.error;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;

/** Identifies the TLS check that prevented a connection. */
final class TlsCheck {

  private static final String NO_TLS =
      "the server does not support TLS, which the SSL mode requires (expected: a server with ssl ="
          + " on, or a weaker mode in DB_SSL_MODE or the URL's sslmode)";
  private static final String HOST =
      "the server's certificate is for another host (expected: a certificate whose names include"
          + " the host of the URL, or the mode verify-ca)";
  private static final String EXPIRED =
      "the server's certificate, or one in its chain, is expired or not yet valid (expected: a"
          + " valid certificate on the server, and the correct time on both machines)";
  private static final String AUTHORITY =
      "the server's certificate is not from a trusted authority (expected: the authority's"
          + " certificate in the file of the URL's sslrootcert, or in the JVM's trust store with"
          + " sslrootcert=system)";
  private static final String ROOT_FILE =
      "the file of root certificates is missing, is unreadable or contains none (expected: a file"
          + " of PEM certificates at the path in the URL's sslrootcert)";
  private static final String CLIENT_FILE =
      "the client certificate or its key is missing or unreadable (expected: readable files at the"
          + " paths in the URL's sslcert and sslkey, the key as PKCS #8)";
  private static final String CLIENT =
      "the server rejected the client certificate, or requires one (expected: a certificate that"
          + " the server's ssl_ca_file trusts, in the URL's sslcert and sslkey)";
  private static final String UNCLEAR =
      "the server's certificate was not accepted, or the server did not accept the client's"
          + " (expected: certificates that the SSL mode and the URL's sslrootcert, sslcert and"
          + " sslkey allow)";

  private static final Pattern ALERT_ABOUT_OURS =
      Pattern.compile(
          "Received fatal alert: (certificate_\\w+|bad_certificate|unknown_ca"
              + "|unsupported_certificate|access_denied)");

  private TlsCheck() {}

  /**
   * Describes the failed check and its remedy, without text of the driver.
   *
   * @return the description; null if the failure was not a TLS check, or if a retry may succeed
   */
  static @Nullable String failedIn(SQLException thrown) {
    if (says(thrown, "The server does not support SSL.")) {
      return NO_TLS;
    }
    List<Throwable> causes = causes(thrown);
    if (causes.stream().anyMatch(TlsCheck::isBroken)) {
      return null;
    }
    if (causes.stream().anyMatch(TlsCheck::isAlertAboutOurs)) {
      return CLIENT;
    }
    // The driver uses this state for broken and for distrusted connections.
    if (!"08006".equals(thrown.getSQLState())) {
      return null;
    }
    if (causes.isEmpty()) {
      return says(thrown, "The hostname {0} could not be verified by hostnameverifier {1}.")
          ? HOST
          : UNCLEAR;
    }
    return causes.stream().anyMatch(TlsCheck::isSecurity) ? named(thrown, causes) : null;
  }

  private static String named(SQLException thrown, List<Throwable> causes) {
    Predicate<Class<?>> among = type -> causes.stream().anyMatch(type::isInstance);
    if (says(thrown, "Could not open SSL root certificate file {0}.")
        || says(thrown, "Loading the SSL root certificate {0} into a TrustManager failed.")
        || among.test(InvalidAlgorithmParameterException.class)) {
      return ROOT_FILE;
    }
    if (causes.stream().anyMatch(TlsCheck::isOutOfTime)) {
      return EXPIRED;
    }
    if (among.test(CertPathBuilderException.class)
        || among.test(CertPathValidatorException.class)) {
      return AUTHORITY;
    }
    return among.test(SSLException.class) ? UNCLEAR : CLIENT_FILE;
  }

  private static boolean isBroken(Throwable cause) {
    return cause instanceof SocketException
        || cause instanceof SocketTimeoutException
        || cause instanceof EOFException;
  }

  private static boolean isSecurity(Throwable cause) {
    return cause instanceof SSLException
        || cause instanceof GeneralSecurityException
        || cause instanceof FileNotFoundException;
  }

  /**
   * With TLS 1.3 the server checks the client certificate only after the client's side of the
   * handshake.
   */
  private static boolean isAlertAboutOurs(Throwable cause) {
    return cause instanceof SSLException
        && cause.getMessage() != null
        && ALERT_ABOUT_OURS.matcher(cause.getMessage()).find();
  }

  private static boolean isOutOfTime(Throwable cause) {
    return cause instanceof CertificateExpiredException
        || cause instanceof CertificateNotYetValidException
        || (cause instanceof CertPathValidatorException path
            && (path.getReason() == BasicReason.EXPIRED
                || path.getReason() == BasicReason.NOT_YET_VALID));
  }

  private static List<Throwable> causes(SQLException thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  /** Compares with the driver's translated message, since the driver uses the JVM's language. */
  private static boolean says(SQLException thrown, String template) {
    String[] fixed = GT.tr(template, "\0", "\0").split("\0", -1);
    String text = thrown.getMessage();
    return text != null
        && (fixed.length == 1
            ? text.equals(fixed[0])
            : text.startsWith(fixed[0]) && text.endsWith(fixed[fixed.length - 1]));
  }
}
