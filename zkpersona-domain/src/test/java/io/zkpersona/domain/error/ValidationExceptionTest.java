package io.zkpersona.domain.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidationExceptionTest {
  private final ValidationException two =
      new ValidationException(
          List.of(
              new FieldViolation("startDate", "above endDate"),
              new FieldViolation("endDate", "below startDate")));

  @Test
  void namesEveryFieldAndRule() {
    assertThat(two).hasMessage("startDate: above endDate; endDate: below startDate");
    assertThat(two.fields()).containsExactly("startDate", "endDate");
    assertThat(two.violations())
        .containsExactly(
            new FieldViolation("startDate", "above endDate"),
            new FieldViolation("endDate", "below startDate"));
    assertThat(two.index()).isEmpty();
  }

  @Test
  void violationsCantBeChangedFromOutside() {
    List<FieldViolation> given = new ArrayList<>(List.of(new FieldViolation("a", "b")));
    ValidationException error = new ValidationException(given);
    given.clear();
    assertThat(error.violations()).hasSize(1);
    assertThatThrownBy(() -> error.violations().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void withoutAViolationThereIsNoError() {
    List<FieldViolation> none = List.of();
    assertThatThrownBy(() -> new ValidationException(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("violations: none (expected: at least one)");
  }

  @Test
  void aCopyNamesTheElementOfABulkCall() {
    ValidationException seventh = two.withIndex(7);
    assertThat(seventh.index()).hasValue(7);
    assertThat(seventh).hasMessage("element 7: " + two.getMessage());
    assertThat(seventh.violations()).isEqualTo(two.violations());
    assertThat(seventh.getStackTrace()).isEqualTo(two.getStackTrace());
    assertThat(seventh.withIndex(8)).hasMessage("element 8: " + two.getMessage());
    assertThatThrownBy(() -> two.withIndex(-1)).isInstanceOf(ValidationException.class);
  }

  @Test
  void aCauseCanBeSetAndIsKeptByACopy() {
    Throwable cause = new IllegalStateException();
    two.initCause(cause);
    assertThat(two).hasCause(cause);
    assertThat(two.withIndex(7)).hasCause(cause);
  }

  @Test
  void aCopyIsOfTheSameType() {
    assertThat(new InvalidCursorException("rule").withIndex(1))
        .isExactlyInstanceOf(InvalidCursorException.class)
        .hasMessage("element 1: cursor: rule");
    ValidationException score = new InvalidReputationScoreException("score", "rule").withIndex(1);
    assertThat(score).isExactlyInstanceOf(InvalidReputationScoreException.class);
    assertThat(score.code()).isEqualTo(ErrorCode.INVALID_REPUTATION_SCORE);
  }
}
