package io.zkpersona.storage.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.auth.IssueChallengeRequest;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.proof.ProofSamples;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person whose mark is stored in every column that takes free text, through the repositories. SQL
 * writes only what the library no longer writes.
 */
final class MarkedPerson {

  /** The text that a hostile or careless caller puts everywhere. */
  static final String MARK = "quokka";

  static final WalletAddress WALLET =
      new WalletAddress("0xabcdef0000000000000000000000000000000001");

  private static final Json DOCUMENT = Json.of("{\"said\": \"%s\"}".formatted(MARK));
  private static final SessionLifetimes LIFETIMES =
      new SessionLifetimes(Duration.ofMinutes(15), Duration.ofDays(30));

  private final Repositories all;
  private final TestDatabase database;
  final UserId user;

  MarkedPerson(TestDatabase database, Repositories all) {
    this.database = database;
    this.all = all;
    this.user =
        all.users()
            .save(
                User.builder()
                    .walletAddress(WALLET)
                    .email(new EmailAddress(MARK + "@example.org"))
                    .username(new Username(MARK))
                    .privacySettings(PrivacySettings.builder().publicProfile(true).build())
                    .build())
            .id();
    database.execute(
        "UPDATE zkpersona.users SET privacy_settings = privacy_settings || '%s'"
            .formatted(DOCUMENT.text()));
    BehaviorInput input = act();
    failWork();
    ScoringResultId score = score(input);
    ZkProofId proof = prove(input, score);
    rate(proof);
    signIn();
    sponsor();
    writeAsOldVersionsDid(input, score);
    failDeliveries();
  }

  private BehaviorInput act() {
    all.behaviorInputs().activityRollup().enable();
    BehaviorSession own = session(user, "at home");
    // Started before the user was known.
    BehaviorSession nobodys = session(null, "on the way");
    input(user, null, "%s's phone".formatted(MARK), DOCUMENT);
    input(user, nobodys.id(), WALLET.value(), DOCUMENT);
    input(null, own.id(), "%s's tablet".formatted(MARK), DOCUMENT);
    // Without a user, but their session names identify the person.
    for (String name : new String[] {MARK + "'s phone", MARK + "'s tablet", WALLET.value()}) {
      input(null, null, name, Json.emptyObject());
      input(null, nobodys.id(), name, Json.emptyObject());
    }
    all.behaviorInputs().activityRollup().fold();
    input(user, null, "%s's phone".formatted(MARK), DOCUMENT);
    all.behaviorInputs()
        .save(
            BehaviorInput.builder()
                .userId(user)
                .inputData(DOCUMENT)
                .externalKey(new ExternalKey("letters/" + MARK))
                .inputData(DOCUMENT)
                .build());
    return input(user, own.id(), "%s's phone".formatted(MARK), DOCUMENT);
  }

  private BehaviorSession session(@Nullable UserId owner, String where) {
    return all.behaviorSessions()
        .save(
            BehaviorSession.builder()
                .userId(owner)
                .sessionToken(
                    owner == null
                        ? SessionToken.generate()
                        : new SessionToken("token of " + MARK + " " + where))
                .metadata(DOCUMENT)
                .build());
  }

  private BehaviorInput input(
      @Nullable UserId owner, @Nullable BehaviorSessionId session, String name, Json data) {
    return all.behaviorInputs()
        .save(
            BehaviorInput.builder()
                .userId(owner)
                .behaviorSessionId(session)
                .sessionId(new SessionText(name))
                .inputData(data)
                .build());
  }

  private void failWork() {
    for (ClaimedInput claim :
        all.behaviorInputs().workQueue().claimUnprocessed(100, Duration.ofMinutes(5))) {
      boolean known = user.equals(claim.input().userId());
      all.behaviorInputs()
          .workQueue()
          .fail(claim, known ? "no score for " + MARK : "no model", Duration.ZERO);
    }
  }

  private ScoringResultId score(BehaviorInput input) {
    return all.scoringResults()
        .create(
            CreateScoringResultRequest.builder()
                .behaviorInputId(input.id())
                .userId(user)
                .score(BigDecimal.ONE)
                .modelVersion("model for " + MARK)
                .metadata(DOCUMENT)
                .build())
        .id();
  }

  private ZkProofId prove(BehaviorInput input, ScoringResultId score) {
    OnChainReference seen =
        new OnChainReference(MARK + " chain", "transaction of " + MARK, 7, 21_000L);
    ZkProofId id =
        all.zkProofs()
            .save(
                ProofSamples.of(ProofProtocol.MARLIN, 1).toBuilder()
                    .userId(user)
                    .behaviorInputId(input.id())
                    .scoringResultId(score)
                    .proofData(DOCUMENT)
                    .publicSignals(Json.of("[\"%s\"]".formatted(MARK)))
                    .circuitVersion("circuit of " + MARK)
                    .metadata(DOCUMENT)
                    .build())
            .id();
    all.zkProofs().recordOnChain(id, seen);
    all.zkProofs()
        .addInconclusiveAttempt(
            id,
            new VerificationAttempt(
                "verifier of " + MARK,
                "version of " + MARK,
                VerificationVerdict.INCONCLUSIVE,
                "nothing about " + MARK,
                Instant.now(),
                null,
                seen));
    return id;
  }

  private void rate(ZkProofId proof) {
    var record =
        all.reputationRecords()
            .record(
                RecordReputationRequest.builder()
                    .userId(user)
                    .zkProofId(proof)
                    .reputationScore(BigDecimal.TEN)
                    .calculationMethod("method for " + MARK)
                    .contributingFactors(Json.of("[\"%s\"]".formatted(MARK)))
                    .reputationBadges(Json.of("[\"%s\"]".formatted(MARK)))
                    .build());
    all.reputationRecords().dispute(record.id(), "said by " + MARK);
    all.reputationRecords()
        .record(
            RecordReputationRequest.builder()
                .userId(user)
                .reputationScore(BigDecimal.TEN)
                .isPublic(true)
                .build());
    all.reputationRecords().counts().fold();
    assertThat(database.query("SELECT user_id FROM zkpersona.reputation_standings"))
        .containsExactly(user.value().toString());
  }

  private void signIn() {
    all.signIn()
        .issueChallenge(
            IssueChallengeRequest.builder()
                .walletAddress(WALLET)
                .chainId(MARK + ":1")
                .domain(MARK + ".example.org")
                .uri("https://example.org/%s".formatted(MARK))
                .lifetime(Duration.ofMinutes(5))
                .build());
    var opened = all.signIn().openSession(user, LIFETIMES);
    all.signIn().refresh(opened.refreshToken(), LIFETIMES);
    var revoked = all.signIn().openSession(user, LIFETIMES);
    all.signIn().revoke(revoked.session().id(), "asked for by " + MARK);
  }

  private void sponsor() {
    SponsorId sponsor =
        all.sponsors()
            .save(
                Sponsor.builder()
                    .name("a sponsor")
                    .blockchainNetwork("ethereum")
                    .walletAddress(WalletAddress.of("0x" + "b".repeat(40)))
                    .dailyBudget(BigInteger.TEN)
                    .build())
            .id();
    var reserved =
        all.sponsoredTransactions()
            .reserve(
                ReserveSponsorshipRequest.builder()
                    .sponsorId(sponsor)
                    .userId(user)
                    .gasLimit(1)
                    .gasPrice(BigInteger.ONE)
                    .expiresAt(Instant.now().plusSeconds(60))
                    .build());
    all.sponsoredTransactions()
        .fail(reserved.id(), "%s (%s) has no funds".formatted(WALLET.value(), MARK));
  }

  private void writeAsOldVersionsDid(BehaviorInput input, ScoringResultId score) {
    database.execute(
        """
        INSERT INTO zkpersona.zk_proofs (behavior_input_id, proof_data, verification_key, circuit_version)
        VALUES ('%1$s', '{}', '%3$s', '1');
        INSERT INTO zkpersona.zkml_proofs
          (scoring_result_id, proof_data, verification_key, blockchain_tx_hash, "timestamp")
        VALUES ('%2$s', '%3$s', '%3$s', '%4$s', now());
        """
            .formatted(input.id().value(), score.value(), DOCUMENT.text(), MARK));
  }

  /** Has each recorded change fail at a reader of the feed, for a reason that tells too much. */
  private void failDeliveries() {
    all.changes().feed().subscribe("a reader", SubscriptionOptions.defaults());
    database.execute(
        """
        INSERT INTO zkpersona.change_deliveries (subscription, position, tick_id, lane, failure_reason)
        SELECT 'a reader', position, 1, position, '%s' FROM zkpersona.changes WHERE user_id = '%s'
        """
            .formatted(MARK, user.value()));
  }
}
