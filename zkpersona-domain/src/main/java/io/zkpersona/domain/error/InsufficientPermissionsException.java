package io.zkpersona.domain.error;

/** The caller may not do this. */
public class InsufficientPermissionsException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String permission;

  /**
   * A call is refused.
   *
   * @param permission the permission that the caller would need
   */
  public InsufficientPermissionsException(String permission) {
    super(
        ErrorCode.INSUFFICIENT_PERMISSIONS,
        "permission: not granted (expected: " + permission + ")");
    this.permission = permission;
  }

  /** The permission that the caller would need. */
  public final String permission() {
    return permission;
  }
}
