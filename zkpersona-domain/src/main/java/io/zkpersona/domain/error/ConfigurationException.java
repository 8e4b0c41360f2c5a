package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** A setting is missing or wrong. */
public class ConfigurationException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String variable;

  /**
   * A setting is refused.
   *
   * @param variable its name, such as {@code DB_MAX_CONNECTIONS}
   * @param rule what is wrong and what is expected, such as {@code 0 (expected: at least 1)}; never
   *     a secret
   */
  public ConfigurationException(String variable, String rule) {
    this(variable, rule, null);
  }

  /**
   * A setting is refused because of another error.
   *
   * @param variable its name, such as {@code DATABASE_URL}
   * @param rule what is wrong and what is expected; never a secret
   * @param cause what led to it, free of secrets; null if unknown
   */
  public ConfigurationException(String variable, String rule, @Nullable Throwable cause) {
    super(ErrorCode.CONFIGURATION, variable + ": " + rule, cause);
    this.variable = variable;
  }

  /** The name of the setting, such as {@code DB_MAX_CONNECTIONS}. */
  public final String variable() {
    return variable;
  }
}
