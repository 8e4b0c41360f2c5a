package io.zkpersona.domain.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import java.math.BigDecimal;
import java.time.Instant;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {
  private static final String SMILE = "\ud83d\ude00";
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private static AbstractThrowableAssert<?, ?> refused(ThrowingCallable call) {
    return assertThatThrownBy(call).isExactlyInstanceOf(ValidationException.class);
  }

  @Test
  void nullIsRefusedWhereAValueIsExpected() {
    refused(() -> Checks.notNull("f", null)).hasMessage("f: null (expected: a value)");
    refused(() -> Checks.text("f", null, 0, 9)).hasMessage("f: null (expected: a value)");
    refused(() -> Checks.decimal("f", null, 5, 4)).hasMessage("f: null (expected: a value)");
    refused(() -> Checks.micros("f", null)).hasMessage("f: null (expected: a value)");
    assertThat(Checks.notNull("f", "x")).isEqualTo("x");
    assertThat(Checks.nullableText("f", null, 1, 9)).isNull();
    assertThat(Checks.nullableMicros("f", null)).isNull();
  }

  @Test
  void lengthsCountCodePoints() {
    assertThat(Checks.text("f", SMILE.repeat(3), 3, 3)).isEqualTo(SMILE.repeat(3));
    refused(() -> Checks.text("f", SMILE.repeat(4), 0, 3))
        .hasMessage("f: 4 characters (expected: at most 3)");
    refused(() -> Checks.text("f", SMILE, 2, 3)).hasMessage("f: 1 characters (expected: 2..3)");
    // A letter and a combining accent are two code points, as PostgreSQL counts them.
    assertThat(Checks.text("f", "e\u0301", 2, 2)).hasSize(2);
  }

  @Test
  void lengthsAreInclusive() {
    assertThat(Checks.text("f", "", 0, 3)).isEmpty();
    assertThat(Checks.text("f", "x".repeat(255), 1, 255)).hasSize(255);
    refused(() -> Checks.text("f", "x".repeat(256), 0, 255))
        .hasMessage("f: 256 characters (expected: at most 255)");
    refused(() -> Checks.nullableText("f", "", 1, 3))
        .hasMessage("f: 0 characters (expected: 1..3)");
  }

  @Test
  void nulIsRefused() {
    refused(() -> Checks.text("f", "ab\0", 0, 9))
        .hasMessage("f: NUL at character 2 (expected: text without it)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void loneSurrogatesAreRefused(int which) {
    String text =
        switch (which) {
          case 0 -> "x\ud83d";
          case 1 -> "x\ude00";
          case 2 -> "x\ude00\ud83d";
          default -> "x\ud83d\ud83d\ude00";
        };
    refused(() -> Checks.wellFormed("f", text))
        .hasMessage("f: a lone surrogate at character 1 (expected: well-formed Unicode)");
  }

  @ParameterizedTest
  @CsvSource({"0,0.0000", "-0.0,0.0000", "1,1.0000", "99.99990,99.9999", "1e2,100.0000"})
  void decimalsGetExactlyTheScale(BigDecimal given, String kept) {
    assertThat(Checks.decimal("f", given, 10, 4, BigDecimal.ZERO, HUNDRED))
        .isEqualTo(new BigDecimal(kept));
  }

  @Test
  void excessDigitsAreRefusedAndNotRounded() {
    refused(() -> Checks.decimal("f", new BigDecimal("99.99999"), 10, 4))
        .hasMessage("f: 5 decimals (expected: at most 4)");
    refused(() -> Checks.decimal("f", new BigDecimal("1234567"), 10, 4))
        .hasMessage("f: 7 digits before the decimal point (expected: at most 6)");
    assertThat(Checks.decimal("f", new BigDecimal("-999999.9999"), 10, 4))
        .isEqualTo(new BigDecimal("-999999.9999"));
  }

  @Test
  void extremeExponentsCostNothing() {
    refused(() -> Checks.decimal("f", new BigDecimal("1e2147483647"), 10, 4))
        .hasMessageStartingWith("f: 2147483648 digits before");
    refused(() -> Checks.decimal("f", new BigDecimal("1e-2147483647"), 10, 4))
        .hasMessage("f: 2147483647 decimals (expected: at most 4)");
    assertThat(Checks.decimal("f", new BigDecimal("0e2147483647"), 10, 4)).isZero();
  }

  @Test
  void boundsAreInclusiveAndNamed() {
    BigDecimal one = BigDecimal.ONE;
    assertThat(Checks.decimal("f", new BigDecimal("1.0000"), 5, 4, BigDecimal.ZERO, one))
        .isEqualByComparingTo(one);
    refused(() -> Checks.decimal("f", new BigDecimal("1.0001"), 5, 4, BigDecimal.ZERO, one))
        .hasMessage("f: above 1 (expected: 0..1)");
    refused(() -> Checks.decimal("f", new BigDecimal("-0.0001"), 5, 4, BigDecimal.ZERO, HUNDRED))
        .hasMessage("f: below 0 (expected: 0..100)");
  }

  @Test
  void wholeNumbersAreHeldToTheirRange() {
    assertThat(Checks.range("f", 1, 1, 1_000)).isEqualTo(1);
    assertThat(Checks.range("f", 1_000L, 1, 1_000)).isEqualTo(1_000);
    refused(() -> Checks.range("f", 0, 1, 1_000)).hasMessage("f: 0 (expected: 1..1000)");
    refused(() -> Checks.range("f", 1_001L, 1, 1_000)).hasMessage("f: 1001 (expected: 1..1000)");
    assertThat(Checks.atLeast("f", 0, 0)).isZero();
    assertThat(Checks.atLeast("f", Long.MAX_VALUE, 0)).isEqualTo(Long.MAX_VALUE);
    refused(() -> Checks.atLeast("f", -1, 0)).hasMessage("f: -1 (expected: at least 0)");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-01T00:00:00.123456789Z,2024-01-01T00:00:00.123456Z",
    "1969-12-31T23:59:59.999999999Z,1969-12-31T23:59:59.999999Z",
    "-4712-01-01T00:00:00Z,-4712-01-01T00:00:00Z",
    "+294275-12-31T23:59:59.999999999Z,+294275-12-31T23:59:59.999999Z"
  })
  void instantsAreCutToMicroseconds(Instant given, Instant kept) {
    assertThat(Checks.micros("f", given)).isEqualTo(kept);
    assertThat(Checks.nullableMicros("f", given)).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-4713-12-31T23:59:59.999999Z",
        "+294276-01-01T00:00:00Z",
        "-1000000000-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59.999999999Z"
      })
  void instantsBeyondTheDatabaseAreRefused(Instant given) {
    refused(() -> Checks.micros("f", given))
        .hasMessage("f: an instant that the database can't hold (expected: years -4712..294275)");
  }

  @Test
  void theLaterIsNotBeforeTheEarlier() {
    Instant one = Instant.ofEpochSecond(1);
    Instant two = Instant.ofEpochSecond(2);
    Checks.notBefore("end", two, "start", two);
    Checks.notBefore("end", null, "start", two);
    Checks.notBefore("end", one, "start", null);
    refused(() -> Checks.notBefore("end", one, "start", two))
        .hasMessage("end: before start (expected: not before it)");
    Checks.after("end", two, "start", one);
    Checks.after("end", null, "start", two);
    Checks.after("end", one, "start", null);
    refused(() -> Checks.after("end", two, "start", two))
        .hasMessage("end: not after start (expected: later than it)");
  }

  @Test
  void aRangeThatEndsBeforeItStartsNamesBothFields() {
    Checks.ordered("min", 1, "max", 1);
    Checks.ordered("min", null, "max", 1);
    Checks.ordered("min", 1, "max", null);
    assertThatThrownBy(() -> Checks.ordered("min", 2, "max", 1))
        .isInstanceOfSatisfying(
            ValidationException.class,
            error -> assertThat(error.fields()).containsExactly("min", "max"));
  }
}
