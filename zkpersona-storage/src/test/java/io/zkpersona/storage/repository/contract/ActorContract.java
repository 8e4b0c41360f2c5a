package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.Repository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every row written through {@link Repositories#as} names the actor. */
interface ActorContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends CrudContract<E, I, F> {

  private Repository<E, I> as(ActorId actor) {
    return fixture().repository(repositories().as(actor));
  }

  private ActorId actor() {
    return new ActorId(draw().uuid());
  }

  private void assertWrittenBy(ActorId creator, ActorId modifier, E entity) {
    AuditStamp stamp = entity.audit();
    assertThat(stamp.createdBy()).isEqualTo(creator);
    assertThat(stamp.modifiedBy()).isEqualTo(modifier);
    assertThat(repository().getById(entity.id())).isEqualTo(entity);
  }

  @Test
  default void whatAnActorInsertsIsTheActorsWhateverItSays() {
    ActorId actor = actor();

    assertWrittenBy(actor, actor, as(actor).save(fixture().random(draw())));
    assertWrittenBy(
        actor, actor, as(actor).create(fixture().createRequest(fixture().random(draw()))));
    for (E saved : as(actor).saveAll(drawn(3))) {
      assertWrittenBy(actor, actor, saved);
    }
    for (E saved :
        as(actor).createAll(List.of(fixture().createRequest(fixture().random(draw()))))) {
      assertWrittenBy(actor, actor, saved);
    }
  }

  @Test
  default void whatAnActorChangesNamesBothWhoMadeItAndWhoChangedIt() {
    ActorId creator = actor();
    ActorId second = actor();
    ActorId third = actor();
    E saved = as(creator).save(fixture().random(draw()));

    E replaced = as(second).update(fixture().counted(saved, 1));
    assertWrittenBy(creator, second, replaced);

    E changed = as(third).update(saved.id(), current -> fixture().counted(current, 2));
    assertWrittenBy(creator, third, changed);
  }

  @Test
  default void aChangeWithoutAnActorNamesNobodyWhoDidNotMakeIt() {
    ActorId creator = actor();
    E saved = as(creator).save(fixture().random(draw()));

    assertWrittenBy(creator, null, repository().update(fixture().counted(saved, 1)));
    E again = as(creator).update(saved.id(), current -> fixture().counted(current, 2));
    assertWrittenBy(
        creator, null, repository().update(saved.id(), current -> fixture().counted(current, 3)));

    E stale = again;
    E stored = as(creator).update(repository().getById(saved.id()));
    repository().updateAll(List.of(fixture().counted(stored, 4)), BulkOptions.atomic());
    assertModifiedBy(null, saved.id());
    stored = as(creator).update(repository().getById(saved.id()));
    repository().upsertAll(List.of(fixture().counted(stored, 5)), BulkOptions.atomic());
    assertModifiedBy(null, saved.id());
    as(actor()).update(saved.id(), current -> current);
    repository().upsertAll(List.of(stale), BulkOptions.atomic());
    assertModifiedBy(null, saved.id());
  }

  @Test
  default void anEntityMayNameItsActorItself() {
    ActorId creator = actor();
    ActorId second = actor();
    ActorId third = actor();
    E saved = as(creator).save(fixture().random(draw()));

    E updated = repository().update(named(saved, second));
    assertWrittenBy(creator, second, updated);
    repository().updateAll(List.of(named(updated, third)), BulkOptions.atomic());
    assertModifiedBy(third, saved.id());
    repository()
        .upsertAll(List.of(named(repository().getById(saved.id()), second)), BulkOptions.atomic());
    assertModifiedBy(second, saved.id());
    // A new entity carries the modifier that its caller set, whoever changed the row before.
    repository()
        .upsertAll(
            List.of(fixture().withAudit(saved, AuditStamp.unsaved(second))), BulkOptions.atomic());
    assertModifiedBy(second, saved.id());
  }

  private E named(E entity, ActorId modifier) {
    AuditStamp stamp = entity.audit();
    return fixture()
        .withAudit(
            entity,
            new AuditStamp(stamp.createdBy(), stamp.createdAt(), modifier, stamp.modifiedAt()));
  }

  private void assertModifiedBy(ActorId modifier, I id) {
    assertThat(repository().getById(id).audit().modifiedBy()).isEqualTo(modifier);
  }

  @Test
  default void anActorWritesInTheTransactionItIsNamedIn() {
    ActorId actor = actor();
    E saved =
        transactor()
            .callInTransaction(
                tx ->
                    tx.as(actor)
                        .callInTransaction(
                            nested -> fixture().repository(nested).save(fixture().random(draw()))));
    assertWrittenBy(actor, actor, saved);

    E rolledBack = fixture().random(draw());
    assertThatThrownBy(
            () ->
                transactor()
                    .inTransaction(
                        tx -> {
                          fixture().repository(tx.as(actor)).save(rolledBack);
                          throw new IllegalStateException("undone");
                        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(repository().existsById(rolledBack.id())).isFalse();
  }

  @Test
  default void nobodyIsNoActor() {
    assertThatThrownBy(() -> repositories().as(null))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("actorId");
    assertThatThrownBy(() -> transactor().inTransaction(tx -> tx.as(null)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("actorId");
  }
}
