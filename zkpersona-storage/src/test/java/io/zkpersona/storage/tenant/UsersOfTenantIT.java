package io.zkpersona.storage.tenant;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.storage.user.UserFixture;

class UsersOfTenantIT extends TenantContract<User, UserId, UserFilter> {

  UsersOfTenantIT() {
    super(new UserFixture());
  }
}
