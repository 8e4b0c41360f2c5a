package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A block of sealed changes: a Merkle tree over them, whose root is in the block's header. The
 * headers are the leaves of another Merkle tree, the log. Immutable and thread-safe.
 *
 * @param number the number of the block, from 1 without gaps
 * @param sealedAt when the block was sealed, by the clock of the database
 * @param until the tick up to which changes were sealed, as the database describes it: its number,
 *     epoch, low and high position, whether this is its last block, and the snapshot
 * @param changes the number of changes, 1 or more
 * @param firstPosition the lowest position of them
 * @param lastPosition the highest position of them
 * @param changesRoot the root of the Merkle tree over the changes, by position
 * @param logRoot the root of the log, from the first block to this one; not in the header
 */
public record SealedBlock(
    long number,
    Instant sealedAt,
    String until,
    long changes,
    long firstPosition,
    long lastPosition,
    SealHash changesRoot,
    SealHash logRoot) {

  private static final byte FORMAT = 1;
  private static final int FIXED_BYTES = 73;

  /**
   * Checks the values and truncates the time to microseconds.
   *
   * @throws ValidationException if a value is null or out of range
   */
  public SealedBlock {
    Checks.atLeast("number", number, 1);
    sealedAt = Checks.micros("sealedAt", sealedAt);
    Checks.text("until", until, 0, Integer.MAX_VALUE);
    Checks.atLeast("changes", changes, 1);
    Checks.ordered("firstPosition", firstPosition, "lastPosition", lastPosition);
    Checks.notNull("changesRoot", changesRoot);
    Checks.notNull("logRoot", logRoot);
  }

  /**
   * Returns the block's header in a new array: a byte 1 for this format; number, microseconds of
   * {@code sealedAt} since 1970-01-01T00:00Z, changes, first and last position, each in eight
   * bytes, the highest first; the 32 bytes of the changes' root; and {@code until} in UTF-8.
   */
  public byte[] header() {
    byte[] text = until.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(FIXED_BYTES + text.length)
        .put(FORMAT)
        .putLong(number)
        .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, sealedAt))
        .putLong(changes)
        .putLong(firstPosition)
        .putLong(lastPosition)
        .put(changesRoot.bytes())
        .put(text)
        .array();
  }

  /** Returns the hash of the block's leaf in the log. */
  public SealHash leaf() {
    return SealHash.ofLeaf(header());
  }

  /** Returns the head of the log at this block, to be kept outside the database. */
  public SealHead head() {
    return new SealHead(number, logRoot);
  }
}
