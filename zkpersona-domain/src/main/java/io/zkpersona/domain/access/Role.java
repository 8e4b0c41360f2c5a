package io.zkpersona.domain.access;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A named set of permissions that can be granted to users. Immutable and thread-safe.
 *
 * @param id the role's id
 * @param name the name used in code, such as {@code moderator}: 1 to 100 characters, unique,
 *     case-sensitive
 * @param description the purpose, at most 500 characters; null if not given
 * @param audit the audit columns
 */
@GenerateBuilder
public record Role(RoleId id, String name, @Nullable String description, AuditStamp audit)
    implements Entity<RoleId>, RoleBuilder.With {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is missing or a text too short or too long
   */
  public Role {
    Checks.notNull("id", id);
    AccessRules.name(name);
    AccessRules.description(description);
    Checks.notNull("audit", audit);
  }

  /** Returns a builder with a new id; the name remains to be set. */
  public static RoleBuilder builder() {
    return RoleBuilder.builder().id(RoleId.generate()).audit(AuditStamp.unsaved());
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
  public RoleBuilder toBuilder() {
    return RoleBuilder.builder(this);
  }
}
