package io.zkpersona.storage.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.user.ErasureReport;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.proof.ProofTests;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work queue, group commits, rollup, partitions, erasure and locks belong to one tenant. */
class TenantOperationsIT extends NeighboursFixture {

  private static final Duration LEASE = Duration.ofMinutes(5);

  @AfterEach
  void forget() {
    for (Repositories in : everywhere()) {
      in.behaviorInputs().activityRollup().disable();
      in.behaviorInputs().deleteEverything();
      in.zkProofs().headers().deleteEverything();
      in.users().deleteEverything();
    }
  }

  @Test
  void claimsAndDeadLettersAreOneTenants() {
    BehaviorInputId id = inputEverywhere(userEverywhere());

    List<ClaimedInput> claims = acme.behaviorInputs().workQueue().claimUnprocessed(10, LEASE);

    assertThat(claims).hasSize(1);
    assertThat(acme.behaviorInputs().workQueue().claimUnprocessed(10, LEASE)).isEmpty();
    assertThat(acme.behaviorInputs().workQueue().fail(claims.get(0), "bad", Duration.ZERO))
        .isTrue();
    ClaimedInput again =
        acme.behaviorInputs().workQueue().withMaxAttempts(2).claimUnprocessed(10, LEASE).get(0);
    assertThat(again.attempt()).isEqualTo(2);
    acme.behaviorInputs().workQueue().withMaxAttempts(2).fail(again, "bad", Duration.ZERO);
    assertThat(acme.behaviorInputs().workQueue().withMaxAttempts(2).deadLetters(10)).hasSize(1);
    for (Repositories in : besidesAcme()) {
      assertThat(in.behaviorInputs().workQueue().deadLetters(10)).isEmpty();
      assertThat(in.behaviorInputs().workQueue().depth().waiting()).isOne();
      ClaimedInput first = in.behaviorInputs().workQueue().claimUnprocessed(10, LEASE).get(0);
      assertThat(first.attempt()).isOne();
      in.behaviorInputs().workQueue().complete(first);
      assertThat(in.behaviorInputs().getById(id).processed()).isTrue();
    }
    assertThat(acme.behaviorInputs().getById(id).processed()).isFalse();
  }

  @Test
  void groupCommitsOfSeveralTenantsStoreEachItsOwn() {
    UserId user = userEverywhere();
    List<CompletableFuture<BehaviorInput>> saves = new ArrayList<>();
    try (GroupCommitWriter<BehaviorInput, BehaviorInputId> one = writer(acme);
        GroupCommitWriter<BehaviorInput, BehaviorInputId> two = writer(globex);
        GroupCommitWriter<BehaviorInput, BehaviorInputId> three = writer(home)) {
      for (int i = 0; i < 60; i++) {
        BehaviorInput given = input(user);
        saves.add(one.saveAsync(given));
        if (i % 2 == 0) {
          saves.add(two.saveAsync(given));
        }
        if (i % 3 == 0) {
          saves.add(three.saveAsync(given));
        }
      }
    }

    // The rows are written, and their callers are told soon.
    CompletableFuture.allOf(saves.toArray(CompletableFuture[]::new)).join();
    assertThat(acme.behaviorInputs().count()).isEqualTo(60);
    assertThat(globex.behaviorInputs().count()).isEqualTo(30);
    assertThat(home.behaviorInputs().count()).isEqualTo(20);
  }

  private static GroupCommitWriter<BehaviorInput, BehaviorInputId> writer(Repositories in) {
    return in.behaviorInputs().groupCommit(GroupCommitOptions.defaults().withMaxRows(10));
  }

  @Test
  void theRollupCountsTheInputsOfOneTenant() {
    UserId user = userEverywhere();
    acme.behaviorInputs().activityRollup().enable();
    inputEverywhere(user);
    inputEverywhere(user);
    acme.behaviorInputs().save(input(user));

    assertThat(acme.behaviorInputs().activityRollup().fold()).isPositive();

    assertThat(acme.behaviorInputs().activityRollup().verify()).isZero();
    assertThat(total(acme.behaviorInputs())).isEqualTo(3);
    for (Repositories in : besidesAcme()) {
      assertThat(in.behaviorInputs().activityRollup().isEnabled()).isFalse();
      assertThat(total(in.behaviorInputs())).isEqualTo(2);
    }
    assertThat(
            database.query(
                "SELECT 1 FROM zkpersona.behavior_activity UNION ALL"
                    + " SELECT 1 FROM zkpersona_tenant_globex.behavior_activity"))
        .isEmpty();
    globex.behaviorInputs().activityRollup().enable();
    assertThat(globex.behaviorInputs().activityRollup().verify()).isZero();
    assertThat(acme.behaviorInputs().activityRollup().rebuild()).isTrue();
    assertThat(total(globex.behaviorInputs())).isEqualTo(2);
  }

  private static long total(BehaviorInputRepository inputs) {
    return inputs.analyticsSummary(BehaviorInputFilter.none()).totalInputs();
  }

  @Test
  void partitionsOfInputsAreMadeAndDroppedInOneTenant() {
    Repositories daily = manager.tenants().create("daily").repositories();
    Instant old = Instant.now().minus(Duration.ofDays(3));
    daily.behaviorInputs().partitions().enable(old, PartitionWidth.DAY, Duration.ofDays(2));
    UserId user = userEverywhere();
    daily.users().save(acme.users().getById(user));
    BehaviorInput ancient =
        input(user).withId(new BehaviorInputId(new UUID(old.toEpochMilli() << 16 | 0x7000, -1)));
    for (Repositories in : List.of(daily, acme, globex, home)) {
      in.behaviorInputs().save(ancient);
      in.behaviorInputs().save(input(user));
    }

    assertThat(daily.behaviorInputs().partitions().list()).hasSizeGreaterThan(4);
    for (Repositories in : everywhere()) {
      assertThat(in.behaviorInputs().partitions().isEnabled()).isFalse();
    }
    assertThat(
            daily
                .behaviorInputs()
                .partitions()
                .dropBefore(Instant.now().minus(Duration.ofDays(1)))
                .inputs())
        .isOne();
    assertThat(daily.behaviorInputs().count()).isOne();
    for (Repositories in : everywhere()) {
      assertThat(in.behaviorInputs().count()).isEqualTo(2);
    }
    assertThat(manager.tenant("daily").check().findings()).isEmpty();
    manager.tenants().dropWithAllData("daily");
  }

  @Test
  void aPersonIsErasedFromOneTenant() {
    everywhere().forEach(in -> in.changes().startRecording(Set.of(ChangedEntity.USER)));
    UserId user = userEverywhere();
    BehaviorInputId input = inputEverywhere(user);

    ErasureReport report = acme.users().erase(user);

    assertThat(report.removed()).containsEntry("users", 1L).containsEntry("behavior_inputs", 1L);
    assertThat(acme.users().existsById(user)).isFalse();
    assertThat(acme.behaviorInputs().existsById(input)).isFalse();
    for (Repositories in : besidesAcme()) {
      assertThat(in.users().existsById(user)).isTrue();
      assertThat(in.behaviorInputs().existsById(input)).isTrue();
      assertThat(in.users().history().revisions(user, SliceParams.firstSlice()).items())
          .singleElement()
          .satisfies(revision -> assertThat(revision.change().isErased()).isFalse());
    }
    everywhere().forEach(in -> in.changes().stopRecording(Set.of(ChangedEntity.USER)));
  }

  /** Each of these takes a lock until the transaction ends. */
  @Test
  void locksOfOneTenantHoldUpNoOther() throws SQLException {
    UserId user = userEverywhere();
    inputEverywhere(user);
    everywhere().forEach(in -> in.behaviorInputs().activityRollup().enable());
    inputEverywhere(user);
    try (Connection connection = database.connect();
        DatabaseManager impatient =
            DatabaseManager.open(database.config().lockTimeout(Duration.ofMillis(200)).build())) {
      connection.setAutoCommit(false);
      lockAll(manager.tenant("acme").repositoriesOn(connection), user);

      assertThat(impatient.tenant("acme").repositories().changes().feed().tick()).isFalse();
      assertThatThrownBy(() -> impatient.tenant("acme").repositories().changes().seals().seal())
          .hasMessageContaining("lock");
      assertThatThrownBy(() -> impatient.tenant("acme").repositories().zkProofs().save(proof(user)))
          .hasMessageContaining("lock");
      lockAll(impatient.tenant("globex").repositories(), user);
      lockAll(impatient.repositories(), user);
      connection.commit();
    }
    everywhere().forEach(in -> assertThat(total(in.behaviorInputs())).isEqualTo(2));
  }

  private static ZkProof proof(UserId user) {
    return ProofTests.proof(1).withId(ZkProofId.generate()).withUserId(user);
  }

  private static void lockAll(Repositories in, UserId user) {
    in.changes().seals().seal();
    in.changes().feed().tick();
    assertThat(in.behaviorInputs().activityRollup().fold()).isPositive();
    in.reputationRecords().counts().fold();
    in.zkProofs().save(proof(user));
  }
}
