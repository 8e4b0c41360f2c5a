package io.zkpersona.domain.access;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.ChangeChecks;
import io.zkpersona.domain.internal.GenerateBuilder;

/**
 * What is to change in a {@link Permission}; everything is kept by default. Immutable and
 * thread-safe.
 *
 * @param name as code names it
 * @param description what it is for; may be cleared
 */
@GenerateBuilder
public record UpdatePermissionRequest(Change<String> name, Change<String> description)
    implements UpdateRequest<Permission>, UpdatePermissionRequestBuilder.With {

  /**
   * Checks the new values as {@link CreatePermissionRequest} would.
   *
   * @throws ValidationException if one breaks a rule, a change is null, or the name is cleared
   */
  public UpdatePermissionRequest {
    name = ChangeChecks.required("name", name, AccessRules::newName);
    ChangeChecks.optional("description", description, AccessRules::description);
  }

  /** A builder that keeps everything. */
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
