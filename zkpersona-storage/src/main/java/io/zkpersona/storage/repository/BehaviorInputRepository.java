package io.zkpersona.storage.repository;

import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import java.util.Collection;
import java.util.List;

/** Behavior inputs. */
public interface BehaviorInputRepository
    extends Repository<BehaviorInput, BehaviorInputId>,
        FilterablePaginatedRepository<BehaviorInput, BehaviorInputFilter> {

  /**
   * What a user did, ordered by id.
   *
   * @param userId who
   * @return all of it, never a part
   * @throws ResultTooLargeException if there is more than {@code DB_FIND_ALL_LIMIT}
   */
  List<BehaviorInput> findByUserId(UserId userId);

  /**
   * What was done in a session, ordered by id.
   *
   * @param behaviorSessionId in which session
   * @return all of it, never a part
   * @throws ResultTooLargeException if there is more than {@code DB_FIND_ALL_LIMIT}
   */
  List<BehaviorInput> findBySessionId(BehaviorSessionId behaviorSessionId);

  /**
   * What was done in a session that is known by its original free text, ordered by id.
   *
   * @param sessionId the free text
   * @return all of it, never a part
   * @throws ResultTooLargeException if there is more than {@code DB_FIND_ALL_LIMIT}
   */
  List<BehaviorInput> findBySessionId(String sessionId);

  /**
   * What is not processed yet, oldest first by {@code timestamp}, then id; without what the work
   * queue has given up. Whether a worker has it makes no difference: {@link
   * WorkQueue#claimUnprocessed} is for several workers.
   *
   * @param limit how many at most, 1 to 1,000
   * @return the oldest of them
   * @throws ValidationException if {@code limit} is outside 1 to 1,000
   */
  List<BehaviorInput> findUnprocessed(int limit);

  /**
   * Marks an input as processed. A worker's claim of it ends, and it is no dead letter any more.
   *
   * <p>Repeat: gives false and writes nothing.
   *
   * @param id which input
   * @return true if this call marked it, false if it already was; then nothing is written
   * @throws EntityNotFoundException if there is none
   */
  boolean markAsProcessed(BehaviorInputId id);

  /**
   * Marks inputs as processed, in one statement, as {@link #markAsProcessed(BehaviorInputId)} does.
   * Nothing is written for those that already are.
   *
   * <p>Repeat: counts none and writes nothing.
   *
   * @param ids which inputs; one that does not exist is passed over
   * @return how many this call marked
   */
  int markAsProcessed(Collection<BehaviorInputId> ids);

  /**
   * Counts what matches a filter, exactly, in one statement. A session is one {@code
   * behaviorSessionId} or, for inputs without it, one free-text {@code sessionId}.
   *
   * @param filter which inputs
   * @return the figures, all zero and without times if nothing matches
   */
  BehaviorAnalyticsSummary analyticsSummary(BehaviorInputFilter filter);
}
