package io.zkpersona.domain.audit;

/**
 * The values of a new entity: all except its id and audit columns. The library's requests are
 * immutable and contain only valid values. A lambda that makes the entity of an id is a request,
 * too; {@code createAll} calls it once for each entity.
 *
 * @param <E> the entity
 * @param <I> its id
 */
@FunctionalInterface
public interface CreateRequest<E, I> {

  /**
   * Returns the entity to save, with unsaved audit columns.
   *
   * @param id the id of the new entity
   */
  E toEntity(I id);
}
