package io.zkpersona.storage.repository;

import io.zkpersona.domain.access.CreateRoleRequest;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.access.RoleFilter;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.RoleId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

final class RoleKind extends EntityKind<Role, RoleId, RoleFilter> {

  RoleKind() {
    super(Role.class, "role", RoleFilter.none(), RoleId::generate, CreateRoleRequest.class);
  }

  @Override
  RoleRepository repository(Repositories all) {
    return all.roles();
  }

  @Override
  RoleRepository filterable(Repositories all) {
    return all.roles();
  }

  @Override
  int kindsBefore() {
    return 0;
  }

  @Override
  Role minimal(Draw draw) {
    return Role.builder().name("role " + draw.next()).build();
  }

  @Override
  Role random(Draw draw) {
    return Role.builder()
        .name(draw.next() + " " + draw.name())
        .description(draw.maybe(draw::text))
        .audit(draw.audit())
        .build();
  }

  @Override
  Map<String, EntityId> dangling() {
    return Map.of();
  }

  @Override
  List<Sort<Role>> sorts() {
    return List.of(
        Sort.by("createdAt", role -> role.audit().createdAt()),
        Sort.by("modifiedAt", role -> role.audit().modifiedAt()));
  }

  @Override
  Instant time(Role role) {
    return role.audit().createdAt();
  }

  @Override
  List<String> range() {
    return List.of("createdFrom", "createdUntil");
  }

  @Override
  RoleFilter filter(Role one, Role other) {
    return new RoleFilter(smaller(time(one), time(other)), greater(time(one), time(other)));
  }

  @Override
  boolean matches(RoleFilter filter, Role role) {
    return atLeast(filter.createdFrom(), time(role)) && below(filter.createdUntil(), time(role));
  }

  @Override
  long counter(Role role) {
    return Long.parseLong(role.description());
  }

  @Override
  Role counted(Role role, long counter) {
    return role.withDescription(String.valueOf(counter));
  }
}
