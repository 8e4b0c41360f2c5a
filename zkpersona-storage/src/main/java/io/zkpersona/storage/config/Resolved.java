package io.zkpersona.storage.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values that depend on several settings, after cross-checks and with URL parameters and
 * defaults applied.
 */
record Resolved(
    SslMode sslMode,
    String applicationName,
    int socketTimeoutSeconds,
    int minConnections,
    Map<String, String> driverProperties) {

  private static final int POOL_LIFETIME_SECONDS = 1800;
  private static final int SOCKET_MARGIN_SECONDS = 30;

  /**
   * The value of {@code sslrootcert} that selects the platform's trusted authorities instead of a
   * file.
   */
  private static final String SYSTEM = "system";

  private static final String SSL_FACTORY = "sslfactory";
  private static final String OF_THE_JVM = "org.postgresql.ssl.DefaultJavaSSLFactory";

  static Resolved of(Settings settings, Map<String, String> inUrl, Variable urlVariable) {
    SslMode sslMode = sslMode(settings, inUrl, urlVariable);
    String applicationName =
        textOf(settings, Variable.DB_APPLICATION_NAME, inUrl, UrlParameter.APPLICATION_NAME);
    int socketTimeout = socketTimeoutSeconds(settings, inUrl, urlVariable);
    checkIdleTimeout(settings);
    checkLeakDetection(settings);
    Map<String, String> properties = new TreeMap<>(inUrl);
    properties.put(UrlParameter.SSL_MODE.driverName(), sslMode.value());
    if (properties.remove(UrlParameter.SSL_ROOT_CERT.driverName(), SYSTEM)) {
      properties.put(SSL_FACTORY, OF_THE_JVM);
    }
    properties.put(UrlParameter.APPLICATION_NAME.driverName(), applicationName);
    properties.put(UrlParameter.SOCKET_TIMEOUT.driverName(), Integer.toString(socketTimeout));
    return new Resolved(
        sslMode,
        applicationName,
        socketTimeout,
        minConnections(settings),
        Collections.unmodifiableMap(properties));
  }

  /** Returns the texts that differ from the set or default values. */
  Map<Variable, String> texts() {
    return Map.of(
        Variable.DB_SSL_MODE, sslMode.value(),
        Variable.DB_APPLICATION_NAME, applicationName,
        Variable.DB_SOCKET_TIMEOUT_SECS, Integer.toString(socketTimeoutSeconds),
        Variable.DB_MIN_CONNECTIONS, Integer.toString(minConnections));
  }

  private static String textOf(
      Settings settings, Variable variable, Map<String, String> inUrl, UrlParameter parameter) {
    @Nullable String text = inUrl.get(parameter.driverName());
    return settings.isSet(variable) || text == null ? settings.text(variable) : text;
  }

  /** Returns the effective mode, which a root certificate makes stricter, as in libpq. */
  private static SslMode sslMode(
      Settings settings, Map<String, String> inUrl, Variable urlVariable) {
    SslMode asked =
        SslMode.fromValue(textOf(settings, Variable.DB_SSL_MODE, inUrl, UrlParameter.SSL_MODE));
    @Nullable String root = inUrl.get(UrlParameter.SSL_ROOT_CERT.driverName());
    if (SYSTEM.equals(root)) {
      checkSystem(settings, inUrl, urlVariable, asked);
      return SslMode.VERIFY_FULL;
    }
    return root != null && asked == SslMode.REQUIRE ? SslMode.VERIFY_CA : asked;
  }

  /** Public authorities certify servers of any owner, so the host name must be verified as well. */
  private static void checkSystem(
      Settings settings, Map<String, String> inUrl, Variable urlVariable, SslMode asked) {
    boolean set = settings.isSet(Variable.DB_SSL_MODE);
    String name = UrlParameter.SSL_MODE.driverName();
    if ((set || inUrl.containsKey(name)) && asked != SslMode.VERIFY_FULL) {
      throw (set ? Variable.DB_SSL_MODE : urlVariable)
          .refusal(
              (set ? "" : "parameter " + name + ": ") + asked.value(),
              "verify-full, or no mode at all, with sslrootcert=system");
    }
    for (UrlParameter own : List.of(UrlParameter.SSL_CERT, UrlParameter.SSL_KEY)) {
      if (inUrl.containsKey(own.driverName())) {
        throw urlVariable.refusal(
            "parameter " + own.driverName() + " together with sslrootcert=system",
            "a file of root certificates as sslrootcert if a client certificate is used");
      }
    }
  }

  /** A default yields to a set value; two set values that contradict each other are an error. */
  private static int minConnections(Settings settings) {
    int min = settings.number(Variable.DB_MIN_CONNECTIONS);
    int max = settings.number(Variable.DB_MAX_CONNECTIONS);
    if (min > max && settings.isSet(Variable.DB_MIN_CONNECTIONS)) {
      throw Variable.DB_MIN_CONNECTIONS.refusal(
          Integer.toString(min), "at most DB_MAX_CONNECTIONS, " + max);
    }
    return Math.min(min, max);
  }

  private static int socketTimeoutSeconds(
      Settings settings, Map<String, String> inUrl, Variable urlVariable) {
    String name = UrlParameter.SOCKET_TIMEOUT.driverName();
    boolean set = settings.isSet(Variable.DB_SOCKET_TIMEOUT_SECS);
    boolean fromUrl = !set && inUrl.containsKey(name);
    int seconds =
        Integer.parseInt(
            textOf(settings, Variable.DB_SOCKET_TIMEOUT_SECS, inUrl, UrlParameter.SOCKET_TIMEOUT));
    int statementMillis = settings.number(Variable.DB_STATEMENT_TIMEOUT_MS);
    if (statementMillis == 0) {
      return seconds;
    }
    if (!set && !fromUrl) {
      return Math.max(seconds, statementMillis / 1000 + SOCKET_MARGIN_SECONDS);
    }
    if (seconds * 1000L <= statementMillis) {
      String got = (fromUrl ? "parameter " + name + ": " : "") + seconds;
      throw (fromUrl ? urlVariable : Variable.DB_SOCKET_TIMEOUT_SECS)
          .refusal(got, "longer than DB_STATEMENT_TIMEOUT_MS, " + statementMillis + " ms");
    }
    return seconds;
  }

  /** The pool ignores an idle timeout that is not below the lifetime, so reject it. */
  private static void checkIdleTimeout(Settings settings) {
    if (!settings.isSet(Variable.DB_IDLE_TIMEOUT_SECS)) {
      return;
    }
    int idle = settings.number(Variable.DB_IDLE_TIMEOUT_SECS);
    int lifetime = lifetime(settings);
    if (lifetime > 0 && idle >= lifetime) {
      throw Variable.DB_IDLE_TIMEOUT_SECS.refusal(
          Integer.toString(idle), "below " + named(lifetime));
    }
  }

  /** The pool disables a limit above the lifetime and only logs that, so reject it. */
  private static void checkLeakDetection(Settings settings) {
    int limit = settings.number(Variable.DB_LEAK_DETECTION_SECS);
    int lifetime = lifetime(settings);
    if (lifetime > 0 && limit > lifetime) {
      throw Variable.DB_LEAK_DETECTION_SECS.refusal(
          Integer.toString(limit), "at most " + named(lifetime));
    }
  }

  private static int lifetime(Settings settings) {
    return settings.isSet(Variable.DB_MAX_LIFETIME_SECS)
        ? settings.number(Variable.DB_MAX_LIFETIME_SECS)
        : POOL_LIFETIME_SECONDS;
  }

  private static String named(int lifetime) {
    return "DB_MAX_LIFETIME_SECS, " + lifetime + "; the default is " + POOL_LIFETIME_SECONDS;
  }
}
