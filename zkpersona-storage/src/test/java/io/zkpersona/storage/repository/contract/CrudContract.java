package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.error.NotFound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** One entity: stored, read back as given, and deleted. */
interface CrudContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends Subject<E, I, F> {

  /** Enough samples to meet every constant and every null; a test below verifies it. */
  int SAMPLES = 250;

  @Test
  default void theSamplesHaveEveryConstantAndEveryNull() {
    List<E> samples = drawn(SAMPLES);
    E minimal = fixture().minimal(draw());

    for (String name : Components.names(fixture().type)) {
      Set<Object> values = new HashSet<>();
      samples.forEach(sample -> values.add(Components.get(sample, name)));

      assertThat(values).as(name).containsAll(Components.constants(fixture().type, name));
      assertThat(values).as(name).hasSizeGreaterThan(1);
      if (Components.isNullable(fixture().type, name)) {
        assertThat(values).as(name).containsNull();
        assertThat(Components.get(minimal, name)).as(name).isNull();
      }
    }
  }

  @Test
  default void whatIsSavedIsFoundAsItWasGiven() {
    List<E> given = new ArrayList<>(drawn(SAMPLES));
    given.add(fixture().minimal(draw()));

    for (E entity : given) {
      E stored = repository().save(entity);

      assertThat(fixture().withAudit(stored, entity.audit())).isEqualTo(entity);
      assertThat(repository().findById(entity.id())).contains(stored);
      assertThat(repository().getById(entity.id())).isEqualTo(stored);
    }
    assertThat(repository().count()).isEqualTo(filterable().count(fixture().noFilter));
    assertThat(rows()).isEqualTo(given.size());
  }

  @Test
  default void aFunctionOfTheIdIsARequest() {
    E given = fixture().random(draw());

    E stored = repository().create(id -> fixture().createRequest(given).toEntity(id));

    assertThat(stored.id()).isNotEqualTo(given.id());
    assertThat(repository().findById(stored.id())).contains(stored);
  }

  @Test
  default void theDatabaseSetsTheTimesAndKeepsWhoWroteIt() {
    for (E entity : drawn(20)) {
      AuditStamp given = entity.audit();
      AuditStamp stored = repository().save(entity).audit();

      Instant created = storedTime("ctime", entity.id());
      assertThat(stored)
          .isEqualTo(new AuditStamp(given.createdBy(), created, given.modifiedBy(), created));
      assertThat(stored.createdAt()).isAfter(Instant.parse("2025-01-01T00:00:00Z"));
      assertThat(storedTime("mtime", entity.id())).isEqualTo(created);
      assertThat(stored.isSaved()).isTrue();
    }
  }

  /** Returns a time column of a row, read without the library. */
  default Instant storedTime(String column, I id) {
    return Instant.parse(
        database()
            .queryOne(
                "SELECT to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
                        .formatted(column)
                    + " FROM %s WHERE id = '%s'".formatted(fixture().table(), id.value())));
  }

  @Test
  default void aRequestIsStoredUnderAnIdOfItsOwn() {
    Set<I> ids = new HashSet<>();
    for (E values : drawn(50)) {
      E stored = repository().create(fixture().createRequest(values));

      assertThat(fixture().withId(fixture().withAudit(stored, values.audit()), values.id()))
          .isEqualTo(fixture().requested(values));
      assertThat(stored.audit().isSaved()).isTrue();
      assertThat(repository().getById(stored.id())).isEqualTo(stored);
      ids.add(stored.id());
    }
    assertThat(ids).hasSize(50);
  }

  @Test
  default void savingTheSameIdTwiceIsRefusedAndChangesNothing() {
    E first = repository().save(fixture().random(draw()));
    List<String> before = contents();

    for (E second : List.of(first, fixture().withId(fixture().random(draw()), first.id()))) {
      assertThatThrownBy(() -> repository().save(second))
          .isInstanceOfSatisfying(
              DuplicateEntityException.class,
              duplicate -> {
                assertThat(duplicate.entityType()).isEqualTo(fixture().entityType);
                assertThat(duplicate.field()).isEqualTo("id");
                assertThat(duplicate.index()).isEmpty();
              })
          .hasMessageContaining("id of " + fixture().entityType);
    }
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  default void aReferenceToNothingIsRefusedByName() {
    E stored = repository().save(fixture().random(draw()));
    List<String> before = contents();

    fixture()
        .dangling()
        .forEach(
            (name, id) -> {
              E fresh = Components.with(fixture().random(draw()), name, id);
              E changed = Components.with(stored, name, id);

              assertMissing(name, () -> repository().save(fresh));
              assertMissing(name, () -> repository().create(fixture().createRequest(fresh)));
              if (fixture().changed(stored, changed).equals(changed)) {
                assertMissing(name, () -> repository().update(changed));
                assertMissing(
                    name,
                    () ->
                        repository()
                            .update(stored.id(), current -> Components.with(current, name, id)));
              }
            });
    assertThat(contents()).isEqualTo(before);
  }

  private void assertMissing(String name, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MissingReferenceException.class,
            missing -> {
              assertThat(missing.entityType()).isEqualTo(fixture().entityType);
              assertThat(missing.field()).isEqualTo(name);
            })
        .hasMessageContaining(name);
  }

  @Test
  default void whatDoesNotExistIsNotFound() {
    repository().save(fixture().random(draw()));
    I unknown = fixture().newId.get();

    assertThat(repository().findById(unknown)).isEmpty();
    assertThat(repository().existsById(unknown)).isFalse();
    assertNotFound(unknown, () -> repository().getById(unknown));
  }

  /** Asserts that the call throws the entity's own not-found exception, if it has one. */
  default void assertNotFound(I id, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(NotFound.of(fixture().entityType, id.value()).getClass())
        .isInstanceOfSatisfying(
            EntityNotFoundException.class,
            absent -> {
              assertThat(absent.entityType()).isEqualTo(fixture().entityType);
              assertThat(absent.id()).contains(id.value());
            })
        .hasMessageContaining(fixture().entityType);
  }

  @Test
  default void whatIsDeletedIsGone() {
    E kept = repository().save(fixture().random(draw()));
    E deleted = repository().save(fixture().random(draw()));
    assertThat(repository().existsById(deleted.id())).isTrue();

    repository().deleteById(deleted.id());

    assertThat(repository().existsById(deleted.id())).isFalse();
    assertThat(repository().findById(deleted.id())).isEmpty();
    assertThat(repository().findById(kept.id())).contains(kept);
    assertNotFound(deleted.id(), () -> repository().deleteById(deleted.id()));
    assertThat(rows()).isOne();
  }

  @Test
  default void manyAreFoundByIdOnceEachInTheOrderOfTheirIds() {
    List<E> saved = new ArrayList<>(repository().saveAll(drawn(1_000)));
    saved.sort(fixture().byId());
    List<I> ids = new ArrayList<>(saved.stream().map(Entity::id).toList());
    Collections.shuffle(ids, new Random(7));

    assertThat(repository().findAllById(ids)).isEqualTo(saved);

    E one = saved.get(500);
    assertThat(repository().findAllById(List.of(one.id(), fixture().newId.get(), one.id())))
        .containsExactly(one);
    assertThat(repository().findAllById(List.of(fixture().newId.get()))).isEmpty();
    assertThat(repository().findAllById(Set.of())).isEmpty();
  }
}
