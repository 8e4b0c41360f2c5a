package io.zkpersona.domain.behavior;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionTokenTest {

  @Test
  void aGeneratedTokenHolds256BitsAndIsSafeInAUrl() {
    String token = SessionToken.generate().value();

    assertThat(token).matches("[A-Za-z0-9_-]{43}");
    assertThat(Base64.getUrlDecoder().decode(token)).hasSize(32);
  }

  @Test
  void generatedTokensDiffer() {
    Set<SessionToken> tokens = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      tokens.add(SessionToken.generate());
    }

    assertThat(tokens).hasSize(1_000);
  }

  @Test
  void toStringShowsTheLengthOnly() {
    assertThat(new SessionToken("hush-hush-hush")).hasToString("SessionToken[14 characters]");
  }
}
