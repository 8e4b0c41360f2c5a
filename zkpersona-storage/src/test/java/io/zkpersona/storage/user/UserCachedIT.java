package io.zkpersona.storage.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.storage.repository.contract.RepositoryContract;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import org.junit.jupiter.api.AfterAll;

/** The contract of users, read from a cache. */
@NewestServerOnly
class UserCachedIT extends RepositoryContract<User, UserId, UserFilter> {

  UserCachedIT() {
    super(new UserFixture());
  }

  @Override
  public boolean readsFromCache() {
    return true;
  }

  @AfterAll
  void theCacheServed() {
    assertThat(manager().queryStats().cache().misses()).isGreaterThan(20);
  }
}
