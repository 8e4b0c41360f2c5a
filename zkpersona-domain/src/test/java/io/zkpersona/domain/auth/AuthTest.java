package io.zkpersona.domain.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Components;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.WalletChallengeId;
import io.zkpersona.domain.user.WalletAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of challenges, sessions and tokens, and the masking of their secrets. */
class AuthTest {
  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09.123456Z");

  private static WalletChallenge challenge() {
    return WalletChallengeBuilder.builder()
        .id(WalletChallengeId.generate())
        .nonce("hush1234")
        .walletAddress(new WalletAddress("0xabcdef0000000000000000000000000000000001"))
        .chainId("1")
        .domain("app.example.org:8443")
        .uri("https://app.example.org:8443/login?hush")
        .issuedAt(TIME.plusNanos(999))
        .expiresAt(TIME.plusSeconds(300))
        .build();
  }

  private static AuthSession session() {
    return AuthSession.builder()
        .userId(UserId.generate())
        .tokenHash(AccessToken.generate().hash())
        .issuedAt(TIME.plusNanos(999))
        .lastUsedAt(TIME.plusNanos(999))
        .expiresAt(TIME.plusSeconds(1))
        .revokedAt(TIME.plusNanos(999))
        .revokeReason("hush")
        .build();
  }

  @Test
  void aMessageIsThatOfEip4361() {
    String head =
        "app.example.org:8443 wants you to sign in with your Ethereum account:\n%s\n\n"
            .formatted(challenge().walletAddress().value());
    String tail =
"""

URI: https://app.example.org:8443/login?hush
Version: 1
Chain ID: 1
Nonce: hush1234
Issued At: 2024-05-06T07:08:09.123456Z
Expiration Time: 2024-05-06T07:13:09.123456Z\
""";

    assertThat(challenge().message("I accept: https://example.org/tos?[a]=~'b'"))
        .isEqualTo(head + "I accept: https://example.org/tos?[a]=~'b'\n" + tail);
    assertThat(challenge().message(null)).isEqualTo(head + tail);
    assertThat(challenge().walletAddress().value()).matches("0x.*[A-F].*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two\nlines", "two\rlines", "ünïcode", "per%cent", "\"quoted\"", "<"})
  void aStatementThatEip4361HasNoPlaceForIsRefused(String statement) {
    assertRefused("statement", () -> challenge().message(statement));
  }

  @Test
  void aMessageIsForEthereumOnly() {
    WalletChallenge other =
        challenge()
            .withWalletAddress(new WalletAddress("7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXAr"));

    assertRefused("walletAddress", () -> other.message(null));
    assertRefused("chainId", () -> challenge().withChainId("solana:mainnet").message(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "user@example.org",
        "example.org/path",
        "example.org?query",
        "example.org#part",
        "https://example.org",
        "exämple.org",
        "example.org\nevil.example",
        "example.org:port",
        "a b"
      })
  void aDomainThatIsNoAuthorityIsRefused(String domain) {
    assertRefused("domain", () -> challenge().withDomain(domain));
    assertRefused("domain", () -> request().withDomain(domain));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8080",
        "web_app:8080",
        "example.org",
        "127.0.0.1",
        "[::1]:80"
      })
  void aHostWithOrWithoutAPortIsADomain(String domain) {
    assertThat(challenge().withDomain(domain).domain()).isEqualTo(domain);
    assertThat(request().withDomain(domain).domain()).isEqualTo(domain);
    assertThat(challenge().withDomain(domain).message(null)).startsWith(domain + " wants you to ");
  }

  private static IssueChallengeRequest request() {
    return IssueChallengeRequest.builder()
        .walletAddress(challenge().walletAddress())
        .chainId("137")
        .domain("example.org")
        .uri("https://example.org/")
        .lifetime(Duration.ofMinutes(5).plusNanos(999))
        .build();
  }

  @Test
  void aRequestSpellsItsWalletAndItsChainAsTheyAreStored() {
    WalletAddress upper = new WalletAddress("BC1QWZ2LHC40S8TY3L5JG3PLPVE3Y3L82X9L42Q7FK");

    assertThat(request().withWalletAddress(upper).walletAddress())
        .isEqualTo(WalletAddress.of(upper.value()));
    assertRefused(
        "walletAddress",
        () -> request().withWalletAddress(new WalletAddress("7S3P4HxJpyyigGzodYwHtCxZyUQ")));
    assertThat(request().withChainId("eip155:137").chainId()).isEqualTo("137");
    assertThat(request().withChainId("eip155:0").chainId()).isEqualTo("eip155:0");
    assertThat(request().withChainId("solana:mainnet").chainId()).isEqualTo("solana:mainnet");
  }

  @Test
  void theOtherPartsOfAChallengeHaveTheirForms() {
    assertThat(request().lifetime()).isEqualTo(Duration.ofMinutes(5));
    for (String uri : List.of("", "/path", "no scheme", "https://exämple.org", "a:\n", "%:")) {
      assertRefused("uri", () -> challenge().withUri(uri));
      assertRefused("uri", () -> request().withUri(uri));
    }
    assertThat(challenge().withUri("urn:example:login").uri()).isEqualTo("urn:example:login");
    assertRefused("uri", () -> challenge().withUri("https://a/" + "u".repeat(2_048)));
    for (String chain : List.of("", "0", "01", "-1", "one", "a:b", "eip155:", "1\n2")) {
      assertRefused("chainId", () -> challenge().withChainId(chain));
    }
    for (String nonce : List.of("", "1234567", "1234-5678", "ü2345678", "n".repeat(129))) {
      assertRefused("nonce", () -> challenge().withNonce(nonce));
    }
    assertRefused("expiresAt", () -> challenge().withExpiresAt(TIME.plusNanos(999)));
    assertThat(WalletChallenge.newNonce())
        .matches("[A-Za-z0-9]{22}")
        .isNotEqualTo(WalletChallenge.newNonce());
  }

  @Test
  void lifetimesArePositiveAndTheRefreshTokenLastsAsLong() {
    Duration day = Duration.ofDays(1);

    assertThat(new SessionLifetimes(day.plusNanos(999), day.plusNanos(1)).access()).isEqualTo(day);
    assertRefused("access", () -> new SessionLifetimes(Duration.ZERO, day));
    assertRefused("access", () -> new SessionLifetimes(day.negated(), day));
    assertRefused("refresh", () -> new SessionLifetimes(day, Duration.ofDays(3_651)));
    assertRefused("refresh", () -> new SessionLifetimes(day, Duration.ofHours(23)));
    assertRefused("lifetime", () -> request().withLifetime(Duration.ofMillis(999)));
  }

  @Test
  void tokensAreTwoHundredAndFiftySixRandomBitsAndHidden() {
    AccessToken access = AccessToken.generate();
    RefreshToken refresh = RefreshToken.generate();

    assertThat(access.value()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(refresh.value());
    assertThat(access)
        .isNotEqualTo(AccessToken.generate())
        .isEqualTo(new AccessToken(access.value()));
    assertThat(access).hasToString("AccessToken[hidden]");
    assertThat(refresh).hasToString("RefreshToken[hidden]");
    assertThat(access.hash()).hasToString("TokenHash[hidden]");
    assertThat(TokenHash.of(access.hash().bytes())).isEqualTo(access.hash());
    for (String text : List.of("", "a".repeat(42), "a".repeat(44), "a".repeat(42) + "=", "ü")) {
      assertRefused("accessToken", () -> new AccessToken(text));
      assertRefused("refreshToken", () -> new RefreshToken(text));
      assertRefused("tokenHash", () -> new TokenHash(text));
    }
    assertRefused("tokenHash", () -> TokenHash.of(new byte[31]));
  }

  /** FIPS 180-4 gives the hash of these three letters. */
  @Test
  void theHashIsSha256() {
    assertThat(TokenHash.ofSecret("abc").value())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void aSessionHoldsWhatGoesTogether() {
    AuthSession session = session();

    assertThat(session.issuedAt()).isEqualTo(TIME);
    assertThat(session.lastUsedAt()).isEqualTo(TIME);
    assertThat(session.revokedAt()).isEqualTo(TIME);
    assertThat(session.toBuilder().build()).isEqualTo(session).hasSameHashCodeAs(session);
    assertRefused("expiresAt", () -> session.withExpiresAt(TIME.plusNanos(999)));
    assertRefused("revokeReason", () -> session.withRevokedAt(null));
    assertRefused("revokeReason", () -> session.withRevokeReason("r".repeat(256)));
    assertRefused(
        "issuedFrom",
        () ->
            AuthSessionFilter.builder().issuedFrom(TIME.plusSeconds(1)).issuedUntil(TIME).build());
  }

  @Test
  void nullIsRefusedWhereItIsNotAllowed() {
    SignedIn signedIn = new SignedIn(session(), AccessToken.generate(), RefreshToken.generate());
    List<Record> records =
        List.of(
            session(),
            challenge(),
            request(),
            signedIn,
            new SessionLifetimes(Duration.ofDays(1), Duration.ofDays(1)));
    for (Record each : records) {
      for (String name : Components.names(each.getClass())) {
        if (!Components.isNullable(each.getClass(), name)) {
          assertRefused(name, () -> Components.with(each, name, null));
        }
      }
    }
  }

  @Test
  void toStringShowsNothingSecret() {
    SignedIn signedIn = new SignedIn(session(), AccessToken.generate(), RefreshToken.generate());
    Function<Object, String> text = Object::toString;

    assertThat(text.apply(challenge())).startsWith("WalletChallenge[id=").doesNotContain("hush");
    assertThat(text.apply(signedIn))
        .startsWith("SignedIn[session=AuthSession[id=")
        .doesNotContain("hush")
        .doesNotContain(signedIn.accessToken().value())
        .doesNotContain(signedIn.refreshToken().value())
        .doesNotContain(signedIn.session().tokenHash().value());
    assertThat(text.apply(request())).doesNotContain(request().walletAddress().value());
  }

  private static void assertRefused(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).first().isEqualTo(field));
  }
}
