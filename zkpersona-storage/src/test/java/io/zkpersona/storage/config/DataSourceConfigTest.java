package io.zkpersona.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.error.ConfigurationException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A configuration for the caller's data source, which has no URL. */
class DataSourceConfigTest {

  private static final String URL = "postgresql://ada:marker-password@db.example:6432/people";

  static Stream<Function<DatabaseConfig, Object>> whatIsReadFromTheUrl() {
    return Stream.of(
        DatabaseConfig::jdbcUrl,
        DatabaseConfig::hosts,
        DatabaseConfig::database,
        DatabaseConfig::user,
        DatabaseConfig::password);
  }

  @ParameterizedTest
  @MethodSource("whatIsReadFromTheUrl")
  void withoutUrlWhatIsReadFromItIsRefused(Function<DatabaseConfig, Object> accessor) {
    DatabaseConfig config = DatabaseConfig.forDataSource().build();

    assertThatThrownBy(() -> accessor.apply(config))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.variable()).isEqualTo("DATABASE_URL"))
        .hasMessageContaining("POSTGRES_URL");
  }

  @Test
  void everythingElseIsAsInAnyConfiguration() {
    DatabaseConfig without = DatabaseConfig.forDataSource().schema("own").build();
    DatabaseConfig with = DatabaseConfig.builder().databaseUrl(URL).schema("own").build();

    assertThat(without.schema()).isEqualTo("own");
    assertThat(without.driverProperties()).isEqualTo(with.driverProperties());
    assertThat(without.socketTimeout()).isEqualTo(with.socketTimeout());
    assertThat(without.describe())
        .containsEntry("DATABASE_URL", "unset")
        .containsEntry("POSTGRES_URL", "unset")
        .containsEntry("DB_SCHEMA", "own")
        .hasSameSizeAs(with.describe());
    assertThat(without.toString()).contains("DATABASE_URL=unset");
    assertThat(without)
        .isEqualTo(DatabaseConfig.forDataSource().schema("own").build())
        .hasSameHashCodeAs(DatabaseConfig.forDataSource().schema("own").build())
        .isNotEqualTo(with);
  }

  @Test
  void theEnvironmentGivesTheRest() {
    Map<String, String> environment =
        Map.of("DB_SCHEMA", "own", "DB_FIND_ALL_LIMIT", "7", "DATABASE_URL", "", "HOME", "/");

    DatabaseConfig config = DatabaseConfig.forDataSource(environment).autoMigrate(false).build();

    assertThat(config.schema()).isEqualTo("own");
    assertThat(config.findAllLimit()).isEqualTo(7);
    assertThat(config.autoMigrate()).isFalse();
  }

  @Test
  void aUrlThatIsGivenIsReadAndCheckedLikeAnyOther() {
    DatabaseConfig config = DatabaseConfig.forDataSource(Map.of("POSTGRES_URL", URL)).build();

    assertThat(config.hosts()).containsExactly("db.example:6432");
    assertThat(config).isEqualTo(DatabaseConfig.fromEnvironment(Map.of("POSTGRES_URL", URL)));
    assertThatThrownBy(
            () -> DatabaseConfig.forDataSource(Map.of("POSTGRES_URL", "mysql://x")).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("POSTGRES_URL: ");
  }

  @Test
  void otherRulesStillHold() {
    assertThatThrownBy(() -> DatabaseConfig.forDataSource().maxConnections(0).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("DB_MAX_CONNECTIONS: 0");
    assertThatThrownBy(
            () -> DatabaseConfig.forDataSource(Map.of("DB_SCHEMA", "Not a schema")).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("DB_SCHEMA: ");
  }

  @Test
  void aChangedCopyNeedsAUrlOnlyIfTheOriginalHasOne() {
    DatabaseConfig without = DatabaseConfig.forDataSource().build();
    DatabaseConfig with = DatabaseConfig.builder().databaseUrl(URL).build();

    assertThat(without.toBuilder().schema("own").build().schema()).isEqualTo("own");
    assertThat(without.toBuilder().databaseUrl(URL).build()).isEqualTo(with);
    assertThatThrownBy(() -> with.toBuilder().databaseUrl("").build())
        .isInstanceOf(ConfigurationException.class);
  }
}
