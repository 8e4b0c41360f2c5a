package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.error.BulkInterruptedException;
import io.zkpersona.storage.repository.Repository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Any number of entities, written atomically or in chunks and streamed by id. */
interface BulkOptionsContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends Subject<E, I, F> {

  /** More ids than one lookup holds, and enough rows for COPY. */
  int ANY_NUMBER = 1_050;

  private static <E extends Entity<I>, I extends EntityId> List<I> ids(List<E> entities) {
    return entities.stream().map(Entity::id).toList();
  }

  private List<E> withoutStamps(List<E> entities) {
    return entities.stream()
        .map(entity -> fixture().withAudit(entity, AuditStamp.unsaved()))
        .toList();
  }

  /** Returns the entities as now stored, in the order of the ids. */
  private List<E> streamed(List<I> ids) {
    try (Stream<E> stream = repository().streamAllById(ids)) {
      return stream.toList();
    }
  }

  @Test
  default void anyNumberIsSavedAndStreamedInTheOrderOfItsIds() {
    for (int count : new int[] {0, 1, 99, 100, 101, ANY_NUMBER}) {
      List<E> first = drawn(count);
      List<E> second = drawn(count);
      long before = rows();

      BulkResult atomic = repository().saveAll(first, BulkOptions.atomic());
      BulkResult chunks =
          repository().saveAll(second.stream()::iterator, BulkOptions.committing(100));

      assertThat(List.of(atomic.inserted(), atomic.updated(), atomic.deleted(), chunks.rows()))
          .containsExactly((long) count, 0L, 0L, (long) count);
      assertThat(rows()).isEqualTo(before + 2L * count);
      List<E> given = new ArrayList<>(first);
      given.addAll(second);
      Collections.reverse(given);
      List<E> found = streamed(ids(given));
      assertThat(withoutStamps(found)).isEqualTo(withoutStamps(given));
      assertThat(found)
          .extracting(entity -> entity.audit().createdBy(), entity -> entity.audit().modifiedBy())
          .isEqualTo(
              given.stream()
                  .map(E::audit)
                  .map(stamp -> Tuple.tuple(stamp.createdBy(), stamp.modifiedBy()))
                  .toList());
    }
  }

  @Test
  default void absentOnesArePassedOverAndThoseNamedTwiceComeTwice() {
    List<E> stored = repository().saveAll(drawn(3));
    I absent = fixture().newId.get();
    List<I> asked =
        List.of(
            stored.get(2).id(), absent, stored.get(0).id(), stored.get(2).id(), stored.get(1).id());

    assertThat(repository().streamAllById(asked.stream()::iterator))
        .containsExactly(stored.get(2), stored.get(0), stored.get(2), stored.get(1));
    assertThat(repository().streamAllById(List.of())).isEmpty();
    assertThat(repository().streamAllById(List.of(absent))).isEmpty();
  }

  @Test
  default void requestsOfAnyNumberAreStored() {
    List<E> given = drawn(120);

    BulkResult result =
        repository()
            .createAll(
                given.stream().map(fixture()::createRequest)::iterator,
                BulkOptions.committing(110));

    assertThat(result.inserted()).isEqualTo(120);
    List<E> stored = repository().findAll();
    assertThat(rows()).isEqualTo(120);
    // If lists omit some rows, the others cannot be matched with their requests.
    for (int i = 0; i < stored.size() && stored.size() == rows(); i++) {
      E values = given.get(i);
      assertThat(fixture().withId(fixture().withAudit(stored.get(i), values.audit()), values.id()))
          .isEqualTo(fixture().requested(values));
    }
  }

  @Test
  default void manyAreUpdatedAndOnlyTheirCreationStays() {
    List<E> stored = repository().saveAll(drawn(ANY_NUMBER));
    List<E> changed = new ArrayList<>();
    for (E before : stored) {
      changed.add(fixture().changed(before, fixture().random(draw())));
    }

    BulkResult result = repository().updateAll(changed, BulkOptions.atomic());

    assertThat(result.updated()).isEqualTo(ANY_NUMBER);
    List<E> found = streamed(ids(stored));
    assertThat(withoutStamps(found)).isEqualTo(withoutStamps(changed));
    for (int i = 0; i < ANY_NUMBER; i++) {
      AuditStamp before = stored.get(i).audit();
      AuditStamp after = found.get(i).audit();
      assertThat(after.createdBy()).isEqualTo(before.createdBy());
      assertThat(after.createdAt()).isEqualTo(before.createdAt());
      assertThat(after.modifiedBy()).isNull();
      assertThat(after.modifiedAt()).isAfter(before.modifiedAt());
    }
    assertThat(
            repository().updateAll(found.stream()::iterator, BulkOptions.committing(400)).updated())
        .isEqualTo(ANY_NUMBER);
  }

  @Test
  default void theFirstStaleOrMissingOneIsNamedAndNothingIsUpdated() {
    List<E> stored = repository().saveAll(drawn(30));
    List<E> mixed = new ArrayList<>(stored);
    repository().update(fixture().counted(stored.get(7), 1));
    repository().deleteById(stored.get(9).id());
    List<String> before = contents();

    assertThatThrownBy(() -> repository().updateAll(mixed, BulkOptions.atomic()))
        .isInstanceOfSatisfying(
            StaleEntityException.class,
            stale -> {
              assertThat(stale.index()).hasValue(7);
              assertThat(stale.id()).isEqualTo(stored.get(7).id().value());
            });
    mixed.set(7, repository().getById(stored.get(7).id()));
    assertThatThrownBy(() -> repository().updateAll(mixed, BulkOptions.atomic()))
        .isInstanceOfSatisfying(
            EntityNotFoundException.class,
            missing -> {
              assertThat(missing.index()).hasValue(9);
              assertThat(missing.entityType()).isEqualTo(fixture().entityType);
            });
    mixed.remove(9);
    mixed.add(mixed.get(3));
    assertThatThrownBy(() -> repository().updateAll(mixed, BulkOptions.atomic()))
        .isInstanceOfSatisfying(
            StaleEntityException.class, stale -> assertThat(stale.index()).hasValue(29));

    assertThat(contents()).isEqualTo(before);
  }

  @Test
  default void thoseStoredAreOverwrittenButForTheirLifecycleAndTheOthersInserted() {
    List<E> stored = repository().saveAll(drawn(150));
    List<E> upserted = new ArrayList<>();
    Map<I, E> expected = new HashMap<>();
    for (E before : stored) {
      E changed = fixture().changedForUpsert(before, draw());
      upserted.add(fixture().withAudit(changed, AuditStamp.unsaved()));
      expected.put(before.id(), fixture().upserted(before, changed));
    }
    upserted.addAll(drawn(150));
    Collections.shuffle(upserted, new Random(1));
    List<E> wanted = upserted.stream().map(row -> expected.getOrDefault(row.id(), row)).toList();

    BulkResult result = repository().upsertAll(upserted, BulkOptions.atomic());

    assertThat(List.of(result.inserted(), result.updated(), result.rows()))
        .containsExactly(150L, 150L, 300L);
    assertThat(withoutStamps(streamed(ids(upserted)))).isEqualTo(withoutStamps(wanted));
    List<E> found = streamed(ids(stored));
    for (int i = 0; i < stored.size(); i++) {
      assertThat(found.get(i).audit().createdBy()).isEqualTo(stored.get(i).audit().createdBy());
      assertThat(found.get(i).audit().createdAt()).isEqualTo(stored.get(i).audit().createdAt());
      assertThat(found.get(i).audit().modifiedAt()).isAfter(stored.get(i).audit().modifiedAt());
    }
    BulkResult again =
        repository().upsertAll(upserted.stream()::iterator, BulkOptions.committing(77));
    assertThat(List.of(again.inserted(), again.updated())).containsExactly(0L, 300L);
    assertThat(rows()).isEqualTo(300);
  }

  /** Loading an old state reverts no later lifecycle step. */
  @Test
  default void anUpsertSetsNoLifecycleBack() {
    List<E> stored = repository().saveAll(drawn(60));
    List<E> given =
        stored.stream()
            .map(
                row ->
                    draw()
                        .valid(
                            () ->
                                Components.merged(
                                    row, fixture().random(draw()), fixture().lifecycle())))
            .toList();

    assertThat(repository().upsertAll(given, BulkOptions.atomic()).updated()).isEqualTo(60);

    assertThat(withoutStamps(streamed(ids(stored)))).isEqualTo(withoutStamps(stored));
  }

  @Test
  default void anUpsertOverwritesOnlyWhatItIsToldTo() {
    for (String name : fixture().overwritten()) {
      List<String> names = fixture().together(name);
      E stored = repository().save(fixture().overwritable(fixture().random(draw()), name));
      E other =
          draw()
              .valid(
                  () -> {
                    E drawn = fixture().random(draw());
                    E changed = fixture().withId(drawn, stored.id());
                    Components.merged(stored, changed, names);
                    return changed;
                  });

      BulkResult result =
          repository()
              .upsertAll(
                  List.of(other), BulkOptions.atomic().updating(names.toArray(String[]::new)));

      assertThat(result.updated()).isOne();
      assertThat(withoutStamps(streamed(List.of(stored.id()))))
          .as(name)
          .isEqualTo(withoutStamps(List.of(Components.merged(stored, other, names))));
      assertThat(repository().getById(stored.id()).audit().modifiedBy())
          .as("a copy of another version does not say who changes it now")
          .isNull();
    }
    E fresh = fixture().random(draw());
    String first = fixture().overwritten().get(0);
    repository().upsertAll(List.of(fresh), BulkOptions.atomic().updating(first));
    assertThat(withoutStamps(streamed(List.of(fresh.id()))))
        .as("one that is not stored is inserted whole")
        .isEqualTo(withoutStamps(List.of(fresh)));
  }

  @Test
  default void whatNoUpsertOverwritesIsRefusedByName() {
    E stored = repository().save(fixture().random(draw()));
    List<String> before = contents();
    List<String> refused =
        new ArrayList<>(List.of("id", "audit", "mid", "cid", "createdAt", "unknown", "", "ID"));
    refused.addAll(fixture().lifecycle());
    refused.addAll(fixture().fixed());

    for (String name : refused) {
      String right = fixture().overwritten().get(0);
      assertThatThrownBy(
              () ->
                  repository()
                      .upsertAll(
                          List.of(stored).stream()::iterator,
                          BulkOptions.atomic().updating(right, name)))
          .as(name)
          .isInstanceOf(ValidationException.class)
          .hasMessageStartingWith("updating: ")
          .hasMessageEndingWith(
              " (expected: some of " + String.join(", ", fixture().overwritten()) + ")");
    }
    BulkOptions updating = BulkOptions.atomic().updating(fixture().overwritten().get(0));
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> repository().saveAll(List.of(stored), updating),
            () -> repository().insertAbsent(List.of(stored), updating),
            () -> repository().updateAll(List.of(stored), updating),
            () -> repository().deleteAllById(List.of(stored.id()), updating),
            () -> repository().createAll(List.of(fixture().createRequest(stored)), updating))) {
      assertThatThrownBy(call)
          .isInstanceOf(ValidationException.class)
          .hasMessageStartingWith("options: updating(...) in a call other than upsertAll");
    }
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  default void ofAnIdThatIsUpsertedTwiceTheLaterStays() {
    E fresh = fixture().random(draw());
    E known = repository().save(fixture().random(draw()));
    List<E> given =
        List.of(
            fixture().counted(fresh, 1),
            fixture().counted(known, 1),
            fixture().counted(fresh, 2),
            fixture().counted(known, 2));

    repository().upsertAll(given, BulkOptions.atomic());

    assertThat(fixture().counter(repository().getById(fresh.id()))).isEqualTo(2);
    assertThat(fixture().counter(repository().getById(known.id()))).isEqualTo(2);
  }

  @Test
  default void manyAreDeletedAndAbsentOnesPassedOver() {
    List<I> ids = new ArrayList<>(ids(repository().saveAll(drawn(ANY_NUMBER))));
    List<I> kept = List.of(ids.remove(17), ids.remove(1_000));
    ids.add(500, fixture().newId.get());
    ids.add(ids.get(0));

    assertThat(repository().deleteAllById(ids, BulkOptions.atomic()).deleted())
        .isEqualTo(ANY_NUMBER - kept.size());
    assertThat(rows()).isEqualTo(kept.size());
    assertThat(
            repository().deleteAllById(kept.stream()::iterator, BulkOptions.committing(1)).rows())
        .isEqualTo(kept.size());
    assertThat(repository().deleteAllById(ids, BulkOptions.committing(9)).rows()).isZero();
    assertThat(rows()).isZero();
  }

  @Test
  default void theFirstBadOneIsNamedFromTheSourcesStartAndASecondCallGoesOn() {
    E taken = repository().save(fixture().random(draw()));
    List<E> given = new ArrayList<>(drawn(60));
    given.set(37, fixture().withId(given.get(37), taken.id()));
    given.set(51, fixture().withId(given.get(51), taken.id()));

    assertThatThrownBy(() -> repository().saveAll(given.stream()::iterator, BulkOptions.atomic()))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class, bad -> assertThat(bad.index()).hasValue(37));
    assertThat(rows()).isOne();
    BulkOptions chunks = BulkOptions.committing(10);
    assertThatThrownBy(() -> repository().saveAll(given.stream()::iterator, chunks))
        .isInstanceOfSatisfying(
            BulkInterruptedException.class,
            ended -> {
              assertThat(ended.committedRows()).isEqualTo(30);
              assertThat(ended.getCause())
                  .isInstanceOfSatisfying(
                      DuplicateEntityException.class, bad -> assertThat(bad.index()).hasValue(37));
            });
    assertThat(rows()).isEqualTo(31);
    given.set(37, fixture().random(draw()));
    assertThatThrownBy(() -> repository().saveAll(given.stream()::iterator, chunks.skipping(30)))
        .isInstanceOfSatisfying(
            BulkInterruptedException.class,
            ended -> {
              assertThat(ended.committedRows()).isEqualTo(50);
              assertThat(((DuplicateEntityException) ended.getCause()).index()).hasValue(51);
            });
    given.set(51, fixture().random(draw()));
    assertThat(repository().saveAll(given.stream()::iterator, chunks.skipping(50)).inserted())
        .isEqualTo(10);

    assertThat(withoutStamps(streamed(ids(given)))).isEqualTo(withoutStamps(given));
    assertThat(rows()).isEqualTo(61);
  }

  @Test
  default void aNullIsNamedFromTheSourcesStart() {
    List<E> given = new ArrayList<>(drawn(25));
    given.add(null);

    for (BulkOptions options : List.of(BulkOptions.atomic(), BulkOptions.committing(10))) {
      assertThatThrownBy(() -> repository().saveAll(given, options.skipping(5)))
          .as("of a list, all of which is checked first")
          .isInstanceOfSatisfying(
              ValidationException.class, bad -> assertThat(bad.index()).hasValue(25));
      assertThat(rows()).isZero();
    }
    assertThatThrownBy(
            () -> repository().saveAll(given.stream()::iterator, BulkOptions.committing(10)))
        .isInstanceOfSatisfying(
            BulkInterruptedException.class,
            ended -> {
              assertThat(ended.committedRows()).isEqualTo(20);
              assertThat(((ValidationException) ended.getCause()).index()).hasValue(25);
            });
    assertThat(rows()).isEqualTo(20);
  }

  @Test
  default void whoWritesManyIsNamedByAllOfThem() {
    ActorId creator = new ActorId(draw().uuid());
    ActorId modifier = new ActorId(draw().uuid());
    List<E> given = drawn(3);
    Repository<E, I> first = fixture().repository(repositories().as(creator));
    Repository<E, I> second = fixture().repository(repositories().as(modifier));

    first.saveAll(given, BulkOptions.atomic());
    second.updateAll(found(ids(given)), BulkOptions.atomic());
    assertThat(found(ids(given)))
        .extracting(entity -> entity.audit().createdBy(), entity -> entity.audit().modifiedBy())
        .containsOnly(Tuple.tuple(creator, modifier));

    List<E> mixed = new ArrayList<>(found(ids(given)));
    mixed.addAll(drawn(3));
    first.upsertAll(mixed, BulkOptions.atomic());
    assertThat(found(ids(mixed)))
        .extracting(entity -> entity.audit().createdBy(), entity -> entity.audit().modifiedBy())
        .containsOnly(Tuple.tuple(creator, creator));
  }
}
