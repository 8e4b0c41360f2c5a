package io.zkpersona.domain.change;

/**
 * What is needed to create an entity: everything but its id and its audit stamp. Implementations
 * are immutable and hold valid values only.
 *
 * @param <E> the entity
 * @param <I> its id
 */
public interface CreateRequest<E, I> {

  /**
   * The entity as it is to be saved, with an unsaved audit stamp.
   *
   * @param id the id it gets
   */
  E toEntity(I id);
}
