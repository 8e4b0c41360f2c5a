package io.zkpersona.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.error.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DatabaseConfigBuilderTest {

  private static final String URL = "postgresql://ada@db.example/people";
  private static final String MIGRATION_URL =
      "postgresql://owner:marker-password@direct.example/people";

  private static final String REPLICA_URL =
      "postgresql://reader:marker-password@replica.example/people";
  private static final String OTHER_REPLICA_URL =
      "postgresql://reader:marker-password@other.example/people?sslmode=require";

  @Test
  void everySettingEqualsItsVariable() {
    DatabaseConfig built =
        DatabaseConfig.builder()
            .databaseUrl(URL)
            .maxConnections(9)
            .minConnections(2)
            .connectTimeout(Duration.ofSeconds(4))
            .idleTimeout(Duration.ofMinutes(1))
            .leakDetection(Duration.ofSeconds(7))
            .maxLifetime(Duration.ofMinutes(2))
            .sslMode(SslMode.VERIFY_CA)
            .autoMigrate(false)
            .transactionsEnabled(false)
            .testConnection(false)
            .retryAttempts(6)
            .retryDelay(Duration.ofMillis(250))
            .schema("own")
            .baselineVersion(7)
            .statementTimeout(Duration.ofMillis(1500))
            .lockTimeout(Duration.ofMillis(700))
            .slowStatement(Duration.ofMillis(250))
            .socketTimeout(Duration.ofSeconds(8))
            .migrationTimeout(Duration.ofHours(1))
            .migrationLockTimeout(Duration.ofMillis(900))
            .migrationUrl(Secret.of(MIGRATION_URL))
            .replicaUrls(List.of(REPLICA_URL, OTHER_REPLICA_URL))
            .closeTimeout(Duration.ofSeconds(3))
            .findAllLimit(123)
            .applicationName("own-name")
            .cursorKey(Secret.of("0123456789abcdef"))
            .build();

    Map<String, String> environment = new HashMap<>();
    environment.put("DATABASE_URL", URL);
    environment.put("DB_MAX_CONNECTIONS", "9");
    environment.put("DB_MIN_CONNECTIONS", "2");
    environment.put("DB_CONNECT_TIMEOUT_SECS", "4");
    environment.put("DB_IDLE_TIMEOUT_SECS", "60");
    environment.put("DB_LEAK_DETECTION_SECS", "7");
    environment.put("DB_MAX_LIFETIME_SECS", "120");
    environment.put("DB_SSL_MODE", "verify-ca");
    environment.put("DB_AUTO_MIGRATE", "false");
    environment.put("DB_ENABLE_TRANSACTIONS", "false");
    environment.put("DB_TEST_CONNECTION", "false");
    environment.put("DB_RETRY_ATTEMPTS", "6");
    environment.put("DB_RETRY_DELAY_MS", "250");
    environment.put("DB_SCHEMA", "own");
    environment.put("DB_BASELINE_VERSION", "7");
    environment.put("DB_STATEMENT_TIMEOUT_MS", "1500");
    environment.put("DB_LOCK_TIMEOUT_MS", "700");
    environment.put("DB_SLOW_STATEMENT_MS", "250");
    environment.put("DB_SOCKET_TIMEOUT_SECS", "8");
    environment.put("DB_MIGRATION_TIMEOUT_SECS", "3600");
    environment.put("DB_MIGRATION_LOCK_TIMEOUT_MS", "900");
    environment.put("DB_MIGRATION_URL", MIGRATION_URL);
    environment.put("DATABASE_REPLICA_URLS", REPLICA_URL + "," + OTHER_REPLICA_URL);
    environment.put("DB_CLOSE_TIMEOUT_SECS", "3");
    environment.put("DB_FIND_ALL_LIMIT", "123");
    environment.put("DB_APPLICATION_NAME", "own-name");
    environment.put("DB_CURSOR_KEY", "0123456789abcdef");
    assertThat(built).isEqualTo(DatabaseConfig.fromEnvironment(environment));

    assertThat(built.maxConnections()).isEqualTo(9);
    assertThat(built.minConnections()).isEqualTo(2);
    assertThat(built.connectTimeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(built.idleTimeout()).contains(Duration.ofMinutes(1));
    assertThat(built.leakDetection()).isEqualTo(Duration.ofSeconds(7));
    assertThat(built.maxLifetime()).contains(Duration.ofMinutes(2));
    assertThat(built.sslMode()).isEqualTo(SslMode.VERIFY_CA);
    assertThat(built.autoMigrate()).isFalse();
    assertThat(built.transactionsEnabled()).isFalse();
    assertThat(built.testConnection()).isFalse();
    assertThat(built.retryAttempts()).isEqualTo(6);
    assertThat(built.retryDelay()).isEqualTo(Duration.ofMillis(250));
    assertThat(built.schema()).isEqualTo("own");
    assertThat(built.baselineVersion()).hasValue(7);
    assertThat(built.statementTimeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(built.lockTimeout()).isEqualTo(Duration.ofMillis(700));
    assertThat(built.slowStatement()).isEqualTo(Duration.ofMillis(250));
    assertThat(built.socketTimeout()).isEqualTo(Duration.ofSeconds(8));
    assertThat(built.migrationTimeout()).isEqualTo(Duration.ofHours(1));
    assertThat(built.migrationLockTimeout()).isEqualTo(Duration.ofMillis(900));
    assertThat(built.migrationUrl()).contains(Secret.of(MIGRATION_URL));
    assertThat(built.closeTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(built.findAllLimit()).isEqualTo(123);
    assertThat(built.applicationName()).isEqualTo("own-name");
    assertThat(built.cursorKey()).contains(Secret.of("0123456789abcdef"));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("DB_MAX_CONNECTIONS: 0 (expected: 1..262143)", b -> b.maxConnections(0)),
        refusal("DB_MIN_CONNECTIONS: -1 (expected: 0..262143)", b -> b.minConnections(-1)),
        refusal(
            "DB_CONNECT_TIMEOUT_SECS: 0 (expected: 1..2147483)",
            b -> b.connectTimeout(Duration.ZERO)),
        refusal(
            "DB_CONNECT_TIMEOUT_SECS: -3 (expected: 1..2147483)",
            b -> b.connectTimeout(Duration.ofSeconds(-3))),
        refusal(
            "DB_CONNECT_TIMEOUT_SECS: PT1.5S (expected: whole seconds)",
            b -> b.connectTimeout(Duration.ofMillis(1500))),
        refusal(
            "DB_IDLE_TIMEOUT_SECS: PT-0.5S (expected: whole seconds)",
            b -> b.idleTimeout(Duration.ofMillis(-500))),
        refusal(
            "DB_MAX_LIFETIME_SECS: 9223372036854775807 (expected: 0 or 30..2147483)",
            b -> b.maxLifetime(Duration.ofSeconds(Long.MAX_VALUE))),
        refusal(
            "DB_RETRY_DELAY_MS: PT0.0000005S (expected: whole milliseconds)",
            b -> b.retryDelay(Duration.ofNanos(500))),
        refusal(
            "DB_STATEMENT_TIMEOUT_MS: PT2562047788015215H30M7S (expected: fewer milliseconds)",
            b -> b.statementTimeout(Duration.ofSeconds(Long.MAX_VALUE))),
        refusal("DB_SCHEMA: Own (expected: lowercase letters", b -> b.schema("Own")),
        refusal("DB_CURSOR_KEY: 5 characters", b -> b.cursorKey(Secret.of("short"))),
        refusal("DATABASE_URL: not a PostgreSQL URL", b -> b.databaseUrl("db.example")));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatTheEnvironmentRefusesTheBuilderRefuses(
      String message, UnaryOperator<DatabaseConfigBuilder> setting) {
    assertThatThrownBy(() -> setting.apply(DatabaseConfig.builder().databaseUrl(URL)).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(message)
        .hasNoCause();
  }

  @Test
  void builderCanBeUsedOnWithoutChangingWhatItBuilt() {
    DatabaseConfigBuilder builder = DatabaseConfig.builder().databaseUrl(URL).schema("one");
    DatabaseConfig first = builder.build();

    DatabaseConfig second = builder.schema("two").build();

    assertThat(first.schema()).isEqualTo("one");
    assertThat(second.schema()).isEqualTo("two");
  }

  @Test
  void emptyTextTakesASettingBack() {
    DatabaseConfig own = DatabaseConfig.builder().databaseUrl(URL).schema("own").build();

    assertThat(own.toBuilder().schema("").build().schema()).isEqualTo("zkpersona");
  }

  private static Arguments refusal(String message, UnaryOperator<DatabaseConfigBuilder> setting) {
    return Arguments.of(message, setting);
  }
}
