package io.zkpersona.storage.error;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import org.jspecify.annotations.Nullable;

/** Thrown when a setting is missing or invalid. */
public class ConfigurationException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String variable;

  /**
   * Creates the exception for a setting.
   *
   * @param variable the name of the setting, such as {@code DB_MAX_CONNECTIONS}
   * @param rule the error and the expectation, such as {@code 0 (expected: at least 1)}; never a
   *     secret
   */
  public ConfigurationException(String variable, String rule) {
    this(variable, rule, null);
  }

  /**
   * Creates the exception for a setting with an underlying error.
   *
   * @param variable the name of the setting, such as {@code DATABASE_URL}
   * @param rule the error and the expectation; never a secret
   * @param cause the underlying error, free of secrets; null if unknown
   */
  public ConfigurationException(String variable, String rule, @Nullable Throwable cause) {
    super(ErrorCode.CONFIGURATION, variable + ": " + rule, cause);
    this.variable = variable;
  }

  /** Returns the name of the setting, such as {@code DB_MAX_CONNECTIONS}. */
  public final String variable() {
    return variable;
  }
}
