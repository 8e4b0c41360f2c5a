package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A range of blocks of one chain. Immutable and thread-safe.
 *
 * @param chain the chain
 * @param from the number of the first block, inclusive, 0 or more; null for no lower bound
 * @param until the number of the end block, exclusive, not below {@code from}; null for no upper
 *     bound
 */
public record BlockRange(ChainId chain, @Nullable Long from, @Nullable Long until) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if the chain is null, a number is negative, or {@code from} is
   *     above {@code until}
   */
  public BlockRange {
    Checks.notNull("chain", chain);
    if (from != null) {
      Checks.atLeast("from", from.longValue(), 0L);
    }
    if (until != null) {
      Checks.atLeast("until", until.longValue(), 0L);
    }
    Checks.ordered("from", from, "until", until);
  }

  /** Returns the range of all blocks of a chain. */
  public static BlockRange of(ChainId chain) {
    return new BlockRange(chain, null, null);
  }

  /**
   * Returns the range of a block and all later ones.
   *
   * @param chain the chain
   * @param from the number of the first block, 0 or more
   */
  public static BlockRange from(ChainId chain, long from) {
    return new BlockRange(chain, from, null);
  }
}
