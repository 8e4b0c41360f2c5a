package io.zkpersona.storage.config;

import io.zkpersona.storage.error.ConfigurationException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The environment variables with their rules and defaults, in display order. */
enum Variable {
  DATABASE_URL(Rule.matching("(?s).+", DatabaseUrl.FORM), null, true),
  POSTGRES_URL(Rule.matching("(?s).+", DatabaseUrl.FORM), null, true),
  DATABASE_REPLICA_URLS(Rule.matching("(?s).+", DatabaseUrl.FORM + ",…"), null, true),
  // The upper bound is that of the server's max_connections.
  DB_MAX_CONNECTIONS(Rule.between(1, 262_143), "50"),
  DB_MIN_CONNECTIONS(Rule.between(0, 262_143), "5"),
  DB_CONNECT_TIMEOUT_SECS(Rule.between(1, Limits.SECONDS), "30"),
  DB_IDLE_TIMEOUT_SECS(Rule.zeroOrBetween(10, Limits.SECONDS), null),
  DB_LEAK_DETECTION_SECS(Rule.zeroOrBetween(2, Limits.SECONDS), "0"),
  DB_MAX_LIFETIME_SECS(Rule.zeroOrBetween(30, Limits.SECONDS), null),
  DB_SSL_MODE(Rule.oneOf(SslMode.texts()), "prefer"),
  DB_AUTO_MIGRATE(Rule.trueOrFalse(), "true"),
  DB_ENABLE_TRANSACTIONS(Rule.trueOrFalse(), "true"),
  DB_TEST_CONNECTION(Rule.trueOrFalse(), "true"),
  DB_RETRY_ATTEMPTS(Rule.between(1, Integer.MAX_VALUE), "3"),
  DB_RETRY_DELAY_MS(Rule.between(0, Integer.MAX_VALUE), "1000"),
  DB_SCHEMA(
      Rule.matching(
          "(?!pg_|information_schema$)[a-z_][a-z0-9_]{0,62}",
          "lowercase letters, digits and _, starting with a letter or _, at most 63 characters,"
              + " neither pg_… nor information_schema"),
      "zkpersona"),
  DB_BASELINE_VERSION(Rule.between(1, 9999), null),
  // Lower than the other limits, since the socket timeout must exceed it.
  DB_STATEMENT_TIMEOUT_MS(Rule.between(0, 2_000_000_000), "30000"),
  DB_SLOW_STATEMENT_MS(Rule.between(0, Integer.MAX_VALUE), "0"),
  DB_LOCK_TIMEOUT_MS(Rule.between(0, Integer.MAX_VALUE), "10000"),
  DB_IDLE_TRANSACTION_TIMEOUT_MS(Rule.between(0, Integer.MAX_VALUE), "300000"),
  DB_LOST_CLIENT_TIMEOUT_SECS(Rule.zeroOrBetween(6, 86_400), "60"),
  DB_SOCKET_TIMEOUT_SECS(Rule.between(1, Limits.SECONDS), "60"),
  DB_MIGRATION_TIMEOUT_SECS(Rule.between(1, Limits.SECONDS), "1800"),
  DB_MIGRATION_LOCK_TIMEOUT_MS(Rule.between(1, 60_000), "2000"),
  DB_MIGRATION_URL(Rule.matching("(?s).+", DatabaseUrl.FORM), null, true),
  DB_CLOSE_TIMEOUT_SECS(Rule.between(0, Limits.SECONDS), "30"),
  DB_FIND_ALL_LIMIT(Rule.between(1, 1_000_000_000), "10000"),
  DB_APPLICATION_NAME(
      Rule.matching("[ -~]{1,63}", "1..63 printable ASCII characters"), "zkpersona-storage"),
  DB_CURSOR_KEY(Rule.matching("(?s).{16,1024}", "16..1024 characters"), null, true);

  /**
   * Bounds shared by several variables; enum constants can't refer to static fields of the enum.
   */
  private static final class Limits {
    /** The most whole seconds that fit an int of milliseconds, as the pool and the driver use. */
    static final long SECONDS = Integer.MAX_VALUE / 1000;

    private Limits() {}
  }

  /**
   * Matches values that a message may quote: short, unable to forge a log line, and without the =
   * and @ of a URL that was put here by mistake with its password.
   */
  private static final Pattern SHOWABLE = Pattern.compile("[ -~&&[^=@]]{1,80}");

  // A rule holds a stateless predicate, which the checker cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Rule rule;

  private final @Nullable String defaultText;
  private final boolean secret;

  Variable(Rule rule, @Nullable String defaultText) {
    this(rule, defaultText, false);
  }

  Variable(Rule rule, @Nullable String defaultText, boolean secret) {
    this.rule = rule;
    this.defaultText = defaultText;
    this.secret = secret;
  }

  @Nullable String defaultText() {
    return defaultText;
  }

  boolean isSecret() {
    return secret;
  }

  /** Throws if a text violates the rule. */
  void check(String text) {
    if (!rule.accepts(text)) {
      throw refusal(shown(text), rule.expected());
    }
  }

  /**
   * Creates the exception for a value; both arguments appear in its message and must be harmless.
   */
  ConfigurationException refusal(String got, String expected) {
    return new ConfigurationException(name(), got + " (expected: " + expected + ")");
  }

  /** Adds to a refusal of this variable which part of the value it is about. */
  ConfigurationException refusal(ConfigurationException refusal, String part) {
    String reason = String.valueOf(refusal.getMessage()).substring((name() + ": ").length());
    return new ConfigurationException(name(), part + ": " + reason);
  }

  private String shown(String text) {
    return !secret && SHOWABLE.matcher(text).matches()
        ? text
        : text.codePointCount(0, text.length()) + " characters";
  }
}
