package io.zkpersona.domain.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReputationDistributionTest {

  private static final Instant AT = Instant.parse("2024-05-06T07:08:09.123456Z");
  private static final List<Long> NONE = Collections.nCopies(10, 0L);

  @Test
  void theTotalIsTheSumOfTheCounts() {
    List<Long> counts = new ArrayList<>(NONE);
    counts.set(3, 4L);
    counts.set(9, 5L);
    ReputationDistribution found = new ReputationDistribution(AT, counts, BigDecimal.TEN);
    counts.set(0, 1L);

    assertThat(found.total()).isEqualTo(9);
  }

  @Test
  void whatCannotBeCountedIsRefused() {
    for (List<Long> counts :
        List.of(NONE.subList(0, 9), Collections.nCopies(11, 0L), Collections.nCopies(10, -1L))) {
      assertThatThrownBy(() -> new ReputationDistribution(AT, counts, null))
          .isInstanceOfSatisfying(
              ValidationException.class,
              refused -> assertThat(refused.fields()).containsExactly("counts"));
    }
    assertThatThrownBy(() -> new ReputationDistribution(AT, NONE, BigDecimal.valueOf(101)))
        .isInstanceOf(ValidationException.class);
  }
}
