package io.zkpersona.storage.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitTokenTest {

  @Test
  void aTokenIsItsText() {
    for (CommitToken token :
        new CommitToken[] {
          new CommitToken(7_311_111_222_333_444_555L, 1, 97_000_000_000L),
          new CommitToken(0, 0, 0),
          new CommitToken(-1, -1, -1)
        }) {
      assertThat(CommitToken.parse(token.text())).isEqualTo(token);
      assertThat(token.text()).hasSizeLessThanOrEqualTo(44).matches("[0-9a-f.]+");
      assertThat(token).hasToString(token.text());
    }
  }

  @Test
  void theTextIsTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat(new CommitToken(0x2a, 1, 0xff).text()).isEqualTo("1.2a.1.ff");
      assertThat(CommitToken.parse("1.2a.1.ff")).isEqualTo(new CommitToken(0x2a, 1, 0xff));
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "1.2a.1",
        "1.2a.1.ff.0",
        "2.2a.1.ff",
        "1.2A.1.ff",
        "1.-2a.1.ff",
        "1.2a.1.fffffffffffffffff",
        "1.2a.123456789.ff",
        "1.2a.1.ff ",
        "1.2a.1.ff\n",
        "1.2a.1.\u0661",
        "'; DROP TABLE users; --"
      })
  void otherTextsAreRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> CommitToken.parse(text))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith("token: ")
        .hasMessageContaining("(expected: ")
        .hasMessageNotContaining("DROP");
  }

  @Test
  void aConsistencyOutOfRangeIsRefused() {
    for (Duration lag :
        new Duration[] {null, Duration.ZERO, Duration.ofMillis(999), Duration.ofDays(2)}) {
      assertThatThrownBy(() -> Consistency.bounded(lag))
          .isInstanceOf(ValidationException.class)
          .hasMessage("maxLag: " + lag + " (expected: PT1S..PT24H)");
    }
    Consistency.ReadYourWrites reading = Consistency.readYourWrites(new CommitToken(1, 1, 1));
    for (Duration wait : new Duration[] {null, Duration.ofMillis(-1), Duration.ofMinutes(2)}) {
      assertThatThrownBy(() -> reading.waitingAtMost(wait))
          .isInstanceOf(ValidationException.class)
          .hasMessage("maxWait: " + wait + " (expected: PT0S..PT1M)");
    }
    assertThatThrownBy(() -> Consistency.readYourWrites((CommitToken) null))
        .isInstanceOf(ValidationException.class)
        .hasMessage("token: null (expected: a value)");
  }
}
