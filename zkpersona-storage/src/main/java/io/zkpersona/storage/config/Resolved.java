package io.zkpersona.storage.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What depends on more than one setting: checked against each other, with the URL's parameters and
 * the defaults in their places.
 */
record Resolved(
    SslMode sslMode,
    String applicationName,
    int socketTimeoutSeconds,
    int minConnections,
    Map<String, String> driverProperties) {

  private static final int POOL_LIFETIME_SECONDS = 1800;
  private static final int SOCKET_MARGIN_SECONDS = 30;

  static Resolved of(Settings settings, Map<String, String> inUrl, Variable urlVariable) {
    String sslMode = textOf(settings, Variable.DB_SSL_MODE, inUrl, UrlParameter.SSL_MODE);
    String applicationName =
        textOf(settings, Variable.DB_APPLICATION_NAME, inUrl, UrlParameter.APPLICATION_NAME);
    int socketTimeout = socketTimeoutSeconds(settings, inUrl, urlVariable);
    checkIdleTimeout(settings);
    Map<String, String> properties = new TreeMap<>(inUrl);
    properties.put(UrlParameter.SSL_MODE.driverName(), sslMode);
    properties.put(UrlParameter.APPLICATION_NAME.driverName(), applicationName);
    properties.put(UrlParameter.SOCKET_TIMEOUT.driverName(), Integer.toString(socketTimeout));
    return new Resolved(
        SslMode.fromValue(sslMode),
        applicationName,
        socketTimeout,
        minConnections(settings),
        Collections.unmodifiableMap(properties));
  }

  /** The texts that differ from what is set or default. */
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

  /** A default gives way to what is set; two things set against each other are an error. */
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

  /** The pool drops an idle timeout that is not below the lifetime, so it must not get one. */
  private static void checkIdleTimeout(Settings settings) {
    if (!settings.isSet(Variable.DB_IDLE_TIMEOUT_SECS)) {
      return;
    }
    int idle = settings.number(Variable.DB_IDLE_TIMEOUT_SECS);
    int lifetime =
        settings.isSet(Variable.DB_MAX_LIFETIME_SECS)
            ? settings.number(Variable.DB_MAX_LIFETIME_SECS)
            : POOL_LIFETIME_SECONDS;
    if (lifetime > 0 && idle >= lifetime) {
      throw Variable.DB_IDLE_TIMEOUT_SECS.refusal(
          Integer.toString(idle),
          "below DB_MAX_LIFETIME_SECS, " + lifetime + "; unset, that is " + POOL_LIFETIME_SECONDS);
    }
  }
}
