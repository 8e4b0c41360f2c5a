package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.repository.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Many entities in one call: all or none are stored, and the first bad one is named. */
interface BulkContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends Subject<E, I, F> {

  /** More rows than two batches hold, and not a multiple of the batch size. */
  int MANY = 1_250;

  @Test
  default void thousandsAreSavedInTheOrderGiven() {
    List<E> given = drawn(MANY);

    List<E> stored = repository().saveAll(given);

    assertThat(stored).extracting(Entity::id).isEqualTo(given.stream().map(Entity::id).toList());
    assertThat(found(given.stream().map(Entity::id).toList()))
        .isEqualTo(stored.stream().sorted(fixture().byId()).toList());
    for (int i = 0; i < MANY; i++) {
      assertThat(fixture().withAudit(stored.get(i), given.get(i).audit())).isEqualTo(given.get(i));
    }
    assertThat(stored)
        .extracting(entity -> entity.audit().createdAt())
        .containsOnly(stored.get(0).audit().createdAt());
    assertThat(rows()).isEqualTo(MANY);
  }

  @Test
  default void requestsAreStoredInTheOrderGiven() {
    List<E> given = drawn(MANY);

    List<E> stored = repository().createAll(given.stream().map(fixture()::createRequest).toList());

    for (int i = 0; i < MANY; i++) {
      E values = given.get(i);
      assertThat(fixture().withId(fixture().withAudit(stored.get(i), values.audit()), values.id()))
          .isEqualTo(fixture().requested(values));
    }
    assertThat(stored).isSortedAccordingTo(fixture().byId());
    assertThat(found(stored.stream().map(Entity::id).toList())).isEqualTo(stored);
    assertThat(rows()).isEqualTo(MANY);
  }

  @Test
  default void noneIsNothingToDo() {
    assertThat(repository().saveAll(List.of())).isEmpty();
    assertThat(repository().createAll(List.of())).isEmpty();
    assertThat(rows()).isZero();
  }

  @Test
  default void theFirstDuplicateIsNamedAndNothingIsWritten() {
    E stored = repository().save(fixture().random(draw()));
    List<String> before = contents();

    for (int bad : new int[] {0, 1, 36, 73}) {
      List<E> given = new ArrayList<>(drawn(74));
      given.set(bad, fixture().withId(given.get(bad), stored.id()));
      given.set(73, fixture().withId(given.get(73), stored.id()));
      assertBad(DuplicateEntityException.class, "id", bad, () -> repository().saveAll(given));
    }
    List<E> twice = new ArrayList<>(drawn(74));
    twice.set(20, twice.get(10));
    twice.set(72, twice.get(10));
    assertBad(DuplicateEntityException.class, "id", 20, () -> repository().saveAll(twice));

    assertThat(contents()).isEqualTo(before);
  }

  @Test
  default void aBadOneAmongThousandsIsNamed() {
    List<E> given = new ArrayList<>(drawn(MANY));
    given.set(1_077, given.get(42));
    given.set(1_200, given.get(43));

    assertBad(DuplicateEntityException.class, "id", 1_077, () -> repository().saveAll(given));
    assertThat(rows()).isZero();
  }

  @Test
  default void theFirstReferenceToNothingIsNamedAndNothingIsWritten() {
    for (Map.Entry<String, EntityId> missing : fixture().dangling().entrySet()) {
      String name = missing.getKey();
      List<E> given = new ArrayList<>(drawn(50));
      for (int bad : new int[] {31, 32, 49}) {
        given.set(bad, Components.with(given.get(bad), name, missing.getValue()));
      }
      List<CreateRequest<E, I>> requests = given.stream().map(fixture()::createRequest).toList();

      assertBad(MissingReferenceException.class, name, 31, () -> repository().saveAll(given));
      assertBad(MissingReferenceException.class, name, 31, () -> repository().createAll(requests));
    }
    assertThat(rows()).isZero();
  }

  /** Later rows break other constraints. */
  @Test
  default void ofDifferentFaultsTheFirstIsNamed() {
    for (Map.Entry<String, EntityId> missing : fixture().dangling().entrySet()) {
      List<E> given = new ArrayList<>(drawn(50));
      given.set(7, Components.with(given.get(7), missing.getKey(), missing.getValue()));
      given.set(9, given.get(1));
      assertBad(
          MissingReferenceException.class, missing.getKey(), 7, () -> repository().saveAll(given));

      given.set(5, given.get(2));
      assertBad(DuplicateEntityException.class, "id", 5, () -> repository().saveAll(given));
    }
    assertThat(rows()).isZero();
  }

  @Test
  default void aNullIsNamedByItsIndex() {
    List<E> given = Stream.concat(drawn(3).stream(), Stream.of((E) null)).toList();
    List<CreateRequest<E, I>> requests =
        Stream.concat(
                drawn(3).stream().map(fixture()::createRequest),
                Stream.of((CreateRequest<E, I>) null))
            .toList();

    assertNull("entities", () -> repository().saveAll(given));
    assertNull("requests", () -> repository().createAll(requests));
    assertThat(rows()).isZero();
  }

  private static void assertNull(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> {
              assertThat(refused.fields()).containsExactly(field);
              assertThat(refused.index()).hasValue(3);
            });
  }

  @Test
  default void insideATransactionOnlyTheFailedCallIsUndone() {
    E bad = repository().save(fixture().random(draw()));
    List<E> first = drawn(3);
    List<E> last = drawn(2);
    List<E> failing = new ArrayList<>(drawn(4));
    failing.add(bad);

    transactor()
        .inTransaction(
            tx -> {
              Repository<E, I> inside = fixture().repository(tx);
              inside.saveAll(first);
              assertBad(DuplicateEntityException.class, "id", 4, () -> inside.saveAll(failing));
              assertThat(inside.findAllById(first.stream().map(Entity::id).toList())).hasSize(3);
              inside.saveAll(last);
            });

    assertThat(rows()).isEqualTo(1 + first.size() + last.size());
    assertThat(found(failing.stream().map(Entity::id).toList())).containsExactly(bad);
  }

  @Test
  default void whatIsSavedInATransactionThatIsRolledBackIsGone() {
    List<E> given = drawn(10);
    undone(
        tx -> {
          fixture().repository(tx).saveAll(given);
          assertThat(fixture().repository(tx).existsById(given.get(9).id())).isTrue();
        });
    assertThat(rows()).isZero();
  }

  private void assertBad(
      Class<? extends ConstraintException> type, String field, int index, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(type)
        .isInstanceOfSatisfying(
            ConstraintException.class,
            bad -> {
              assertThat(bad.entityType()).isEqualTo(fixture().entityType);
              assertThat(bad.field()).isEqualTo(field);
              assertThat(bad.index()).hasValue(index);
            })
        .hasMessageContaining(String.valueOf(index))
        .hasMessageContaining(field);
  }
}
