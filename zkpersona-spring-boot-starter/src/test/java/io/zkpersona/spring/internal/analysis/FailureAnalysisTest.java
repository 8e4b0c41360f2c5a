package io.zkpersona.spring.internal.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.spring.ZkPersonaAutoConfiguration;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.MigrationException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

class FailureAnalysisTest {

  private static List<FailureAnalysis> analyses(Throwable failure) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test",
                Map.of(
                    "spring.datasource.url",
                    "jdbc:postgresql://ada:secret@db.example:5433/app?ssl=1")));
    return SpringFactoriesLoader.forDefaultResourceLocation()
        .load(
            FailureAnalyzer.class,
            ArgumentResolver.of(Environment.class, environment),
            (type, name, unusable) -> {})
        .stream()
        .filter(analyzer -> analyzer.getClass().getName().startsWith("io.zkpersona"))
        .map(analyzer -> analyzer.analyze(new IllegalStateException(failure)))
        .filter(Objects::nonNull)
        .toList();
  }

  private static FailureAnalysis analysis(Throwable failure) {
    List<FailureAnalysis> found = analyses(failure);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void anInvalidPropertyIsExplained() {
    FailureAnalysis analysis =
        analysis(new ConfigurationException("zkpersona.schema", "Bad (expected: lowercase)"));

    assertThat(analysis.getDescription()).isEqualTo("zkpersona.schema: Bad");
    assertThat(analysis.getAction()).contains("Expected: lowercase.", "Correct zkpersona.schema");
  }

  @Test
  void anOutdatedSchemaIsExplainedByProperties() {
    FailureAnalysis analysis =
        analysis(
            new MigrationException(
                "schema zkpersona: at version none (expected: 0021; apply the migrations, or set"
                    + " DB_AUTO_MIGRATE=true)"));

    assertThat(analysis.getDescription()).isEqualTo("schema zkpersona: at version none");
    assertThat(analysis.getAction())
        .contains("0021; apply the migrations, or set zkpersona.migration.enabled=true.");
  }

  @Test
  void aMessageWithoutExpectationIsExplained() {
    FailureAnalysis analysis = analysis(new MigrationException("failed"));

    assertThat(analysis.getDescription()).isEqualTo("failed");
    assertThat(analysis.getAction()).isNotBlank();
  }

  @Test
  void aVersionOfJooqThatNeedsANewerJavaIsExplained() {
    FailureAnalysis analysis =
        analysis(
            new UnsupportedClassVersionError(
                "org/jooq/DSLContext has been compiled by a more recent version of the Java"
                    + " Runtime"));

    assertThat(analysis.getAction())
        .containsPattern("<jooq\\.version>3\\.19\\.\\d+</jooq\\.version>")
        .containsPattern("ext\\['jooq\\.version'] = '3\\.19\\.\\d+'");
  }

  @Test
  void aDatabaseThatCannotBeUsedIsExplainedByItsServer() {
    FailureAnalysis missing =
        analysis(new DatabaseException("rejected", "3D000", null, new SQLException()));
    assertThat(missing.getDescription()).isEqualTo("The server has no such database.");
    assertThat(missing.getAction())
        .contains("spring.datasource.url", "(db.example:5433)")
        .doesNotContain("ada", "secret", "ssl");

    FailureAnalysis away =
        analysis(new DatabaseUnavailableException("no answer", "08001", new SQLException()));
    assertThat(away.getDescription()).endsWith("no answer");
  }

  @Test
  void otherClassesAndFailuresAreLeftToOthers() {
    assertThat(analyses(new UnsupportedClassVersionError("host/Main has been compiled"))).isEmpty();
    assertThat(analyses(new UnsupportedClassVersionError())).isEmpty();
    assertThat(analyses(new IllegalArgumentException("something"))).isEmpty();
    assertThat(analyses(new DatabaseException("rejected", "42601", null, new SQLException())))
        .isEmpty();
  }

  /** Boot's own analysis shows the value, and is not asked once there is ours. */
  @Test
  void aMisspeltPropertyIsExplainedWithoutItsValue() {
    for (String name : List.of("zkpersona.cursor-ky", "zkpersona.datasource.replica-url")) {
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ZkPersonaAutoConfiguration.class))
          .withPropertyValues(name + "=marker-3d1f")
          .run(
              context -> {
                FailureAnalysis analysis =
                    SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, (type, factory, unusable) -> {})
                        .stream()
                        .map(analyzer -> analyzer.analyze(context.getStartupFailure()))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElseThrow();
                assertThat(analysis.getDescription() + analysis.getAction())
                    .contains(name + ", from")
                    .contains(name.contains("cursor") ? "cursor-key" : "datasource.replica-urls")
                    .doesNotContain("marker");
              });
    }
  }
}
