package io.zkpersona.storage.repository;

import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.PermissionFilter;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.storage.repository.change.HistoryOf;
import java.util.Optional;

/** Stores permissions. Deleting a permission removes it from every role. */
public interface PermissionRepository
    extends Repository<Permission, PermissionId>,
        FilterablePaginatedRepository<Permission, PermissionFilter>,
        HistoryOf<Permission, PermissionId> {

  /**
   * Looks up a permission by name.
   *
   * @param name the name; case-sensitive
   * @return the permission; empty if there is none
   */
  Optional<Permission> findByName(String name);
}
