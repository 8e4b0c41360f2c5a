package io.zkpersona.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.c",
        "first.last+tag@sub.example.org",
        "o'brien@example.org",
        "UPPER@EXAMPLE.ORG",
        "名前@例え.テスト",
        "\"quoted\"@example.org",
        "user@[192.0.2.1]"
      })
  void whatLooksLikeAnAddressIsKeptAsGiven(String email) {
    assertThat(new EmailAddress(email).value()).isEqualTo(email);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "@example.org",
        "name@",
        "name@host",
        "name@.org",
        "name@host.",
        "name@host..org",
        "name@@example.org",
        "na@me@example.org",
        "na me@example.org",
        "name@exam ple.org",
        " name@example.org",
        "name@example.org ",
        "name@example.org\n",
        "na\tme@example.org",
        "na\u00a0me@example.org",
        "na\u2003me@example.org",
        "na\u0085me@example.org",
        "na\u007fme@example.org"
      })
  void whatDoesNotIsRefused(String email) {
    assertThatThrownBy(() -> new EmailAddress(email))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith("email: ")
        .hasMessageNotContainingAny("example.org");
  }

  @Test
  void theMessageSaysWhatIsExpected() {
    assertThatThrownBy(() -> new EmailAddress("plain"))
        .hasMessage("email: not an email address (expected: name@host.domain without spaces)");
    assertThatThrownBy(() -> new EmailAddress(null)).hasMessage("email: null (expected: a value)");
  }

  @Test
  void letterCaseIsKeptAndCounts() {
    assertThat(new EmailAddress("Ann@Example.org"))
        .isNotEqualTo(new EmailAddress("ann@example.org"));
  }
}
