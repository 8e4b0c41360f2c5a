package io.zkpersona.domain.id;

import io.zkpersona.domain.error.ValidationException;
import java.util.UUID;

/**
 * The id of a permission. Immutable and thread-safe.
 *
 * @param value the bare id
 */
public record PermissionId(UUID value) implements EntityId {

  /**
   * Wraps an id.
   *
   * @throws ValidationException if value is null
   */
  public PermissionId {
    Ids.notNull("permissionId", value);
  }

  /** Generates an id that is greater than every id generated in this process before. */
  public static PermissionId generate() {
    return new PermissionId(Ids.generate());
  }

  /**
   * Parses an id.
   *
   * @param text 32 hexadecimal digits in groups of 8-4-4-4-12, in either letter case
   * @throws ValidationException if text is null or has another format
   */
  public static PermissionId of(String text) {
    return new PermissionId(Ids.parse("permissionId", text));
  }
}
