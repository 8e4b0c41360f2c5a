package io.zkpersona.domain.access;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.internal.GenerateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The values of a new {@link Role}. Immutable and thread-safe.
 *
 * @param name the name used in code, 1 to 100 characters
 * @param description the purpose, at most 500 characters; null (the default) if not given
 */
@GenerateBuilder
public record CreateRoleRequest(String name, @Nullable String description)
    implements CreateRequest<Role, RoleId>, CreateRoleRequestBuilder.With {

  /**
   * Checks the values and normalizes the name.
   *
   * @throws ValidationException if the name is missing or cannot be stored as new (see {@link
   *     Role#checkNewName}), or a text is too short or too long
   */
  public CreateRoleRequest {
    name = AccessRules.newName(name);
    AccessRules.description(description);
  }

  /** Returns a builder with nothing set. */
  public static CreateRoleRequestBuilder builder() {
    return CreateRoleRequestBuilder.builder();
  }

  @Override
  public Role toEntity(RoleId id) {
    return new Role(id, name, description, AuditStamp.unsaved());
  }
}
