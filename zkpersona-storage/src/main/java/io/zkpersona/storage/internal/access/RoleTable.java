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
          (t, columns) -> {
            var id = columns.key(t.ID);
            var name = columns.column(t.NAME, Role::name);
            columns.entering(name, Role::checkNewName);
            var description = columns.column(t.DESCRIPTION, Role::description);
            var audit = columns.audit(t.CID, t.CTIME, t.MID, t.MTIME, Role::withAudit);
            return row ->
                new Role(row.get(id), row.get(name), row.getNullable(description), audit.read(row));
          });

  private RoleTable() {}
}
