package io.zkpersona.domain.access;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.ChangeChecks;
import io.zkpersona.domain.internal.GenerateBuilder;

/**
 * The changes to a {@link Role}; everything is kept by default. Immutable and thread-safe.
 *
 * @param name the name used in code
 * @param description the purpose; may be cleared
 */
@GenerateBuilder
public record UpdateRoleRequest(Change<String> name, Change<String> description)
    implements UpdateRequest<Role>, UpdateRoleRequestBuilder.With {

  /**
   * Checks the new values as {@link CreateRoleRequest} does.
   *
   * @throws ValidationException if a value violates a rule, a change is null, or the name is
   *     cleared
   */
  public UpdateRoleRequest {
    name = ChangeChecks.required("name", name, AccessRules::newName);
    ChangeChecks.optional("description", description, AccessRules::description);
  }

  /** Returns a builder that keeps everything. */
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
