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

import io.zkpersona.domain.access.RoleGrant;
import io.zkpersona.domain.error.InsufficientPermissionsException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.AccessControl;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.SelectSelectStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

public final class PostgresAccessControl implements AccessControl {

  private enum Key {
    GRANT,
    REVOKE,
    ADD_PERMISSION,
    REMOVE_PERMISSION,
    PERMISSIONS_OF,
    ROLES_OF,
    HAS
  }

  private static final List<Field<?>> GRANT_FIELDS =
      List.of(
          USER_ROLES.USER_ID,
          USER_ROLES.ROLE_ID,
          USER_ROLES.GRANTED_BY,
          USER_ROLES.GRANTED_AT,
          USER_ROLES.EXPIRES_AT);
  private static final Codec<UserId> USER_ID = Codecs.of(USER_ROLES.USER_ID);
  private static final Codec<RoleId> ROLE_ID = Codecs.of(USER_ROLES.ROLE_ID);
  private static final Codec<ActorId> GRANTED_BY = Codecs.of(USER_ROLES.GRANTED_BY);
  private static final Codec<String> NAME = Codecs.of(PERMISSIONS.NAME);

  private final RepositoryContext context;

  public PostgresAccessControl(RepositoryContext context) {
    this.context = context;
  }

  @Override
  public RoleGrant grant(UserId userId, RoleId roleId, @Nullable Instant expiresAt) {
    Required.argument("userId", userId);
    Required.argument("roleId", roleId);
    return context
        .executor()
        .first(
            "user_roles.grant",
            shape(Key.GRANT, PostgresAccessControl::granting),
            PostgresAccessControl::grant,
            userId,
            roleId,
            context.actor(),
            expiresAt == null ? null : Required.instant("expiresAt", expiresAt))
        .orElseThrow(
            () -> new ValidationException("expiresAt", "not after now (expected: later than now)"));
  }

  /** Inserts nothing if the grant would already be expired. */
  private static Query granting(Params params) {
    var userId = params.value(USER_ROLES.USER_ID);
    var roleId = params.value(USER_ROLES.ROLE_ID);
    var grantedBy = params.value(USER_ROLES.GRANTED_BY);
    var expiresAt = params.value(USER_ROLES.EXPIRES_AT);
    return DSL.insertInto(USER_ROLES)
        .columns(GRANT_FIELDS)
        .select(
            select(userId, roleId, grantedBy, DatabaseClock.now(), expiresAt)
                .where(expiresAt.isNull().or(expiresAt.gt(DatabaseClock.now()))))
        .onConflict(USER_ROLES.USER_ID, USER_ROLES.ROLE_ID)
        .doUpdate()
        .set(USER_ROLES.GRANTED_BY, excluded(USER_ROLES.GRANTED_BY))
        .set(USER_ROLES.GRANTED_AT, excluded(USER_ROLES.GRANTED_AT))
        .set(USER_ROLES.EXPIRES_AT, excluded(USER_ROLES.EXPIRES_AT))
        .returning(GRANT_FIELDS);
  }

  @Override
  public boolean revoke(UserId userId, RoleId roleId) {
    return changes(
        "user_roles.revoke",
        shape(
            Key.REVOKE,
            params ->
                DSL.deleteFrom(USER_ROLES)
                    .where(USER_ROLES.USER_ID.eq(params.value(USER_ROLES.USER_ID)))
                    .and(USER_ROLES.ROLE_ID.eq(params.value(USER_ROLES.ROLE_ID)))),
        Required.argument("userId", userId),
        Required.argument("roleId", roleId));
  }

  @Override
  public boolean addPermission(RoleId roleId, PermissionId permissionId) {
    return changes(
        "role_permissions.add",
        shape(
            Key.ADD_PERMISSION,
            params ->
                DSL.insertInto(ROLE_PERMISSIONS)
                    .set(ROLE_PERMISSIONS.ROLE_ID, params.value(ROLE_PERMISSIONS.ROLE_ID))
                    .set(
                        ROLE_PERMISSIONS.PERMISSION_ID,
                        params.value(ROLE_PERMISSIONS.PERMISSION_ID))
                    .set(ROLE_PERMISSIONS.CID, params.value(ROLE_PERMISSIONS.CID))
                    .onConflictDoNothing()),
        Required.argument("roleId", roleId),
        Required.argument("permissionId", permissionId),
        context.actor());
  }

  @Override
  public boolean removePermission(RoleId roleId, PermissionId permissionId) {
    return changes(
        "role_permissions.remove",
        shape(
            Key.REMOVE_PERMISSION,
            params ->
                DSL.deleteFrom(ROLE_PERMISSIONS)
                    .where(ROLE_PERMISSIONS.ROLE_ID.eq(params.value(ROLE_PERMISSIONS.ROLE_ID)))
                    .and(
                        ROLE_PERMISSIONS.PERMISSION_ID.eq(
                            params.value(ROLE_PERMISSIONS.PERMISSION_ID)))),
        Required.argument("roleId", roleId),
        Required.argument("permissionId", permissionId));
  }

  @Override
  public Set<String> permissionsOf(UserId userId) {
    SqlShape shape =
        shape(
            Key.PERMISSIONS_OF,
            params ->
                granted(selectDistinct(PERMISSIONS.NAME.collate("C")), params)
                    .orderBy(PERMISSIONS.NAME.collate("C")));
    List<String> names =
        context
            .executor()
            .list(
                "permissions.of_user",
                shape,
                row -> Objects.requireNonNull(row.read(NAME, 1)),
                Required.argument("userId", userId));
    return Collections.unmodifiableSet(new LinkedHashSet<>(names));
  }

  @Override
  public List<RoleGrant> rolesOf(UserId userId) {
    SqlShape shape =
        shape(
            Key.ROLES_OF,
            params ->
                select(GRANT_FIELDS)
                    .from(USER_ROLES)
                    .where(USER_ROLES.USER_ID.eq(params.value(USER_ROLES.USER_ID)))
                    .and(isInForce())
                    .orderBy(USER_ROLES.ROLE_ID));
    return List.copyOf(
        context
            .executor()
            .list(
                "roles.of_user",
                shape,
                PostgresAccessControl::grant,
                Required.argument("userId", userId)));
  }

  @Override
  public boolean has(UserId userId, String permission) {
    Required.argument("userId", userId);
    Required.argument("permission", permission);
    SqlShape shape =
        shape(
            Key.HAS,
            params ->
                granted(selectOne(), params)
                    .and(PERMISSIONS.NAME.eq(params.value(PERMISSIONS.NAME)))
                    .limit(inline(1)));
    return context
        .executor()
        .first("permissions.has", shape, row -> true, userId, permission)
        .isPresent();
  }

  @Override
  public void require(UserId userId, String permission) {
    if (!has(userId, permission)) {
      throw new InsufficientPermissionsException(permission);
    }
  }

  /** Selects from the grants in effect for a user; binds the user's id. */
  private static <R extends Record> SelectConditionStep<R> granted(
      SelectSelectStep<R> selected, Params params) {
    return selected
        .from(USERS)
        .join(USER_ROLES)
        .on(USER_ROLES.USER_ID.eq(USERS.ID))
        .join(ROLE_PERMISSIONS)
        .on(ROLE_PERMISSIONS.ROLE_ID.eq(USER_ROLES.ROLE_ID))
        .join(PERMISSIONS)
        .on(PERMISSIONS.ID.eq(ROLE_PERMISSIONS.PERMISSION_ID))
        .where(USERS.ID.eq(params.value(USERS.ID)))
        .and(USERS.STATUS.eq(inline(UserStatus.ACTIVE)))
        .and(isInForce());
  }

  private static Condition isInForce() {
    return USER_ROLES.EXPIRES_AT.isNull().or(USER_ROLES.EXPIRES_AT.gt(DatabaseClock.now()));
  }

  private static RoleGrant grant(Row row) {
    return new RoleGrant(
        Objects.requireNonNull(row.read(USER_ID, 1)),
        Objects.requireNonNull(row.read(ROLE_ID, 2)),
        row.read(GRANTED_BY, 3),
        Objects.requireNonNull(row.read(Codecs.INSTANT, 4)),
        row.read(Codecs.INSTANT, 5));
  }

  private boolean changes(String operation, SqlShape shape, @Nullable Object... values) {
    return context.executor().update(operation, shape, values) == 1;
  }

  private SqlShape shape(Key key, Function<Params, Query> statement) {
    return context.shapes().get(key, statement);
  }
}
