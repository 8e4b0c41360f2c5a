package io.zkpersona.storage.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.RefreshTokenId;
import io.zkpersona.storage.internal.auth.SealedPair.Exchanged;
import io.zkpersona.storage.internal.auth.SealedPair.Pair;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SealedPairTest {

  private final RefreshToken token = RefreshToken.generate();
  private final RefreshTokenId tokenId = RefreshTokenId.generate();
  private final AuthSessionId sessionId = AuthSessionId.generate();
  private final Exchanged exchanged = new Exchanged(token, tokenId, sessionId);
  private final Pair pair = Pair.generate();
  private final byte[] sealed = SealedPair.seal(exchanged, pair);

  @Test
  void theExchangedTokenOpensItsPair() {
    assertThat(SealedPair.open(exchanged, sealed)).contains(pair);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
        .doesNotContain(pair.access().value(), pair.refresh().value(), token.value());
    assertThat(pair.toString() + exchanged)
        .doesNotContain(pair.access().value(), pair.refresh().value(), token.value());
  }

  @Test
  void noOtherTokenOpensIt() {
    assertOpensNot(new Exchanged(RefreshToken.generate(), tokenId, sessionId));
    assertOpensNot(new Exchanged(pair.refresh(), tokenId, sessionId));
  }

  @Test
  void itOpensInNoOtherPlace() {
    assertOpensNot(new Exchanged(token, RefreshTokenId.generate(), sessionId));
    assertOpensNot(new Exchanged(token, tokenId, AuthSessionId.generate()));
    assertOpensNot(
        new Exchanged(
            token, new RefreshTokenId(sessionId.value()), new AuthSessionId(tokenId.value())));
  }

  private void assertOpensNot(Exchanged other) {
    assertThat(SealedPair.open(other, sealed)).isEmpty();
  }

  @Test
  void noBitOfItCanBeChanged() {
    for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThat(SealedPair.open(exchanged, changed)).isEmpty();
    }
    for (int length : new int[] {0, 1, 11, 12, 27, 28, sealed.length - 1, sealed.length + 1}) {
      assertThat(SealedPair.open(exchanged, Arrays.copyOf(sealed, length))).isEmpty();
    }
  }

  @Test
  void sealingTwiceNeverUsesOneNonceTwice() {
    byte[] again = SealedPair.seal(exchanged, pair);

    assertThat(Arrays.copyOf(again, 12)).isNotEqualTo(Arrays.copyOf(sealed, 12));
    assertThat(SealedPair.open(exchanged, again)).contains(pair);
  }
}
