package io.zkpersona.storage.internal.access;

import static io.zkpersona.storage.internal.tables.tables.Roles.ROLES;

import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.storage.internal.mapping.EntityTable;

/** Maps the columns of {@code roles} to record components. */
final class RoleTable {

  static final EntityTable<Role, RoleId> TABLE =
      EntityTable.of(
          ROLES,
          columns -> {
            var id = columns.key(ROLES.ID);
            var name = columns.column(ROLES.NAME, Role::name);
            columns.entering(name, Role::checkNewName);
            var description = columns.column(ROLES.DESCRIPTION, Role::description);
            var audit =
                columns.audit(ROLES.CID, ROLES.CTIME, ROLES.MID, ROLES.MTIME, Role::withAudit);
            columns.sortable("createdAt", audit.createdAt());
            columns.sortable("modifiedAt", audit.modifiedAt());
            return row ->
                new Role(row.get(id), row.get(name), row.getNullable(description), audit.read(row));
          });

  private RoleTable() {}
}
