package io.zkpersona.storage.change.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.error.FeedLeaseLostException;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.testing.server.RuntimeRole;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Leases, and batches that are acknowledged under them. */
@ExtendWith(RuntimeRole.class)
class FeedLeaseIT extends FeedFixture {

  @Test
  void oneWorkerAtATimeHoldsASubscription() {
    feed().subscribe(NAME, OPTIONS);
    Instant before = Instant.now();
    FeedLease first = claim();

    assertThat(feed().claim(NAME, LEASE)).isEmpty();
    assertThat(first.leasedUntil()).isAfter(before);
    assertThat(state().leasedUntil()).isEqualTo(first.leasedUntil());
    FeedLease longer = feed().extend(first, LEASE.multipliedBy(2));
    assertThat(longer.token()).isEqualTo(first.token());
    assertThat(longer.leasedUntil()).isAfter(first.leasedUntil());
    assertThat(feed().release(longer)).isTrue();
    assertThat(feed().release(longer)).isFalse();
    assertThat(claim().token()).isGreaterThan(first.token());
  }

  @Test
  void aLateWorkerIsRefusedEverything() {
    user();
    feed().subscribe(NAME, OPTIONS);
    FeedLease late = claim();
    FeedBatch batch = read(late);
    endLeases();
    FeedLease current = claim();

    for (Runnable call :
        List.<Runnable>of(
            () -> feed().read(late, 1),
            () -> feed().acknowledge(batch),
            () -> feed().extend(late, LEASE))) {
      assertThatThrownBy(call::run)
          .isInstanceOfSatisfying(
              FeedLeaseLostException.class,
              lost -> assertThat(lost.subscription()).isEqualTo(NAME));
    }
    assertThat(feed().release(late)).isFalse();
    assertThat(drain(current)).hasSize(1);
  }

  @Test
  void anExpiredLeaseIsRefusedAlthoughNobodyElseClaimed() {
    user();
    feed().subscribe(NAME, OPTIONS);
    FeedLease late = claim();
    FeedBatch batch = read(late);
    endLeases();

    assertThatThrownBy(() -> feed().acknowledge(batch)).isInstanceOf(FeedLeaseLostException.class);
    assertThatThrownBy(() -> feed().extend(late, LEASE)).isInstanceOf(FeedLeaseLostException.class);
    assertThat(drain(claim())).hasSize(1);
  }

  @Test
  void aBatchIsAcknowledgedOnceAndOnlyTheLastOneRead() {
    user();
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    FeedBatch batch = read(lease);
    FeedBatch same = read(lease);
    feed().acknowledge(batch);
    user();

    for (FeedBatch old : List.of(batch, same)) {
      assertThatThrownBy(() -> feed().acknowledge(old)).isInstanceOf(FeedLeaseLostException.class);
    }
    assertThat(drain(lease)).hasSize(1);
  }

  @Test
  void theFirstOfABatchCanBeAcknowledgedAlone() {
    List<User> users = List.of(user(), user(), user());
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    FeedBatch batch = read(lease);

    assertThat(batch.first(3)).isSameAs(batch);
    assertThatThrownBy(() -> batch.first(4)).isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> batch.first(-1)).isInstanceOf(ValidationException.class);
    assertThat(batch.first(0).events()).isEmpty();
    feed().acknowledge(batch.first(2));

    assertThat(ids(drain(lease))).containsExactly(users.get(2).id().value());
  }

  @Test
  void anEffectInTheSameTransactionTakesPlaceOnce() {
    User user = user();
    feed().subscribe(NAME, OPTIONS.entities(Set.of(ChangedEntity.USER)));
    FeedLease lease = claim();
    feed().tick();

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      ChangeFeed inside = tx.changes().feed();
                      FeedBatch batch = inside.read(lease, 10);
                      tx.roles().create(id -> Role.builder().id(id).name("effect").build());
                      inside.acknowledge(batch);
                      throw new IllegalStateException("after the acknowledgement");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(all().roles().count()).isZero();
    manager.inTransaction(
        tx -> {
          FeedBatch batch = tx.changes().feed().read(lease, 10);
          assertThat(ids(batch.events())).containsExactly(user.id().value());
          tx.roles().create(id -> Role.builder().id(id).name("effect").build());
          tx.changes().feed().acknowledge(batch);
        });

    assertThat(all().roles().count()).isOne();
    assertThat(drain(lease)).isEmpty();
  }
}
