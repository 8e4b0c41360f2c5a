package io.zkpersona.domain.error;

/** What went wrong, as a stable code. */
public enum ErrorCode {
  /** A value broke a rule. */
  VALIDATION
}
