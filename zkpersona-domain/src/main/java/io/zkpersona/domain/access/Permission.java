package io.zkpersona.domain.access;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A permission, which users receive through roles. Immutable and thread-safe.
 *
 * @param id the permission's id
 * @param name the name used in code, such as {@code proof:verify}: 1 to 100 characters, unique,
 *     case-sensitive
 * @param description the purpose, at most 500 characters; null if not given
 * @param audit the audit columns
 */
@GenerateBuilder
public record Permission(
    PermissionId id, String name, @Nullable String description, AuditStamp audit)
    implements Entity<PermissionId>, PermissionBuilder.With {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is missing or a text too short or too long
   */
  public Permission {
    Checks.notNull("id", id);
    AccessRules.name(name);
    AccessRules.description(description);
    Checks.notNull("audit", audit);
  }

  /** Returns a builder with a new id; the name remains to be set. */
  public static PermissionBuilder builder() {
    return PermissionBuilder.builder().id(PermissionId.generate()).audit(AuditStamp.unsaved());
  }

  /**
   * Rejects a name that old rows may contain but that cannot be stored as new.
   *
   * @param name the name
   * @throws ValidationException if it contains control characters, format characters or other
   *     invisible characters, starts or ends with white space, contains white space other than
   *     U+0020, or is not normalized (Unicode's form C)
   */
  public static void checkNewName(String name) {
    AccessRules.checkNewName(name);
  }

  /** Returns a builder with the values of this object. */
  public PermissionBuilder toBuilder() {
    return PermissionBuilder.builder(this);
  }
}
