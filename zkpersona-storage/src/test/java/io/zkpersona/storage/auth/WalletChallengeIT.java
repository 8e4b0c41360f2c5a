package io.zkpersona.storage.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.auth.SignInException.Reason;
import io.zkpersona.domain.auth.WalletChallenge;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.contract.NullContract;
import io.zkpersona.storage.repository.contract.Together;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Challenges are issued, and consumed once. */
class WalletChallengeIT extends SignInFixture {

  private WalletChallenge consume(WalletChallenge challenge) {
    return signIn().consumeChallenge(challenge.nonce(), WALLET, DOMAIN);
  }

  @Test
  void aChallengeIsTakenOnceAsItWasIssued() {
    WalletChallenge issued = signIn().issueChallenge(challenge());

    assertThat(issued.walletAddress()).isEqualTo(WALLET);
    assertThat(issued.nonce()).matches("[A-Za-z0-9]{22}");
    assertThat(Duration.between(issued.issuedAt(), issued.expiresAt()))
        .isEqualTo(Duration.ofMinutes(5));

    assertThat(consume(issued)).isEqualTo(issued);
    assertThat(consumedMessage(issued)).isEqualTo(issued.message("Sign in."));
    assertRefused(Reason.USED, () -> consume(issued));
  }

  /** Returns the message that the application verifies, which must equal the issued one. */
  private String consumedMessage(WalletChallenge issued) {
    database.execute("UPDATE zkpersona.wallet_challenges SET consumed_at = NULL");
    return consume(issued).message("Sign in.");
  }

  @Test
  void theWalletsLetterCaseDoesNotMatter() {
    WalletChallenge issued = signIn().issueChallenge(challenge());

    WalletAddress checksummed = WalletAddress.of(WALLET.value());
    assertThat(signIn().consumeChallenge(issued.nonce(), checksummed, DOMAIN)).isEqualTo(issued);
  }

  @Test
  void aChallengeIsTakenByAnySpellingOfItsWalletAndForItsDomainWithAPort() {
    WalletAddress upper = new WalletAddress("BC1QWZ2LHC40S8TY3L5JG3PLPVE3Y3L82X9L42Q7FK");
    String domain = "web_app:8080";
    WalletChallenge issued =
        signIn()
            .issueChallenge(
                challenge()
                    .withWalletAddress(upper)
                    .withChainId("bip122:000000000019d6689c085ae165831e93")
                    .withDomain(domain)
                    .withUri("https://web_app:8080/login"));

    assertThat(issued.walletAddress()).isEqualTo(WalletAddress.of(upper.value()));
    assertRefused(
        Reason.MISMATCH,
        () ->
            signIn()
                .consumeChallenge(issued.nonce(), new WalletAddress(upper.value() + "\r"), domain));
    assertThat(signIn().consumeChallenge(issued.nonce(), upper, domain)).isEqualTo(issued);
  }

  @Test
  void everyNonceIsAnother() {
    Set<String> nonces = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      nonces.add(signIn().issueChallenge(challenge()).nonce());
    }
    assertThat(nonces).hasSize(200);
  }

  @Test
  void aChallengeIsForOneWalletAndByOneDomain() {
    WalletChallenge issued = signIn().issueChallenge(challenge());
    WalletAddress other = new WalletAddress("0xabcdef0000000000000000000000000000000002");

    assertRefused(Reason.MISMATCH, () -> signIn().consumeChallenge(issued.nonce(), other, DOMAIN));
    assertRefused(
        Reason.MISMATCH,
        () -> signIn().consumeChallenge(issued.nonce(), WALLET, "app.example.com"));
    assertRefused(Reason.UNKNOWN, () -> signIn().consumeChallenge("'); --", WALLET, DOMAIN));
    assertThat(consume(issued)).isEqualTo(issued);
  }

  /** Both sides are compared with the transaction's time, so the boundary is exact. */
  @Test
  void aChallengeCountsBeforeItsExpiryAndNotAtIt() {
    WalletChallenge issued = signIn().issueChallenge(challenge());
    String expiry =
        "UPDATE zkpersona.wallet_challenges SET issued_at = now() - interval '1 day',"
            + " consumed_at = NULL, expires_at = now() + interval '%s microsecond'";

    manager.inTransaction(
        tx -> {
          for (int late : new int[] {0, -1}) {
            execute(tx, expiry.formatted(late));
            assertRefused(
                Reason.EXPIRED, () -> tx.signIn().consumeChallenge(issued.nonce(), WALLET, DOMAIN));
          }
          execute(tx, expiry.formatted(1));
          assertThat(tx.signIn().consumeChallenge(issued.nonce(), WALLET, DOMAIN).id())
              .isEqualTo(issued.id());
        });
  }

  @Test
  void ofFiftyThatTakeAChallengeOneGetsIt() throws InterruptedException {
    WalletChallenge issued = signIn().issueChallenge(challenge());

    var outcomes = Together.run(50, () -> consume(issued));

    assertThat(Together.failures(outcomes))
        .hasSize(49)
        .allSatisfy(
            failure ->
                assertRefused(
                    Reason.USED,
                    () -> {
                      throw failure;
                    }));
  }

  @Test
  void whatIsTakenInATransactionThatIsRolledBackIsNotTaken() {
    WalletChallenge issued = signIn().issueChallenge(challenge());

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      tx.signIn().consumeChallenge(issued.nonce(), WALLET, DOMAIN);
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");

    assertThat(consume(issued)).isEqualTo(issued);
  }

  @Test
  void expiredChallengesAreRemovedAndOthersKept() {
    List<WalletChallenge> issued =
        List.of(
            signIn().issueChallenge(challenge()),
            signIn().issueChallenge(challenge().withLifetime(Duration.ofMinutes(6))),
            signIn().issueChallenge(challenge().withLifetime(Duration.ofDays(1))));
    Instant second = issued.get(1).expiresAt();

    assertThat(signIn().removeExpired(second.minusNanos(1_000), 10)).isOne();
    assertThat(signIn().removeExpired(second, 10)).isOne();
    assertThat(signIn().removeExpired(second, 10)).isZero();
    assertRefused(Reason.UNKNOWN, () -> consume(issued.get(0)));
    assertThat(consume(issued.get(2))).isEqualTo(issued.get(2));
  }

  @Test
  void nullIsRefusedByName() {
    NullContract.assertRefused("request", () -> signIn().issueChallenge(null));
    NullContract.assertRefused("nonce", () -> signIn().consumeChallenge(null, WALLET, DOMAIN));
    NullContract.assertRefused("walletAddress", () -> signIn().consumeChallenge("", null, DOMAIN));
    NullContract.assertRefused("domain", () -> signIn().consumeChallenge("", WALLET, null));
  }
}
