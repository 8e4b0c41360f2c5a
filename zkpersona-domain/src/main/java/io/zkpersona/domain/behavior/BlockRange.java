package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of one chain. Immutable and thread-safe.
 *
 * @param chain the chain
 * @param from the number of the first one, 0 or more; null for all from the beginning
 * @param until the number after the last one, not below {@code from}; null for all there are
 */
public record BlockRange(ChainId chain, @Nullable Long from, @Nullable Long until) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if the chain is null, a number is below 0, or {@code from} is above
   *     {@code until}
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

  /** All blocks of a chain. */
  public static BlockRange of(ChainId chain) {
    return new BlockRange(chain, null, null);
  }

  /**
   * A block of a chain and all later ones.
   *
   * @param chain the chain
   * @param from the number of the first one, 0 or more
   */
  public static BlockRange from(ChainId chain, long from) {
    return new BlockRange(chain, from, null);
  }
}
