package io.zkpersona.storage.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The test cases for SHA-256 in appendix A of RFC 5869. */
class HkdfTest {

  private static final byte[] NONE = new byte[0];
  private static final byte[] SECRET = bytes("0b".repeat(22));

  @Test
  void theBasicTestCaseHolds() {
    assertThat(derived(SECRET, range(0x00, 0x0c), range(0xf0, 0xf9), 42))
        .isEqualTo(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  }

  @Test
  void theTestCaseWithLongerInputsHolds() {
    assertThat(derived(range(0x00, 0x4f), range(0x60, 0xaf), range(0xb0, 0xff), 82))
        .isEqualTo(
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac78272"
                + "71cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3"
                + "434f1d87");
  }

  @Test
  void theTestCaseWithoutSaltAndInfoHolds() {
    assertThat(derived(SECRET, NONE, NONE, 42))
        .isEqualTo(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  }

  @Test
  void aKeyIsAtMost255BlocksLong() {
    assertThat(Hkdf.derive(SECRET, NONE, NONE, 8_160)).hasSize(8_160);
    for (int length : new int[] {0, 8_161}) {
      assertThatThrownBy(() -> Hkdf.derive(SECRET, NONE, NONE, length))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1..8160");
    }
  }

  private static String derived(byte[] secret, byte[] salt, byte[] info, int length) {
    return HexFormat.of().formatHex(Hkdf.derive(secret, salt, info, length));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] range(int first, int last) {
    byte[] bytes = new byte[last - first + 1];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }
}
