package io.zkpersona.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;

class KeccakTest {

  @Test
  void theEmptyMessageHasItsKnownHash() {
    assertThat(HexFormat.of().formatHex(Keccak.hash256(new byte[0])))
        .isEqualTo("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  }

  @Test
  void hashesAreThoseOfAnotherImplementation() {
    Random random = new Random(55);
    for (int length = 0; length < 136; length++) {
      for (int i = 0; i < 20; i++) {
        byte[] message = new byte[length];
        random.nextBytes(message);

        assertThat(Keccak.hash256(message)).isEqualTo(reference(message));
      }
    }
  }

  @Test
  void aMessageOfMoreThanOneBlockIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keccak.hash256(new byte[136]))
        .withMessage("message: 136 bytes (expected: at most 135)");
  }

  /** Computes the hash with Bouncy Castle. */
  static byte[] reference(byte[] message) {
    KeccakDigest digest = new KeccakDigest(256);
    digest.update(message, 0, message.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return hash;
  }
}
