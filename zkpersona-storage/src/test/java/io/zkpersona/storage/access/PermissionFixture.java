package io.zkpersona.storage.access;

import io.zkpersona.domain.access.CreatePermissionRequest;
import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.PermissionFilter;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.storage.repository.PermissionRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityFixture;
import java.util.List;

public final class PermissionFixture
    extends EntityFixture<Permission, PermissionId, PermissionFilter> {

  public PermissionFixture() {
    super(
        Permission.class,
        "permission",
        PermissionFilter.none(),
        PermissionId::generate,
        CreatePermissionRequest.class);
  }

  @Override
  public PermissionRepository repository(Repositories all) {
    return all.permissions();
  }

  @Override
  public PermissionRepository filterable(Repositories all) {
    return all.permissions();
  }

  @Override
  public int fixturesBefore() {
    return 0;
  }

  @Override
  public Permission minimal(Draw draw) {
    return Permission.builder().name("permission " + draw.next()).build();
  }

  @Override
  public Permission random(Draw draw) {
    return Permission.builder()
        .name(draw.next() + " " + draw.name())
        .description(draw.maybe(draw::text))
        .audit(draw.audit())
        .build();
  }

  @Override
  public List<String> range() {
    return List.of("createdFrom", "createdUntil");
  }

  @Override
  public PermissionFilter filter(Permission one, Permission other) {
    return new PermissionFilter(smaller(time(one), time(other)), greater(time(one), time(other)));
  }

  @Override
  public boolean matches(PermissionFilter filter, Permission permission) {
    return atLeast(filter.createdFrom(), time(permission))
        && below(filter.createdUntil(), time(permission));
  }

  @Override
  public long counter(Permission permission) {
    return Long.parseLong(permission.description());
  }

  @Override
  public Permission counted(Permission permission, long counter) {
    return permission.withDescription(String.valueOf(counter));
  }
}
