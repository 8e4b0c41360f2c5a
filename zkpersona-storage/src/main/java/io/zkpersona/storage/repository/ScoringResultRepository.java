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
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Scoring results. */
public interface ScoringResultRepository
    extends Repository<ScoringResult, ScoringResultId>,
        FilterablePaginatedRepository<ScoringResult, ScoringResultFilter> {

  /**
   * Keeps a result and marks its input as processed, in one transaction: both or neither. Without a
   * user the result gets the input's; it may name one where the input has none. An input that is
   * marked already is not written again.
   *
   * <p>Repeat: keeps a second result; ask {@code outcomeOf} first, which knows the id.
   *
   * @param request what is to be kept
   * @return the result as stored
   * @throws MissingReferenceException if the input or the user does not exist
   * @throws ValidationException if the request names another user than the input does
   */
  ScoringResult createAndMarkProcessed(CreateScoringResultRequest request);

  /**
   * Keeps results and marks their inputs as processed, as {@link #createAndMarkProcessed}, all in
   * one transaction: all or nothing. Several may be of one input.
   *
   * <p>Repeat: keeps further results; ask {@code outcomeOf} first, which knows the ids.
   *
   * @param requests what is to be kept
   * @return the results as stored, in the order given
   * @throws MissingReferenceException as {@link #createAndMarkProcessed}, naming the index of the
   *     bad request
   * @throws ValidationException as {@link #createAndMarkProcessed}, naming the index of the bad
   *     request
   */
  List<ScoringResult> createAllAndMarkProcessed(Collection<CreateScoringResultRequest> requests);

  /**
   * The latest result that a model gave for an input, by {@code timestamp}, then id.
   *
   * @param behaviorInputId which input
   * @param modelVersion which model, exactly
   * @return the latest one, empty if there is none
   */
  Optional<ScoringResult> findLatest(BehaviorInputId behaviorInputId, String modelVersion);

  /**
   * A user's results in a stretch of time, the newest first by {@code timestamp}, then id.
   *
   * @param userId whose
   * @param startDate scored then or later, cut to microseconds
   * @param endDate scored before then, cut to microseconds
   * @return all of them, never a part
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   * @throws ValidationException if {@code startDate} is after {@code endDate}
   */
  List<ScoringResult> findByUserId(UserId userId, Instant startDate, Instant endDate);
}
