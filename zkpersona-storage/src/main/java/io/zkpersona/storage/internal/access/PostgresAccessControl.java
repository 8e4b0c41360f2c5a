package io.zkpersona.storage.internal.access;

import static io.zkpersona.storage.internal.tables.tables.Permissions.PERMISSIONS;
import static io.zkpersona.storage.internal.tables.tables.RolePermissions.ROLE_PERMISSIONS;
import static io.zkpersona.storage.internal.tables.tables.UserRoles.USER_ROLES;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;

import io.zkpersona.domain.access.InsufficientPermissionsException;
import io.zkpersona.domain.access.RoleGrant;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.query.Acting;
import io.zkpersona.storage.internal.query.Acting.By;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.AccessControl;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.SelectField;
import org.jooq.SelectSelectStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

public class PostgresAccessControl implements AccessControl {

  /** A role of a user. */
  private record UserRole(UserId userId, RoleId roleId) {}

  /** A grant; without an expiry it is in effect until it is revoked. */
  private record Grant(UserRole role, @Nullable ActorId grantedBy, @Nullable Instant expiresAt) {}

  /** A permission of a role. */
  private record RolePermission(RoleId roleId, PermissionId permissionId) {}

  private record AddedPermission(RolePermission added, @Nullable ActorId actor) {}

  /** A permission of a user, by name. */
  private record UserPermission(UserId userId, String name) {}

  /** Inserts nothing if the grant would already be expired. */
  private static final Statement<Grant, RoleGrant> GRANT =
      Statement.<Grant, RoleGrant>of("user_roles.grant", PostgresAccessControl::granting)
          .concerning(grant -> grant.role().userId());

  private static final Statement<By<UserRole>, Void> REVOKE =
      Statement.<By<UserRole>>changing(
              "user_roles.revoke",
              in ->
                  DSL.deleteFrom(USER_ROLES)
                      .where(
                          USER_ROLES.USER_ID.eq(
                              in.value(USER_ROLES.USER_ID, by -> by.value().userId())))
                      .and(
                          USER_ROLES.ROLE_ID.eq(
                              in.value(USER_ROLES.ROLE_ID, by -> by.value().roleId())))
                      .and(Acting.by(in)))
          .concerning(by -> by.value().userId());

  private static final Statement<AddedPermission, Void> ADD_PERMISSION =
      Statement.changing("role_permissions.add", PostgresAccessControl::adding);

  private static final Statement<By<RolePermission>, Void> REMOVE_PERMISSION =
      Statement.changing(
          "role_permissions.remove",
          in ->
              DSL.deleteFrom(ROLE_PERMISSIONS)
                  .where(
                      ROLE_PERMISSIONS.ROLE_ID.eq(
                          in.value(ROLE_PERMISSIONS.ROLE_ID, by -> by.value().roleId())))
                  .and(
                      ROLE_PERMISSIONS.PERMISSION_ID.eq(
                          in.value(
                              ROLE_PERMISSIONS.PERMISSION_ID, by -> by.value().permissionId())))
                  .and(Acting.by(in)));

  private static final Statement<UserId, String> PERMISSIONS_OF =
      Statement.of(
          "permissions.of_user",
          (in, out) -> {
            Field<String> permission = out.only(PERMISSIONS.NAME.collate("C"));
            return granted(selectDistinct(permission), in, id -> id).orderBy(permission);
          });

  private static final Statement<UserId, RoleGrant> ROLES_OF =
      Statement.of(
          "roles.of_user",
          (in, out) ->
              select(grant(out))
                  .from(USER_ROLES)
                  .where(USER_ROLES.USER_ID.eq(in.value(USER_ROLES.USER_ID, id -> id)))
                  .and(isInForce())
                  .orderBy(USER_ROLES.ROLE_ID));

  private static final Statement<UserPermission, Integer> HAS =
      Statement.of(
          "permissions.has",
          (in, out) -> {
            out.only(inline(1));
            return granted(selectOne(), in, UserPermission::userId)
                .and(PERMISSIONS.NAME.eq(in.value(PERMISSIONS.NAME, UserPermission::name)))
                .limit(inline(1));
          });

  /** A permission that a user has, and until when through one of the roles. */
  record Held(String permission, @Nullable Instant until, Instant now) {}

  /** Selects the permissions of a user in their order, once for each role that has them. */
  static final Statement<UserId, Held> HELD =
      Statement.of(
          "permissions.held",
          (in, out) -> {
            Field<String> permission = PERMISSIONS.NAME.collate("C");
            var name = out.column(permission);
            var until = out.column(USER_ROLES.EXPIRES_AT);
            var now = out.column(DatabaseClock.now());
            out.as(row -> new Held(row.get(name), row.getNullable(until), row.get(now)));
            return granted(select(out.fields()), in, id -> id).orderBy(permission);
          });

  final RepositoryContext context;

  public PostgresAccessControl(RepositoryContext context) {
    this.context = context;
  }

  @Override
  public RoleGrant grant(UserId userId, RoleId roleId, @Nullable Instant expiresAt) {
    Required.argument("userId", userId);
    Required.argument("roleId", roleId);
    Instant until = expiresAt == null ? null : Required.instant("expiresAt", expiresAt);
    return context
        .executor()
        .first(GRANT, new Grant(new UserRole(userId, roleId), context.actor(), until))
        .orElseThrow(
            () -> new ValidationException("expiresAt", "not after now (expected: later than now)"));
  }

  private static Query granting(Parameters<Grant> in, Results<RoleGrant> out) {
    Parameters<UserRole> role = in.of(Grant::role);
    var userId = role.value(USER_ROLES.USER_ID, UserRole::userId);
    var roleId = role.value(USER_ROLES.ROLE_ID, UserRole::roleId);
    var grantedBy = in.value(USER_ROLES.GRANTED_BY, Grant::grantedBy);
    var expiresAt = in.value(USER_ROLES.EXPIRES_AT, Grant::expiresAt);
    return DSL.insertInto(USER_ROLES)
        .columns(
            USER_ROLES.USER_ID,
            USER_ROLES.ROLE_ID,
            USER_ROLES.GRANTED_BY,
            USER_ROLES.GRANTED_AT,
            USER_ROLES.EXPIRES_AT)
        .select(
            select(userId, roleId, grantedBy, DatabaseClock.now(), expiresAt)
                .where(expiresAt.isNull().or(expiresAt.gt(DatabaseClock.now()))))
        .onConflict(USER_ROLES.USER_ID, USER_ROLES.ROLE_ID)
        .doUpdate()
        .set(USER_ROLES.GRANTED_BY, excluded(USER_ROLES.GRANTED_BY))
        .set(USER_ROLES.GRANTED_AT, excluded(USER_ROLES.GRANTED_AT))
        .set(USER_ROLES.EXPIRES_AT, excluded(USER_ROLES.EXPIRES_AT))
        .returning(grant(out));
  }

  @Override
  public boolean revoke(UserId userId, RoleId roleId) {
    return changes(
        REVOKE,
        by(new UserRole(Required.argument("userId", userId), Required.argument("roleId", roleId))));
  }

  @Override
  public boolean addPermission(RoleId roleId, PermissionId permissionId) {
    return changes(
        ADD_PERMISSION, new AddedPermission(rolePermission(roleId, permissionId), context.actor()));
  }

  private static Query adding(Parameters<AddedPermission> in) {
    Parameters<RolePermission> added = in.of(AddedPermission::added);
    return DSL.insertInto(ROLE_PERMISSIONS)
        .set(
            ROLE_PERMISSIONS.ROLE_ID, added.value(ROLE_PERMISSIONS.ROLE_ID, RolePermission::roleId))
        .set(
            ROLE_PERMISSIONS.PERMISSION_ID,
            added.value(ROLE_PERMISSIONS.PERMISSION_ID, RolePermission::permissionId))
        .set(ROLE_PERMISSIONS.CID, in.value(ROLE_PERMISSIONS.CID, AddedPermission::actor))
        .onConflictDoNothing();
  }

  @Override
  public boolean removePermission(RoleId roleId, PermissionId permissionId) {
    return changes(REMOVE_PERMISSION, by(rolePermission(roleId, permissionId)));
  }

  private static RolePermission rolePermission(RoleId roleId, PermissionId permissionId) {
    return new RolePermission(
        Required.argument("roleId", roleId), Required.argument("permissionId", permissionId));
  }

  @Override
  public Set<String> permissionsOf(UserId userId) {
    List<String> names =
        context.executor().list(PERMISSIONS_OF, Required.argument("userId", userId));
    return Collections.unmodifiableSet(new LinkedHashSet<>(names));
  }

  @Override
  public List<RoleGrant> rolesOf(UserId userId) {
    return List.copyOf(context.executor().list(ROLES_OF, Required.argument("userId", userId)));
  }

  @Override
  public boolean has(UserId userId, String permission) {
    UserPermission wanted =
        new UserPermission(
            Required.argument("userId", userId), Required.argument("permission", permission));
    return context.executor().first(HAS, wanted).isPresent();
  }

  @Override
  public void require(UserId userId, String permission) {
    if (!has(userId, permission)) {
      throw new InsufficientPermissionsException(permission);
    }
  }

  /** Selects from the grants in effect for a user. */
  private static <P, R extends Record> SelectConditionStep<R> granted(
      SelectSelectStep<R> selected, Parameters<P> in, Function<P, UserId> userId) {
    return selected
        .from(USERS)
        .join(USER_ROLES)
        .on(USER_ROLES.USER_ID.eq(USERS.ID))
        .join(ROLE_PERMISSIONS)
        .on(ROLE_PERMISSIONS.ROLE_ID.eq(USER_ROLES.ROLE_ID))
        .join(PERMISSIONS)
        .on(PERMISSIONS.ID.eq(ROLE_PERMISSIONS.PERMISSION_ID))
        .where(USERS.ID.eq(in.value(USERS.ID, userId)))
        .and(USERS.STATUS.eq(inline(UserStatus.ACTIVE)))
        .and(isInForce());
  }

  private static Condition isInForce() {
    return USER_ROLES.EXPIRES_AT.isNull().or(USER_ROLES.EXPIRES_AT.gt(DatabaseClock.now()));
  }

  private static List<SelectField<?>> grant(Results<RoleGrant> out) {
    var userId = out.column(USER_ROLES.USER_ID);
    var roleId = out.column(USER_ROLES.ROLE_ID);
    var grantedBy = out.column(USER_ROLES.GRANTED_BY);
    var grantedAt = out.column(USER_ROLES.GRANTED_AT);
    var expiresAt = out.column(USER_ROLES.EXPIRES_AT);
    out.as(
        row ->
            new RoleGrant(
                row.get(userId),
                row.get(roleId),
                row.getNullable(grantedBy),
                row.get(grantedAt),
                row.getNullable(expiresAt)));
    return out.fields();
  }

  private <P> By<P> by(P value) {
    return new By<>(value, context.actor());
  }

  private <P> boolean changes(Statement<P, Void> statement, P values) {
    return context.executor().update(statement, values) == 1;
  }
}
