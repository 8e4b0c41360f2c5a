package io.zkpersona.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever writes through {@link Repositories#as} is named by everything that is written. */
interface ActorContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends CrudContract<E, I, F> {

  private Repository<E, I> as(ActorId actor) {
    return kind().repository(manager().repositories().as(actor));
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

    assertWrittenBy(actor, actor, as(actor).save(kind().random(draw())));
    assertWrittenBy(actor, actor, as(actor).create(kind().createRequest(kind().random(draw()))));
    for (E saved : as(actor).saveAll(drawn(3))) {
      assertWrittenBy(actor, actor, saved);
    }
    for (E saved : as(actor).createAll(List.of(kind().createRequest(kind().random(draw()))))) {
      assertWrittenBy(actor, actor, saved);
    }
  }

  @Test
  default void whatAnActorChangesNamesBothWhoMadeItAndWhoChangedIt() {
    ActorId creator = actor();
    ActorId second = actor();
    ActorId third = actor();
    E saved = as(creator).save(kind().random(draw()));

    E replaced = as(second).update(kind().counted(saved, 1));
    assertWrittenBy(creator, second, replaced);

    E changed = as(third).update(saved.id(), current -> kind().counted(current, 2));
    assertWrittenBy(creator, third, changed);
  }

  @Test
  default void anActorWritesInTheTransactionItIsNamedIn() {
    ActorId actor = actor();
    E saved =
        manager()
            .callInTransaction(
                tx ->
                    tx.as(actor)
                        .callInTransaction(
                            nested -> kind().repository(nested).save(kind().random(draw()))));
    assertWrittenBy(actor, actor, saved);

    E rolledBack = kind().random(draw());
    assertThatThrownBy(
            () ->
                manager()
                    .inTransaction(
                        tx -> {
                          kind().repository(tx.as(actor)).save(rolledBack);
                          throw new IllegalStateException("undone");
                        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(repository().existsById(rolledBack.id())).isFalse();
  }

  @Test
  default void nobodyIsNoActor() {
    assertThatThrownBy(() -> manager().repositories().as(null))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("actorId");
    assertThatThrownBy(() -> manager().inTransaction(tx -> tx.as(null)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("actorId");
  }
}
