package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;

/**
 * A head of the log of seals: the number of its blocks, and the root of the Merkle tree over them.
 * It commits to every sealed change up to then. Keep heads outside the database ("anchor" them): an
 * owner of the tables can rewrite the whole log, but not a head that others have. Immutable and
 * thread-safe.
 *
 * @param blocks the number of blocks, 1 or more
 * @param root the root of the tree over the first {@code blocks} blocks
 */
public record SealHead(long blocks, SealHash root) {

  private static final char SEPARATOR = ':';

  /**
   * Checks the values.
   *
   * @throws ValidationException if {@code blocks} is below 1 or {@code root} is null
   */
  public SealHead {
    Checks.atLeast("blocks", blocks, 1);
    Checks.notNull("root", root);
  }

  /**
   * Reads the text that {@link #toString} returns.
   *
   * @param text the number of blocks, a colon, and the root in hexadecimal digits
   * @throws ValidationException if {@code text} is null or has another form
   */
  public static SealHead parse(String text) {
    int separator = Checks.notNull("sealHead", text).indexOf(SEPARATOR);
    try {
      long blocks = Long.parseLong(text.substring(0, Math.max(0, separator)));
      return new SealHead(blocks, new SealHash(text.substring(separator + 1)));
    } catch (NumberFormatException e) {
      throw new ValidationException(
          "sealHead", "a text of another form (expected: number of blocks, colon, root)");
    }
  }

  /** Returns the number of blocks, a colon and the root, as {@link #parse} reads it. */
  @Override
  public String toString() {
    return blocks + String.valueOf(SEPARATOR) + root;
  }
}
