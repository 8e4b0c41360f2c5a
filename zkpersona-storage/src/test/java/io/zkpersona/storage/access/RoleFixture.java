package io.zkpersona.storage.access;

import io.zkpersona.domain.access.CreateRoleRequest;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.access.RoleFilter;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.RoleRepository;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityFixture;
import java.util.List;

public final class RoleFixture extends EntityFixture<Role, RoleId, RoleFilter> {

  public RoleFixture() {
    super(Role.class, "role", RoleFilter.none(), RoleId::generate, CreateRoleRequest.class);
  }

  @Override
  public RoleRepository repository(Repositories all) {
    return all.roles();
  }

  @Override
  public RoleRepository filterable(Repositories all) {
    return all.roles();
  }

  @Override
  public int fixturesBefore() {
    return 0;
  }

  @Override
  public Role minimal(Draw draw) {
    return Role.builder().name("role " + draw.next()).build();
  }

  @Override
  public Role random(Draw draw) {
    return Role.builder()
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
  public RoleFilter filter(Role one, Role other) {
    return new RoleFilter(smaller(time(one), time(other)), greater(time(one), time(other)));
  }

  @Override
  public boolean matches(RoleFilter filter, Role role) {
    return atLeast(filter.createdFrom(), time(role)) && below(filter.createdUntil(), time(role));
  }

  @Override
  public long counter(Role role) {
    return Long.parseLong(role.description());
  }

  @Override
  public Role counted(Role role, long counter) {
    return role.withDescription(String.valueOf(counter));
  }
}
