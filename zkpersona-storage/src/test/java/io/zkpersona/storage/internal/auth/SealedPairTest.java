package io.zkpersona.storage.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.storage.internal.auth.SealedPair.Pair;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SealedPairTest {

  private final RefreshToken token = RefreshToken.generate();
  private final Pair pair = Pair.generate();
  private final TokenHash current = pair.access().hash();
  private final byte[] sealed = SealedPair.seal(token, pair);

  @Test
  void theExchangedTokenOpensItsPair() {
    assertThat(SealedPair.open(token, current, sealed)).contains(pair);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
        .doesNotContain(pair.access().value(), pair.refresh().value(), token.value());
    assertThat(pair.toString())
        .doesNotContain(pair.access().value(), pair.refresh().value(), token.value());
  }

  @Test
  void noOtherTokenOpensIt() {
    assertThat(SealedPair.open(RefreshToken.generate(), current, sealed)).isEmpty();
    assertThat(SealedPair.open(pair.refresh(), current, sealed)).isEmpty();
  }

  @Test
  void itOpensForNoSessionWithAnotherAccessToken() {
    for (TokenHash other :
        new TokenHash[] {Pair.generate().access().hash(), pair.refresh().hash(), token.hash()}) {
      assertThat(SealedPair.open(token, other, sealed)).isEmpty();
    }
  }

  @Test
  void noBitOfItCanBeChanged() {
    for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThat(SealedPair.open(token, current, changed)).isEmpty();
    }
    for (int length : new int[] {0, 1, 11, 12, 27, 28, sealed.length - 1, sealed.length + 1}) {
      assertThat(SealedPair.open(token, current, Arrays.copyOf(sealed, length))).isEmpty();
    }
  }

  @Test
  void sealingTwiceNeverUsesOneNonceTwice() {
    byte[] again = SealedPair.seal(token, pair);

    assertThat(Arrays.copyOf(again, 12)).isNotEqualTo(Arrays.copyOf(sealed, 12));
    assertThat(SealedPair.open(token, current, again)).contains(pair);
  }
}
