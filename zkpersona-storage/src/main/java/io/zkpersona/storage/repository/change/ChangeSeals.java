package io.zkpersona.storage.repository.change;

import io.zkpersona.domain.change.ChangeProof;
import io.zkpersona.domain.change.ConsistencyProof;
import io.zkpersona.domain.change.SealHead;
import io.zkpersona.domain.change.SealReport;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.error.SealsBrokenException;
import io.zkpersona.storage.error.TransactionException;
import java.util.Optional;

/**
 * Shows that recorded changes are still as they were. {@link #seal} appends blocks of changes to a
 * log, a Merkle tree as of RFC 9162, whose head commits to all of them. Who keeps heads elsewhere
 * notices if even the owner of the tables rewrites changes and log.
 *
 * <p>Only recorded changes are sealed, not the rows that they are about. Thread-safe, unless
 * obtained from a transaction.
 */
public interface ChangeSeals {

  /**
   * Seals all changes that were committed before the call and are not sealed yet: each block holds
   * at most 4096. Other callers wait; writers don't. Changes of open transactions are left for
   * later calls, those of the own transaction, too. Takes several transactions, unless the call is
   * inside one, which has to be READ COMMITTED. The role that a service runs as may call it.
   *
   * <p>Repeat: does nothing if nothing was changed meanwhile.
   *
   * @return the head of the log; empty if there never was a change
   * @throws SealsBrokenException if the last block is not as the last call left it
   * @throws TransactionException in a transaction of another isolation, or if the first call for a
   *     database, or after it was restored, is in a transaction that wrote before
   */
  Optional<SealHead> seal();

  /**
   * Returns the head of the log. Keep it outside the database, where its owner can't change it.
   *
   * @return the head; empty if nothing was ever sealed
   */
  Optional<SealHead> head();

  /**
   * Computes all hashes again from what is stored, over one snapshot, with constant memory, and
   * compares. Names each change and block that was changed, removed or inserted. Compare the head
   * with one that was kept elsewhere, too, by {@link #proofOfConsistency}.
   *
   * @return the report; without blocks if there are none
   * @throws TransactionException inside a transaction
   */
  SealReport verify();

  /**
   * Verifies some blocks as {@link #verify()} does, and the changes in them, for example those that
   * were sealed since the last time.
   *
   * @param fromBlock the number of the first block, 1 or more
   * @param toBlock the number of the last block; blocks after the head of the log are ignored
   * @return the report
   * @throws ValidationException if {@code fromBlock} is below 1 or above {@code toBlock}
   * @throws TransactionException inside a transaction
   */
  SealReport verify(long fromBlock, long toBlock);

  /**
   * Proves that a change is in the log of the present head.
   *
   * @param position the position of the change
   * @return the proof, which can be checked without a database; empty if no sealed change has this
   *     position, or retention dropped it
   * @throws SealsBrokenException if the change, its block or the log is not as it was sealed
   */
  Optional<ChangeProof> proofOfInclusion(long position);

  /**
   * Proves that the log of some blocks is the beginning of a longer one.
   *
   * @param oldSize the number of blocks of the earlier head, 1 or more
   * @param newSize the number of blocks of the later head
   * @return the proof, which can be checked without a database
   * @throws ValidationException if {@code oldSize} is below 1 or above {@code newSize}, or the log
   *     has fewer blocks than {@code newSize}
   * @throws SealsBrokenException if a block that the proof takes is missing
   */
  ConsistencyProof proofOfConsistency(long oldSize, long newSize);
}
