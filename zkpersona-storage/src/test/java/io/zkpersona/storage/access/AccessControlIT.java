package io.zkpersona.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.access.InsufficientPermissionsException;
import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.access.RoleGrant;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.repository.AccessControl;
import io.zkpersona.storage.repository.PermissionRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.NullContract;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.server.OnOneServer;
import io.zkpersona.storage.testing.server.OwnDatabase;
import io.zkpersona.storage.testing.server.RuntimeRole;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(RuntimeRole.class)
class AccessControlIT {

  private static final String VERIFY = "proof:verify";
  private static final int THREADS = 16;

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private UserId user;
  private RoleId role;
  private PermissionId permission;

  @BeforeEach
  void startWithARoleThatMayVerify() {
    Repositories all = OWN.manager().repositories();
    user = all.users().save(User.builder().build()).id();
    role = all.roles().save(Role.builder().name("verifier").build()).id();
    permission = all.permissions().save(Permission.builder().name(VERIFY).build()).id();
    access().addPermission(role, permission);
  }

  private static AccessControl access() {
    return OWN.repositories().access();
  }

  private RoleId role(String name, String... permissions) {
    Repositories all = OWN.manager().repositories();
    RoleId id = all.roles().save(Role.builder().name(name).build()).id();
    for (String each : permissions) {
      Permission stored =
          all.permissions()
              .findByName(each)
              .orElseGet(() -> all.permissions().save(Permission.builder().name(each).build()));
      access().addPermission(id, stored.id());
    }
    return id;
  }

  @Test
  void aGrantGivesWhatTheRoleCarriesUntilItIsRevoked() {
    assertThat(access().has(user, VERIFY)).isFalse();

    RoleGrant grant = access().grant(user, role, null);

    assertThat(grant)
        .isEqualTo(new RoleGrant(user, role, null, grant.grantedAt(), null))
        .isEqualTo(access().rolesOf(user).get(0));
    assertThat(access().has(user, VERIFY)).isTrue();
    assertThat(access().permissionsOf(user)).containsExactly(VERIFY);
    access().require(user, VERIFY);

    assertThat(access().revoke(user, role)).isTrue();
    assertThat(access().revoke(user, role)).isFalse();
    assertThat(access().has(user, VERIFY)).isFalse();
    assertThat(access().rolesOf(user)).isEmpty();
  }

  @Test
  void permissionsOfSeveralRolesAreOneSetInOrder() {
    RoleId editor = role("editor", "a:read", "Z:write", VERIFY, "ä:read");
    access().grant(user, role, null);
    access().grant(user, editor, null);

    assertThat(access().permissionsOf(user)).containsExactly("Z:write", "a:read", VERIFY, "ä:read");
    assertThat(access().rolesOf(user)).extracting(RoleGrant::roleId).containsExactly(role, editor);
    assertThatThrownBy(() -> access().permissionsOf(user).clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> access().rolesOf(user).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aPermissionTakenFromTheRoleIsTakenFromItsUsers() {
    access().grant(user, role, null);

    assertThat(access().addPermission(role, permission)).isFalse();
    assertThat(access().removePermission(role, permission)).isTrue();
    assertThat(access().removePermission(role, permission)).isFalse();

    assertThat(access().permissionsOf(user)).isEmpty();
    assertThat(access().addPermission(role, permission)).isTrue();
    assertThat(access().has(user, VERIFY)).isTrue();

    OWN.manager().repositories().permissions().deleteById(permission);
    assertThat(access().permissionsOf(user)).isEmpty();
    OWN.manager().repositories().roles().deleteById(role);
    assertThat(access().rolesOf(user)).isEmpty();
  }

  @Test
  void grantingAgainSetsTheNewExpiryAndWhoGranted() {
    ActorId first = new ActorId(UUID.randomUUID());
    ActorId second = new ActorId(UUID.randomUUID());
    Instant nextYear = Instant.now().plus(365, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MICROS);

    RoleGrant granted =
        OWN.manager().repositories().as(first).access().grant(user, role, nextYear.plusNanos(999));
    RoleGrant again = OWN.manager().repositories().as(second).access().grant(user, role, null);

    assertThat(granted.grantedBy()).isEqualTo(first);
    assertThat(granted.expiresAt()).isEqualTo(nextYear);
    assertThat(again.grantedBy()).isEqualTo(second);
    assertThat(again.expiresAt()).isNull();
    assertThat(again.grantedAt()).isAfter(granted.grantedAt());
    assertThat(access().rolesOf(user)).containsExactly(again);
  }

  @Test
  void whoAddsAPermissionIsKept() {
    UUID actor = UUID.randomUUID();
    access().removePermission(role, permission);

    OWN.manager().repositories().as(new ActorId(actor)).access().addPermission(role, permission);

    assertThat(OWN.database().query("SELECT cid FROM zkpersona.role_permissions"))
        .containsExactly(actor.toString());
  }

  /** Both sides are compared with the transaction's time, so the boundary is exact. */
  @Test
  @OnOneServer
  void aGrantCountsBeforeItsExpiryAndNotAtIt() {
    assertThat(hasWhenExpiring("1 microsecond")).isTrue();
    assertThat(hasWhenExpiring("0 microsecond")).isFalse();
    assertThat(hasWhenExpiring("-1 microsecond")).isFalse();
  }

  private boolean hasWhenExpiring(String afterNow) {
    access().grant(user, role, null);
    return OWN.manager()
        .callInTransaction(
            tx -> {
              tx.withConnection(
                  connection -> {
                    try (PreparedStatement update =
                        connection.prepareStatement(
                            "UPDATE zkpersona.user_roles SET granted_at = pg_catalog.now() - interval '1 day',"
                                + " expires_at = pg_catalog.now() + ?::interval")) {
                      update.setString(1, afterNow);
                      return update.executeUpdate();
                    }
                  });
              boolean has = tx.access().has(user, VERIFY);
              assertThat(tx.access().permissionsOf(user)).hasSize(has ? 1 : 0);
              assertThat(tx.access().rolesOf(user)).hasSize(has ? 1 : 0);
              return has;
            });
  }

  @Test
  void anExpiryThatIsNotLaterThanNowIsRefusedAndChangesNothing() {
    RoleGrant before = access().grant(user, role, null);

    for (Instant past : List.of(Instant.EPOCH, Instant.now().minusSeconds(60))) {
      assertThatThrownBy(() -> access().grant(user, role, past))
          .isInstanceOfSatisfying(
              ValidationException.class,
              refused -> assertThat(refused.fields()).containsExactly("expiresAt"))
          .hasMessageContaining("expected: later than now");
    }
    assertThatThrownBy(() -> access().grant(user, role, Instant.MAX))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("expiresAt"));
    assertThat(access().rolesOf(user)).containsExactly(before);
  }

  @ParameterizedTest
  @EnumSource(UserStatus.class)
  void onlyAnActiveUserHasPermissions(UserStatus status) {
    access().grant(user, role, null);
    OWN.database().execute("UPDATE zkpersona.users SET status = '%s'".formatted(status.value()));

    boolean active = status == UserStatus.ACTIVE;
    assertThat(access().has(user, VERIFY)).isEqualTo(active);
    assertThat(access().permissionsOf(user)).hasSize(active ? 1 : 0);
    assertThat(access().rolesOf(user)).hasSize(1);
  }

  @Test
  void whatIsNotGrantedIsRefusedByName() {
    access().grant(user, role, null);

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> access().require(user, "proof:Verify"),
            () -> access().require(user, ""),
            () -> access().require(user, "'); --"),
            () -> access().require(UserId.generate(), VERIFY))) {
      assertThatThrownBy(call).isInstanceOf(InsufficientPermissionsException.class);
    }
    assertThatThrownBy(() -> access().require(user, "proof:delete"))
        .isInstanceOfSatisfying(
            InsufficientPermissionsException.class,
            refused -> assertThat(refused.permission()).isEqualTo("proof:delete"));
    assertThat(access().permissionsOf(UserId.generate())).isEmpty();
  }

  @Test
  void whatDoesNotExistIsNamed() {
    assertMissing("userId", () -> access().grant(UserId.generate(), role, null));
    assertMissing("roleId", () -> access().grant(user, RoleId.generate(), null));
    assertMissing("roleId", () -> access().addPermission(RoleId.generate(), permission));
    assertMissing("permissionId", () -> access().addPermission(role, PermissionId.generate()));
    assertThat(access().revoke(UserId.generate(), RoleId.generate())).isFalse();
    assertThat(access().removePermission(RoleId.generate(), PermissionId.generate())).isFalse();
  }

  private static void assertMissing(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MissingReferenceException.class,
            missing -> assertThat(missing.field()).isEqualTo(field));
  }

  @Test
  void nullIsRefusedByName() {
    NullContract.assertRefused("userId", () -> access().grant(null, role, null));
    NullContract.assertRefused("roleId", () -> access().grant(user, null, null));
    NullContract.assertRefused("userId", () -> access().revoke(null, role));
    NullContract.assertRefused("roleId", () -> access().revoke(user, null));
    NullContract.assertRefused("roleId", () -> access().addPermission(null, permission));
    NullContract.assertRefused("permissionId", () -> access().addPermission(role, null));
    NullContract.assertRefused("roleId", () -> access().removePermission(null, permission));
    NullContract.assertRefused("permissionId", () -> access().removePermission(role, null));
    NullContract.assertRefused("userId", () -> access().permissionsOf(null));
    NullContract.assertRefused("userId", () -> access().rolesOf(null));
    NullContract.assertRefused("userId", () -> access().has(null, VERIFY));
    NullContract.assertRefused("permission", () -> access().has(user, null));
    NullContract.assertRefused("permission", () -> access().require(user, null));
  }

  @Test
  void manyWhoGrantTheSameAtOnceMakeOneGrant() throws InterruptedException {
    List<RoleGrant> grants =
        Together.values(Together.run(THREADS, () -> access().grant(user, role, null)));
    List<Boolean> added =
        Together.values(
            Together.run(
                THREADS, () -> access().addPermission(role, permissionNamed("other").id())));

    assertThat(grants).hasSize(THREADS).contains(access().rolesOf(user).get(0));
    assertThat(access().rolesOf(user)).hasSize(1);
    assertThat(added).containsOnlyOnce(true);
  }

  private static Permission permissionNamed(String name) {
    PermissionRepository permissions = OWN.manager().repositories().permissions();
    synchronized (AccessControlIT.class) {
      return permissions
          .findByName(name)
          .orElseGet(() -> permissions.save(Permission.builder().name(name).build()));
    }
  }

  @Test
  void aGrantInATransactionThatIsRolledBackNeverWas() {
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          tx.access().grant(user, role, null);
                          assertThat(tx.access().has(user, VERIFY)).isTrue();
                          throw new IllegalStateException("undone");
                        }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(access().has(user, VERIFY)).isFalse();
  }
}
