package io.zkpersona.domain.user;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.junit.jupiter.api.Test;

class ChecksumsTest {

  /** The check value that CRC catalogues list for XMODEM. */
  @Test
  void aCrcIsThatOfXmodem() {
    byte[] digits = "123456789 and more".getBytes(US_ASCII);

    assertThat(Crc16.of(digits, 9)).isEqualTo(0x31c3);
    assertThat(Crc16.of(digits, 0)).isZero();
  }

  /** The example of RFC 7693, appendix A. */
  @Test
  void aHashIsThatOfTheRfc() {
    assertThat(HexFormat.of().formatHex(Blake2b.hash512("abc".getBytes(US_ASCII))))
        .isEqualTo(
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
  }

  @Test
  void hashesAreThoseOfAnotherImplementation() {
    Random random = new Random(7693);
    for (int length = 0; length <= 128; length++) {
      byte[] message = new byte[length];
      random.nextBytes(message);
      Blake2bDigest reference = new Blake2bDigest(512);
      reference.update(message, 0, length);
      byte[] expected = new byte[64];
      reference.doFinal(expected, 0);

      assertThat(Blake2b.hash512(message)).isEqualTo(expected);
    }
  }

  @Test
  void longerMessagesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Blake2b.hash512(new byte[129]))
        .withMessage("message: 129 bytes (expected: at most 128)");
  }
}
