package io.zkpersona.storage.repository;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;

class UserRepositoryIT extends RepositoryContract<User, UserId, UserFilter> {

  UserRepositoryIT() {
    super(new UserKind());
  }
}
