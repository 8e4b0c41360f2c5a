package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.Repository;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** All rows: as a list up to a limit, or as a stream without one. */
interface WholeContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends Subject<E, I, F> {

  int LIMIT = 3;

  /** Returns the entities that an empty filter finds, ordered by id. */
  default List<E> everything(List<E> stored) {
    return stored.stream()
        .filter(entity -> fixture().matches(fixture().noFilter, entity))
        .sorted(fixture().byId())
        .toList();
  }

  @Test
  default void everythingIsListedInTheOrderOfIds() {
    assertThat(repository().findAll()).isEmpty();
    List<E> expected = everything(stored(120));

    assertThat(repository().findAll()).isEqualTo(expected);
    assertThat(filterable().find(fixture().noFilter)).isEqualTo(expected);
    assertThat(repository().count()).isEqualTo(expected.size());
  }

  @Test
  default void aListIsRefusedAboveTheLimitAndNeverCutShort() {
    try (DatabaseManager limited =
        DatabaseManager.open(database().config().findAllLimit(LIMIT).build())) {
      Repository<E, I> repository = fixture().repository(repositoriesOf(limited));
      FilterablePaginatedRepository<E, F> filterable =
          fixture().filterable(repositoriesOf(limited));
      for (int i = 0; i < LIMIT; i++) {
        repository.save(fixture().minimal(draw()));
      }

      List<E> all = repository.findAll();
      assertThat(all).hasSize(LIMIT);
      assertThat(filterable.find(fixture().noFilter)).isEqualTo(all);

      repository.save(fixture().minimal(draw()));

      assertTooLarge(repository::findAll);
      assertTooLarge(() -> filterable.find(fixture().noFilter));
      assertThat(repository.count()).isEqualTo(LIMIT + 1);
      try (Stream<E> stream = repository.stream()) {
        assertThat(stream).hasSize(LIMIT + 1);
      }
      assertThat(repository.findAllById(all.stream().map(Entity::id).toList())).isEqualTo(all);
    }
  }

  private static void assertTooLarge(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ResultTooLargeException.class, large -> assertThat(large.limit()).isEqualTo(LIMIT))
        .hasMessageContaining("more than " + LIMIT);
  }

  @Test
  default void everythingIsStreamedInTheOrderOfIds() {
    List<E> expected = everything(stored(120));

    try (Stream<E> stream = repository().stream()) {
      assertThat(stream).containsExactlyElementsOf(expected);
    }
    try (Stream<E> stream = filterable().stream(fixture().noFilter)) {
      assertThat(stream).containsExactlyElementsOf(expected);
    }
  }

  @Test
  default void aStreamGoesOnPastOneFetch() {
    List<E> expected = everything(repository().saveAll(drawn(1_100)));
    try (Stream<E> stream = repository().stream()) {
      assertThat(stream.toList()).isEqualTo(expected);
    }
  }

  @Test
  default void aStreamHoldsAConnectionUntilItIsClosed() {
    repository().saveAll(drawn(20));
    Stream<E> stream = repository().stream();
    Iterator<E> rows = stream.iterator();

    assertThat(rows.hasNext()).isTrue();
    assertThat(connectionsInUse()).isOne();
    assertThat(repository().existsById(rows.next().id())).isTrue();

    stream.close();
    assertThat(connectionsInUse()).isZero();
    stream.close();
    assertThat(connectionsInUse()).isZero();
    assertThatThrownBy(rows::next).isInstanceOf(IllegalStateException.class);
  }

  /** The connection that a stream returns must not stay read-only. */
  @Test
  default void afterAStreamItsConnectionIsAsItWas() {
    try (DatabaseManager one =
        DatabaseManager.open(database().config().maxConnections(1).build())) {
      Repository<E, I> repository = fixture().repository(repositoriesOf(one));
      E saved = repository.save(fixture().random(draw()));
      try (Stream<E> stream = repository.stream()) {
        assertThat(stream.limit(1).count()).isLessThanOrEqualTo(1);
      }
      repository.deleteById(saved.id());
      assertThat(rows()).isZero();
    }
  }

  @Test
  default void aStreamWorksInsideATransactionAndSeesWhatItWrote() {
    List<E> before = stored(5);
    undone(
        tx -> {
          Repository<E, I> inside = fixture().repository(tx);
          E added = inside.save(fixture().minimal(draw()));
          List<E> expected = everything(Stream.concat(before.stream(), Stream.of(added)).toList());
          try (Stream<E> stream = inside.stream()) {
            assertThat(stream).containsExactlyElementsOf(expected);
          }
          inside.deleteById(added.id());
          try (Stream<E> stream = inside.stream()) {
            assertThat(stream).containsExactlyElementsOf(everything(before));
          }
        });
    assertThat(rows()).isEqualTo(before.size());
  }
}
