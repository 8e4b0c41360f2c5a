package io.zkpersona.examples;

import static io.zkpersona.examples.WalkDatabase.count;
import static io.zkpersona.examples.WalkDatabase.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.examples.data.InputFactory;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The steps about proofs and reputation, on the sample data. */
class ProofWalkIT {

  private static final Map<String, String> CLEANING_UP = Map.of("CLEANUP_TEST_DATA", "true");

  /** Has proved an overall score, and agrees to a public profile. */
  private static final String OPEN = "0x1bf950f5e84b71e3f9eb471ce2af8ba3393a98f9";

  /** Has proved the highest score, and agrees to nothing. */
  private static final String PRIVATE = "0x07088f1d589ce1e671f8d05202c1a7d0db79516d";

  private final WalkDatabase database = WalkDatabase.create();

  @Test
  void proofsBecomeReputationsThatOthersSeeAsFarAsAgreed() {
    WalkRun run = database.walk();

    assertThat(run.out())
        .containsPattern("proofs/groth16/proofs.ndjson +7 +7 +0 +0 +0 +0")
        .containsPattern("proofs/plonk/proofs.ndjson +2 +2 +0 +0 +0 +0")
        .contains("12 proofs are stored, and 2 verification keys for all of them.")
        .contains("Accepted, now verified: 8. Rejected, now failed: 2.")
        .contains("another proof already has the statement or the nullifier, now expired: 2.")
        .contains("from verified to failed, won: no. Attempts kept: 2; decisive: 1.")
        .contains("so it could be stored again: yes.")
        .contains("Of 6 verified proofs of 5 users, 6 were recorded now and 0 before")
        .contains("profile was made public now: 4.")
        .contains("Category overall, 4 users; the first 4:");
    database.look(
        db -> {
          ReputationRecord open = overall(db, OPEN);
          assertThat(open.reputationScore()).isEqualByComparingTo("6.55");
          assertThat(open.verified()).isTrue();
          ZkProof proof = db.repositories().zkProofs().getById(open.zkProofId());
          assertThat(proof.userId()).isEqualTo(open.userId());
          assertThat(proof.verificationStatus()).isEqualTo(VerificationStatus.VERIFIED);
          assertThat(overall(db, PRIVATE).reputationScore()).isEqualByComparingTo("88.22");
          assertThat(
                  db.repositories()
                      .reputationRecords()
                      .leaderboard(ScoringCategory.OVERALL, ScoringPeriod.CURRENT, 10))
              .hasSize(4)
              .noneMatch(entry -> entry.userId().equals(overall(db, PRIVATE).userId()));
        });
  }

  @Test
  void everyKindOfVariantIsShownBesideTheVerdictOfSnarkjs() {
    assertThat(database.walk().out())
        .containsPattern("malleated_negA_negB +0 +OK +stored as pending, for a verifier")
        .containsPattern("public_plus_r +0 +FAIL +refused: publicSignals\\[0\\]: too large")
        .containsPattern("public_hex +0 +OK +the same statement: the earlier proof is returned")
        .containsPattern("not_on_curve +0 +FAIL +refused: proofData.pi_a: not on the curve")
        .containsPattern("tampered_threshold +0 +FAIL +stored as pending, for a verifier")
        .containsPattern("tampered_nullifier +0 +FAIL +stored as pending, for a verifier")
        .containsPattern("missing_public +0 +FAIL +refused: publicSignals: 4 items .expected: 5");
  }

  @Test
  void aSecondWalkAddsNoProofNoAttemptNoReputation() {
    database.walk();
    AtomicLong attempts = new AtomicLong();
    database.look(db -> attempts.set(attempts(db)));

    WalkRun second = database.walk();

    assertThat(second.err()).isEmpty();
    assertThat(second.out())
        .containsPattern("proofs/groth16/proofs.ndjson +7 +0 +6 +1 +0 +0")
        .containsPattern("tampered_nullifier +0 +FAIL +already stored, and failed")
        .contains("Pending proofs: 0.")
        .contains("0 were recorded now and 6 before");
    database.look(
        db -> {
          WalkDatabase.assertHoldsTheSample(db);
          assertThat(attempts(db)).isEqualTo(attempts.get()).isPositive();
        });
  }

  @Test
  void afterCleaningUpTheNullifiersAreSpent() {
    database.walk();
    WalkRun cleaning = database.walk(CLEANING_UP);
    database.look(
        db -> {
          assertThat(db.repositories().users().count()).isZero();
          assertThat(db.repositories().zkProofs().count()).isZero();
          assertThat(db.repositories().reputationRecords().count()).isZero();
        });

    WalkRun third = database.walk();

    assertThat(cleaning.out())
        .contains("Deleted: 49 inputs, 12 proofs, 6 reputations and 13 users created for them.")
        .contains("the keys of these proofs (2) with their circuits")
        .contains("the nullifiers that they spent (6)");
    assertThat(third.err()).isEmpty();
    assertThat(third.exitCode()).isZero();
    assertThat(third.out())
        .containsPattern("proofs/groth16/proofs.ndjson +7 +0 +0 +7 +0 +0")
        .contains("No leaderboard has an entry.");
    database.look(db -> assertThat(count(db, VerificationStatus.VERIFIED)).isEqualTo(2));
  }

  @Test
  void aHostsProofsAndReputationsAreLeftAlone() {
    database.look(
        db -> {
          Repositories all = db.repositories();
          User host = all.users().getOrCreateByWalletAddress(WalletAddress.of(OPEN));
          all.zkProofs().create(hostsProof(host));
          all.reputationRecords().record(hostsReputation(host));
        });

    WalkRun run = database.walk(CLEANING_UP);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("5 were recorded now and 0 before; skipped: 1.");
    database.look(
        db -> {
          User host = user(db, OPEN).orElseThrow();
          assertThat(db.repositories().users().findAll()).containsExactly(host);
          assertThat(host.privacySettings()).isEqualTo(PrivacySettings.defaults());
          assertThat(db.repositories().zkProofs().findAll())
              .singleElement()
              .extracting(ZkProof::protocol)
              .isEqualTo(ProofProtocol.BULLETPROOFS);
          assertThat(overall(db, OPEN).effectiveUntil()).isNull();
        });
  }

  @Test
  void whatAHostRecordedOfAUserOfTheExampleStaysInForce() {
    database.look(
        db -> {
          Repositories signed = db.repositories().as(InputFactory.AUTHOR);
          User made = signed.users().getOrCreateByWalletAddress(WalletAddress.of(OPEN));
          db.repositories().reputationRecords().record(hostsReputation(made));
        });

    WalkRun run = database.walk(CLEANING_UP);

    assertThat(run.out()).contains("skipped: 1.").contains("other rows refer to: 1.");
    database.look(db -> assertThat(overall(db, OPEN).effectiveUntil()).isNull());
  }

  @Test
  void aUserOfTheExampleWhomAHostChangedIsKept() {
    database.walk();
    database.look(
        db -> {
          PrivacySettings sharing = PrivacySettings.builder().dataSharing(true).build();
          change(db, OPEN, user -> user.withUsername(new Username("orchard")));
          change(db, PRIVATE, user -> user.withPrivacySettings(sharing));
        });

    WalkRun run = database.walk(CLEANING_UP);

    assertThat(run.out()).contains("12 proofs, 6 reputations and 11 users created for them.");
    database.look(
        db -> {
          assertThat(db.repositories().users().findAll())
              .containsExactlyInAnyOrder(
                  user(db, OPEN).orElseThrow(), user(db, PRIVATE).orElseThrow());
          assertThat(db.repositories().zkProofs().count()).isZero();
        });
  }

  private static void change(DatabaseManager db, String wallet, UnaryOperator<User> change) {
    db.repositories().users().update(user(db, wallet).orElseThrow().id(), change);
  }

  private static CreateZkProofRequest hostsProof(User host) {
    return CreateZkProofRequest.builder()
        .userId(host.id())
        .proofData(Json.emptyObject())
        .verificationKey(Json.of("{\"host\": 1}"))
        .protocol(ProofProtocol.BULLETPROOFS)
        .circuitVersion("host/1")
        .build();
  }

  private static RecordReputationRequest hostsReputation(User user) {
    return RecordReputationRequest.builder()
        .userId(user.id())
        .reputationScore(BigDecimal.TEN)
        .build();
  }

  private static ReputationRecord overall(DatabaseManager db, String wallet) {
    ReputationFilter filter =
        ReputationFilter.builder()
            .userId(user(db, wallet).orElseThrow().id())
            .scoringCategory(ScoringCategory.OVERALL)
            .build();
    List<ReputationRecord> found = db.repositories().reputationRecords().find(filter);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static long attempts(DatabaseManager db) {
    return db.repositories().zkProofs().findAll().stream()
        .mapToLong(proof -> db.repositories().zkProofs().attempts(proof.id()).size())
        .sum();
  }
}
