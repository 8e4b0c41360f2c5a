package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;

/**
 * The changes to an entity. Implementations are immutable; id and audit columns are never part of
 * them.
 *
 * @param <E> the entity
 */
public interface UpdateRequest<E> {

  /**
   * Returns the entity with the changes applied, with the same id and audit columns.
   *
   * @param current the current entity
   * @throws ValidationException if the changes conflict with the entity's other values
   */
  E applyTo(E current);
}
