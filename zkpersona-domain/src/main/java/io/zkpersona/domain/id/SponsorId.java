package io.zkpersona.domain.id;

import io.zkpersona.domain.error.ValidationException;
import java.util.UUID;

/**
 * The id of a sponsor. Immutable and thread-safe.
 *
 * @param value the bare id
 */
public record SponsorId(UUID value) implements EntityId {

  /**
   * Wraps an id.
   *
   * @throws ValidationException if value is null
   */
  public SponsorId {
    Ids.notNull("sponsorId", value);
  }

  /** Generates an id that is greater than every id generated in this process before. */
  public static SponsorId generate() {
    return new SponsorId(Ids.generate());
  }

  /**
   * Parses an id.
   *
   * @param text 32 hexadecimal digits in groups of 8-4-4-4-12, in either letter case
   * @throws ValidationException if text is null or has another format
   */
  public static SponsorId of(String text) {
    return new SponsorId(Ids.parse("sponsorId", text));
  }
}
