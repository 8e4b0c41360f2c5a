package io.zkpersona.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.id.UserId;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of roles, permissions and grants. */
class AccessTest {
  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09.123456Z");

  /** Returns the places that accept a name; each returns the kept name. */
  static Stream<Function<String, String>> names() {
    return Stream.of(
        text -> Role.builder().name(text).build().name(),
        text -> CreateRoleRequest.builder().name(text).build().name(),
        text -> Permission.builder().name(text).build().name(),
        text -> CreatePermissionRequest.builder().name(text).build().name());
  }

  static Stream<Function<String, String>> descriptions() {
    return Stream.of(
        text -> Role.builder().name("r").description(text).build().description(),
        text -> CreateRoleRequest.builder().name("r").description(text).build().description(),
        text -> Permission.builder().name("p").description(text).build().description(),
        text ->
            CreatePermissionRequest.builder().name("p").description(text).build().description());
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameHasOneToAHundredCharacters(Function<String, String> place) {
    assertThat(place.apply("n")).isEqualTo("n");
    assertThat(place.apply("😀".repeat(100))).isEqualTo("😀".repeat(100));
    assertRefused("name", place, "");
    assertRefused("name", place, "n".repeat(101));
    assertRefused("name", place, "n\0");
  }

  @ParameterizedTest
  @MethodSource("descriptions")
  void aDescriptionHasAtMostFiveHundredCharacters(Function<String, String> place) {
    assertThat(place.apply("")).isEmpty();
    assertThat(place.apply("ü".repeat(500))).hasSize(500);
    assertRefused("description", place, "d".repeat(501));
    assertRefused("description", place, "\ud83d");
  }

  @Test
  void buildersMakeANewIdAndNothingElse() {
    Role role = Role.builder().name("r").build();
    Permission permission = Permission.builder().name("p").build();

    assertThat(role).isEqualTo(new Role(role.id(), "r", null, AuditStamp.unsaved()));
    assertThat(Role.builder().name("r").build().id()).isNotEqualTo(role.id());
    assertThat(permission)
        .isEqualTo(new Permission(permission.id(), "p", null, AuditStamp.unsaved()));
    assertThat(Permission.builder().name("p").build().id()).isNotEqualTo(permission.id());
    assertThat(RoleFilter.none()).hasToString("RoleFilter[]");
    assertThat(PermissionFilter.none()).hasToString("PermissionFilter[]");
  }

  @Test
  void aRangeOfTimesIsCutAndNotReversed() {
    Instant later = TIME.plusNanos(1_000);

    assertThat(RoleFilter.builder().createdFrom(TIME.plusNanos(999)).build().createdFrom())
        .isEqualTo(TIME);
    assertThat(PermissionFilter.builder().createdUntil(TIME.plusNanos(999)).build().createdUntil())
        .isEqualTo(TIME);
    assertRefused("createdFrom", until -> new RoleFilter(later, until), TIME);
    assertRefused("createdFrom", until -> new PermissionFilter(later, until), TIME);
  }

  @Test
  void aGrantExpiresAfterItWasGivenOrNever() {
    RoleGrant grant =
        new RoleGrant(UserId.generate(), RoleId.generate(), null, TIME.plusNanos(999), null);

    assertThat(grant.grantedAt()).isEqualTo(TIME);
    assertRefused(
        "expiresAt",
        end -> new RoleGrant(grant.userId(), grant.roleId(), null, TIME, end),
        TIME.plusNanos(999));
    assertRefused(
        "userId", (UserId id) -> new RoleGrant(id, grant.roleId(), null, TIME, null), null);
    assertRefused(
        "roleId", (RoleId id) -> new RoleGrant(grant.userId(), id, null, TIME, null), null);
    assertRefused(
        "grantedAt",
        (Instant at) -> new RoleGrant(grant.userId(), grant.roleId(), null, at, null),
        null);
  }

  private static <T> void assertRefused(String field, Function<T, ?> place, T value) {
    assertThatThrownBy(() -> place.apply(value))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).first().isEqualTo(field));
  }
}
