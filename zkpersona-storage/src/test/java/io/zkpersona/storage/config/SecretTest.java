package io.zkpersona.storage.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

  @Test
  void isShownMasked() {
    Secret secret = Secret.of("marker");

    assertThat(secret).hasToString("****");
    assertThat(secret.reveal()).isEqualTo("marker");
  }

  @Test
  void isEqualByText() {
    assertThat(Secret.of("ä")).isEqualTo(Secret.of("ä")).hasSameHashCodeAs(Secret.of("ä"));
    assertThat(Secret.of("a")).isNotEqualTo(Secret.of("b"));
    assertThat(Secret.of("a")).isNotEqualTo("a");
  }
}
