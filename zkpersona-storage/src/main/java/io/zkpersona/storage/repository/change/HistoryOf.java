package io.zkpersona.storage.repository.change;

/**
 * A repository whose entities' changes can be recorded.
 *
 * @param <E> the entity, or what its history holds of it
 * @param <I> its id
 */
public interface HistoryOf<E, I> {

  /**
   * Returns the recorded versions of the entities. {@link Changes#startRecording} begins to record
   * them.
   *
   * @return the history, on the same connections and in the same transaction, if there is one
   */
  History<E, I> history();
}
