package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.repository.GatherOptions;
import io.zkpersona.storage.repository.GatheringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Single saves in group commits have the same outcomes as each alone. */
interface GatherContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends Subject<E, I, F> {

  @Test
  default void manyThreadsEachGetTheirOwnAsStored() throws InterruptedException {
    Queue<E> given = new ConcurrentLinkedQueue<>(drawn(120));
    List<E> stored = Collections.synchronizedList(new ArrayList<>());
    try (GatheringWriter<E, I> writer = repository().gathering(GatherOptions.defaults())) {
      Together.values(
          Together.run(
              8,
              () -> {
                for (E next = given.poll(); next != null; next = given.poll()) {
                  E result = writer.save(next);
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
    E taken = repository().save(fixture().random(draw()));
    List<E> given = new ArrayList<>(drawn(60));
    given.set(20, fixture().withId(given.get(20), taken.id()));
    given.set(41, fixture().withId(given.get(41), given.get(40).id()));
    for (Map.Entry<String, EntityId> missing : fixture().dangling().entrySet()) {
      given.set(50, Components.with(given.get(50), missing.getKey(), missing.getValue()));
    }
    boolean refers = !fixture().dangling().isEmpty();
    List<CompletableFuture<E>> results;
    try (GatheringWriter<E, I> writer =
        repository().gathering(GatherOptions.defaults().withMaxRows(30))) {
      results = given.stream().map(writer::saveAsync).toList();
    }
    for (int i = 0; i < 60; i++) {
      if (i == 20 || i == 41) {
        assertRefused(results.get(i), DuplicateEntityException.class);
      } else if (i == 50 && refers) {
        assertRefused(results.get(i), MissingReferenceException.class);
      } else {
        E stored = results.get(i).join();
        assertThat(repository().getById(given.get(i).id())).isEqualTo(stored);
      }
    }
    assertThat(rows()).isEqualTo(1 + 60 - 2 - (refers ? 1 : 0));
  }

  private static void assertRefused(CompletableFuture<?> result, Class<?> with) {
    assertThatThrownBy(result::join).cause().isInstanceOf(with);
  }

  @Test
  default void whoGathersIsNamed() {
    ActorId actor = new ActorId(draw().uuid());
    E given = fixture().random(draw());
    try (GatheringWriter<E, I> writer =
        fixture()
            .repository(manager().repositories().as(actor))
            .gathering(GatherOptions.defaults())) {
      E stored = writer.create(fixture().createRequest(given));
      assertThat(stored.audit().createdBy()).isEqualTo(actor);
      assertThat(repository().getById(stored.id())).isEqualTo(stored);
      assertThat(fixture().withId(fixture().withAudit(stored, given.audit()), given.id()))
          .isEqualTo(fixture().requested(given));
    }
  }
}
