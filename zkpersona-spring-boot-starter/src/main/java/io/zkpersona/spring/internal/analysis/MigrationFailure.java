package io.zkpersona.spring.internal.analysis;

import io.zkpersona.storage.error.MigrationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a schema that is at another version, or could not be migrated. */
public final class MigrationFailure extends AbstractFailureAnalyzer<MigrationException> {

  /** Called by Spring Boot. */
  public MigrationFailure() {}

  @Override
  protected FailureAnalysis analyze(Throwable root, MigrationException cause) {
    return Explained.analysis(
        String.valueOf(cause.getMessage()),
        "The application starts once the schema is at the library's version.",
        cause);
  }
}
