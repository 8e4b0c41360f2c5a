package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.LeaderboardEntry;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationDistribution;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStanding;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.reputation.TrendPoint;
import io.zkpersona.domain.reputation.UserReputationSummary;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import io.zkpersona.storage.repository.change.HistoryOf;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores reputation records. The records of one user, category and period form a chain: at any
 * instant at most one active record is in force, from {@code effectiveFrom} (inclusive) to {@code
 * effectiveUntil} (exclusive). A write that would violate this throws {@link
 * DuplicateEntityException}. "Now" is the time of the database's clock.
 *
 * <p>{@link #publicProfile}, {@link #leaderboard}, {@link #leaderboardAfter} and {@link #standing}
 * return data for public view: they see only public records of active users whose privacy settings
 * have {@code publicProfile}. All other queries see every record.
 */
public interface ReputationRecordRepository
    extends Repository<ReputationRecord, ReputationRecordId>,
        FilterablePaginatedRepository<ReputationRecord, ReputationFilter>,
        HistoryOf<ReputationRecord, ReputationRecordId> {

  /**
   * Replaces the record in force by a new active record, in one transaction. The user's row is
   * locked, which serializes concurrent callers; then the clock is read. The record in force ends
   * where the new one begins: now, or one microsecond after the record in force began if that is
   * later. The new record has no end, or ends where the next one begins if a later record is
   * stored. Its previous score is that of the latest active record that began before it, even if
   * that record had already ended; without one, previous score and change are null. A record that
   * begins later keeps its previous score.
   *
   * <p>In a transaction of isolation {@code REPEATABLE_READ} or above, a record that others wrote
   * since it began causes a {@link io.zkpersona.storage.error.TransactionException} or a {@link
   * DuplicateEntityException}.
   *
   * <p>Repeat: records a second time; call {@code outcomeOf} first, which knows the id.
   *
   * @param request the score to record
   * @return the new record as stored
   * @throws UserNotFoundException if there is no such user
   * @throws MissingReferenceException if the proof or the scoring result does not exist
   */
  ReputationRecord record(RecordReputationRequest request);

  /**
   * Records many scores with few statements, with the same result as calling {@link #record} for
   * each in turn. Several may belong to one user, category and period: each replaces its
   * predecessor in the source, one microsecond apart, and the records of one chunk, or of a few
   * thousand rows of an atomic call, begin no later than now. The users of a chunk are locked in
   * the order of their ids.
   *
   * <p>Repeat: records committed rows a second time; use {@link BulkOptions#skipping} to continue
   * after the rows that {@link io.zkpersona.storage.error.BulkInterruptedException} counts, and
   * call {@code outcomeOf} for those whose answer was lost.
   *
   * @param requests the scores to record; the scores of each user in chronological order
   * @param options whether to commit atomically or in chunks
   * @return the number of inserted records, and, as updated, the number of records in force that
   *     were ended
   * @throws UserNotFoundException if there is no such user, naming the index
   * @throws MissingReferenceException if a proof or a scoring result does not exist, naming the
   *     index
   */
  BulkResult recordAll(Iterable<? extends RecordReputationRequest> requests, BulkOptions options);

  /**
   * Returns the record in force now.
   *
   * @param userId the user's id
   * @param scoringCategory the category
   * @param scoringPeriod the period
   * @return the active record; empty if there is none
   */
  Optional<ReputationRecord> inForce(
      UserId userId, ScoringCategory scoringCategory, ScoringPeriod scoringPeriod);

  /**
   * Returns all records in force now, ordered by category, then period.
   *
   * @param userId the user's id
   * @return at most one active record for each category and period
   */
  List<ReputationRecord> inForce(UserId userId);

  /**
   * Returns the record in force at a past or future instant, according to the records that are
   * active now.
   *
   * @param userId the user's id
   * @param scoringCategory the category
   * @param scoringPeriod the period
   * @param instant the instant, truncated to microseconds
   * @return the active record; empty if there is none
   * @throws ValidationException if the instant is outside the range of the database
   */
  Optional<ReputationRecord> asOf(
      UserId userId, ScoringCategory scoringCategory, ScoringPeriod scoringPeriod, Instant instant);

  /**
   * Returns a chain's records of every status that began in a range, newest first by {@code
   * effectiveFrom}, then id.
   *
   * @param userId the user's id
   * @param scoringCategory the category
   * @param scoringPeriod the period
   * @param startDate the inclusive start of the range; null for no bound
   * @param endDate the exclusive end of the range; null for no bound
   * @return all of them, never a truncated list
   * @throws ValidationException if {@code startDate} is after {@code endDate}
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   */
  List<ReputationRecord> history(
      UserId userId,
      ScoringCategory scoringCategory,
      ScoringPeriod scoringPeriod,
      @Nullable Instant startDate,
      @Nullable Instant endDate);

  /**
   * Returns the scores of a chain's active records that began in a range, oldest first.
   *
   * @param userId the user's id
   * @param scoringCategory the category
   * @param scoringPeriod the period
   * @param startDate the inclusive start of the range; null for no bound
   * @param endDate the exclusive end of the range; null for no bound
   * @return one point for each record, never a truncated list
   * @throws ValidationException if {@code startDate} is after {@code endDate}
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   */
  List<TrendPoint> trend(
      UserId userId,
      ScoringCategory scoringCategory,
      ScoringPeriod scoringPeriod,
      @Nullable Instant startDate,
      @Nullable Instant endDate);

  /**
   * Summarizes a user's reputation, with two statements. Scores, badges and the time of the last
   * update come from the records of the period {@code current} that are in force; each badge is
   * listed once, in the order of categories. The trend covers the last 100 active records of this
   * period that have begun, of all categories, oldest first. All proofs of the user are counted.
   *
   * @param userId the user's id
   * @return the summary; zero and empty if nothing is stored
   * @throws UserNotFoundException if there is no such user
   */
  UserReputationSummary summary(UserId userId);

  /**
   * Returns the public summary of a user: as {@link #summary}, but of public records only, and
   * counting only proofs that a public record that has begun refers to.
   *
   * @param userId the user's id
   * @return the summary; empty if the user does not exist, is not active or has no public profile
   *     in its privacy settings
   */
  Optional<UserReputationSummary> publicProfile(UserId userId);

  /**
   * Returns the best public scores in force now, highest first. Equal scores share a rank and are
   * ordered by record id, greatest first.
   *
   * @param scoringCategory the category
   * @param scoringPeriod the period
   * @param limit the maximum number, 1 to 1,000
   * @return the top of the leaderboard
   * @throws ValidationException if {@code limit} is outside 1 to 1,000
   */
  List<LeaderboardEntry> leaderboard(
      ScoringCategory scoringCategory, ScoringPeriod scoringPeriod, int limit);

  /**
   * Returns the next entries of a leaderboard, in the order of {@link #leaderboard}. Positions and
   * ranks continue from the given entry; they match those of a single leaderboard as long as
   * nothing above the entry changes.
   *
   * @param entry the last known entry
   * @param scoringCategory the category, as before
   * @param scoringPeriod the period, as before
   * @param limit the maximum number, 1 to 1,000
   * @return the entries after it
   * @throws ValidationException if {@code limit} is outside 1 to 1,000
   */
  List<LeaderboardEntry> leaderboardAfter(
      LeaderboardEntry entry,
      ScoringCategory scoringCategory,
      ScoringPeriod scoringPeriod,
      int limit);

  /**
   * Returns a user's exact standing on a leaderboard. The cost does not depend on the size of the
   * leaderboard, since it uses {@link ReputationCounts}. If more than a thousand entries may have
   * changed since the last fold, a second statement counts the whole leaderboard.
   *
   * @param userId the user's id
   * @param scoringCategory the category
   * @param scoringPeriod the period
   * @return rank, total and percentile; empty if the user is not on the leaderboard
   */
  Optional<ReputationStanding> standing(
      UserId userId, ScoringCategory scoringCategory, ScoringPeriod scoringPeriod);

  /**
   * Returns how the scores in force at an instant are distributed, private ones included, without
   * telling whose they are. It reads all records of the category and period.
   *
   * @param scoringCategory the category
   * @param scoringPeriod the period
   * @param instant the instant
   * @return the counts of ten ranges, and the mean
   */
  ReputationDistribution distribution(
      ScoringCategory scoringCategory, ScoringPeriod scoringPeriod, Instant instant);

  /**
   * Disputes an active record; of concurrent calls exactly one succeeds. The record is no longer in
   * force, and none replaces it until a new one is recorded or this one is reinstated.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; the transition
   * has been made.
   *
   * @param id the record's id
   * @param reason the reason, 1 to 500 characters; replaces an earlier one
   * @return the record as stored
   * @throws ValidationException if the reason is empty or too long
   * @throws EntityNotFoundException if there is no such record
   * @throws InvalidTransitionException if it is not active
   */
  ReputationRecord dispute(ReputationRecordId id, String reason);

  /**
   * Reactivates a disputed record for its original time range.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; the transition
   * has been made.
   *
   * @param id the record's id
   * @param reason the reason, 1 to 500 characters; replaces the earlier one
   * @return the record as stored
   * @throws ValidationException if the reason is empty or too long
   * @throws EntityNotFoundException if there is no such record
   * @throws InvalidTransitionException if it is not disputed
   * @throws DuplicateEntityException if another active record overlaps its time range
   */
  ReputationRecord reinstate(ReputationRecordId id, String reason);

  /**
   * Invalidates an active, disputed or archived record permanently.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; the transition
   * has been made.
   *
   * @param id the record's id
   * @param reason the reason, 1 to 500 characters; replaces an earlier one
   * @return the record as stored
   * @throws ValidationException if the reason is empty or too long
   * @throws EntityNotFoundException if there is no such record
   * @throws InvalidTransitionException if it is already invalidated
   */
  ReputationRecord invalidate(ReputationRecordId id, String reason);

  /**
   * Archives an active or disputed record: it remains as history and is no longer in force.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; the transition
   * has been made.
   *
   * @param id the record's id
   * @param reason the reason, 1 to 500 characters; replaces an earlier one
   * @return the record as stored
   * @throws ValidationException if the reason is empty or too long
   * @throws EntityNotFoundException if there is no such record
   * @throws InvalidTransitionException if it is archived or invalidated
   */
  ReputationRecord archive(ReputationRecordId id, String reason);

  /**
   * Returns the counts of public scores that {@link #standing} uses.
   *
   * @return the counts; never null
   */
  ReputationCounts counts();
}
