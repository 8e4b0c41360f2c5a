package io.zkpersona.storage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.change.HistoryOf;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** One call of each method of recorded changes, and of each entity's history. */
final class ChangeCalls {

  private static final SliceParams FIRST = SliceParams.builder().limit(2).build();

  private ChangeCalls() {}

  static void addTo(Calls calls) {
    history(calls, "users", Repositories::users, RepositoryCalls.USER);
    history(calls, "sessions", Repositories::behaviorSessions, RepositoryCalls.SESSION);
    history(calls, "inputs", Repositories::behaviorInputs, RepositoryCalls.INPUT);
    history(calls, "scores", Repositories::scoringResults, RepositoryCalls.SCORE);
    history(calls, "proofs", Repositories::zkProofs, ZkProofId.generate());
    history(calls, "reputation", Repositories::reputationRecords, ReputationRecordId.generate());
    history(calls, "roles", Repositories::roles, RoleId.generate());
    history(
        calls,
        "permissions",
        Repositories::permissions,
        Permission.builder().name("any").build().id());
    history(calls, "sponsors", Repositories::sponsors, SponsorId.generate());
    history(
        calls, "sponsored", Repositories::sponsoredTransactions, SponsoredTransactionId.generate());
    history(calls, "auth sessions", Repositories::authSessions, AuthSessionId.generate());
    ActorId actor = new ActorId(RepositoryCalls.USER.value());
    for (SortOrder order : SortOrder.values()) {
      found(calls, order, "all", ChangeFilter.none());
      found(calls, order, "by actor", ChangeFilter.builder().actorId(actor).build());
      found(calls, order, "by user", ChangeFilter.builder().userId(RepositoryCalls.USER).build());
      found(
          calls,
          order,
          "in a time",
          ChangeFilter.builder().from(RepositoryCalls.FROM).until(RepositoryCalls.UNTIL).build());
    }
    calls.add(
        "changes of one row",
        all ->
            all.changes()
                .findSlice(
                    ChangeFilter.builder().entityId(RepositoryCalls.USER.value()).build(), FIRST));
    calls.add("changes recordings", all -> all.changes().recordings());
    calls.add("changes gaps", all -> assertThat(all.changes().gaps()).isEmpty());
    calls.add("seals seal", all -> assertThat(all.changes().seals().seal()).isPresent());
    calls.add("seals head", all -> all.changes().seals().head());
    calls.add(
        "seals proof of consistency",
        all -> {
          long blocks = all.changes().seals().seal().orElseThrow().blocks();
          all.changes().seals().proofOfConsistency(1, blocks);
        });
    calls.add("seals proof of inclusion", all -> all.changes().seals().proofOfInclusion(1));
    calls.add("changes prepare partitions", all -> all.changes().preparePartitions(Duration.ZERO));
    calls.add("changes drop", all -> all.changes().dropBefore(Instant.EPOCH));
    Set<ChangedEntity> roles = Set.of(ChangedEntity.ROLE);
    calls.add("changes start recording", all -> all.changes().startRecording(roles));
    calls.add("changes stop recording", all -> all.changes().stopRecording(roles));
  }

  private static <I extends EntityId> void history(
      Calls calls, String name, Function<Repositories, HistoryOf<?, I>> repository, I id) {
    calls.add(
        "recorded versions of " + name,
        all -> repository.apply(all).history().revisions(id, FIRST));
    calls.add(
        "recorded state of " + name,
        all -> repository.apply(all).history().asOf(id, Instant.now()));
    calls.add(
        "recorded reads of " + name,
        all ->
            repository
                .apply(all.as(new ActorId(RepositoryCalls.USER.value())))
                .history()
                .recordReads(List.of(id)));
  }

  private static void found(Calls calls, SortOrder order, String name, ChangeFilter filter) {
    SliceParams params = FIRST.toBuilder().order(order).build();
    calls.add(
        "changes %s %s".formatted(name, order),
        all -> {
          var slice = all.changes().findSlice(filter, params);
          assertThat(slice.items()).isNotEmpty();
          slice
              .nextCursor()
              .ifPresent(at -> all.changes().findSlice(filter, params.withCursor(at)));
        });
  }
}
