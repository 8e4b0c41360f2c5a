package io.zkpersona.examples.data;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Determines the range of blocks in the data. Blocks are not user behavior, so none is stored. */
public final class BlockParser implements LineParser<Item> {

  private @Nullable BigInteger first;
  private @Nullable BigInteger last;

  @Override
  public Optional<Item> parse(String line) throws MalformedLineException {
    JsonLine json = JsonLine.parse(line);
    json.checkType("block");
    BigInteger number = json.wholeNumber("number");
    first = first == null ? number : first.min(number);
    last = last == null ? number : last.max(number);
    return Optional.empty();
  }

  /** Returns the range of the blocks, for display. */
  public String summary() {
    return first == null
        ? "no block"
        : String.format(Locale.ROOT, "blocks %d to %d, not stored", first, last);
  }
}
