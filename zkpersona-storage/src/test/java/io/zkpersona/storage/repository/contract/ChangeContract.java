package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.repository.Repository;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One entity: changed by a function of what is stored. */
interface ChangeContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends CrudContract<E, I, F> {

  int UPDATES = 5;

  @Test
  default void aFunctionIsAppliedToWhatIsStoredWhateverItsVersion() {
    E saved = repository().save(fixture().counted(fixture().random(draw()), 1));
    E changed = repository().update(fixture().counted(saved, 2));

    E stored =
        repository()
            .update(
                saved.id(), current -> fixture().counted(current, fixture().counter(current) + 10));

    assertThat(stored)
        .isEqualTo(
            fixture()
                .withAudit(
                    fixture().counted(changed, 12),
                    new AuditStamp(
                        changed.audit().createdBy(),
                        changed.audit().createdAt(),
                        null,
                        stored.audit().modifiedAt())));
    assertThat(stored.audit().modifiedAt()).isAfter(changed.audit().modifiedAt());
    assertThat(repository().getById(saved.id())).isEqualTo(stored);
  }

  @Test
  default void aFunctionReplacesEverythingThatMayChangeAndItsStampIsIgnored() {
    E stored = repository().save(fixture().random(draw()));
    for (E other : drawn(20)) {
      AuditStamp before = stored.audit();

      E updated =
          repository()
              .update(
                  stored.id(),
                  current -> fixture().withAudit(fixture().changed(current, other), other.audit()));

      Instant modified = updated.audit().modifiedAt();
      assertThat(modified).isAfter(before.modifiedAt());
      assertThat(updated)
          .isEqualTo(
              fixture()
                  .withAudit(
                      fixture().changed(stored, other),
                      new AuditStamp(before.createdBy(), before.createdAt(), null, modified)));
      assertThat(repository().getById(stored.id())).isEqualTo(updated);
      stored = updated;
    }
    assertThat(rows()).isOne();
  }

  @Test
  default void anUnchangedResultIsWrittenToo() {
    E saved = repository().save(fixture().random(draw()));

    E same = repository().update(saved.id(), current -> current);

    assertThat(same.audit().modifiedAt()).isAfter(saved.audit().modifiedAt());
    assertThat(same.audit().modifiedBy()).isNull();
    assertThat(fixture().withAudit(same, saved.audit())).isEqualTo(saved);
    assertThat(repository().getById(saved.id())).isEqualTo(same);
  }

  @Test
  default void functionsOfManyThreadsAllCountAndEachIsAppliedOnce() throws InterruptedException {
    I id = repository().save(fixture().counted(fixture().random(draw()), 1)).id();
    AtomicInteger applied = new AtomicInteger();

    Together.values(
        Together.run(
            UpdateContract.THREADS,
            () -> {
              for (int i = 0; i < UPDATES; i++) {
                repository()
                    .update(
                        id,
                        current -> {
                          applied.incrementAndGet();
                          return incremented(current);
                        });
              }
              return true;
            }));

    assertThat(fixture().counter(repository().getById(id)))
        .isEqualTo(1 + UpdateContract.THREADS * UPDATES);
    assertThat(applied).hasValue(UpdateContract.THREADS * UPDATES);
  }

  @Test
  default void whatAFunctionThrowsIsThrownUnchangedAndNothingIsWritten() {
    E saved = repository().save(fixture().random(draw()));
    List<String> before = contents();

    for (Throwable own :
        List.of(
            new IllegalStateException("the function's own"),
            new StaleEntityException(fixture().entityType, saved.id().value()),
            new AssertionError("the function's own"))) {
      assertThatThrownBy(() -> repository().update(saved.id(), current -> failing(own)))
          .isSameAs(own)
          .hasNoSuppressedExceptions();
    }

    assertThat(contents()).isEqualTo(before);
    assertNothingIsLeftOpen();
  }

  private E failing(Throwable own) {
    if (own instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) own;
  }

  /** Asserts that all connections are back, and none is in a transaction. */
  private void assertNothingIsLeftOpen() {
    assertThat(manager().poolStats().orElseThrow().active()).isZero();
    assertThat(
            database()
                .query(
                    "SELECT pid FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
                        + " AND datname = current_database()"))
        .isEmpty();
  }

  @Test
  default void aFunctionThatReturnsNullOrAnotherIdChangesNothing() {
    E saved = repository().save(fixture().random(draw()));
    E other = repository().save(fixture().random(draw()));
    List<String> before = contents();

    NullContract.assertInvalid("change", () -> repository().update(saved.id(), current -> null))
        .hasMessage("change: the function returned null (expected: the changed entity)");
    for (I id : List.of(other.id(), fixture().newId.get())) {
      NullContract.assertInvalid(
              "id", () -> repository().update(saved.id(), current -> fixture().withId(current, id)))
          .hasMessage("id: changed by the function (expected: the same id)");
    }

    assertThat(contents()).isEqualTo(before);
    assertNothingIsLeftOpen();
  }

  @Test
  default void aFunctionIsPartOfAnOpenTransaction() {
    E saved = repository().save(fixture().counted(fixture().random(draw()), 1));
    List<String> before = contents();

    undone(tx -> fixture().repository(tx).update(saved.id(), this::incremented));
    assertThat(contents()).isEqualTo(before);

    transactor()
        .inTransaction(
            tx -> {
              Repository<E, I> inside = fixture().repository(tx);
              inside.update(fixture().counted(saved, 5));
              assertThat(fixture().counter(inside.update(saved.id(), this::incremented)))
                  .isEqualTo(6);
              // Only the failed call is undone.
              assertThatThrownBy(() -> inside.update(saved.id(), current -> failing(new Undo())))
                  .isInstanceOf(Undo.class);
              assertThat(fixture().counter(inside.update(saved.id(), this::incremented)))
                  .isEqualTo(7);
            });

    assertThat(fixture().counter(repository().getById(saved.id()))).isEqualTo(7);
  }

  @Test
  default void aFunctionThatWritesItsOwnRowMakesItsResultStale() {
    E saved = repository().save(fixture().counted(fixture().random(draw()), 1));

    transactor()
        .inTransaction(
            tx -> {
              Repository<E, I> inside = fixture().repository(tx);
              assertThatThrownBy(
                      () ->
                          inside.update(
                              saved.id(),
                              current -> {
                                inside.update(incremented(current));
                                return incremented(current);
                              }))
                  .isInstanceOf(StaleEntityException.class);
            });

    assertThat(repository().getById(saved.id())).isEqualTo(saved);
  }

  private E incremented(E current) {
    return fixture().counted(current, fixture().counter(current) + 1);
  }
}
