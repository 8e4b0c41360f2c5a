package io.zkpersona.domain.access;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.ChangeChecks;
import io.zkpersona.domain.internal.GenerateBuilder;

/**
 * The changes to a {@link Permission}; everything is kept by default. Immutable and thread-safe.
 *
 * @param name the name used in code
 * @param description the purpose; may be cleared
 */
@GenerateBuilder
public record UpdatePermissionRequest(Change<String> name, Change<String> description)
    implements UpdateRequest<Permission>, UpdatePermissionRequestBuilder.With {

  /**
   * Checks the new values as {@link CreatePermissionRequest} does.
   *
   * @throws ValidationException if a value violates a rule, a change is null, or the name is
   *     cleared
   */
  public UpdatePermissionRequest {
    name = ChangeChecks.required("name", name, AccessRules::newName);
    ChangeChecks.optional("description", description, AccessRules::description);
  }

  /** Returns a builder that keeps everything. */
  public static UpdatePermissionRequestBuilder builder() {
    return UpdatePermissionRequestBuilder.builder().name(Change.keep()).description(Change.keep());
  }

  @Override
  public Permission applyTo(Permission current) {
    return new Permission(
        current.id(),
        name.value().orElse(current.name()),
        description.applyTo(current.description()),
        current.audit());
  }
}
