package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.error.ValidationException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Queries and deletes the entities that match a filter. An empty filter matches every entity.
 *
 * @param <E> the entity type
 * @param <F> its filter type
 */
public interface FilterableRepository<E, F> {

  /**
   * Returns the entities that match, ordered by id.
   *
   * @param filter the filter
   * @return all of them, never a truncated list
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   */
  List<E> find(F filter);

  /**
   * Streams the entities that match, ordered by id, reading rows as the stream is consumed. The
   * stream holds a connection until it is closed; use it in try-with-resources.
   *
   * @param filter the filter
   * @return an open, sequential stream
   */
  Stream<E> stream(F filter);

  /**
   * Counts the entities that match.
   *
   * @param filter the filter
   * @return the exact number
   */
  long count(F filter);

  /**
   * Deletes the entities that match in one statement.
   *
   * <p>Repeat: deletes the entities that match at that time; the count of the first call is lost.
   *
   * @param filter the filter; must not be empty
   * @return how many were deleted
   * @throws ValidationException if the filter is empty; use {@link #deleteEverything} to delete all
   *     entities
   * @throws StillReferencedException if a row still refers to one of them
   */
  long delete(F filter);

  /**
   * Deletes every entity in one statement and, as the schema's foreign keys specify, the rows that
   * depend on them.
   *
   * <p>Repeat: deletes the entities stored at that time; the count of the first call is lost.
   *
   * @return how many were deleted
   * @throws StillReferencedException if a row still refers to one of them
   */
  long deleteEverything();
}
