package io.zkpersona.domain.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.reputation.InvalidReputationScoreException;
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
  void anIndexLeavesViolationsAndCause() {
    String alone = two.getMessage();
    List<FieldViolation> violations = two.violations();
    Throwable cause = new IllegalStateException();
    two.initCause(cause);

    two.addIndex(7);

    assertThat(two.index()).hasValue(7);
    assertThat(two).hasMessage("element 7: " + alone).hasCause(cause);
    assertThat(two.violations()).isEqualTo(violations);
  }

  @Test
  void subtypesHaveTheirCodes() {
    assertThat(new InvalidCursorException("rule")).hasMessage("cursor: rule");
    assertThat(new InvalidCursorException("rule").code()).isEqualTo(ErrorCode.INVALID_CURSOR);
    assertThat(new InvalidReputationScoreException("score", "rule").code())
        .isEqualTo(ErrorCode.INVALID_REPUTATION_SCORE);
  }
}
