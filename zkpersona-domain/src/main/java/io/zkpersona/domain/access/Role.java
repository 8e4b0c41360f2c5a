package io.zkpersona.domain.access;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A named bundle of permissions, to be granted to users. Immutable and thread-safe.
 *
 * @param id the role's id
 * @param name as code names it, such as {@code moderator}: 1 to 100 characters, unique, letter case
 *     included
 * @param description what it is for, at most 500 characters; null if nobody said
 * @param audit who wrote this and when
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

  /** A builder with a new id; the name is still to be set. */
  public static RoleBuilder builder() {
    return RoleBuilder.builder().id(RoleId.generate()).audit(AuditStamp.unsaved());
  }

  /**
   * Refuses a name that old rows may hold, but that may not be stored anew.
   *
   * @param name the name
   * @throws ValidationException if it holds controls, format characters or others that can't be
   *     seen, has white space at an end or other than U+0020 between, or is not composed (Unicode's
   *     normalization form C)
   */
  public static void checkNewName(String name) {
    AccessRules.checkNewName(name);
  }

  /** A builder that holds these values. */
  public RoleBuilder toBuilder() {
    return RoleBuilder.builder(this);
  }
}
