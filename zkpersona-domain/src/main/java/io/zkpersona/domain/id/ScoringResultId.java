package io.zkpersona.domain.id;

import io.zkpersona.domain.error.ValidationException;
import java.util.UUID;

/**
 * The id of a scoring result. Immutable and thread-safe.
 *
 * @param value the bare id
 */
public record ScoringResultId(UUID value) implements EntityId {

  /**
   * Wraps an id.
   *
   * @throws ValidationException if value is null
   */
  public ScoringResultId {
    Ids.notNull("scoringResultId", value);
  }

  /** Generates an id that is greater than every id generated in this process before. */
  public static ScoringResultId generate() {
    return new ScoringResultId(Ids.generate());
  }

  /**
   * Parses an id.
   *
   * @param text 32 hexadecimal digits in groups of 8-4-4-4-12, in either letter case
   * @throws ValidationException if text is null or has another format
   */
  public static ScoringResultId of(String text) {
    return new ScoringResultId(Ids.parse("scoringResultId", text));
  }
}
