package io.zkpersona.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.error.ValidationException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {

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
    assertThat(places().map(place -> place.apply(email))).containsOnly(email);
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
    assertThat(places())
        .allSatisfy(
            place ->
                assertThatThrownBy(() -> place.apply(email))
                    .isInstanceOf(ValidationException.class)
                    .hasMessageStartingWith("email: ")
                    .hasMessageNotContainingAny("example.org"));
  }

  @ParameterizedTest
  @MethodSource("places")
  void theMessageSaysWhatIsExpected(Function<String, String> place) {
    assertThatThrownBy(() -> place.apply("plain"))
        .hasMessage("email: no e-mail address (expected: name@host.domain without spaces)");
  }

  static Stream<Function<String, String>> places() {
    return Stream.of(
        email -> String.valueOf(User.builder().email(email).build().email()),
        email -> String.valueOf(CreateUserRequest.builder().email(email).build().email()),
        email ->
            UpdateUserRequest.builder()
                .email(Change.to(email))
                .build()
                .email()
                .value()
                .orElseThrow());
  }
}
