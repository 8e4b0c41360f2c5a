package io.zkpersona.domain.access;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be permitted, by way of a role. Immutable and thread-safe.
 *
 * @param id the permission's id
 * @param name as code names it, such as {@code proof:verify}: 1 to 100 characters, unique, letter
 *     case included
 * @param description what it is for, at most 500 characters; null if nobody said
 * @param audit who wrote this and when
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

  /** A builder with a new id; the name is still to be set. */
  public static PermissionBuilder builder() {
    return PermissionBuilder.builder().id(PermissionId.generate()).audit(AuditStamp.unsaved());
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
  public PermissionBuilder toBuilder() {
    return PermissionBuilder.builder(this);
  }
}
