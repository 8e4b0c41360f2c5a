package io.zkpersona.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Personal texts are never printed, wherever they are held, including builders. */
class MaskedTest {

  @Test
  void typesOfPersonalTextsShowTheirLengthOnly() {
    assertThat(new EmailAddress("ann@example.org")).hasToString("EmailAddress[15 characters]");
    assertThat(new Username("Ann 😀")).hasToString("Username[5 characters]");
    assertThat(new SessionText("")).hasToString("SessionText[0 characters]");
    assertThat(new ExternalKey("hush")).hasToString("ExternalKey[4 characters]");
  }

  @Test
  void buildersShowNothingPersonal() {
    User user = Samples.user(0);
    BehaviorInput input = Samples.input(0);

    assertThat(
            Stream.of(
                user.toBuilder(),
                CreateUserRequest.builder()
                    .walletAddress(user.walletAddress())
                    .email(user.email())
                    .username(user.username()),
                input.toBuilder(),
                CreateBehaviorInputRequest.builder()
                    .sessionId(input.sessionId())
                    .externalKey(input.externalKey())
                    .inputData(input.inputData()),
                Samples.session(0).toBuilder(),
                Samples.score(0).toBuilder(),
                Samples.proof(0).toBuilder()))
        .allSatisfy(
            builder ->
                assertThat(builder.toString()).contains("Builder[").doesNotContain(Samples.SECRET));
  }
}
