package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.error.ValidationException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Questions about the entities that match a filter. A filter with nothing set matches everything.
 *
 * @param <E> the entity
 * @param <F> its filter
 */
public interface FilterableRepository<E, F> {

  /**
   * The entities that match, ordered by id.
   *
   * @param filter which ones
   * @return all of them, never a part
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   */
  List<E> find(F filter);

  /**
   * The entities that match, ordered by id, read as the stream is consumed. Holds a connection
   * until it is closed: use it in try-with-resources.
   *
   * @param filter which ones
   * @return an open, sequential stream
   */
  Stream<E> stream(F filter);

  /**
   * How many entities match.
   *
   * @param filter which ones
   * @return the exact number
   */
  long count(F filter);

  /**
   * Deletes the entities that match, in one statement.
   *
   * <p>Repeat: deletes what matches by then; the number of the first call is lost.
   *
   * @param filter which ones; something must be set
   * @return how many were deleted
   * @throws ValidationException if nothing is set in the filter: {@link #deleteEverything} is the
   *     way to say that
   * @throws StillReferencedException if something still refers to one of them
   */
  long delete(F filter);

  /**
   * Deletes every entity, in one statement, and by the schema's rules what hangs on them.
   *
   * <p>Repeat: deletes what is there by then; the number of the first call is lost.
   *
   * @return how many were deleted
   * @throws StillReferencedException if something still refers to one of them
   */
  long deleteEverything();
}
