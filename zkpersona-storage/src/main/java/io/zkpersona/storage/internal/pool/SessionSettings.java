package io.zkpersona.storage.internal.pool;

import io.zkpersona.storage.config.DatabaseConfig;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings that a session needs, regardless of the defaults of server, database and role.
 *
 * @param forEachTransaction settings that can also be applied at the start of each transaction
 * @param forTheSession settings that apply only to a session that is not shared
 * @param notEverywhere as {@code forTheSession}, but not supported by servers on every operating
 *     system
 */
record SessionSettings(
    Map<String, String> forEachTransaction,
    Map<String, String> forTheSession,
    Map<String, String> notEverywhere) {

  private static final int PROBES = 3;

  static SessionSettings of(
      DatabaseConfig config, Duration statementTimeout, Duration lockTimeout) {
    Map<String, String> each = new LinkedHashMap<>();
    each.put("statement_timeout", millis(statementTimeout));
    each.put("lock_timeout", millis(lockTimeout));
    each.put("idle_in_transaction_session_timeout", millis(config.idleTransactionTimeout()));
    each.put("array_nulls", "on");
    each.put("standard_conforming_strings", "on");
    each.put("bytea_output", "hex");
    Map<String, String> session = new LinkedHashMap<>();
    session.put("default_transaction_isolation", "read committed");
    session.put("default_transaction_read_only", "off");
    session.put("default_transaction_deferrable", "off");
    session.put("IntervalStyle", "postgres");
    Map<String, String> special = new LinkedHashMap<>();
    Duration lost = config.lostClientTimeout();
    if (!lost.isZero()) {
      tcp(session, lost);
      // While a statement runs or waits for a lock, only this setting makes the server check the
      // socket.
      special.put("client_connection_check_interval", millis(lost.dividedBy(2L * PROBES)));
    }
    return new SessionSettings(
        Collections.unmodifiableMap(each),
        Collections.unmodifiableMap(session),
        Collections.unmodifiableMap(special));
  }

  /** Waits half of the limit without traffic and probes during the other half. */
  private static void tcp(Map<String, String> session, Duration limit) {
    long seconds = limit.toSeconds();
    session.put("tcp_user_timeout", millis(limit));
    session.put("tcp_keepalives_idle", Long.toString(seconds - seconds / 2));
    session.put("tcp_keepalives_interval", Long.toString(seconds / 2 / PROBES));
    session.put("tcp_keepalives_count", Integer.toString(PROBES));
  }

  /**
   * Returns all settings, after one more, in the form of the startup parameter {@code options}.
   *
   * @param everything whether to include {@link #notEverywhere}
   */
  String options(String setting, String value, boolean everything) {
    StringBuilder options = new StringBuilder();
    append(options, setting, value);
    forEachTransaction.forEach((name, text) -> append(options, name, text));
    forTheSession.forEach((name, text) -> append(options, name, text));
    if (everything) {
      notEverywhere.forEach((name, text) -> append(options, name, text));
    }
    return options.toString();
  }

  private static void append(StringBuilder options, String setting, String value) {
    options.append(options.isEmpty() ? "-c " : " -c ").append(setting).append('=');
    options.append(value.replace(" ", "\\ "));
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
