package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.UserNotFoundException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.LeaderboardEntry;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStanding;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.reputation.TrendPoint;
import io.zkpersona.domain.reputation.UserReputationSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reputation records. Those of one user, category and period are a chain: at most one active record
 * is in force at any instant, from {@code effectiveFrom} on and before {@code effectiveUntil}. A
 * write that would break this is refused with {@link DuplicateEntityException}. What is in force
 * now is told by the database's clock.
 *
 * <p>{@link #publicProfile}, {@link #leaderboard}, {@link #leaderboardAfter} and {@link #standing}
 * are for others' eyes: they see only records that are public, of users that are active and whose
 * privacy settings have {@code publicProfile}. All other questions see everything.
 */
public interface ReputationRecordRepository
    extends Repository<ReputationRecord, ReputationRecordId>,
        FilterablePaginatedRepository<ReputationRecord, ReputationFilter> {

  /**
   * Puts a new active record in the place of the one in force, in one transaction. The user's row
   * is locked, so that of many callers each follows the one before; then the clock is read. The
   * record in force ends where the new one begins: now, or a microsecond after the one in force
   * began if that is later. The new one is without end, or ends where the next begins if one that
   * begins later is stored. Its previous score is that of the latest active record that began
   * before it, whether that was still in force or not; without one, previous score and change are
   * null. A record that begins later keeps the previous score it has.
   *
   * <p>In a transaction of isolation {@code REPEATABLE_READ} or above, what others recorded since
   * it began is a {@link io.zkpersona.domain.error.TransactionException} or a {@link
   * DuplicateEntityException}.
   *
   * <p>Repeat: records a second time; ask {@code outcomeOf} first, which knows the id.
   *
   * @param request what to record
   * @return the new record as stored
   * @throws UserNotFoundException if there is no such user
   * @throws MissingReferenceException if the proof or the scoring result does not exist
   */
  ReputationRecord record(RecordReputationRequest request);

  /**
   * Records many scores in few statements, each in the place of the one before it, as {@link
   * #record} of one after the other would. Several may be of one user, category and period: each
   * follows the one before it in the source, a microsecond apart, and those of one chunk, or of
   * some thousands of rows of an atomic call, begin no later than now. The users of a chunk are
   * locked in the order of their ids.
   *
   * <p>Repeat: records a second time what is committed; go on with {@link BulkOptions#skipping} of
   * the rows that {@link io.zkpersona.domain.error.BulkInterruptedException} counts, and ask {@code
   * outcomeOf} about those whose answer was lost.
   *
   * @param requests what to record, in the order of the scores of each user
   * @param options as one transaction or in chunks
   * @return how many were inserted, and as updated how many that were in force have ended
   * @throws UserNotFoundException if there is no such user, naming the index
   * @throws MissingReferenceException if a proof or a scoring result does not exist, naming the
   *     index
   */
  BulkResult recordAll(Iterable<? extends RecordReputationRequest> requests, BulkOptions options);

  /**
   * What is in force now.
   *
   * @param userId whose reputation
   * @param scoringCategory what it is about
   * @param scoringPeriod over which time it is reckoned
   * @return the one active record, empty if there is none
   */
  Optional<ReputationRecord> inForce(
      UserId userId, ScoringCategory scoringCategory, ScoringPeriod scoringPeriod);

  /**
   * All that is in force now, in the order of categories, then of periods.
   *
   * @param userId whose reputation
   * @return at most one active record for each category and period
   */
  List<ReputationRecord> inForce(UserId userId);

  /**
   * What was, or will be, in force at an instant, as far as is known now: what is no longer active
   * does not count.
   *
   * @param userId whose reputation
   * @param scoringCategory what it is about
   * @param scoringPeriod over which time it is reckoned
   * @param instant when; the microsecond that it is in counts
   * @return the one active record, empty if there is none
   * @throws ValidationException if the instant is outside what the database can hold
   */
  Optional<ReputationRecord> asOf(
      UserId userId, ScoringCategory scoringCategory, ScoringPeriod scoringPeriod, Instant instant);

  /**
   * A chain's records of every status that began in a range, the newest first by {@code
   * effectiveFrom}, then id.
   *
   * @param userId whose reputation
   * @param scoringCategory what it is about
   * @param scoringPeriod over which time it is reckoned
   * @param startDate began then or later; null for no bound
   * @param endDate began before then; null for no bound
   * @return all of them, never a part
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
   * The scores of a chain's active records that began in a range, the oldest first.
   *
   * @param userId whose reputation
   * @param scoringCategory what it is about
   * @param scoringPeriod over which time it is reckoned
   * @param startDate began then or later; null for no bound
   * @param endDate began before then; null for no bound
   * @return a point for each record, never a part of them
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
   * What a user's reputation comes to, in two statements. Scores, badges and the time of the last
   * update are those of the records of the period {@code current} that are in force; each badge is
   * listed once, in the order of categories. The trend is that of the last 100 active records of
   * this period that have begun, of all categories, the oldest first. All proofs of the user are
   * counted.
   *
   * @param userId whose reputation
   * @return the summary, zero and empty if nothing is stored
   * @throws UserNotFoundException if there is no such user
   */
  UserReputationSummary summary(UserId userId);

  /**
   * The summary that others may see: as {@link #summary}, of public records only, and of proofs
   * only those that a public record that has begun rests on.
   *
   * @param userId whose reputation
   * @return the summary, empty if there is no such user, it is not active or its privacy settings
   *     have no public profile
   */
  Optional<UserReputationSummary> publicProfile(UserId userId);

  /**
   * The best public scores in force now, the highest first. Equal scores share a rank and are
   * listed by id of the record, the greatest first.
   *
   * @param scoringCategory what it is about
   * @param scoringPeriod over which time it is reckoned
   * @param limit how many at most, 1 to 1,000
   * @return the top of the leaderboard
   * @throws ValidationException if {@code limit} is outside 1 to 1,000
   */
  List<LeaderboardEntry> leaderboard(
      ScoringCategory scoringCategory, ScoringPeriod scoringPeriod, int limit);

  /**
   * The next entries of a leaderboard, in the order of {@link #leaderboard}. Positions and ranks
   * count on from the entry given: they are those of one leaderboard as long as nothing above it
   * changes.
   *
   * @param entry the last one that is known
   * @param scoringCategory what it is about, as before
   * @param scoringPeriod over which time it is reckoned, as before
   * @param limit how many at most, 1 to 1,000
   * @return what follows the entry
   * @throws ValidationException if {@code limit} is outside 1 to 1,000
   */
  List<LeaderboardEntry> leaderboardAfter(
      LeaderboardEntry entry,
      ScoringCategory scoringCategory,
      ScoringPeriod scoringPeriod,
      int limit);

  /**
   * Where a user stands on a leaderboard, exactly and, however many are on it, at the same cost: by
   * {@link ReputationCounts}. Where more than a thousand entries may have changed since the counts
   * were made, all who are on it are counted, in a second statement.
   *
   * @param userId who
   * @param scoringCategory what it is about
   * @param scoringPeriod over which time it is reckoned
   * @return rank, total and percentile, empty if the user is not on it
   */
  Optional<ReputationStanding> standing(
      UserId userId, ScoringCategory scoringCategory, ScoringPeriod scoringPeriod);

  /**
   * Disputes an active record, exactly once however many try. It no longer counts; nothing takes
   * its place until something is recorded or it is reinstated.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; the step
   * is done.
   *
   * @param id which record
   * @param reason why, 1 to 500 characters; takes the place of an earlier one
   * @return the record as stored
   * @throws ValidationException if the reason is empty or too long
   * @throws EntityNotFoundException if there is none
   * @throws InvalidTransitionException if it is not active
   */
  ReputationRecord dispute(ReputationRecordId id, String reason);

  /**
   * Makes a disputed record active again, for the time it had.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; the step
   * is done.
   *
   * @param id which record
   * @param reason why, 1 to 500 characters; takes the place of the earlier one
   * @return the record as stored
   * @throws ValidationException if the reason is empty or too long
   * @throws EntityNotFoundException if there is none
   * @throws InvalidTransitionException if it is not disputed
   * @throws DuplicateEntityException if another active record has taken some of its time
   */
  ReputationRecord reinstate(ReputationRecordId id, String reason);

  /**
   * Marks a record that is active, disputed or archived as wrong, for good.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; the step
   * is done.
   *
   * @param id which record
   * @param reason why, 1 to 500 characters; takes the place of an earlier one
   * @return the record as stored
   * @throws ValidationException if the reason is empty or too long
   * @throws EntityNotFoundException if there is none
   * @throws InvalidTransitionException if it is invalidated already
   */
  ReputationRecord invalidate(ReputationRecordId id, String reason);

  /**
   * Keeps a record that is active or disputed as history that no longer counts.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; the step
   * is done.
   *
   * @param id which record
   * @param reason why, 1 to 500 characters; takes the place of an earlier one
   * @return the record as stored
   * @throws ValidationException if the reason is empty or too long
   * @throws EntityNotFoundException if there is none
   * @throws InvalidTransitionException if it is archived or invalidated
   */
  ReputationRecord archive(ReputationRecordId id, String reason);
}
