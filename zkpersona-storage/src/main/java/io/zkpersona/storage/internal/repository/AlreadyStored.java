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
 * Recognizes a write that an earlier call did, whose answer was lost: the row has exactly the
 * content that this call was to give it. The refusal says so, rather than to succeed: of several
 * callers that write the same at once one has won, and the others must hear of it.
 */
final class AlreadyStored<E extends Entity<I>, I extends EntityId> {

  private final ListedRepository<E, ?, I, ?> repository;

  AlreadyStored(ListedRepository<E, ?, I, ?> repository) {
    this.repository = repository;
  }

  /** The error of an insert whose id is taken; inside a transaction no more can be found out. */
  DuplicateEntityException refused(E given, DuplicateEntityException taken) {
    if (!isOfId(taken) || repository.executor().isInTransaction()) {
      return taken;
    }
    E value =
        repository.entity.toInsert(repository.entity.createdBy(repository.context.actor(), given));
    return repository
        .findById(given.id())
        .filter(stored -> equalIn(repository.entity.insertable(), stored, value))
        .map(stored -> taken.withContentAsGiven())
        .orElse(taken);
  }

  private boolean isOfId(DuplicateEntityException taken) {
    return taken.entityType().equals(repository.entity.entityType())
        && taken.field().equals(repository.entity.key().field().getName());
  }

  /** The error of an update of a copy that is out of date. */
  StaleEntityException stale(E stored, E given) {
    @Nullable ActorId actor = repository.context.actor();
    // Without an actor an update may have named nobody, whatever the copy says.
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
