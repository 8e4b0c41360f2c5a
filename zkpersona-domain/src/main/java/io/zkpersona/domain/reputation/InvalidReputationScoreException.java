package io.zkpersona.domain.reputation;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.FieldViolation;
import io.zkpersona.domain.error.ValidationException;
import java.util.List;

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
    super(ErrorCode.INVALID_REPUTATION_SCORE, List.of(new FieldViolation(field, rule)));
  }
}
