package io.zkpersona.storage.repository;

import io.zkpersona.domain.access.CreatePermissionRequest;
import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.PermissionFilter;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.PermissionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

final class PermissionKind extends EntityKind<Permission, PermissionId, PermissionFilter> {

  PermissionKind() {
    super(
        Permission.class,
        "permission",
        PermissionFilter.none(),
        PermissionId::generate,
        CreatePermissionRequest.class);
  }

  @Override
  PermissionRepository repository(Repositories all) {
    return all.permissions();
  }

  @Override
  PermissionRepository filterable(Repositories all) {
    return all.permissions();
  }

  @Override
  int kindsBefore() {
    return 0;
  }

  @Override
  Permission minimal(Draw draw) {
    return Permission.builder().name("permission " + draw.next()).build();
  }

  @Override
  Permission random(Draw draw) {
    return Permission.builder()
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
  List<Sort<Permission>> sorts() {
    return List.of(
        Sort.by("createdAt", permission -> permission.audit().createdAt()),
        Sort.by("modifiedAt", permission -> permission.audit().modifiedAt()));
  }

  @Override
  Instant time(Permission permission) {
    return permission.audit().createdAt();
  }

  @Override
  List<String> range() {
    return List.of("createdFrom", "createdUntil");
  }

  @Override
  PermissionFilter filter(Permission one, Permission other) {
    return new PermissionFilter(smaller(time(one), time(other)), greater(time(one), time(other)));
  }

  @Override
  boolean matches(PermissionFilter filter, Permission permission) {
    return atLeast(filter.createdFrom(), time(permission))
        && below(filter.createdUntil(), time(permission));
  }

  @Override
  long counter(Permission permission) {
    return Long.parseLong(permission.description());
  }

  @Override
  Permission counted(Permission permission, long counter) {
    return permission.withDescription(String.valueOf(counter));
  }
}
