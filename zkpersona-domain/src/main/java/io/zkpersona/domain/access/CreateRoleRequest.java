package io.zkpersona.domain.access;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.change.CreateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.internal.GenerateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to create a {@link Role}. Immutable and thread-safe.
 *
 * @param name as code names it, 1 to 100 characters
 * @param description what it is for, at most 500 characters; null (the default) if nobody said
 */
@GenerateBuilder
public record CreateRoleRequest(String name, @Nullable String description)
    implements CreateRequest<Role, RoleId>, CreateRoleRequestBuilder.With {

  /**
   * Checks the values and composes the name.
   *
   * @throws ValidationException if the name is missing or may not be stored anew (see {@link
   *     Role#checkNewName}), or a text is too short or too long
   */
  public CreateRoleRequest {
    name = AccessRules.newName(name);
    AccessRules.description(description);
  }

  /** A builder with nothing set. */
  public static CreateRoleRequestBuilder builder() {
    return CreateRoleRequestBuilder.builder();
  }

  @Override
  public Role toEntity(RoleId id) {
    return new Role(id, name, description, AuditStamp.unsaved());
  }
}
