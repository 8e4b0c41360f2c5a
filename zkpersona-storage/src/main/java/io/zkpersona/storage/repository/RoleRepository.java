package io.zkpersona.storage.repository;

import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.access.RoleFilter;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.storage.repository.change.HistoryOf;
import java.util.Optional;

/** Stores roles. Deleting a role revokes it from every user. */
public interface RoleRepository
    extends Repository<Role, RoleId>,
        FilterablePaginatedRepository<Role, RoleFilter>,
        HistoryOf<Role, RoleId> {

  /**
   * Looks up a role by name.
   *
   * @param name the name; case-sensitive
   * @return the role; empty if there is none
   */
  Optional<Role> findByName(String name);
}
