package io.zkpersona.domain.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Samples;
import io.zkpersona.domain.error.ValidationException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringResultTest {

  @ParameterizedTest
  @CsvSource({
    "99.99999, 99.99999",
    "99.999990000, 99.99999",
    "1, 1.0000",
    "0e-9000, 0.0000",
    "-12345678901.5, -12345678901.5000",
    "1e3, 1000.0000"
  })
  void anOldRowsScoreIsKeptToTheLastDigit(String given, String kept) {
    ScoringResult result = Samples.score(0).withScore(new BigDecimal(given));

    assertThat(result.score()).isEqualTo(new BigDecimal(kept));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e131071", "-9e131071", "1e-16383"})
  void asManyDigitsAsTheDatabaseHoldsAreTaken(String score) {
    assertThat(Samples.score(0).withScore(new BigDecimal(score)).score())
        .isEqualByComparingTo(score);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e131072", "1e2147483647", "1e-16384", "1e-2147483647"})
  void moreDigitsThanTheDatabaseHoldsAreRefused(String score) {
    BigDecimal number = new BigDecimal(score);

    assertThatThrownBy(() -> Samples.score(0).withScore(number))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith("score: ");
    assertThatThrownBy(() -> ScoringResultFilter.builder().minScore(number).build())
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith("minScore: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"99.99999", "1000000", "-1000000", "12345678901"})
  void whatMayBeReadIsNotThereforeWritable(String score) {
    ScoringResult old = Samples.score(0).withScore(new BigDecimal(score));

    assertThatThrownBy(() -> ScoringResult.checkWritable(old))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith("score: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"999999.9999", "-999999.9999", "0", "123456.7"})
  void tenDigitsWithFourDecimalsAreWritable(String score) {
    ScoringResult result = Samples.score(0).withScore(new BigDecimal(score));

    assertThatCode(() -> ScoringResult.checkWritable(result)).doesNotThrowAnyException();
  }

  @Test
  void aFilterFindsOldScoresToTheLastDigit() {
    BigDecimal fine = new BigDecimal("99.99999");

    assertThat(ScoringResultFilter.builder().minScore(fine).build().minScore()).isEqualTo(fine);
  }

  @Test
  void aCopyWithAnotherModelKeepsAnOldScore() {
    BigDecimal fine = new BigDecimal("99.99999");
    ScoringResult old = Samples.score(0).withScore(fine);

    assertThat(old.withModelVersion("newer").score()).isEqualTo(fine);
  }
}
