package io.zkpersona.spring.testing;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.repository.UserRepository;

/** Users by their names. */
public final class Names {

  private Names() {}

  public static User create(UserRepository users, String name) {
    return users.create(CreateUserRequest.builder().username(new Username(name)).build());
  }
}
