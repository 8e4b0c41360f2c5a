package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a change was recorded and sealed, to somebody who has a head of the log and no access
 * to the database. The openings, which may contain personal data, can be left out: the rest holds
 * without them. Immutable and thread-safe.
 *
 * @param change the change's leaf
 * @param opening the JSON array whose SHA-256 hash is the change's commitment: salt, entity id,
 *     second id, user id and version; null if erased or left out
 * @param actorOpening the JSON array whose SHA-256 hash is the actor's commitment: salt and actor;
 *     null if erased or left out
 * @param inBlock the proof that the block contains the change
 * @param block the block
 * @param inLog the proof that the log of {@code head} contains the block
 * @param head the head of the log for which the proof was made
 */
public record ChangeProof(
    SealedChange change,
    @Nullable String opening,
    @Nullable String actorOpening,
    InclusionProof inBlock,
    SealedBlock block,
    InclusionProof inLog,
    SealHead head) {

  /**
   * Checks that nothing is missing; {@link #verify} checks the rest.
   *
   * @throws ValidationException if a value other than an opening is null
   */
  public ChangeProof {
    Checks.notNull("change", change);
    Checks.notNull("inBlock", inBlock);
    Checks.notNull("block", block);
    Checks.notNull("inLog", inLog);
    Checks.notNull("head", head);
  }

  /**
   * Tells whether the proof shows that the change is in the log of a head, and that its openings,
   * if any, are those of the change. Needs no database.
   *
   * @param trusted a head of the log, from a source that one trusts; not merely {@link #head}
   */
  public boolean verify(SealHead trusted) {
    return Checks.notNull("trusted", trusted).equals(head)
        && opens(opening, change.commitment())
        && opens(actorOpening, change.actorCommitment())
        && inBlock.size() == block.changes()
        && inBlock.verify(change.leaf(), block.changesRoot())
        && inLog.size() == head.blocks()
        && inLog.index() == block.number() - 1
        && inLog.verify(block.leaf(), head.root());
  }

  private static boolean opens(@Nullable String opening, SealHash commitment) {
    return opening == null || SealHash.ofText(opening).equals(commitment);
  }

  /** Returns this proof without the openings, so that it contains no personal data. */
  public ChangeProof withoutOpenings() {
    return new ChangeProof(change, null, null, inBlock, block, inLog, head);
  }

  /** Returns the proof's change, block and head, without the openings. */
  @Override
  public String toString() {
    return "ChangeProof[position="
        + change.position()
        + ", block="
        + block.number()
        + ", head="
        + head
        + "]";
  }
}
