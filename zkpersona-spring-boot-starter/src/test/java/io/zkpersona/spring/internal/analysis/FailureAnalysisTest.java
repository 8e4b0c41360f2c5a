package io.zkpersona.spring.internal.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.error.MigrationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class FailureAnalysisTest {

  private static List<FailureAnalysis> analyses(Throwable failure) {
    return SpringFactoriesLoader.forDefaultResourceLocation()
        .load(FailureAnalyzer.class, (type, name, unusable) -> {})
        .stream()
        .filter(analyzer -> analyzer.getClass().getName().startsWith("io.zkpersona"))
        .map(analyzer -> analyzer.analyze(new IllegalStateException(failure)))
        .filter(java.util.Objects::nonNull)
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
  void otherClassesAndFailuresAreLeftToOthers() {
    assertThat(analyses(new UnsupportedClassVersionError("host/Main has been compiled"))).isEmpty();
    assertThat(analyses(new UnsupportedClassVersionError())).isEmpty();
    assertThat(analyses(new IllegalArgumentException("something"))).isEmpty();
  }
}
