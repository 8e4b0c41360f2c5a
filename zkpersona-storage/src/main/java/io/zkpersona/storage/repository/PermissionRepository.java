package io.zkpersona.storage.repository;

import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.PermissionFilter;
import io.zkpersona.domain.id.PermissionId;
import java.util.Optional;

/** Permissions. Deleting one takes it from every role that carries it. */
public interface PermissionRepository
    extends Repository<Permission, PermissionId>,
        FilterablePaginatedRepository<Permission, PermissionFilter> {

  /**
   * Looks a permission up by name.
   *
   * @param name the name, letter case included
   * @return the permission, empty if there is none
   */
  Optional<Permission> findByName(String name);
}
