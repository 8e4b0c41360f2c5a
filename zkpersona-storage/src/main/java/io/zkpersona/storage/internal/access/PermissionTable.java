package io.zkpersona.storage.internal.access;

import static io.zkpersona.storage.internal.tables.tables.Permissions.PERMISSIONS;

import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.storage.internal.mapping.EntityTable;

/** Maps the columns of {@code permissions} to record components. */
final class PermissionTable {

  static final EntityTable<Permission, PermissionId> TABLE =
      EntityTable.of(
          PERMISSIONS,
          (t, columns) -> {
            var id = columns.key(t.ID);
            var name = columns.column(t.NAME, Permission::name);
            columns.entering(name, Permission::checkNewName);
            var description = columns.column(t.DESCRIPTION, Permission::description);
            var audit = columns.audit(t.CID, t.CTIME, t.MID, t.MTIME, Permission::withAudit);
            return row ->
                new Permission(
                    row.get(id), row.get(name), row.getNullable(description), audit.read(row));
          });

  private PermissionTable() {}
}
