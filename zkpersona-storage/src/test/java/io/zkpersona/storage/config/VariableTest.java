package io.zkpersona.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.storage.error.ConfigurationException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every variable at its boundaries, alone and against the others. */
class VariableTest {

  private static final String URL = "postgresql://ada:marker-password@db.example/people";

  @ParameterizedTest
  @CsvSource({
    "DB_MAX_CONNECTIONS,        1,    262143,     0,   262144,     1..262143",
    "DB_MIN_CONNECTIONS,        0,    50,         -1,  262144,     0..262143",
    "DB_CONNECT_TIMEOUT_SECS,   1,    2147483,    0,   2147484,    1..2147483",
    "DB_IDLE_TIMEOUT_SECS,      10,   1799,       9,   2147484,    0 or 10..2147483",
    "DB_LEAK_DETECTION_SECS,    2,    1800,       1,   2147484,    0 or 2..2147483",
    "DB_MAX_LIFETIME_SECS,      30,   2147483,    29,  2147484,    0 or 30..2147483",
    "DB_RETRY_ATTEMPTS,         1,    2147483647, 0,   2147483648, 1..2147483647",
    "DB_RETRY_DELAY_MS,         0,    2147483647, -1,  2147483648, 0..2147483647",
    "DB_BASELINE_VERSION,       1,    9999,       0,   10000,      1..9999",
    "DB_STATEMENT_TIMEOUT_MS,   0,    2000000000, -1,  2000000001, 0..2000000000",
    "DB_SLOW_STATEMENT_MS,      0,    2147483647, -1,  2147483648, 0..2147483647",
    "DB_LOCK_TIMEOUT_MS,        0,    2147483647, -1,  2147483648, 0..2147483647",
    "DB_IDLE_TRANSACTION_TIMEOUT_MS, 0, 2147483647, -1, 2147483648, 0..2147483647",
    "DB_LOST_CLIENT_TIMEOUT_SECS, 6,  86400,      5,   86401,      0 or 6..86400",
    "DB_SOCKET_TIMEOUT_SECS,    31,   2147483,    0,   2147484,    1..2147483",
    "DB_MIGRATION_TIMEOUT_SECS, 1,    2147483,    0,   2147484,    1..2147483",
    "DB_MIGRATION_LOCK_TIMEOUT_MS, 1, 60000,      0,   60001,      1..60000",
    "DB_CLOSE_TIMEOUT_SECS,     0,    2147483,    -1,  2147484,    0..2147483",
    "DB_FIND_ALL_LIMIT,         1,    1000000000, 0,   1000000001, 1..1000000000",
  })
  void numbersAreBounded(
      String variable, String lowest, String highest, String below, String above, String range) {
    assertAll(
        () -> assertThat(shown(variable, lowest)).isEqualTo(lowest),
        () -> assertThat(shown(variable, highest)).isEqualTo(highest),
        () -> assertRefused(variable, below, below + " (expected: " + range + ")"),
        () -> assertRefused(variable, above, above + " (expected: " + range + ")"));
    for (String text :
        new String[] {"ten", "1.5", " 20", "20 ", "+20", "0x20", "2_0", "1e1", "٣٢"}) {
      assertRefused(variable, text, "(expected: " + range + ")");
    }
    assertRefused(variable, "9".repeat(30), "9".repeat(30) + " (expected: " + range + ")");
    assertRefused(variable, "9".repeat(100), "100 characters (expected: " + range + ")");
    assertRefused(variable, "5\nforged line", "13 characters (expected: " + range + ")");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DB_IDLE_TIMEOUT_SECS", "DB_MAX_LIFETIME_SECS"})
  void zeroIsForEver(String variable) {
    assertThat(shown(variable, "0")).isEqualTo("0");
    DatabaseConfig config = builder().idleTimeout(Duration.ZERO).maxLifetime(Duration.ZERO).build();
    assertThat(config.idleTimeout()).contains(Duration.ZERO);
    assertThat(config.maxLifetime()).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DB_AUTO_MIGRATE", "DB_ENABLE_TRANSACTIONS", "DB_TEST_CONNECTION"})
  void flagsAreTrueOrFalse(String variable) {
    assertThat(shown(variable, "true")).isEqualTo("true");
    assertThat(shown(variable, "false")).isEqualTo("false");
    for (String text : new String[] {"1", "0", "yes", "on", "TRUE", "flase", " true"}) {
      assertRefused(variable, text, text + " (expected: one of true, false)");
    }
  }

  @Test
  void flagsReachTheirGetters() {
    DatabaseConfig config =
        config(
            Map.of(
                "DB_AUTO_MIGRATE", "false",
                "DB_ENABLE_TRANSACTIONS", "false",
                "DB_TEST_CONNECTION", "false"));

    assertThat(config.autoMigrate()).isFalse();
    assertThat(config.transactionsEnabled()).isFalse();
    assertThat(config.testConnection()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "DISABLE, disable",
    "ALLOW, allow",
    "PREFER, prefer",
    "REQUIRE, require",
    "VERIFY_CA, verify-ca",
    "VERIFY_FULL, verify-full",
  })
  void sslModesAreThoseOfPostgres(SslMode mode, String value) {
    assertThat(mode.value()).isEqualTo(value);
    assertThat(SslMode.fromValue(value)).isEqualTo(mode);
    assertThat(config(Map.of("DB_SSL_MODE", value)).sslMode()).isEqualTo(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"REQUIRE", "verify", "verify_full", "true", " require"})
  void otherSslModesAreRefused(String text) {
    String rest =
        text + " (expected: one of disable, allow, prefer, require, verify-ca, verify-full)";
    assertRefused("DB_SSL_MODE", text, rest);
    assertThatThrownBy(() -> SslMode.fromValue(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("DB_SSL_MODE: " + rest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "_",
        "public",
        "zk_2",
        "pg",
        "pgx_1",
        "a23456789012345678901234567890123456789012345678901234567890123",
      })
  void schemasAreLowerCaseIdentifiers(String schema) {
    assertThat(config(Map.of("DB_SCHEMA", schema)).schema()).isEqualTo(schema);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Zk",
        "2a",
        "a-b",
        "a b",
        "a.b",
        "\"a\"",
        "a;drop",
        "pg_catalog",
        "pg_temp",
        "information_schema",
        "schéma",
        "a\n",
        "a234567890123456789012345678901234567890123456789012345678901234",
      })
  void otherSchemasAreRefused(String schema) {
    assertRefused("DB_SCHEMA", schema, "(expected: lowercase letters, digits and _");
  }

  @Test
  void applicationNamesArePrintable() {
    assertThat(shown("DB_APPLICATION_NAME", "a b/1.0~")).isEqualTo("a b/1.0~");
    assertThat(shown("DB_APPLICATION_NAME", "n".repeat(63))).isEqualTo("n".repeat(63));
    assertRefused("DB_APPLICATION_NAME", "n".repeat(64), "(expected: 1..63 printable ASCII");
    assertRefused("DB_APPLICATION_NAME", "a\tb", "3 characters (expected: 1..63 printable");
    assertRefused("DB_APPLICATION_NAME", "né", "2 characters (expected: 1..63 printable");
  }

  @Test
  void cursorKeysAreLongEnoughAndNeverShown() {
    String key = "0123456789abcde";
    assertRefused("DB_CURSOR_KEY", key, "15 characters (expected: 16..1024 characters)");
    assertRefused("DB_CURSOR_KEY", "k".repeat(1025), "1025 characters (expected: 16..1024");
    assertThat(config(Map.of("DB_CURSOR_KEY", key + "f")).cursorKey())
        .hasValueSatisfying(secret -> assertThat(secret.reveal()).isEqualTo(key + "f"));
    assertThat(shown("DB_CURSOR_KEY", "k".repeat(1024))).isEqualTo("****");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DATABASE_URL", "POSTGRES_URL", "DATABASE_REPLICA_URLS", "DB_MIGRATION_URL"})
  void urlThatStrayedIntoAnotherVariableIsNotRepeated(Variable variable) {
    String tail = "?password=marker-password&application_name=" + "n".repeat(1024);

    assertRefused(variable.name(), URL + "\n".repeat(1024), " characters (expected: ");
    assertRefused(variable.name(), "jdbc:postgresql://h/d" + tail, " characters (expected: ");
    if (variable != Variable.DB_APPLICATION_NAME && variable != Variable.DB_CURSOR_KEY) {
      assertRefused(variable.name(), URL, " characters (expected: ");
      assertRefused(variable.name(), "/d?password=marker-password", " characters (expected: ");
    }
  }

  @Test
  void baselineIsANumberWithOrWithoutLeadingZeros() {
    assertThat(config(Map.of("DB_BASELINE_VERSION", "7")).baselineVersion()).hasValue(7);
    assertThat(config(Map.of("DB_BASELINE_VERSION", "0007")).baselineVersion()).hasValue(7);
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        Arguments.of(
            "DB_MIN_CONNECTIONS",
            "DB_MAX_CONNECTIONS=4 DB_MIN_CONNECTIONS=5",
            "5 (expected: at most DB_MAX_CONNECTIONS, 4)"),
        Arguments.of("DB_MIN_CONNECTIONS", "DB_MIN_CONNECTIONS=51", "51 (expected: at most"),
        Arguments.of(
            "DB_IDLE_TIMEOUT_SECS",
            "DB_IDLE_TIMEOUT_SECS=60 DB_MAX_LIFETIME_SECS=60",
            "60 (expected: below DB_MAX_LIFETIME_SECS, 60"),
        Arguments.of(
            "DB_LEAK_DETECTION_SECS",
            "DB_LEAK_DETECTION_SECS=61 DB_MAX_LIFETIME_SECS=60",
            "61 (expected: at most DB_MAX_LIFETIME_SECS, 60"),
        Arguments.of(
            "DB_LEAK_DETECTION_SECS",
            "DB_LEAK_DETECTION_SECS=1801",
            "1801 (expected: at most DB_MAX_LIFETIME_SECS, 1800"),
        Arguments.of("DB_IDLE_TIMEOUT_SECS", "DB_IDLE_TIMEOUT_SECS=1800", "1800 (expected: below"),
        Arguments.of(
            "DB_SOCKET_TIMEOUT_SECS",
            "DB_SOCKET_TIMEOUT_SECS=30",
            "30 (expected: longer than DB_STATEMENT_TIMEOUT_MS, 30000 ms)"),
        Arguments.of(
            "DB_SOCKET_TIMEOUT_SECS",
            "DB_SOCKET_TIMEOUT_SECS=60 DB_STATEMENT_TIMEOUT_MS=60000",
            "60 (expected: longer than DB_STATEMENT_TIMEOUT_MS, 60000 ms)"),
        Arguments.of(
            "DATABASE_URL",
            "DATABASE_URL=" + URL + "?socketTimeout=20",
            "parameter socketTimeout: 20 (expected: longer than DB_STATEMENT_TIMEOUT_MS, 30000"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void contradictionsAreRefused(String variable, String assignments, String message) {
    assertThatThrownBy(() -> config(environment(assignments)))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.variable()).isEqualTo(variable))
        .hasMessageStartingWith(variable + ": " + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DB_MIN_CONNECTIONS=4 DB_MAX_CONNECTIONS=4",
        "DB_IDLE_TIMEOUT_SECS=59 DB_MAX_LIFETIME_SECS=60",
        "DB_IDLE_TIMEOUT_SECS=0 DB_MAX_LIFETIME_SECS=30",
        "DB_IDLE_TIMEOUT_SECS=86400 DB_MAX_LIFETIME_SECS=0",
        "DB_LEAK_DETECTION_SECS=60 DB_MAX_LIFETIME_SECS=60",
        "DB_LEAK_DETECTION_SECS=86400 DB_MAX_LIFETIME_SECS=0",
        "DB_SOCKET_TIMEOUT_SECS=31",
        "DB_SOCKET_TIMEOUT_SECS=1 DB_STATEMENT_TIMEOUT_MS=0",
        "DB_SOCKET_TIMEOUT_SECS=1 DB_STATEMENT_TIMEOUT_MS=999",
      })
  void whatJustFitsIsTaken(String assignments) {
    assertThat(config(environment(assignments)).describe())
        .containsAllEntriesOf(environment(assignments));
  }

  private static Map<String, String> environment(String assignments) {
    Map<String, String> environment = new HashMap<>();
    Arrays.stream(assignments.split(" ", -1))
        .map(assignment -> assignment.split("=", 2))
        .forEach(pair -> environment.put(pair[0], pair[1]));
    return environment;
  }

  private static String shown(String variable, String text) {
    return String.valueOf(config(Map.of(variable, text)).describe().get(variable));
  }

  private static void assertRefused(String variable, String text, String message) {
    assertThatThrownBy(() -> config(Map.of(variable, text)))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.variable()).isEqualTo(variable);
              assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION);
            })
        .hasMessageStartingWith(variable + ": ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("marker-password")
        .hasNoCause();
  }

  private static DatabaseConfigBuilder builder() {
    return DatabaseConfig.builder().databaseUrl(URL);
  }

  private static DatabaseConfig config(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(Map.of("DATABASE_URL", URL));
    all.putAll(environment);
    return DatabaseConfig.fromEnvironment(all);
  }
}
