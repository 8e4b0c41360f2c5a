package io.zkpersona.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.error.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/** The root certificate and the mode decide which checks apply, as in PostgreSQL's own client. */
class RootCertificateTest {

  private static final String URL = "postgresql://ada:marker@db.example/people?";

  @ParameterizedTest
  @ValueSource(strings = {"sslrootcert=system", "sslmode=verify-full&sslrootcert=system"})
  void systemIsTheTrustStoreOfTheJvmAndTheName(String query) {
    DatabaseConfig config = config(Map.of("DATABASE_URL", URL + query));

    assertThat(config.sslMode()).isEqualTo(SslMode.VERIFY_FULL);
    assertThat(config.driverProperties())
        .containsEntry("sslmode", "verify-full")
        .containsEntry(PGProperty.SSL_FACTORY.getName(), DefaultJavaSSLFactory.class.getName())
        .doesNotContainKey("sslrootcert");
    assertThat(config.describe()).containsEntry("DB_SSL_MODE", "verify-full");
    assertThat(config.toBuilder().build()).isEqualTo(config);
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "allow", "prefer", "require", "verify-ca"})
  void systemIsRefusedWithAWeakerMode(String mode) {
    String system = URL + "sslrootcert=system";

    assertRefused(Map.of("DATABASE_URL", system + "&sslmode=" + mode), "DATABASE_URL");
    assertRefused(Map.of("POSTGRES_URL", system + "&sslmode=" + mode), "POSTGRES_URL");
    assertRefused(Map.of("DATABASE_URL", system, "DB_SSL_MODE", mode), "DB_SSL_MODE");
    assertRefused(
        Map.of("DATABASE_URL", URL, "DB_MIGRATION_URL", system + "&sslmode=" + mode),
        "DB_MIGRATION_URL");
  }

  @Test
  void theModeThatIsSetDecidesOverTheUrls() {
    DatabaseConfig config =
        config(
            Map.of(
                "DATABASE_URL",
                URL + "sslrootcert=system&sslmode=require",
                "DB_SSL_MODE",
                "verify-full"));

    assertThat(config.sslMode()).isEqualTo(SslMode.VERIFY_FULL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslcert=c.pem", "sslkey=k.p8"})
  void systemIsRefusedWithACertificateThatWouldNotBeSent(String parameter) {
    assertRefused(Map.of("DATABASE_URL", URL + "sslrootcert=system&" + parameter), "DATABASE_URL");
  }

  @ParameterizedTest
  @CsvSource({
    "require, verify-ca",
    "disable, disable",
    "allow, allow",
    "prefer, prefer",
    "verify-ca, verify-ca",
    "verify-full, verify-full"
  })
  void aFileMakesRequireCheckTheAuthority(String mode, String effective) {
    String file = URL + "sslrootcert=./system";

    assertThat(config(Map.of("DATABASE_URL", file + "&sslmode=" + mode)).driverProperties())
        .containsEntry("sslmode", effective)
        .containsEntry("sslrootcert", "./system")
        .doesNotContainKey("sslfactory");
    assertThat(config(Map.of("DATABASE_URL", file, "DB_SSL_MODE", mode)).sslMode().value())
        .isEqualTo(effective);
  }

  @Test
  void requireAloneChecksNothing() {
    assertThat(config(Map.of("DATABASE_URL", URL + "sslmode=require")).sslMode())
        .isEqualTo(SslMode.REQUIRE);
  }

  private static DatabaseConfig config(Map<String, String> environment) {
    return DatabaseConfig.fromEnvironment(environment);
  }

  private static void assertRefused(Map<String, String> environment, String variable) {
    assertThatThrownBy(() -> config(environment))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.variable()).isEqualTo(variable))
        .hasMessageContaining("sslrootcert=system")
        .hasMessageNotContaining("marker");
  }
}
