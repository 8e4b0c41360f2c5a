package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.change.Revision;
import io.zkpersona.domain.error.InvalidCursorException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.Cursor;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.Repository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.change.Changes;
import io.zkpersona.storage.repository.change.History;
import io.zkpersona.storage.repository.change.HistoryOf;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.server.OnOneServer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes of entities are recorded with their actors, and each version can be read again. */
interface HistoryContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends Subject<E, I, F> {

  /** The SQLSTATE of a lock that was waited for in vain. */
  String LOCKED = "55P03";

  private ChangedEntity kind() {
    return ChangedEntity.fromValue(fixture().table().replaceFirst(".*[.]", ""));
  }

  private Changes changes() {
    return repositories().changes();
  }

  private void startRecording() {
    switchBy("changes_begin");
  }

  /** Switches as the owner, and again while the server vacuums the table. */
  private void switchBy(String function) {
    Eventually.holds(function, () -> isSwitchedBy(function));
  }

  private boolean isSwitchedBy(String function) {
    try {
      database().query("SELECT zkpersona.%s('%s')".formatted(function, kind().value()));
      return true;
    } catch (AssertionError e) {
      if (e.getCause() instanceof SQLException locked && LOCKED.equals(locked.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  @AfterEach
  default void nothingIsRecordedAnyLonger() {
    switchBy("changes_end");
  }

  private Repository<E, I> as(ActorId actor) {
    Repositories all = repositories();
    return fixture().repository(actor == null ? all : all.as(actor));
  }

  private History<Object, I> history() {
    return history(repository());
  }

  @SuppressWarnings("unchecked") // each repository has the history of its own entities
  private History<Object, I> history(Repository<E, I> repository) {
    return ((HistoryOf<Object, I>) repository).history();
  }

  private static SliceParams slice(SortOrder order, int limit) {
    return SliceParams.builder().order(order).limit(limit).build();
  }

  private static SliceParams at(SliceParams params, Cursor cursor) {
    return params.toBuilder().cursor(cursor).build();
  }

  private List<Change> changesOf(Iterable<I> ids) {
    List<Change> found = new ArrayList<>();
    for (I id : ids) {
      found.addAll(
          changes()
              .findSlice(
                  ChangeFilter.builder().entity(kind()).entityId(id.value()).build(),
                  slice(SortOrder.ASCENDING, 100))
              .items());
    }
    return found;
  }

  @Test
  @OnOneServer
  default void theHistoryHoldsEachVersionAndWhoMadeIt() {
    ActorId one = new ActorId(draw().uuid());
    ActorId other = new ActorId(draw().uuid());
    E template = fixture().random(draw());
    startRecording();

    E first = as(one).save(template);
    E second = as(other).update(fixture().counted(first, 1));
    E third = as(null).update(first.id(), current -> fixture().counted(current, 2));
    as(one).deleteById(first.id());

    List<Revision<Object>> revisions =
        history().revisions(first.id(), slice(SortOrder.ASCENDING, 100)).items();
    assertThat(revisions)
        .extracting(revision -> revision.change().operation())
        .containsExactly(
            ChangeOperation.INSERT,
            ChangeOperation.UPDATE,
            ChangeOperation.UPDATE,
            ChangeOperation.DELETE);
    List<Object> versions =
        Arrays.asList(
            null,
            fixture().recorded(first),
            fixture().recorded(second),
            fixture().recorded(third),
            null);
    assertThat(revisions).extracting(Revision::before).isEqualTo(versions.subList(0, 4));
    assertThat(revisions).extracting(Revision::after).isEqualTo(versions.subList(1, 5));
    assertThat(revisions)
        .extracting(revision -> revision.change().actorId())
        .containsExactly(one, other, null, one);
    assertThat(revisions)
        .allSatisfy(
            revision -> {
              assertThat(revision.change().entity()).isEqualTo(kind());
              assertThat(revision.change().entityId()).isEqualTo(first.id().value());
              assertThat(revision.change().isErased()).isFalse();
            });
    Instant deleted = revisions.get(3).change().at();

    assertThat(asOf(first, first.audit().createdAt().minusNanos(1_000))).isNull();
    assertThat(asOf(first, first.audit().modifiedAt())).isEqualTo(fixture().recorded(first));
    assertThat(asOf(first, second.audit().modifiedAt().minusNanos(1_000)))
        .isEqualTo(fixture().recorded(first));
    assertThat(asOf(first, second.audit().modifiedAt())).isEqualTo(fixture().recorded(second));
    assertThat(asOf(first, deleted.minusNanos(1_000))).isEqualTo(fixture().recorded(third));
    assertThat(asOf(first, deleted)).isNull();
    assertThat(history().asOf(fixture().newId.get(), deleted)).isEmpty();
  }

  private Object asOf(E entity, Instant instant) {
    return history().asOf(entity.id(), instant).orElse(null);
  }

  @Test
  @OnOneServer
  default void theHistoryIsReadInSlicesInBothDirections() {
    E stored = repository().save(fixture().random(draw()));
    startRecording();
    for (int i = 0; i < 5; i++) {
      stored = repository().update(fixture().counted(stored, i + 1L));
    }
    I id = stored.id();

    for (SortOrder order : SortOrder.values()) {
      List<Revision<Object>> whole = history().revisions(id, slice(order, 100)).items();
      assertThat(whole).hasSize(5);
      List<Revision<Object>> pieces = new ArrayList<>();
      List<Revision<Object>> back = new ArrayList<>();
      SliceParams params = slice(order, 2);
      Slice<Revision<Object>> piece = history().revisions(id, params);
      pieces.addAll(piece.items());
      while (piece.hasNext()) {
        piece = history().revisions(id, at(params, piece.nextCursor().orElseThrow()));
        pieces.addAll(piece.items());
      }
      assertThat(pieces).isEqualTo(whole);
      while (piece.hasPrevious()) {
        piece = history().revisions(id, at(params, piece.previousCursor().orElseThrow()));
        List<Revision<Object>> reversed = new ArrayList<>(piece.items());
        Collections.reverse(reversed);
        back.addAll(reversed);
      }
      Collections.reverse(back);
      assertThat(back).isEqualTo(whole.subList(0, 4));
    }
    Cursor cursor =
        history().revisions(id, slice(SortOrder.ASCENDING, 1)).nextCursor().orElseThrow();
    assertThatThrownBy(
            () ->
                history()
                    .revisions(fixture().newId.get(), at(slice(SortOrder.ASCENDING, 1), cursor)))
        .isInstanceOf(InvalidCursorException.class);
  }

  @Test
  @OnOneServer
  default void everyWayOfWritingManyRowsIsRecordedWithItsActor() {
    ActorId actor = new ActorId(draw().uuid());
    List<E> drawn = drawn(150);
    startRecording();

    List<E> saved = new ArrayList<>(as(actor).saveAll(drawn.subList(0, 20)));
    as(actor).saveAll(drawn.subList(20, 150), BulkOptions.atomic());
    List<I> ids = drawn.stream().map(Entity::id).toList();
    as(actor).updateAll(List.of(fixture().counted(saved.get(0), 1)), BulkOptions.atomic());
    as(actor)
        .upsertAll(
            List.of(fixture().counted(repository().getById(ids.get(1)), 1)), BulkOptions.atomic());
    as(actor).insertAbsent(List.of(repository().getById(ids.get(2))), BulkOptions.atomic());
    as(actor).deleteAllById(ids.subList(100, 150), BulkOptions.atomic());
    fixture().filterable(repositories().as(actor)).deleteEverything();

    List<Change> changes = changesOf(ids);
    assertThat(changes).allSatisfy(change -> assertThat(change.actorId()).isEqualTo(actor));
    assertThat(changes)
        .filteredOn(change -> change.operation() == ChangeOperation.INSERT)
        .hasSize(150);
    assertThat(changes)
        .filteredOn(change -> change.operation() == ChangeOperation.UPDATE)
        .hasSize(2);
    assertThat(changes)
        .filteredOn(change -> change.operation() == ChangeOperation.DELETE)
        .hasSize(150);
  }

  @Test
  @OnOneServer
  default void anActorIsNotPassedOnWithinATransaction() {
    ActorId actor = new ActorId(draw().uuid());
    List<E> saved = repository().saveAll(drawn(3));
    startRecording();

    transactor()
        .inTransaction(
            tx -> {
              fixture().repository(tx.as(actor)).deleteById(saved.get(0).id());
              fixture().repository(tx).deleteById(saved.get(1).id());
              fixture().repository(tx).update(fixture().counted(saved.get(2), 1));
            });

    assertThat(changesOf(saved.stream().map(Entity::id).toList()))
        .extracting(change -> change.operation() + " " + change.actorId())
        .containsExactly("DELETE " + actor, "DELETE null", "UPDATE null");
  }

  @Test
  @OnOneServer
  default void whatIsRolledBackIsNotRecorded() {
    E stored = repository().save(fixture().random(draw()));
    startRecording();

    undone(tx -> fixture().repository(tx).update(fixture().counted(stored, 1)));
    undone(tx -> fixture().repository(tx).deleteById(stored.id()));

    assertThat(changesOf(List.of(stored.id()))).isEmpty();
    assertThat(history().asOf(stored.id(), Instant.now().plusSeconds(60)).orElseThrow())
        .isIn(fixture().recorded(stored), stored);
  }

  @Test
  @OnOneServer
  default void everyRevisionIsStreamedRowByRow() {
    List<E> saved = repository().saveAll(drawn(3));
    startRecording();
    E changed = repository().update(fixture().counted(saved.get(0), 1));
    List<E> fresh = repository().saveAll(drawn(2));
    repository().update(fixture().counted(changed, 2));
    repository().deleteById(fresh.get(0).id());
    switchBy("changes_end");
    // Not recorded, so what its insert made is unknown.
    repository().deleteById(fresh.get(1).id());

    List<Revision<Object>> streamed;
    try (Stream<Revision<Object>> stream = history().stream()) {
      streamed = stream.toList();
    }

    List<Revision<Object>> wanted = new ArrayList<>();
    for (E entity : List.of(saved.get(0), fresh.get(0), fresh.get(1))) {
      wanted.addAll(history().revisions(entity.id(), slice(SortOrder.ASCENDING, 100)).items());
    }
    assertThat(streamed).hasSize(5).containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(streamed)
        .filteredOn(revision -> saved.get(0).id().value().equals(revision.change().entityId()))
        .isEqualTo(wanted.subList(0, 2));
    try (Stream<Revision<Object>> stream = history().stream()) {
      assertThat(stream.limit(1)).hasSize(1);
    }
  }

  @Test
  @OnOneServer
  default void readsAreRecordedWhereTheHostAsksForIt() {
    ActorId actor = new ActorId(draw().uuid());
    List<E> saved = repository().saveAll(drawn(3));
    I missing = fixture().newId.get();

    History<Object, I> audited = history(as(actor));
    assertThat(audited.recordReads(List.of(saved.get(0).id(), saved.get(2).id(), missing)))
        .isEqualTo(2);
    assertThat(audited.recordReads(List.of())).isZero();

    assertThat(changesOf(List.of(saved.get(0).id(), saved.get(1).id(), saved.get(2).id(), missing)))
        .extracting(change -> change.operation() + " " + change.entityId() + change.actorId())
        .containsExactly(
            "READ " + saved.get(0).id().value() + actor,
            "READ " + saved.get(2).id().value() + actor);
    // They are no versions.
    assertThat(history().revisions(saved.get(0).id(), SliceParams.firstSlice()).items()).isEmpty();
    assertThat(history().asOf(saved.get(0).id(), Instant.now().plusSeconds(60)).orElseThrow())
        .isIn(fixture().recorded(saved.get(0)), saved.get(0));
    assertThatThrownBy(() -> history().recordReads(List.of(missing)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("as(actorId)");
    assertThatThrownBy(() -> audited.recordReads(Collections.singletonList(null)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("ids");
  }

  @Test
  default void noHistoryWithoutAnIdAnInstantOrParameters() {
    assertThatThrownBy(() -> history().revisions(null, SliceParams.firstSlice()))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("id");
    assertThatThrownBy(() -> history().revisions(fixture().newId.get(), null))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("params");
    assertThatThrownBy(() -> history().asOf(null, Instant.EPOCH))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("id");
    assertThatThrownBy(() -> history().asOf(fixture().newId.get(), null))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("instant");
    assertThatThrownBy(
            () ->
                history()
                    .revisions(
                        fixture().newId.get(), SliceParams.builder().sortBy("modifiedAt").build()))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("sortBy");
  }
}
