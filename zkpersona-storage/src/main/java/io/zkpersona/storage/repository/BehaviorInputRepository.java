package io.zkpersona.storage.repository;

import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.InputInvalidation;
import io.zkpersona.domain.behavior.InvalidationRule;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.repository.behavior.ActivityRollup;
import io.zkpersona.storage.repository.behavior.InputPartitions;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitWriter;
import io.zkpersona.storage.repository.change.HistoryOf;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Stores behavior inputs.
 *
 * <p>External keys are unique, also over all partitions ({@link InputPartitions}): saving a second
 * input with the same key throws {@link io.zkpersona.domain.error.DuplicateEntityException} for the
 * field {@code externalKey}. A key is immutable once set: an update that changes it fails, also in
 * plain SQL. An update may set the key of an input without one.
 */
public interface BehaviorInputRepository
    extends Repository<BehaviorInput, BehaviorInputId>,
        FilterablePaginatedRepository<BehaviorInput, BehaviorInputFilter>,
        HistoryOf<BehaviorInput, BehaviorInputId> {

  /**
   * Returns a user's inputs, ordered by id.
   *
   * @param userId the user's id
   * @return all of them, never a truncated list
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   */
  List<BehaviorInput> findByUserId(UserId userId);

  /**
   * Returns the inputs of a session, ordered by id.
   *
   * @param behaviorSessionId the session's id
   * @return all of them, never a truncated list
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   */
  List<BehaviorInput> findBySessionId(BehaviorSessionId behaviorSessionId);

  /**
   * Returns the inputs with a free-text session id, ordered by id.
   *
   * @param sessionId the free-text session id
   * @return all of them, never a truncated list
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   */
  List<BehaviorInput> findBySessionId(String sessionId);

  /**
   * Looks up an input by external key.
   *
   * @param externalKey the external key
   * @return the input; empty if no input has this key
   */
  Optional<BehaviorInput> findByExternalKey(ExternalKey externalKey);

  /**
   * Looks up inputs by external key with one statement.
   *
   * @param externalKeys the external keys, at most a few thousand; duplicates count once
   * @return the inputs that exist, ordered by id
   */
  List<BehaviorInput> findAllByExternalKey(Collection<ExternalKey> externalKeys);

  /**
   * Deletes the inputs of a block and all later blocks after a chain reorganization: their events
   * did not happen, or will appear again in other blocks. Their external keys become free. Claims
   * on them are deleted, and a worker's next call with such a claim throws {@code
   * ClaimLostException}. The rule determines the treatment of scores, proofs and reputation.
   *
   * <p>The call is atomic: it runs in one transaction, or in the one that is open. It processes the
   * inputs 1,000 at a time, in the order of their blocks, to bound memory; the statement timeout
   * applies to each of its statements. Concurrent inserts of scores for these inputs wait and then
   * fail. Inputs of this chain that others store meanwhile may or may not be deleted: let the
   * process that loads the chain make this call, and continue loading after it.
   *
   * <p>Repeat: deletes the matching inputs stored at that time; the counts of the first call are
   * lost.
   *
   * @param chain the chain
   * @param blockNumber the first reverted block, 0 or more
   * @param rule the treatment of derived data
   * @return the counts of deleted and changed rows
   * @throws ValidationException if the block number is negative
   * @throws StillReferencedException if scores exist and the rule forbids deleting them; nothing is
   *     changed
   */
  InputInvalidation invalidateFromBlock(ChainId chain, long blockNumber, InvalidationRule rule);

  /**
   * Deletes the inputs of the forks of a block: blocks of the same chain and number with another
   * hash. Otherwise behaves as {@link #invalidateFromBlock}.
   *
   * <p>Repeat: deletes the matching inputs stored at that time; the counts of the first call are
   * lost.
   *
   * @param canonical the canonical block
   * @param rule the treatment of derived data
   * @return the counts of deleted and changed rows
   * @throws StillReferencedException if scores exist and the rule forbids deleting them; nothing is
   *     changed
   */
  InputInvalidation invalidateForks(BlockReference canonical, InvalidationRule rule);

  /**
   * Returns unprocessed inputs, oldest first by {@code timestamp}, then id, without dead letters.
   * Claims are ignored; for several workers use {@link WorkQueue#claimUnprocessed}.
   *
   * @param limit the maximum number, 1 to 1,000
   * @return the oldest of them
   * @throws ValidationException if {@code limit} is outside 1 to 1,000
   */
  List<BehaviorInput> findUnprocessed(int limit);

  /**
   * Marks an input as processed. A worker's claim on it ends, and it is no longer a dead letter.
   *
   * <p>Repeat: returns false and writes nothing.
   *
   * @param id the input's id
   * @return true if this call marked it; false if it was already marked and nothing was written
   * @throws EntityNotFoundException if there is no such input
   */
  boolean markAsProcessed(BehaviorInputId id);

  /**
   * Marks inputs as processed with one statement, as {@link #markAsProcessed(BehaviorInputId)}
   * does. Nothing is written for inputs that are already marked.
   *
   * <p>Repeat: returns 0 and writes nothing.
   *
   * @param ids the ids; unknown ids are ignored
   * @return how many inputs this call marked
   */
  int markAsProcessed(Collection<BehaviorInputId> ids);

  /**
   * Computes exact figures of the inputs that match a filter, with one statement. A session is one
   * {@code behaviorSessionId} or, for inputs without it, one free-text {@code sessionId}.
   *
   * @param filter the filter
   * @return the figures; all zero and without times if nothing matches
   */
  BehaviorAnalyticsSummary analyticsSummary(BehaviorInputFilter filter);

  /**
   * Opens a group commit writer: it writes and commits the single saves of many threads together.
   * Use it for dozens of threads that save at once, not for a few. See {@link GroupCommitWriter}.
   *
   * @param options group size, queue length and waits
   * @return a writer that the threads share and the caller closes
   * @throws io.zkpersona.storage.error.TransactionException if these are the repositories of a
   *     transaction or of a caller's connection, or if the thread is inside a transaction of the
   *     manager
   */
  GroupCommitWriter<BehaviorInput, BehaviorInputId> groupCommit(GroupCommitOptions options);

  /**
   * Returns the work queue of unprocessed inputs.
   *
   * @return the work queue
   */
  WorkQueue workQueue();

  /**
   * Returns the maintained counts of inputs.
   *
   * @return the rollup; disabled until {@link ActivityRollup#enable} is called
   */
  ActivityRollup activityRollup();

  /**
   * Returns the partitions of the table, for dropping old inputs by time range.
   *
   * @return the partitions; none until {@link InputPartitions#enable} is called
   */
  InputPartitions partitions();
}
