package io.zkpersona.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.error.ConfigurationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaUrlsTest {

  private static final String URL = "postgresql://ada@db.example/people";
  private static final String FIRST = "postgresql://ada:marker-password@one.example:6432/people";
  private static final String SECOND =
      "jdbc:postgresql://two.example/people?user=eve&sslmode=require";

  private static DatabaseConfig config(String urls) {
    return DatabaseConfig.fromEnvironment(
        Map.of("DATABASE_URL", URL, "DATABASE_REPLICA_URLS", urls, "DB_MAX_CONNECTIONS", "7"));
  }

  @Test
  void eachReplicaHasTheConfigurationOfThePrimaryWithItsOwnUrl() {
    List<DatabaseConfig> replicas = config(" " + FIRST + " , " + SECOND + " ").forReplicas();

    assertThat(replicas).hasSize(2);
    assertThat(replicas.get(0).hosts()).containsExactly("one.example:6432");
    assertThat(replicas.get(0).maxConnections()).isEqualTo(7);
    assertThat(replicas.get(0).forReplicas()).isEmpty();
    assertThat(replicas.get(1).hosts()).containsExactly("two.example:5432");
    assertThat(replicas.get(1).user()).isEqualTo("eve");
    assertThat(replicas.get(1).sslMode()).isEqualTo(SslMode.REQUIRE);
  }

  @Test
  void aConfigurationForADataSourceMayHaveReplicas() {
    DatabaseConfig config = DatabaseConfig.forDataSource().replicaUrls(List.of(FIRST)).build();

    assertThat(config.forReplicas().get(0).database()).isEqualTo("people");
  }

  @Test
  void withoutThemThereAreNone() {
    assertThat(config("").forReplicas()).isEmpty();
    assertThat(DatabaseConfig.builder().databaseUrl(URL).replicaUrls(List.of()).build())
        .isEqualTo(DatabaseConfig.builder().databaseUrl(URL).build());
  }

  @Test
  void theDescriptionMasksPasswords() {
    DatabaseConfig config = config(FIRST + "," + SECOND);

    assertThat(config.toString()).doesNotContain("marker-password");
    assertThat(config.describe().get("DATABASE_REPLICA_URLS"))
        .isEqualTo(
            "postgresql://ada:****@one.example:6432/people,"
                + "postgresql://eve@two.example:5432/people?sslmode=require");
  }

  @Test
  void aUrlWithSeveralHostsIsRefused() {
    assertThatThrownBy(() -> config("postgresql://ada@one.example,two.example/people"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "DATABASE_REPLICA_URLS: URL 1 of 1: 2 hosts in one URL (expected: one URL for each"
                + " replica, with one host)");
  }

  @Test
  void aReplicaThatIsListedTwiceIsRefused() {
    assertThatThrownBy(
            () -> config(FIRST + "," + SECOND + ",postgresql://bob@one.example:6432/people"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "DATABASE_REPLICA_URLS: URL 3 of 3: the host and port of an earlier URL (expected: each"
                + " replica once)");
  }

  @Test
  void aCommaAtTheEndIsRefused() {
    assertThatThrownBy(() -> config(FIRST + ", "))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("DATABASE_REPLICA_URLS: a comma at the end (expected: one between two URLs)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "marker-password",
        FIRST + ",mysql://ada:marker-password@two.example/people",
        FIRST + "," + "postgresql://ada:marker-password@two.example:99999/people",
        FIRST + "," + "postgresql://ada:marker-password@two.example/people?socketTimeout=1"
      })
  void anInvalidUrlIsNamedByItsPlaceAndNotRepeated(String urls) {
    assertThatThrownBy(() -> config(urls))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("DATABASE_REPLICA_URLS: URL ")
        .hasMessageContaining("(expected: ")
        .hasMessageNotContaining("marker-password");
  }
}
