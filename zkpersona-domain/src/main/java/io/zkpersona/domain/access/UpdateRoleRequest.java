package io.zkpersona.domain.access;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.ChangeChecks;
import io.zkpersona.domain.internal.GenerateBuilder;

/**
 * What is to change in a {@link Role}; everything is kept by default. Immutable and thread-safe.
 *
 * @param name as code names it
 * @param description what it is for; may be cleared
 */
@GenerateBuilder
public record UpdateRoleRequest(Change<String> name, Change<String> description)
    implements UpdateRequest<Role>, UpdateRoleRequestBuilder.With {

  /**
   * Checks the new values as {@link CreateRoleRequest} would.
   *
   * @throws ValidationException if one breaks a rule, a change is null, or the name is cleared
   */
  public UpdateRoleRequest {
    name = ChangeChecks.required("name", name, AccessRules::newName);
    ChangeChecks.optional("description", description, AccessRules::description);
  }

  /** A builder that keeps everything. */
  public static UpdateRoleRequestBuilder builder() {
    return UpdateRoleRequestBuilder.builder().name(Change.keep()).description(Change.keep());
  }

  @Override
  public Role applyTo(Role current) {
    return new Role(
        current.id(),
        name.value().orElse(current.name()),
        description.applyTo(current.description()),
        current.audit());
  }
}
