package io.zkpersona.spring.internal.analysis;

import io.zkpersona.storage.error.ConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains an invalid property, or a server that rejects the role, password or database. */
public final class ConfigurationFailure extends AbstractFailureAnalyzer<ConfigurationException> {

  /** Called by Spring Boot. */
  public ConfigurationFailure() {}

  @Override
  protected FailureAnalysis analyze(Throwable root, ConfigurationException cause) {
    return Explained.analysis(
        String.valueOf(cause.getMessage()), "Correct " + cause.variable() + ".", cause);
  }
}
