package io.zkpersona.storage.plan;

import static io.zkpersona.storage.plan.RepositoryCalls.USER;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.AuthSessionFilter;
import io.zkpersona.domain.auth.IssueChallengeRequest;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.auth.WalletChallenge;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.Repositories;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One call of each method about sign-in. */
final class SignInCalls {

  private static final AuthSessionId SESSION = new AuthSessionId(FilledTables.id(0, 80_020));
  private static final Instant ISSUED = Instant.parse("2024-01-02T00:00:00Z");
  private static final SessionLifetimes LIFETIMES =
      new SessionLifetimes(Duration.ofMinutes(5), Duration.ofDays(1));

  private SignInCalls() {}

  static void addTo(Calls calls) {
    AuthSession fresh =
        AuthSession.builder()
            .userId(USER)
            .tokenHash(TokenHash.of(new byte[32]))
            .issuedAt(ISSUED)
            .lastUsedAt(ISSUED)
            .expiresAt(ISSUED.plusSeconds(60))
            .build();
    calls
        .entities(
            "sign-in sessions",
            Repositories::authSessions,
            SESSION,
            fresh,
            id -> fresh.toBuilder().id(id).build())
        .lists(
            "sign-in sessions",
            Repositories::authSessions,
            AuthSessionFilter.builder().userId(USER).build(),
            List.of("issuedAt", "expiresAt"))
        .add("sign-in by challenge", SignInCalls::challenge)
        .add("sign-in, tokens", SignInCalls::tokens)
        .add("sign-in, revoke all", all -> all.signIn().revokeAll(USER, "asked for"))
        .add("sign-in, remove expired", all -> all.signIn().removeExpired(ISSUED, 100));
  }

  private static void challenge(Repositories all) {
    WalletAddress wallet = WalletAddress.of("0x" + "e".repeat(40));
    WalletChallenge challenge =
        all.signIn()
            .issueChallenge(
                IssueChallengeRequest.builder()
                    .walletAddress(wallet)
                    .chainId("1")
                    .domain("example.org")
                    .uri("https://example.org/")
                    .lifetime(Duration.ofMinutes(5))
                    .build());
    all.signIn().consumeChallenge(challenge.nonce(), wallet, "example.org");
  }

  private static void tokens(Repositories all) {
    SignedIn signedIn = all.signIn().openSession(USER, LIFETIMES);
    all.signIn().authenticate(signedIn.accessToken());
    all.signIn().refresh(signedIn.refreshToken(), LIFETIMES);
    all.signIn().refresh(signedIn.refreshToken(), LIFETIMES);
    SignedIn copied = all.signIn().openSession(USER, LIFETIMES);
    for (int i = 0; i < 2; i++) {
      all.signIn().withRefreshGrace(Duration.ZERO).refresh(copied.refreshToken(), LIFETIMES);
    }
    all.signIn().revoke(signedIn.session().id(), "signed out");
  }
}
