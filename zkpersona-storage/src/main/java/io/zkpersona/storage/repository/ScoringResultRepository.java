package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.storage.repository.change.HistoryOf;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Stores scoring results. */
public interface ScoringResultRepository
    extends Repository<ScoringResult, ScoringResultId>,
        FilterablePaginatedRepository<ScoringResult, ScoringResultFilter>,
        HistoryOf<ScoringResult, ScoringResultId> {

  /**
   * Stores a result and marks its input as processed, in one transaction: both or neither. If the
   * request names no user, the result takes the input's user; if the input has no user, the request
   * may name one. An input that is already marked is not written again.
   *
   * <p>Repeat: stores a second result; call {@code outcomeOf} first, which knows the id.
   *
   * @param request the content of the result
   * @return the result as stored
   * @throws MissingReferenceException if the input or the user does not exist
   * @throws ValidationException if the request names a user other than the input's
   */
  ScoringResult createAndMarkProcessed(CreateScoringResultRequest request);

  /**
   * Stores results and marks their inputs as processed, each as {@link #createAndMarkProcessed}
   * does, in one transaction: all or none. Several results may belong to one input.
   *
   * <p>Repeat: stores further results; call {@code outcomeOf} first, which knows the ids.
   *
   * @param requests the content of the results
   * @return the results as stored, in the order given
   * @throws MissingReferenceException as {@link #createAndMarkProcessed}, naming the index of the
   *     bad request
   * @throws ValidationException as {@link #createAndMarkProcessed}, naming the index of the bad
   *     request
   */
  List<ScoringResult> createAllAndMarkProcessed(Collection<CreateScoringResultRequest> requests);

  /**
   * Returns the latest result of a model for an input, by {@code timestamp}, then id.
   *
   * @param behaviorInputId the input's id
   * @param modelVersion the exact model version
   * @return the latest result; empty if there is none
   */
  Optional<ScoringResult> findLatest(BehaviorInputId behaviorInputId, String modelVersion);

  /**
   * Returns a user's results in a time range, newest first by {@code timestamp}, then id.
   *
   * @param userId the user's id
   * @param startDate the inclusive start of the range, truncated to microseconds
   * @param endDate the exclusive end of the range, truncated to microseconds
   * @return all of them, never a truncated list
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   * @throws ValidationException if {@code startDate} is after {@code endDate}
   */
  List<ScoringResult> findByUserId(UserId userId, Instant startDate, Instant endDate);
}
