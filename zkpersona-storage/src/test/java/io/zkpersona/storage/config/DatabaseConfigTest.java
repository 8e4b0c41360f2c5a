package io.zkpersona.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.zkpersona.storage.error.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseConfigTest {

  private static final String URL = "postgresql://ada:marker-password@db.example:6432/people";

  @Test
  void everyDefaultIsPinned() {
    DatabaseConfig config = with();

    assertThat(config.maxConnections()).isEqualTo(50);
    assertThat(config.minConnections()).isEqualTo(5);
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.idleTimeout()).isEmpty();
    assertThat(config.maxLifetime()).isEmpty();
    assertThat(config.sslMode()).isEqualTo(SslMode.PREFER);
    assertThat(config.autoMigrate()).isTrue();
    assertThat(config.transactionsEnabled()).isTrue();
    assertThat(config.testConnection()).isTrue();
    assertThat(config.retryAttempts()).isEqualTo(3);
    assertThat(config.retryDelay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.schema()).isEqualTo("zkpersona");
    assertThat(config.baselineVersion()).isEmpty();
    assertThat(config.statementTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.lockTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.slowStatement()).isZero();
    assertThat(config.socketTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.migrationTimeout()).isEqualTo(Duration.ofMinutes(30));
    assertThat(config.migrationLockTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.migrationUrl()).isEmpty();
    assertThat(config.forMigrations()).isSameAs(config);
    assertThat(config.closeTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.findAllLimit()).isEqualTo(10_000);
    assertThat(config.applicationName()).isEqualTo("zkpersona-storage");
    assertThat(config.cursorKey()).isEmpty();
    assertThat(config.driverProperties())
        .containsExactly(
            entry("ApplicationName", "zkpersona-storage"),
            entry("socketTimeout", "60"),
            entry("sslmode", "prefer"));
  }

  @Test
  void descriptionShowsEveryVariableInOrderWithItsEffectiveValue() {
    assertThat(with().describe())
        .containsExactly(
            entry("DATABASE_URL", "postgresql://ada:****@db.example:6432/people"),
            entry("POSTGRES_URL", "unset"),
            entry("DATABASE_REPLICA_URLS", "unset"),
            entry("DB_MAX_CONNECTIONS", "50"),
            entry("DB_MIN_CONNECTIONS", "5"),
            entry("DB_CONNECT_TIMEOUT_SECS", "30"),
            entry("DB_IDLE_TIMEOUT_SECS", "unset"),
            entry("DB_LEAK_DETECTION_SECS", "0"),
            entry("DB_MAX_LIFETIME_SECS", "unset"),
            entry("DB_SSL_MODE", "prefer"),
            entry("DB_AUTO_MIGRATE", "true"),
            entry("DB_ENABLE_TRANSACTIONS", "true"),
            entry("DB_TEST_CONNECTION", "true"),
            entry("DB_RETRY_ATTEMPTS", "3"),
            entry("DB_RETRY_DELAY_MS", "1000"),
            entry("DB_SCHEMA", "zkpersona"),
            entry("DB_BASELINE_VERSION", "unset"),
            entry("DB_STATEMENT_TIMEOUT_MS", "30000"),
            entry("DB_SLOW_STATEMENT_MS", "0"),
            entry("DB_LOCK_TIMEOUT_MS", "10000"),
            entry("DB_IDLE_TRANSACTION_TIMEOUT_MS", "300000"),
            entry("DB_LOST_CLIENT_TIMEOUT_SECS", "60"),
            entry("DB_SOCKET_TIMEOUT_SECS", "60"),
            entry("DB_MIGRATION_TIMEOUT_SECS", "1800"),
            entry("DB_MIGRATION_LOCK_TIMEOUT_MS", "2000"),
            entry("DB_MIGRATION_URL", "unset"),
            entry("DB_CLOSE_TIMEOUT_SECS", "30"),
            entry("DB_FIND_ALL_LIMIT", "10000"),
            entry("DB_APPLICATION_NAME", "zkpersona-storage"),
            entry("DB_CURSOR_KEY", "unset"));
  }

  @Test
  void descriptionShowsWhatTheUrlDecided() {
    DatabaseConfig config =
        DatabaseConfig.fromEnvironment(
            Map.of(
                "POSTGRES_URL",
                URL + "?sslmode=verify-full&application_name=api&socketTimeout=45",
                "DB_CURSOR_KEY",
                "0123456789abcdef"));

    assertThat(config.describe())
        .containsEntry("DATABASE_URL", "unset")
        .containsEntry(
            "POSTGRES_URL",
            "postgresql://ada:****@db.example:6432/people"
                + "?ApplicationName=api&socketTimeout=45&sslmode=verify-full")
        .containsEntry("DB_SSL_MODE", "verify-full")
        .containsEntry("DB_APPLICATION_NAME", "api")
        .containsEntry("DB_SOCKET_TIMEOUT_SECS", "45")
        .containsEntry("DB_CURSOR_KEY", "****");
  }

  @Test
  void databaseUrlWinsOverPostgresUrl() {
    Map<String, String> environment = Map.of("DATABASE_URL", URL, "POSTGRES_URL", "not even a URL");

    DatabaseConfig config = DatabaseConfig.fromEnvironment(environment);

    assertThat(config.hosts()).containsExactly("db.example:6432");
    assertThat(config.describe()).containsEntry("POSTGRES_URL", "****");
  }

  @Test
  void emptyIsTheSameAsUnset() {
    Map<String, String> environment = new HashMap<>();
    for (Variable variable : Variable.values()) {
      environment.put(variable.name(), "");
    }
    environment.put("POSTGRES_URL", URL);

    assertThat(DatabaseConfig.fromEnvironment(environment))
        .isEqualTo(DatabaseConfig.fromEnvironment(Map.of("POSTGRES_URL", URL)));
  }

  @Test
  void withoutAnyUrlBothVariablesAreNamed() {
    assertThatThrownBy(() -> DatabaseConfig.fromEnvironment(Map.of("DATABASE_URL", "")))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.variable()).isEqualTo("DATABASE_URL"))
        .hasMessageContaining("DATABASE_URL")
        .hasMessageContaining("POSTGRES_URL")
        .hasMessageContaining("postgresql://user:password@host:port/database");
    assertThatThrownBy(() -> DatabaseConfig.builder().build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("POSTGRES_URL");
  }

  @Test
  void anErrorInPostgresUrlNamesIt() {
    assertThatThrownBy(() -> DatabaseConfig.fromEnvironment(Map.of("POSTGRES_URL", "mysql://x")))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.variable()).isEqualTo("POSTGRES_URL"))
        .hasMessageStartingWith("POSTGRES_URL: ");
  }

  @Test
  void setVariableWinsOverTheUrlAndTheUrlOverTheDefault() {
    String url = URL + "?sslmode=verify-full&ApplicationName=from-url&socketTimeout=90";

    DatabaseConfig fromUrl = DatabaseConfig.fromEnvironment(Map.of("DATABASE_URL", url));
    assertThat(fromUrl.sslMode()).isEqualTo(SslMode.VERIFY_FULL);
    assertThat(fromUrl.applicationName()).isEqualTo("from-url");
    assertThat(fromUrl.socketTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(fromUrl.driverProperties())
        .containsEntry("sslmode", "verify-full")
        .containsEntry("ApplicationName", "from-url")
        .containsEntry("socketTimeout", "90");

    DatabaseConfig set =
        fromUrl.toBuilder()
            .sslMode(SslMode.DISABLE)
            .applicationName("zkpersona-storage")
            .socketTimeout(Duration.ofSeconds(60))
            .build();
    assertThat(set.sslMode()).isEqualTo(SslMode.DISABLE);
    assertThat(set.applicationName()).isEqualTo("zkpersona-storage");
    assertThat(set.socketTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(set.driverProperties())
        .containsEntry("sslmode", "disable")
        .containsEntry("ApplicationName", "zkpersona-storage")
        .containsEntry("socketTimeout", "60");
  }

  @Test
  void anExistingConfigurationIsChangedOnlyWhereAsked() {
    DatabaseConfig existing =
        with("DB_MAX_CONNECTIONS", "7", "DB_CURSOR_KEY", "0123456789abcdef", "DB_SCHEMA", "own");

    DatabaseConfig changed = DatabaseConfig.builder(existing).maxConnections(8).build();

    assertThat(changed.maxConnections()).isEqualTo(8);
    assertThat(changed.schema()).isEqualTo("own");
    assertThat(changed.cursorKey()).contains(Secret.of("0123456789abcdef"));
    assertThat(changed.password()).contains(Secret.of("marker-password"));
    assertThat(existing.maxConnections()).isEqualTo(7);
    assertThat(changed).isNotEqualTo(existing);
    assertThat(existing.toBuilder().build())
        .isEqualTo(existing)
        .hasSameHashCodeAs(existing)
        .hasToString(existing.toString());
  }

  @Test
  void defaultsGiveWayToWhatIsSet() {
    assertThat(with("DB_MAX_CONNECTIONS", "3").minConnections()).isEqualTo(3);
    assertThat(with("DB_MAX_CONNECTIONS", "6").minConnections()).isEqualTo(5);
    assertThat(with("DB_STATEMENT_TIMEOUT_MS", "30500").socketTimeout())
        .isEqualTo(Duration.ofSeconds(60));
    assertThat(with("DB_STATEMENT_TIMEOUT_MS", "120000").socketTimeout())
        .isEqualTo(Duration.ofSeconds(150));
    assertThat(with("DB_STATEMENT_TIMEOUT_MS", "0").socketTimeout())
        .isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void whatIsHandedOutCannotBeChanged() {
    DatabaseConfig config = with();

    assertThatThrownBy(() -> config.driverProperties().put("socketFactory", "x"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> config.describe().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> config.hosts().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void laterChangesOfTheMapDoNotReachTheConfiguration() {
    Map<String, String> environment = new HashMap<>(Map.of("DATABASE_URL", URL));
    DatabaseConfig config = DatabaseConfig.fromEnvironment(environment);

    environment.put("DB_SCHEMA", "other");

    assertThat(config.schema()).isEqualTo("zkpersona");
  }

  @Test
  void realEnvironmentIsReadLikeAMap() {
    String url = System.getenv("DATABASE_URL");
    String otherUrl = System.getenv("POSTGRES_URL");
    boolean set = !(url == null || url.isEmpty()) || !(otherUrl == null || otherUrl.isEmpty());

    if (set) {
      assertThat(DatabaseConfig.fromEnvironment())
          .isEqualTo(DatabaseConfig.fromEnvironment(System.getenv()));
    } else {
      assertThatThrownBy(DatabaseConfig::fromEnvironment)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("POSTGRES_URL");
    }
  }

  @Test
  void toStringShowsHostUserAndSettingsButNoSecret() {
    assertThat(with("DB_CURSOR_KEY", "marker-cursor-key").toString())
        .contains("ada", "db.example:6432", "people", "DB_MAX_CONNECTIONS=50", "DB_CURSOR_KEY=****")
        .doesNotContain("marker");
    assertThat(DatabaseConfig.builder().databaseUrl(URL).cursorKey(Secret.of("marker")).toString())
        .isEqualTo("DatabaseConfigBuilder[DATABASE_URL, DB_CURSOR_KEY]");
  }

  private static DatabaseConfig with(String... namesAndTexts) {
    Map<String, String> environment = new HashMap<>(Map.of("DATABASE_URL", URL));
    List<String> list = List.of(namesAndTexts);
    for (int i = 0; i < list.size(); i += 2) {
      environment.put(list.get(i), list.get(i + 1));
    }
    return DatabaseConfig.fromEnvironment(environment);
  }
}
