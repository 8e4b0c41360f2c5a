package io.zkpersona.storage.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitWriter;
import io.zkpersona.storage.repository.contract.Components;
import io.zkpersona.storage.repository.contract.NullContract;
import io.zkpersona.storage.repository.contract.Subject;
import io.zkpersona.storage.repository.contract.Together;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Single saves in group commits have the same outcomes as each alone. */
interface GroupCommitContract extends Subject<BehaviorInput, BehaviorInputId, BehaviorInputFilter> {

  private GroupCommitWriter<BehaviorInput, BehaviorInputId> writer(GroupCommitOptions options) {
    return repositories().behaviorInputs().groupCommit(options);
  }

  @Test
  default void manyThreadsEachGetTheirOwnAsStored() throws InterruptedException {
    Queue<BehaviorInput> given = new ConcurrentLinkedQueue<>(drawn(120));
    List<BehaviorInput> stored = Collections.synchronizedList(new ArrayList<>());
    try (GroupCommitWriter<BehaviorInput, BehaviorInputId> writer =
        writer(GroupCommitOptions.defaults())) {
      Together.values(
          Together.run(
              8,
              () -> {
                for (BehaviorInput next = given.poll(); next != null; next = given.poll()) {
                  BehaviorInput result = writer.save(next);
                  assertThat(fixture().withAudit(result, next.audit())).isEqualTo(next);
                  stored.add(result);
                }
                return true;
              }));
    }
    assertThat(found(stored.stream().map(Entity::id).toList()))
        .isEqualTo(stored.stream().sorted(fixture().byId()).toList());
    assertThat(rows()).isEqualTo(120);
  }

  /** All saves start at once, so that most are grouped. */
  @Test
  default void aBadOneFailsAlone() {
    BehaviorInput taken = repository().save(fixture().random(draw()));
    List<BehaviorInput> given = new ArrayList<>(drawn(60));
    given.set(20, fixture().withId(given.get(20), taken.id()));
    given.set(41, fixture().withId(given.get(41), given.get(40).id()));
    for (Map.Entry<String, EntityId> missing : fixture().dangling().entrySet()) {
      given.set(50, Components.with(given.get(50), missing.getKey(), missing.getValue()));
    }
    boolean refers = !fixture().dangling().isEmpty();
    List<CompletableFuture<BehaviorInput>> results;
    try (GroupCommitWriter<BehaviorInput, BehaviorInputId> writer =
        writer(GroupCommitOptions.defaults().withMaxRows(30))) {
      results = given.stream().map(writer::saveAsync).toList();
    }
    for (int i = 0; i < 60; i++) {
      if (i == 20 || i == 41) {
        assertRefused(results.get(i), DuplicateEntityException.class);
      } else if (i == 50 && refers) {
        assertRefused(results.get(i), MissingReferenceException.class);
      } else {
        BehaviorInput stored = results.get(i).join();
        assertThat(repository().getById(given.get(i).id())).isEqualTo(stored);
      }
    }
    assertThat(rows()).isEqualTo(1 + 60 - 2 - (refers ? 1 : 0));
  }

  private static void assertRefused(CompletableFuture<?> result, Class<?> with) {
    assertThatThrownBy(result::join).cause().isInstanceOf(with);
  }

  @Test
  default void theActorOfAGroupCommitIsNamed() {
    ActorId actor = new ActorId(draw().uuid());
    BehaviorInput given = fixture().random(draw());
    try (GroupCommitWriter<BehaviorInput, BehaviorInputId> writer =
        repositories().as(actor).behaviorInputs().groupCommit(GroupCommitOptions.defaults())) {
      BehaviorInput stored = writer.create(fixture().createRequest(given));
      assertThat(stored.audit().createdBy()).isEqualTo(actor);
      assertThat(repository().getById(stored.id())).isEqualTo(stored);
      assertThat(fixture().withId(fixture().withAudit(stored, given.audit()), given.id()))
          .isEqualTo(fixture().requested(given));
    }
  }

  @Test
  default void optionsThatAreNullAreRefused() {
    NullContract.assertRefused("options", () -> writer(null));
  }
}
