package io.zkpersona.domain.access;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;

/** Thrown when the caller lacks a permission. */
public class InsufficientPermissionsException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String permission;

  /**
   * Creates the exception for a rejected call.
   *
   * @param permission the required permission
   */
  public InsufficientPermissionsException(String permission) {
    super(
        ErrorCode.INSUFFICIENT_PERMISSIONS,
        "permission: not granted (expected: " + permission + ")");
    this.permission = permission;
  }

  /** Returns the required permission. */
  public final String permission() {
    return permission;
  }
}
