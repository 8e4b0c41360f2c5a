package io.zkpersona.storage.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.storage.health.ReplicaStats;
import io.zkpersona.storage.health.RoutingStats;
import io.zkpersona.storage.repository.contract.RepositoryContract;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import org.junit.jupiter.api.AfterAll;

/** The contract of users, read from two replicas of the primary. */
@NewestServerOnly
class UserOnReplicasIT extends RepositoryContract<User, UserId, UserFilter> {

  UserOnReplicasIT() {
    super(new UserFixture());
  }

  @Override
  public boolean readsFromReplicas() {
    return true;
  }

  @AfterAll
  void bothReplicasServed() {
    RoutingStats routing = manager().routingStats();
    assertThat(routing.replicas()).hasSize(2).allMatch(replica -> replica.served() > 100);
    long served = routing.replicas().stream().mapToLong(ReplicaStats::served).sum();
    assertThat(routing.primary().values().stream().mapToLong(Long::longValue).sum())
        .isLessThan(served / 10);
  }
}
