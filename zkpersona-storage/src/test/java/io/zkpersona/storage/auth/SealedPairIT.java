package io.zkpersona.storage.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SignInException.Reason;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.storage.repository.SignIn;
import io.zkpersona.storage.repository.contract.Together;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * The pair kept for a repeat is sealed, unique in its family, erased, and never another session's.
 */
class SealedPairIT extends RefreshGraceFixture {

  @Test
  void aRepeatOnceTheSuccessorWasExchangedEndsTheFamily() {
    SignedIn first = opened();
    SignedIn second = refresh(first).orElseThrow();
    SignedIn third = refresh(second).orElseThrow();

    assertThat(refresh(second)).contains(third);
    assertThat(refresh(first)).isEmpty();

    assertFamilyEnded(first);
    assertRefused(Reason.REVOKED, () -> refresh(third));
    assertThat(refresh(second)).isEmpty();
  }

  /** An earlier pair that is still stored is not the session's current pair. */
  @Test
  void aPairThatWasUsedIsNotHandedOutEvenIfItIsStillThere() {
    SignedIn first = opened();
    SignedIn second = refresh(first).orElseThrow();
    String sealed = sealedPairs().get(0);
    assertThat(refresh(second)).isPresent();
    putBack(sealed);

    assertThat(refresh(first)).isEmpty();

    assertFamilyEnded(first);
  }

  @Test
  void theNextRefreshErasesTheFormerPair() {
    SignedIn first = opened();
    SignedIn second = refresh(first).orElseThrow();
    String sealed = sealedPairs().get(0);

    SignedIn third = refresh(second).orElseThrow();
    assertThat(sealedPairs()).hasSize(1).doesNotContain(sealed);

    SignIn strict = signIn().withRefreshGrace(Duration.ZERO);
    assertThat(strict.refresh(third.refreshToken(), LIFETIMES)).isPresent();
    assertThat(sealedPairs()).isEmpty();
  }

  @Test
  void revokingErasesThePair() {
    SignedIn first = opened();
    SignedIn second = refresh(first).orElseThrow();
    SignedIn other = opened();
    SignedIn another = refresh(other).orElseThrow();
    assertThat(sealedPairs()).hasSize(2);

    signIn().revoke(first.session().id(), "left");
    assertThat(sealedPairs()).hasSize(1);
    assertThat(refresh(first)).isEmpty();
    assertRefused(Reason.REVOKED, () -> refresh(second));
    assertThat(refresh(other)).contains(another);

    signIn().revokeAll(user, "lost phone");
    assertFamilyEnded(other);
    assertThat(refresh(other)).isEmpty();
  }

  /** As by an application that ends sessions through their repository. */
  @Test
  void noPairOfARevokedSessionIsHandedOut() {
    SignedIn first = opened();
    AuthSession current = refresh(first).orElseThrow().session();
    manager
        .repositories()
        .authSessions()
        .update(current.toBuilder().revokedAt(current.expiresAt()).build());
    assertThat(sealedPairs()).hasSize(1);

    assertThat(refresh(first)).isEmpty();
  }

  @Test
  void theSweepErasesPairsWhoseGraceHasPassedByTheDatabasesClock() {
    SignedIn first = opened();
    SignedIn second = refresh(first).orElseThrow();

    assertThat(signIn().removeExpired(Instant.EPOCH, 10)).isZero();
    assertThat(refresh(first)).contains(second);

    for (int i = 0; i < 4; i++) {
      assertThat(refresh(opened())).isPresent();
    }
    endGrace();
    SignedIn later = opened();
    assertThat(refresh(later)).isPresent();
    assertThat(signIn().removeExpired(Instant.EPOCH, 3)).isEqualTo(3);
    assertThat(signIn().removeExpired(Instant.EPOCH, 3)).isEqualTo(2);
    assertThat(signIn().removeExpired(Instant.EPOCH, 3)).isZero();

    assertThat(sealedPairs()).hasSize(1);
    AuthSession swept = stored(first);
    assertThat(swept).isEqualTo(second.session().withAudit(swept.audit()));
    assertThat(refresh(first)).isEmpty();
    assertThat(refresh(later)).isPresent();
  }

  @Test
  void aUseThatIsNotedErasesAPairWhoseGraceHasPassed() {
    SignedIn current = refresh(opened()).orElseThrow();
    String unused =
        "UPDATE zkpersona.auth_sessions SET issued_at = now() - interval '1 day',"
            + " last_used_at = now() - interval '2 minutes'";

    database.execute(unused);
    signIn().authenticate(current.accessToken());
    assertThat(sealedPairs()).hasSize(1);

    endGrace();
    database.execute(unused);
    signIn().authenticate(current.accessToken());
    assertThat(sealedPairs()).isEmpty();
    assertGoesOn(current);
  }

  @Test
  void sweepingWhileOthersRefreshHindersNobody() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      SignedIn first = opened();
      SignedIn second = refresh(first).orElseThrow();
      endGrace();

      List<Object> outcomes =
          Together.values(
              Together.run(
                  12,
                  () ->
                      Thread.currentThread().getName().matches(".*[1-4]")
                          ? (Object) signIn().removeExpired(Instant.EPOCH, 10)
                          : refresh(second).orElseThrow().refreshToken()));

      assertThat(outcomes.stream().filter(RefreshToken.class::isInstance).distinct()).hasSize(1);
      assertGoesOn(refresh(second).orElseThrow());
    }
  }

  @Test
  void aPairThatWasTamperedWithEndsTheFamily() {
    SignedIn first = opened();
    assertThat(refresh(first)).isPresent();
    database.execute(
        "UPDATE zkpersona.auth_sessions SET sealed_pair ="
            + " set_byte(sealed_pair, 50, get_byte(sealed_pair, 50) # 1)");

    assertThat(refresh(first)).isEmpty();

    assertFamilyEnded(first);
  }

  @Test
  void aPairThatWasMovedToAnotherSessionEndsItsFamily() {
    SignedIn victim = opened();
    assertThat(refresh(victim)).isPresent();
    String sealed = sealedPairs().get(0);
    SignedIn other = opened();
    assertThat(refresh(other)).isPresent();
    putBack(sealed);

    assertThat(refresh(other)).isEmpty();
    assertThat(stored(other).revokedAt()).isNotNull();
  }

  /** Reads the documented format with the Java platform alone. */
  @Test
  void whoeverReadsTheTablesNeedsTheExchangedTokenToo() throws GeneralSecurityException {
    SignedIn first = opened();
    SignedIn second = refresh(first).orElseThrow();
    byte[] sealed = HexFormat.of().parseHex(sealedPairs().get(0));
    byte[] access = second.accessToken().hash().bytes();

    assertThat(opened(sealed, first.refreshToken().value(), access))
        .isEqualTo(second.accessToken().value() + second.refreshToken().value());
    for (String known :
        List.of(
            RefreshToken.generate().value(),
            first.refreshToken().hash().value(),
            second.refreshToken().hash().value(),
            second.accessToken().hash().value(),
            new String(first.refreshToken().hash().bytes(), StandardCharsets.ISO_8859_1),
            second.refreshToken().value(),
            second.accessToken().value(),
            first.accessToken().value())) {
      assertThatThrownBy(() -> opened(sealed, known, access))
          .isInstanceOf(AEADBadTagException.class);
    }
    byte[] former = first.accessToken().hash().bytes();
    assertThatThrownBy(() -> opened(sealed, first.refreshToken().value(), former))
        .isInstanceOf(AEADBadTagException.class);
    assertThat(contents().toString())
        .doesNotContain(
            first.refreshToken().value(),
            second.refreshToken().value(),
            second.accessToken().value());
  }

  private static String opened(byte[] sealed, String secret, byte[] access)
      throws GeneralSecurityException {
    byte[] extracted = hmac(new byte[32], secret.getBytes(StandardCharsets.ISO_8859_1));
    byte[] key =
        hmac(
            extracted,
            "zkpersona: pair of a refresh token, 1\u0001".getBytes(StandardCharsets.US_ASCII));
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(128, Arrays.copyOf(sealed, 12)));
    cipher.updateAAD(access);
    return new String(cipher.doFinal(sealed, 12, sealed.length - 12), StandardCharsets.US_ASCII);
  }

  private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }
}
