package io.zkpersona.storage.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.error.DeadlineExceededException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.health.RoutingStats.Reason;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.tenant.Tenant;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads of tenants that may go to replicas. */
class TenantReadsIT extends ReplicaTests {

  @AfterEach
  void resume() {
    cluster.resume(1, 2);
  }

  private static UserId save(Tenant tenant) {
    return tenant.repositories().users().save(User.builder().build()).id();
  }

  @Test
  void eachTenantIsReadFromReplicasInItsOwnSchema() {
    Tenant acme = manager.tenants().create("acme");
    Tenant globex = manager.tenants().create("globex");
    UserId user = save(acme);
    cluster.awaitReplicas();

    for (int i = 0; i < 4; i++) {
      assertThat(acme.reading(ANY).users().existsById(user)).isTrue();
      assertThat(globex.reading(ANY).users().existsById(user)).isFalse();
      assertThat(manager.reading(ANY).users().existsById(user)).isFalse();
    }

    assertThat(served(1)).isEqualTo(6);
    assertThat(served(2)).isEqualTo(6);
    acme.reading(ANY).users().deleteById(user);
    assertThat(acme.repositories().users().existsById(user)).isFalse();
  }

  @Test
  void aTokenCoversTheCommitsOfAllTenants() {
    Tenant tenant = manager.tenants().create("tokens");
    cluster.awaitReplicas();
    cluster.pause(1, 2);
    UserId user = save(tenant);
    Consistency own =
        Consistency.readYourWrites(manager.commitToken()).waitingAtMost(Duration.ZERO);

    assertThat(tenant.reading(ANY).users().existsById(user)).isFalse();
    assertThat(tenant.reading(own).users().existsById(user)).isTrue();
    assertThat(onPrimary(Reason.BEHIND)).isOne();
    assertThat(served()).isOne();
  }

  @Test
  void aTenantThatReplicasDoNotHaveYetIsReadFromThePrimary() {
    cluster.pause(1, 2);
    Tenant tenant = manager.tenants().create("young");
    UserId user = save(tenant);

    assertThat(tenant.reading(ANY).users().existsById(user)).isTrue();
    assertThat(onPrimary(Reason.REPEATED)).isOne();

    cluster.resume(1, 2);
    cluster.awaitReplicas();
    awaitServing(manager);
    long before = onPrimary(Reason.REPEATED);
    assertThat(tenant.reading(ANY).users().existsById(user)).isTrue();
    assertThat(onPrimary(Reason.REPEATED)).isEqualTo(before);
  }

  @Test
  void transactionsOfTenantsReadFromReplicasToo() {
    Tenant tenant = manager.tenants().create("transactions");
    UserId user = save(tenant);
    cluster.awaitReplicas();

    TransactionOptions options = TransactionOptions.defaults().readOnly().reading(ANY);

    assertThat(
            tenant.<Boolean>callInTransaction(
                options,
                tx -> {
                  assertThatThrownBy(() -> tenant.reading(ANY).users().existsById(user))
                      .isInstanceOf(TransactionException.class);
                  return tx.users().existsById(user);
                }))
        .isTrue();
    assertThat(served()).isOne();
  }

  @Test
  @SuppressWarnings("NullAway") // null on purpose
  void readingHasADeadlineAndRefusesNull() {
    Tenant tenant = manager.tenants().create("deadlines");
    cluster.awaitReplicas();
    cluster.pause(1, 2);
    save(tenant);
    Consistency patient = Consistency.readYourWrites(manager.commitToken()).waitingAtMost(LONG);
    Repositories limited = tenant.reading(patient, Duration.ofMillis(300));

    assertThat(tenant.reading(ANY, LONG).users().count()).isZero();
    assertThatThrownBy(limited.users()::count).isInstanceOf(DeadlineExceededException.class);
    assertThatThrownBy(() -> tenant.reading(null)).isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> tenant.reading(null, LONG)).isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> tenant.reading(ANY, Duration.ZERO))
        .isInstanceOf(ValidationException.class);
  }
}
