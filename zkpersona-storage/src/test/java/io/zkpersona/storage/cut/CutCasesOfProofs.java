package io.zkpersona.storage.cut;

import static io.zkpersona.storage.cut.CutCase.Repeat.GOES_ON;
import static io.zkpersona.storage.cut.CutCase.Repeat.HARMLESS;
import static io.zkpersona.storage.cut.CutCase.Repeat.TWICE;
import static io.zkpersona.storage.cut.CutCase.call;
import static io.zkpersona.storage.cut.CutCase.step;
import static io.zkpersona.storage.cut.CutFixture.LATER;

import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignInException;
import io.zkpersona.domain.behavior.queue.ClaimLostException;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.DuplicateStatementException;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.NullifierRule;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.storage.auth.SignInFixture;
import io.zkpersona.storage.cut.CutCase.Repeat;
import io.zkpersona.storage.proof.ProofSamples;
import io.zkpersona.storage.proof.ProofTests;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.References;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The lifecycle of proofs, sign-ins and claims. */
final class CutCasesOfProofs {

  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final SessionLifetimes LIFETIMES =
      new SessionLifetimes(Duration.ofMinutes(5), Duration.ofDays(1));
  private static final OnChainReference SEEN =
      new OnChainReference("ethereum", "0x" + "1".repeat(64), 7L, null);
  private static final ZkProof PROOF = ProofTests.proof(5).withCircuitName("cut");
  private static final CreateZkProofRequest REQUEST = ProofTests.request(PROOF);
  private static final Circuit CIRCUIT =
      Circuit.builder()
          .name("cut")
          .version("1")
          .protocol(ProofProtocol.GROTH16)
          .verificationKeys(List.of(PROOF.verificationKey()))
          .nullifier(NullifierRule.builder().scope("cut").signal(0).build())
          .build();
  private static final Repeat CLAIM_LOST = Repeat.refused(ClaimLostException.class);

  private CutCasesOfProofs() {}

  static Stream<CutCase> all() {
    return Stream.of(proofs(), attempts(), signIn(), queue()).flatMap(List::stream);
  }

  /** Declares a circuit that has a nullifier. */
  private static boolean declared(Repositories all) {
    all.zkProofs().declareCircuit(CIRCUIT);
    return true;
  }

  private static ZkProofId stored(Repositories all) {
    declared(all);
    return all.zkProofs().create(REQUEST).id();
  }

  private static List<CutCase> proofs() {
    return List.of(
        call(
            "proofs create or throw",
            CutCasesOfProofs::declared,
            (all, none) -> all.zkProofs().create(REQUEST, IfStatementExists.THROW),
            Repeat.refused(DuplicateStatementException.class)),
        call(
            "proofs create or return",
            CutCasesOfProofs::declared,
            (all, none) -> all.zkProofs().create(REQUEST, IfStatementExists.RETURN_OWN),
            HARMLESS),
        call(
            "proofs declare circuit",
            all -> true,
            (all, none) -> all.zkProofs().declareCircuit(CIRCUIT),
            HARMLESS),
        call(
            "proofs add circuit keys",
            CutCasesOfProofs::declared,
            (all, none) ->
                all.zkProofs().addCircuitKeys("cut", "1", List.of(ProofSamples.anotherKey())),
            HARMLESS),
        call(
            "proofs expire",
            CutCasesOfProofs::stored,
            (all, id) -> all.zkProofs().markExpired(id),
            HARMLESS),
        step(
            "proofs on chain",
            CutCasesOfProofs::stored,
            (all, id) -> all.zkProofs().recordOnChain(id, SEEN),
            HARMLESS),
        call(
            "proofs after a reorganisation",
            all -> {
              ZkProofId id = stored(all);
              all.zkProofs().recordOnChain(id, SEEN);
              return id;
            },
            (all, id) -> all.zkProofs().invalidateFromBlock(SEEN.network(), SEEN.blockNumber()),
            HARMLESS),
        call(
            "proofs expire due",
            all -> {
              declared(all);
              return all.zkProofs().save(PROOF.withExpiresAt(LATER)).id();
            },
            (all, id) -> all.zkProofs().expireDue(LATER, 10),
            HARMLESS));
  }

  private static List<CutCase> attempts() {
    return List.of(
        call(
            "proofs verify",
            CutCasesOfProofs::stored,
            (all, id) -> all.zkProofs().markVerified(id, ProofTests.accepted()),
            TWICE),
        call(
            "proofs fail",
            CutCasesOfProofs::stored,
            (all, id) -> all.zkProofs().markFailed(id, ProofTests.rejected()),
            TWICE),
        step(
            "proofs inconclusive",
            CutCasesOfProofs::stored,
            (all, id) ->
                all.zkProofs()
                    .addInconclusiveAttempt(
                        id, ProofTests.attempt(VerificationVerdict.INCONCLUSIVE)),
            TWICE));
  }

  private static List<CutCase> signIn() {
    return List.of(
        call(
            "sign-in issue",
            all -> SignInFixture.challenge(),
            (all, request) -> all.signIn().issueChallenge(request),
            TWICE),
        call(
            "sign-in consume",
            all -> all.signIn().issueChallenge(SignInFixture.challenge()),
            (all, issued) ->
                all.signIn()
                    .consumeChallenge(issued.nonce(), issued.walletAddress(), SignInFixture.DOMAIN),
            Repeat.refused(SignInException.class)),
        call(
            "sign-in open",
            CutFixture::user,
            (all, id) -> all.signIn().openSession(id, LIFETIMES),
            TWICE),
        call(
            "sign-in authenticate, noted",
            CutCasesOfProofs::longUnused,
            (all, token) -> all.signIn().authenticate(token),
            HARMLESS),
        call(
            "sign-in refresh",
            all -> all.signIn().openSession(CutFixture.user(all), LIFETIMES),
            (all, signedIn) -> all.signIn().refresh(signedIn.refreshToken(), LIFETIMES),
            HARMLESS),
        call(
            "sign-in revoke",
            all -> all.signIn().openSession(CutFixture.user(all), LIFETIMES).session().id(),
            (all, id) -> all.signIn().revoke(id, "signed out"),
            HARMLESS),
        call(
            "sign-in revoke all",
            all -> all.signIn().openSession(CutFixture.user(all), LIFETIMES).session().userId(),
            (all, id) -> all.signIn().revokeAll(id, "signed out"),
            HARMLESS),
        call(
            "sign-in remove expired",
            all -> {
              all.signIn().issueChallenge(SignInFixture.challenge());
              return all.signIn().openSession(CutFixture.user(all), LIFETIMES);
            },
            (all, signedIn) -> all.signIn().removeExpired(LATER, 10),
            HARMLESS));
  }

  private static AccessToken longUnused(Repositories all) {
    AccessToken token = AccessToken.generate();
    all.authSessions()
        .save(
            AuthSession.builder()
                .userId(CutFixture.user(all))
                .tokenHash(token.hash())
                .issuedAt(Instant.EPOCH)
                .lastUsedAt(Instant.EPOCH)
                .expiresAt(LATER)
                .build());
    return token;
  }

  private static ClaimedInput claimed(Repositories all) {
    all.behaviorInputs().save(References.input());
    return all.behaviorInputs().workQueue().claimUnprocessed(1, LEASE).get(0);
  }

  private static BehaviorInputId dead(Repositories all) {
    ClaimedInput claim = claimed(all);
    all.behaviorInputs().workQueue().withMaxAttempts(1).fail(claim, "reason", Duration.ZERO);
    return claim.input().id();
  }

  private static List<CutCase> queue() {
    return List.of(
        call(
            "queue claim",
            all -> {
              all.behaviorInputs().save(References.input());
              return all.behaviorInputs().save(References.input());
            },
            (all, input) -> all.behaviorInputs().workQueue().claimUnprocessed(1, LEASE),
            GOES_ON),
        step(
            "queue complete",
            CutCasesOfProofs::claimed,
            (all, claim) -> all.behaviorInputs().workQueue().complete(claim),
            CLAIM_LOST),
        call(
            "queue complete all",
            CutCasesOfProofs::claimed,
            (all, claim) -> all.behaviorInputs().workQueue().completeAll(List.of(claim)),
            HARMLESS),
        call(
            "queue extend",
            CutCasesOfProofs::claimed,
            (all, claim) -> all.behaviorInputs().workQueue().extend(claim, LEASE),
            HARMLESS),
        call(
            "queue fail",
            CutCasesOfProofs::claimed,
            (all, claim) ->
                all.behaviorInputs().workQueue().fail(claim, "reason", Duration.ofDays(1)),
            CLAIM_LOST),
        step(
            "queue release",
            CutCasesOfProofs::claimed,
            (all, claim) -> all.behaviorInputs().workQueue().release(claim),
            CLAIM_LOST),
        call(
            "queue requeue",
            CutCasesOfProofs::dead,
            (all, id) -> all.behaviorInputs().workQueue().requeue(id),
            HARMLESS),
        step(
            "queue notify",
            all -> true,
            (all, none) -> all.behaviorInputs().workQueue().notifyWorkers(),
            HARMLESS));
  }
}
