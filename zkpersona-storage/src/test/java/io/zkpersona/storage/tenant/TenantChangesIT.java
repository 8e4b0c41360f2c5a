package io.zkpersona.storage.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.change.SealHead;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.error.ChangeRecordingException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.ChangeFeedRunner;
import io.zkpersona.storage.repository.change.ChangeRecording;
import io.zkpersona.storage.repository.change.DroppedChanges;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.RunnerOptions;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import io.zkpersona.storage.repository.change.SubscriptionOptions.Start;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.OwnThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recorded changes, their feed, seals and retention belong to one tenant. */
@SuppressWarnings("try") // runners deliver until they are closed
class TenantChangesIT extends NeighboursFixture {

  private static final String NAME = "warehouse";
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final RunnerOptions QUICK = RunnerOptions.defaults().poll(Duration.ofMillis(20));

  /** The partitions and changes that a test made, in every schema. */
  @AfterEach
  void forget() {
    for (Repositories in : everywhere()) {
      in.changes().stopRecording(EnumSet.allOf(ChangedEntity.class));
      in.changes().feed().unsubscribe(NAME);
    }
    for (String schema : List.of(ACME, "zkpersona_tenant_globex.", "zkpersona.")) {
      for (String table :
          List.of(
              "change_seals",
              "change_seal_head",
              "change_ticks",
              "change_epochs",
              "changes",
              "changes_tracked")) {
        database.execute("DELETE FROM " + schema + table);
      }
      database
          .query("SELECT part FROM " + schema + "changes_partitions()")
          .forEach(part -> database.execute("DROP TABLE " + part));
    }
  }

  private static void recordUsers(List<Repositories> where) {
    where.forEach(in -> in.changes().startRecording(Set.of(ChangedEntity.USER)));
  }

  private static List<Change> recorded(Repositories in) {
    return in.changes()
        .findSlice(
            ChangeFilter.none(),
            SliceParams.builder().order(SortOrder.ASCENDING).limit(100).build())
        .items();
  }

  private static void rename(Repositories in, UserId id, String name) {
    in.users().update(id, user -> user.withUsername(Username.of(name)));
  }

  @Test
  void changesAreRecordedWhereThatWasSwitchedOnAndNowhereElse() {
    ActorId actor = new ActorId(UUID.randomUUID());
    recordUsers(List.of(acme));
    UserId id = userEverywhere();
    rename(acme.as(actor), id, "acme's");
    besidesAcme().forEach(in -> rename(in.as(actor), id, "another's"));

    assertThat(recorded(acme))
        .extracting(change -> change.operation() + " " + change.entityId() + change.actorId())
        .containsExactly("INSERT " + id.value() + null, "UPDATE " + id.value() + actor);
    assertThat(acme.changes().recordings())
        .extracting(ChangeRecording::entity)
        .containsExactly(ChangedEntity.USER);
    assertThat(acme.users().history().revisions(id, SliceParams.firstSlice()).items()).hasSize(2);
    assertThat(acme.users().history().asOf(id, Instant.now().plusSeconds(60)))
        .hasValueSatisfying(user -> assertThat(user.username()).isEqualTo(Username.of("acme's")));
    for (Repositories in : besidesAcme()) {
      assertThat(recorded(in)).isEmpty();
      assertThat(in.changes().recordings()).isEmpty();
      assertThat(in.users().history().revisions(id, SliceParams.firstSlice()).items()).isEmpty();
    }

    recordUsers(besidesAcme());
    globex.users().deleteById(id);

    assertThat(recorded(acme)).hasSize(2);
    assertThat(recorded(globex))
        .extracting(Change::operation)
        .containsExactly(ChangeOperation.DELETE);
    assertThat(recorded(home)).isEmpty();
    assertThat(acme.users().existsById(id)).isTrue();
  }

  @Test
  void runnersOfSeveralTenantsDeliverEachItsOwnChanges() {
    recordUsers(everywhere());
    List<ChangeEvent> ofAcme = new CopyOnWriteArrayList<>();
    List<ChangeEvent> ofGlobex = new CopyOnWriteArrayList<>();
    List<ChangeEvent> ofHome = new CopyOnWriteArrayList<>();
    everywhere().forEach(in -> in.changes().feed().subscribe(NAME, SubscriptionOptions.defaults()));
    UserId id = userEverywhere();

    try (ChangeFeedRunner one = feed(acme).start(Map.of(NAME, ofAcme::add), QUICK);
        ChangeFeedRunner two = feed(globex).start(Map.of(NAME, ofGlobex::add), QUICK);
        ChangeFeedRunner three = feed(home).start(Map.of(NAME, ofHome::add), QUICK)) {
      rename(acme, id, "first");
      rename(acme, id, "second");
      rename(globex, id, "first");
      Eventually.holds(
          "all events", () -> ofAcme.size() >= 3 && ofGlobex.size() >= 2 && ofHome.size() >= 1);
    }

    assertThat(operations(ofAcme))
        .containsExactly(ChangeOperation.INSERT, ChangeOperation.UPDATE, ChangeOperation.UPDATE);
    assertThat(operations(ofGlobex))
        .containsExactly(ChangeOperation.INSERT, ChangeOperation.UPDATE);
    assertThat(operations(ofHome)).containsExactly(ChangeOperation.INSERT);
  }

  private static ChangeFeed feed(Repositories in) {
    return in.changes().feed();
  }

  @Test
  void aRunnerInTransactionsWritesInItsTenant() {
    recordUsers(everywhere());
    everywhere().forEach(in -> in.changes().feed().subscribe(NAME, SubscriptionOptions.defaults()));
    UserId id = userEverywhere();
    List<ChangeEvent> taken = new CopyOnWriteArrayList<>();

    try (ChangeFeedRunner runner =
        manager
            .tenant("acme")
            .startDelivery(
                Map.of(
                    NAME,
                    (tx, event) -> {
                      taken.add(event);
                      tx.users().deleteById(id);
                    }),
                QUICK)) {
      Eventually.holds("the deletion's event", () -> taken.size() >= 2);
    }

    assertThat(operations(taken)).containsExactly(ChangeOperation.INSERT, ChangeOperation.DELETE);
    assertThat(acme.users().existsById(id)).isFalse();
    assertThat(globex.users().existsById(id)).isTrue();
    assertThat(home.users().existsById(id)).isTrue();
  }

  private static List<ChangeOperation> operations(List<ChangeEvent> events) {
    return events.stream().map(event -> event.change().operation()).toList();
  }

  @Test
  void aFeedsWakingLeasesAndDeadLettersAreOneTenants() {
    recordUsers(everywhere());
    everywhere()
        .forEach(
            in ->
                feed(in)
                    .subscribe(
                        NAME, SubscriptionOptions.defaults().start(Start.NOW).maxAttempts(1)));
    long before = waits();
    CompletableFuture<Boolean> waiting =
        OwnThreads.supply(() -> feed(globex).await(NAME, Duration.ofHours(1)));
    Eventually.holds("a thread that waits", () -> waits() > before);
    UserId id = UserId.generate();
    acme.users().save(User.builder().id(id).build());
    feed(acme).wake();
    assertThat(feed(acme).await(NAME, Duration.ZERO)).isTrue();
    assertThat(feed(home).await(NAME, Duration.ZERO)).isFalse();
    assertThat(waiting).isNotDone();
    globex.users().save(User.builder().id(id).build());
    feed(globex).wake();
    assertThat(waiting.join()).isTrue();

    assertThat(feed(acme).claim(NAME, LEASE)).isPresent();
    assertThat(feed(acme).claim(NAME, LEASE)).isEmpty();
    assertThat(feed(globex).claim(NAME, LEASE)).isPresent();
    database.execute("UPDATE " + ACME + "change_subscriptions SET leased_until = now()");
    FeedLease lease = feed(acme).claim(NAME, LEASE).orElseThrow();
    feed(acme).tick();
    FeedBatch batch = feed(acme).read(lease, 10);
    feed(acme).acknowledge(batch, Map.of(batch.events().get(0), "on purpose"));

    assertThat(feed(acme).deadLetters(NAME, 10)).hasSize(1);
    for (Repositories in : besidesAcme()) {
      assertThat(feed(in).deadLetters(NAME, 10)).isEmpty();
      assertThat(feed(in).retryAll(NAME)).isZero();
    }
    assertThat(feed(acme).deadLetters(NAME, 10)).hasSize(1);
    assertThat(feed(acme).retryAll(NAME)).isOne();
  }

  private static long waits() {
    var stats = manager.queryStats().operations().get("change_feed.await");
    return stats == null ? 0 : stats.count();
  }

  @Test
  void sealsCoverTheChangesOfOneTenant() {
    recordUsers(everywhere());
    UserId id = userEverywhere();
    rename(acme, id, "sealed");

    SealHead head = acme.changes().seals().seal().orElseThrow();

    assertThat(acme.changes().seals().head()).contains(head);
    assertThat(acme.changes().seals().verify().changes()).isEqualTo(2);
    for (Repositories in : besidesAcme()) {
      assertThat(in.changes().seals().head()).isEmpty();
    }
    assertThat(globex.changes().seals().seal()).isPresent();
    assertThat(globex.changes().seals().verify().changes()).isEqualTo(1);

    database.execute("UPDATE " + ACME + "changes SET changed_at = changed_at + interval '1 s'");
    assertThat(acme.changes().seals().verify().findings()).isNotEmpty();
    assertThat(globex.changes().seals().verify().findings()).isEmpty();
    assertThat(acme.changes().seals().head()).contains(head);
  }

  @Test
  void monthsOfOneTenantArePreparedAndDroppedWhateverOthersWaitFor() {
    recordUsers(everywhere());
    UserId id = userEverywhere();
    for (String schema : List.of(ACME, "zkpersona_tenant_globex.", "zkpersona.")) {
      database.execute("UPDATE " + schema + "changes SET changed_at = '2026-01-15Z'");
    }
    feed(globex).subscribe(NAME, SubscriptionOptions.defaults());

    assertThat(acme.changes().preparePartitions(Duration.ofDays(40))).isPositive();
    assertThat(database.query("SELECT part FROM zkpersona_tenant_globex.changes_partitions()"))
        .isEmpty();
    assertThat(globex.changes().preparePartitions(Duration.ofDays(40))).isPositive();

    Instant february = Instant.parse("2026-02-01T00:00:00Z");
    assertThat(acme.changes().dropBefore(february)).isEqualTo(new DroppedChanges(1, 1));
    assertThat(recorded(acme)).isEmpty();
    assertThat(recorded(globex)).hasSize(1);
    assertThat(recorded(home)).hasSize(1);
    assertThatThrownBy(() -> globex.changes().dropBefore(february))
        .isInstanceOf(ChangeRecordingException.class);
    assertThat(globex.users().history().revisions(id, SliceParams.firstSlice()).items()).hasSize(1);
  }
}
