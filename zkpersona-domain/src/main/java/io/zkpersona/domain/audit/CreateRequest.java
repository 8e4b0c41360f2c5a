package io.zkpersona.domain.audit;

/**
 * The values of a new entity: all except its id and audit columns. Implementations are immutable
 * and contain only valid values.
 *
 * @param <E> the entity
 * @param <I> its id
 */
public interface CreateRequest<E, I> {

  /**
   * Returns the entity to save, with unsaved audit columns.
   *
   * @param id the id of the new entity
   */
  E toEntity(I id);
}
