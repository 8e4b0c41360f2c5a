package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.mapping.Column;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes a write that an earlier call made whose answer was lost: the row has exactly the
 * content that this call would give it. The call still fails, with an error that says so: of
 * several concurrent callers with the same write one has won, and the others must know.
 */
final class AlreadyStored<E extends Entity<I>, I extends EntityId> {

  private final ListedRepository<E, ?, I, ?> repository;

  AlreadyStored(ListedRepository<E, ?, I, ?> repository) {
    this.repository = repository;
  }

  /**
   * Returns the error of an insert whose id is taken; inside a transaction the row is not checked.
   */
  DuplicateEntityException refused(E given, DuplicateEntityException taken) {
    if (!isOfId(taken) || repository.executor().isInTransaction()) {
      return taken;
    }
    E value =
        repository.entity.toInsert(repository.entity.createdBy(repository.context.actor(), given));
    return repository
        .findById(repository.executor(), given.id())
        .filter(stored -> equalIn(repository.entity.insertable(), stored, value))
        .map(stored -> taken.withContentAsGiven())
        .orElse(taken);
  }

  private boolean isOfId(DuplicateEntityException taken) {
    return taken.entityType().equals(repository.entity.entityType())
        && taken.field().equals(repository.entity.key().field().getName());
  }

  /** Returns the error of an update of a stale copy. */
  StaleEntityException stale(E stored, E given) {
    @Nullable ActorId actor = repository.context.actor();
    // Without an actor an update may have stored no modifier, whatever the copy says.
    boolean named = actor == null && stored.audit().modifiedBy() != null;
    E value = named ? given : repository.entity.modifiedBy(actor, given);
    String type = repository.entity.entityType();
    return equalIn(repository.entity.updatable(), stored, value)
        ? StaleEntityException.withContentAsGiven(type, given.id().value())
        : new StaleEntityException(type, given.id().value());
  }

  private static <E> boolean equalIn(List<Column<E, ?>> columns, E one, E other) {
    return columns.stream()
        .allMatch(column -> Objects.equals(column.valueOf(one), column.valueOf(other)));
  }
}
