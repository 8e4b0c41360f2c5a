package io.zkpersona.domain.access;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.change.CreateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.domain.internal.GenerateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to create a {@link Permission}. Immutable and thread-safe.
 *
 * @param name as code names it, 1 to 100 characters
 * @param description what it is for, at most 500 characters; null (the default) if nobody said
 */
@GenerateBuilder
public record CreatePermissionRequest(String name, @Nullable String description)
    implements CreateRequest<Permission, PermissionId>, CreatePermissionRequestBuilder.With {

  /**
   * Checks the values and composes the name.
   *
   * @throws ValidationException if the name is missing or may not be stored anew (see {@link
   *     Permission#checkNewName}), or a text is too short or too long
   */
  public CreatePermissionRequest {
    name = AccessRules.newName(name);
    AccessRules.description(description);
  }

  /** A builder with nothing set. */
  public static CreatePermissionRequestBuilder builder() {
    return CreatePermissionRequestBuilder.builder();
  }

  @Override
  public Permission toEntity(PermissionId id) {
    return new Permission(id, name, description, AuditStamp.unsaved());
  }
}
