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
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Behavior inputs.
 *
 * <p>An external key is unique: saving a second input with the same one is refused with {@link
 * io.zkpersona.domain.error.DuplicateEntityException}, field {@code externalKey}. That holds over
 * all partitions too, where inputs are partitioned ({@link InputPartitions}). Once set, a key is
 * never changed: an update that would is refused, also one by plain SQL; an input without one may
 * be given one.
 */
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
   * The input that another system knows by a name.
   *
   * @param externalKey the name
   * @return the input; empty if there is none
   */
  Optional<BehaviorInput> findByExternalKey(ExternalKey externalKey);

  /**
   * The inputs that another system knows by these names, ordered by id, in one statement.
   *
   * @param externalKeys the names, a few thousand at most; the same one twice makes no difference
   * @return those that there are
   */
  List<BehaviorInput> findAllByExternalKey(Collection<ExternalKey> externalKeys);

  /**
   * Takes back what was seen in a block or later, after a chain reorganisation: those events did
   * not happen, or will be seen again in other blocks. Their inputs are deleted, and their external
   * keys are free again; so are all claims of workers, whose next call about one is refused with
   * {@code ClaimLostException}. The rule says what becomes of scores, proofs and reputation.
   *
   * <p>One transaction, or a part of the one that is open: all of it is done or nothing. It works
   * through the inputs 1,000 at a time, in the order of their blocks, so that neither side has to
   * hold many; each of its statements has its own timeout. Scores that others are about to add to
   * one of these inputs wait and are then refused. What others store on this chain meanwhile may or
   * may not be taken back: let whoever loads the chain call this, and load on after it.
   *
   * <p>Repeat: takes back what is there by then; the numbers of the first call are lost.
   *
   * @param chain the chain
   * @param blockNumber the first block that is gone, 0 or more
   * @param rule what becomes of what was derived
   * @return how much was taken back
   * @throws ValidationException if the block's number is below 0
   * @throws StillReferencedException if there are scores and the rule refuses to delete them;
   *     nothing is changed
   */
  InputInvalidation invalidateFromBlock(ChainId chain, long blockNumber, InvalidationRule rule);

  /**
   * Takes back what was seen in the rivals of a block: blocks of its chain and number with another
   * hash. As {@link #invalidateFromBlock} in all else.
   *
   * <p>Repeat: takes back what is there by then; the numbers of the first call are lost.
   *
   * @param canonical the block that the chain has kept
   * @param rule what becomes of what was derived
   * @return how much was taken back
   * @throws StillReferencedException if there are scores and the rule refuses to delete them;
   *     nothing is changed
   */
  InputInvalidation invalidateForks(BlockReference canonical, InvalidationRule rule);

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
