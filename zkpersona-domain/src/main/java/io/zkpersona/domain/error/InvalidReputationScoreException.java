package io.zkpersona.domain.error;

import java.util.List;
import java.util.OptionalInt;

/** Thrown when a reputation score is outside its range. */
public class InvalidReputationScoreException extends ValidationException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception for a score.
   *
   * @param field the field that holds the score
   * @param rule the error and the expectation
   */
  public InvalidReputationScoreException(String field, String rule) {
    this(List.of(new FieldViolation(field, rule)), OptionalInt.empty());
  }

  private InvalidReputationScoreException(List<FieldViolation> violations, OptionalInt index) {
    super(ErrorCode.INVALID_REPUTATION_SCORE, violations, index);
  }

  @Override
  protected InvalidReputationScoreException copyWithIndex(int newIndex) {
    return new InvalidReputationScoreException(violations(), OptionalInt.of(newIndex));
  }
}
