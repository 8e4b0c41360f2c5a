package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.error.BulkInterruptedException;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Loading the same data twice changes nothing and reports how many rows existed. */
interface AbsentContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends Subject<E, I, F> {

  BulkOptions ALL_OR_NONE = BulkOptions.atomic();

  private static void assertCounts(BulkResult result, long inserted, long present, long differing) {
    assertThat(List.of(result.inserted(), result.present(), result.differing()))
        .as("inserted, present, differing")
        .containsExactly(inserted, present, differing);
    assertThat(result.rows()).isEqualTo(inserted);
  }

  private List<E> unstamped(List<E> entities) {
    return entities.stream()
        .map(entity -> fixture().withAudit(entity, AuditStamp.unsaved()))
        .sorted(fixture().byId())
        .toList();
  }

  private List<E> foundAgain(List<E> entities) {
    return found(entities.stream().map(Entity::id).toList());
  }

  /** Counts below and above the COPY threshold, and above the batch size. */
  @Test
  default void theFirstLoadInsertsAllAndTheSecondChangesNothing() {
    for (int count : new int[] {0, 1, 99, 100, 101, 1_050}) {
      List<E> given = new ArrayList<>(drawn(count));
      Collections.shuffle(given, new Random(count));

      assertCounts(repository().insertAbsent(given, ALL_OR_NONE), count, 0, 0);
      assertThat(unstamped(foundAgain(given))).isEqualTo(unstamped(given));
      List<String> before = contents();

      assertCounts(repository().insertAbsent(given, ALL_OR_NONE), 0, count, 0);
      assertCounts(
          repository().insertAbsent(given.stream()::iterator, BulkOptions.committing(77)),
          0,
          count,
          0);
      assertThat(contents()).isEqualTo(before);
    }
  }

  @Test
  default void onlyWhatIsAbsentIsInserted() {
    List<E> stored = drawn(150);
    repository().saveAll(stored);
    List<String> before = contents();
    List<E> given = new ArrayList<>(stored);
    given.addAll(drawn(170));
    Collections.shuffle(given, new Random(3));

    BulkOptions chunks = BulkOptions.committing(130).skipping(20);
    long skippedOnes = given.subList(0, 20).stream().filter(row -> !stored.contains(row)).count();
    assertCounts(
        repository().insertAbsent(given.stream()::iterator, chunks),
        170 - skippedOnes,
        150 - (20 - skippedOnes),
        0);
    assertCounts(repository().insertAbsent(given, ALL_OR_NONE), skippedOnes, 320 - skippedOnes, 0);

    assertThat(contents()).containsAll(before).hasSize(320);
    assertThat(unstamped(foundAgain(given))).isEqualTo(unstamped(given));
  }

  @Test
  default void otherContentUnderTheSameIdIsCountedApartAndNotStored() {
    List<E> given = new ArrayList<>(drawn(140));
    repository().saveAll(given);
    List<String> before = contents();
    for (int i = 0; i < 30; i++) {
      given.set(i * 4, fixture().counted(given.get(i * 4), 77 + i));
    }

    assertCounts(repository().insertAbsent(given, ALL_OR_NONE), 0, 110, 30);
    assertCounts(repository().insertAbsent(given.subList(0, 50), ALL_OR_NONE), 0, 37, 13);
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  default void everyComponentButStampAndLifecycleIsContent() {
    E stored = repository().save(fixture().comparable(draw()));
    List<String> before = contents();
    List<String> compared = new ArrayList<>(fixture().overwritten());
    compared.addAll(fixture().fixed());

    for (String name : compared) {
      BulkResult result =
          draw().valid(() -> repository().insertAbsent(List.of(other(stored, name)), ALL_OR_NONE));
      assertThat(result.differing()).as(name).isOne();
      assertCounts(result, 0, 0, 1);
    }
    for (int i = 0; i < fixture().lifecycle().size(); i++) {
      E other =
          draw()
              .valid(
                  () -> Components.merged(stored, fixture().random(draw()), fixture().lifecycle()));
      assertCounts(repository().insertAbsent(List.of(other), ALL_OR_NONE), 0, 1, 0);
    }
    E stamped = fixture().withAudit(stored, fixture().random(draw()).audit());
    assertCounts(repository().insertAbsent(List.of(stamped), ALL_OR_NONE), 0, 1, 0);
    assertThat(contents()).isEqualTo(before);
  }

  /** Returns an entity that differs in one component. */
  private E other(E stored, String name) {
    E other = stored;
    while (other.equals(stored)) {
      other =
          draw().valid(() -> Components.merged(stored, fixture().random(draw()), List.of(name)));
    }
    return other;
  }

  @Test
  default void ofAnIdThatComesTwiceTheFirstIsStored() {
    for (int further : new int[] {0, 120}) {
      E first = fixture().counted(fixture().random(draw()), 1);
      E later = fixture().counted(first, 2);
      List<E> given = new ArrayList<>(List.of(first, later, first));
      given.addAll(drawn(further));

      assertCounts(repository().insertAbsent(given, ALL_OR_NONE), 1 + further, 1, 1);
      assertCounts(repository().insertAbsent(given, BulkOptions.committing(1)), 0, 2 + further, 1);

      assertThat(fixture().counter(repository().getById(first.id()))).isEqualTo(1);
    }
  }

  /** A row that breaks a constraint is refused as by any other insert. */
  @Test
  default void theFirstReferenceOfAnAbsentOneToNothingIsNamed() {
    List<E> stored = drawn(60);
    repository().saveAll(stored);
    List<String> before = contents();
    fixture()
        .dangling()
        .forEach(
            (name, nothing) -> {
              List<E> given = new ArrayList<>(stored);
              given.set(5, Components.with(given.get(5), name, nothing));
              given.addAll(drawn(100));
              for (int bad : new int[] {131, 132, 159}) {
                given.set(bad, Components.with(given.get(bad), name, nothing));
              }

              assertMissing(name, 131, () -> repository().insertAbsent(given, ALL_OR_NONE));
              assertMissing(
                  name, 131, () -> repository().insertAbsent(given.subList(0, 132), ALL_OR_NONE));
              assertThat(contents()).as("all or none").isEqualTo(before);
              assertThatThrownBy(() -> repository().insertAbsent(given, BulkOptions.committing(50)))
                  .isInstanceOfSatisfying(
                      BulkInterruptedException.class,
                      ended -> {
                        assertThat(ended.committedRows()).isEqualTo(100);
                        assertThat(((MissingReferenceException) ended.getCause()).index())
                            .hasValue(131);
                      });
              assertCounts(repository().insertAbsent(given.subList(0, 100), ALL_OR_NONE), 0, 99, 1);
              repository()
                  .deleteAllById(
                      given.subList(60, 100).stream().map(Entity::id).toList(), ALL_OR_NONE);
            });
  }

  private static void assertMissing(String field, int index, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MissingReferenceException.class,
            missing -> {
              assertThat(missing.field()).isEqualTo(field);
              assertThat(missing.index()).hasValue(index);
            });
  }

  @Test
  default void whatIsInsertedNamesItsActorAndWhatIsThereKeepsItsOwn() {
    ActorId first = new ActorId(draw().uuid());
    ActorId second = new ActorId(draw().uuid());
    for (int count : new int[] {3, 130}) {
      List<E> given = new ArrayList<>(drawn(count));
      fixture().repository(repositories().as(first)).insertAbsent(given, ALL_OR_NONE);
      List<E> more = drawn(count);
      given.addAll(more);
      fixture().repository(repositories().as(second)).insertAbsent(given, ALL_OR_NONE);

      assertThat(foundAgain(given.subList(0, count)))
          .allSatisfy(row -> assertThat(row.audit().createdBy()).isEqualTo(first))
          .allSatisfy(row -> assertThat(row.audit().modifiedBy()).isEqualTo(first));
      assertThat(foundAgain(more))
          .allSatisfy(row -> assertThat(row.audit().createdBy()).isEqualTo(second));
    }
  }

  @Test
  default void whatWasDeletedComesBack() {
    List<E> given = drawn(110);
    repository().insertAbsent(given, ALL_OR_NONE);
    repository().deleteById(given.get(7).id());

    assertCounts(repository().insertAbsent(given, ALL_OR_NONE), 1, 109, 0);
  }

  @Test
  default void insideATransactionItIsUndoneWithIt() {
    List<E> stored = drawn(3);
    repository().insertAbsent(stored, ALL_OR_NONE);
    List<E> given = new ArrayList<>(stored);
    given.addAll(drawn(120));

    undone(
        tx -> {
          assertCounts(fixture().repository(tx).insertAbsent(given, ALL_OR_NONE), 120, 3, 0);
          assertCounts(fixture().repository(tx).insertAbsent(given, ALL_OR_NONE), 0, 123, 0);
        });

    assertThat(rows()).isEqualTo(3);
  }
}
