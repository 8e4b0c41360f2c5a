package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;

/**
 * What is to change in an entity. Implementations are immutable; id and audit stamp are never part
 * of them.
 *
 * @param <E> the entity
 */
public interface UpdateRequest<E> {

  /**
   * The entity with the changes made: same id, same audit stamp.
   *
   * @param current the entity as it is
   * @throws ValidationException if the changes don't go together with what the entity holds
   */
  E applyTo(E current);
}
