package io.zkpersona.storage.internal.change.seal;

import io.zkpersona.domain.change.SealHash;
import io.zkpersona.domain.change.SealedBlock;
import io.zkpersona.domain.error.ValidationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code change_seals}, which may have been tampered with.
 *
 * @param changesRoot the root of the changes in hexadecimal digits
 * @param logRoot the root of the log in hexadecimal digits
 * @param nodes the nodes of the log that end with the block, from its leaf up
 * @param leaves the hashes of the block's changes; null if all were dropped
 */
record StoredBlock(
    long number,
    Instant sealedAt,
    String until,
    long changes,
    long firstPosition,
    long lastPosition,
    String changesRoot,
    String logRoot,
    List<SealHash> nodes,
    @Nullable List<SealHash> leaves) {

  private static final int HASH = 32;

  /** Returns the block; empty if the values are none that a block can have. */
  Optional<SealedBlock> block() {
    try {
      return Optional.of(
          new SealedBlock(
              number,
              sealedAt,
              until,
              changes,
              firstPosition,
              lastPosition,
              new SealHash(changesRoot),
              new SealHash(logRoot)));
    } catch (ValidationException e) {
      return Optional.empty();
    }
  }

  /** Tells whether the leaves, unless they were dropped, are those of the block's root. */
  boolean hasItsLeaves(SealedBlock block) {
    return leaves == null
        || (leaves.size() == changes
            && MerkleStack.of(leaves).root().equals(Optional.of(block.changesRoot())));
  }

  /** Returns the hashes of bytes one after another; without a rest that is too short. */
  static List<SealHash> hashes(byte[] bytes) {
    List<SealHash> hashes = new ArrayList<>(bytes.length / HASH);
    for (int start = 0; start + HASH <= bytes.length; start += HASH) {
      hashes.add(SealHash.ofBytes(Arrays.copyOfRange(bytes, start, start + HASH)));
    }
    return hashes;
  }
}
