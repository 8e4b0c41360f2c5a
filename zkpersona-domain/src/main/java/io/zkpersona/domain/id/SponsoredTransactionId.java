package io.zkpersona.domain.id;

import io.zkpersona.domain.error.ValidationException;
import java.util.UUID;

/**
 * The id of a sponsored transaction. Immutable and thread-safe.
 *
 * @param value the bare id
 */
public record SponsoredTransactionId(UUID value) implements EntityId {

  /**
   * Wraps an id.
   *
   * @throws ValidationException if value is null
   */
  public SponsoredTransactionId {
    Ids.notNull("sponsoredTransactionId", value);
  }

  /** Generates an id that is greater than every id generated in this process before. */
  public static SponsoredTransactionId generate() {
    return new SponsoredTransactionId(Ids.generate());
  }

  /**
   * Parses an id.
   *
   * @param text 32 hexadecimal digits in groups of 8-4-4-4-12, in either letter case
   * @throws ValidationException if text is null or has another format
   */
  public static SponsoredTransactionId of(String text) {
    return new SponsoredTransactionId(Ids.parse("sponsoredTransactionId", text));
  }
}
