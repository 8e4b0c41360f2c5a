package io.zkpersona.storage.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.BlockInvalidation;
import io.zkpersona.domain.proof.DuplicateStatementException;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.NullifierSpentException;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.NullifierRule;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.storage.repository.ZkProofRepository;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.Rows;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A nullifier is spent by verification, within its scope, as often as its circuit allows, even
 * under concurrency.
 */
class ProofNullifierIT extends ProofTests {

  private static final int THREADS = 50;
  private static final String CIRCUIT = "reputation threshold";

  /** The rule of the real circuit: the first signal, scoped by category and epoch. */
  private static final NullifierRule RULE =
      NullifierRule.builder().scope("reputation").scopeSignals(List.of(3, 4)).build();

  private static Circuit circuit(int uses) {
    return Circuit.builder()
        .name(CIRCUIT)
        .version("1")
        .verificationKeys(List.of(ProofSamples.key(ProofProtocol.GROTH16)))
        .nullifier(RULE.withUses(uses))
        .build();
  }

  private Circuit declared(int uses) {
    return proofs().declareCircuit(circuit(uses));
  }

  /** Returns a proof of the circuit; proofs that differ only in the threshold share a nullifier. */
  private static ZkProof spending(long nullifier, long threshold, long epoch) {
    return proof(0)
        .withCircuitName(CIRCUIT)
        .withPublicSignals(
            Json.of("[\"%d\",\"1\",\"%d\",\"0\",\"%d\"]".formatted(nullifier, threshold, epoch)));
  }

  /** Returns the proof as if verified elsewhere. */
  private static ZkProof asVerified(ZkProof proof) {
    return proof.toBuilder()
        .verificationStatus(VerificationStatus.VERIFIED)
        .verifiedAt(CHECKED)
        .build();
  }

  private long uses() {
    return Long.parseLong(
        database().queryOne("SELECT coalesce(sum(uses), 0) FROM zkpersona.nullifiers"));
  }

  @Test
  void everyRealProofSpendsItsNullifierAndNoneTwice() {
    declared(1);
    UserId user = user();
    for (ProofSamples.Sample sample : ProofSamples.GROTH16) {
      verified(
          ProofSamples.of(ProofProtocol.GROTH16, sample).withCircuitName(CIRCUIT).withUserId(user));
    }
    assertThat(rows("nullifiers WHERE uses = 1")).isEqualTo(120);

    for (ProofSamples.Sample sample : ProofSamples.GROTH16) {
      List<Json> signals = sample.signals().elements();
      String threshold = signals.get(2).string().equals("1") ? "\"2\"" : "\"1\"";
      ZkProof again =
          ProofSamples.of(ProofProtocol.GROTH16, sample)
              .withCircuitName(CIRCUIT)
              .withPublicSignals(
                  Json.of(
                      "[%s,%s,%s,%s,%s]"
                          .formatted(
                              signals.get(0).text(),
                              signals.get(1).text(),
                              threshold,
                              signals.get(3).text(),
                              signals.get(4).text())));
      assertThatThrownBy(() -> proofs().save(again.withUserId(user())))
          .isInstanceOf(NullifierSpentException.class);
    }
    assertThat(rows("zk_proofs")).isEqualTo(120);
    assertThat(uses()).isEqualTo(120);
  }

  @Test
  void aUseTooManyIsToldWithTheUsersOwnEarlierProofOnly() {
    declared(1);
    UserId user = user();
    ZkProof first = verified(spending(7, 1, 1).withUserId(user));

    assertThatThrownBy(() -> proofs().save(spending(7, 2, 1).withUserId(user)))
        .isInstanceOfSatisfying(
            NullifierSpentException.class,
            spent -> {
              assertThat(spent.earlierProofId()).contains(first.id().value());
              assertThat(spent.uses()).isEqualTo(1);
              assertThat(spent.field()).isEqualTo("publicSignals");
            });
    for (UserId other : new UserId[] {user(), null}) {
      assertThatThrownBy(
              () ->
                  proofs()
                      .create(
                          request(spending(7, 2, 1).withUserId(other)),
                          IfStatementExists.RETURN_OWN))
          .isInstanceOfSatisfying(
              NullifierSpentException.class, spent -> assertThat(spent.earlierProofId()).isEmpty());
    }
    assertThatThrownBy(
            () ->
                proofs()
                    .saveAll(
                        Stream.of(
                                spending(8, 1, 1),
                                spending(9, 1, 1),
                                spending(8, 2, 1),
                                spending(7, 3, 1).withUserId(user))
                            .map(ProofNullifierIT::asVerified)
                            .toList()))
        .isInstanceOfSatisfying(
            NullifierSpentException.class, spent -> assertThat(spent.index()).hasValue(2));
    assertThat(rows("zk_proofs")).isOne();
    assertThat(uses()).isEqualTo(1);

    verified(spending(7, 2, 2).withUserId(user));
    assertThat(uses()).isEqualTo(2);
  }

  /** Inside a transaction, which goes on, and outside. */
  @Test
  void aVerificationTooManyNamesTheUsersOwnEarlierProofOnly() {
    declared(2);
    UserId user = user();
    ZkProofId own = proofs().save(spending(7, 1, 1).withUserId(user)).id();
    ZkProofId others = proofs().save(spending(7, 2, 1).withUserId(user())).id();
    ZkProofId nobodys = proofs().save(spending(7, 3, 1)).id();
    ZkProofId fresh = proofs().save(spending(8, 1, 1)).id();
    ZkProof first = verified(spending(7, 4, 1).withUserId(user));
    verified(spending(7, 5, 1).withUserId(user));

    manager()
        .inTransaction(
            tx -> {
              assertSpent(tx.zkProofs(), own, Optional.of(first.id().value()));
              assertSpent(tx.zkProofs(), others, Optional.empty());
              assertThat(tx.zkProofs().markVerified(fresh, accepted()).won()).isTrue();
            });
    assertSpent(proofs(), own, Optional.of(first.id().value()));
    assertSpent(proofs(), others, Optional.empty());
    assertSpent(proofs(), nobodys, Optional.empty());

    assertThat(uses()).isEqualTo(3);
    assertThat(rows("verification_attempts")).isEqualTo(3);
    assertThat(rows("zk_proofs WHERE verification_status = 'pending'")).isEqualTo(3);
  }

  private static void assertSpent(
      ZkProofRepository proofs, ZkProofId refused, Optional<UUID> earlier) {
    assertThatThrownBy(() -> proofs.markVerified(refused, accepted()))
        .isInstanceOfSatisfying(
            NullifierSpentException.class,
            spent -> {
              assertThat(spent.uses()).isEqualTo(2);
              assertThat(spent.earlierProofId()).isEqualTo(earlier);
            });
  }

  @Test
  void whoRepeatsAStatementHearsOfThatAndSpendsNothing() {
    declared(3);
    ZkProof first = verified(spending(7, 1, 1));

    assertThat(proofs().create(request(spending(7, 1, 1)), IfStatementExists.RETURN_OWN).proof())
        .isEqualTo(first);
    assertThatThrownBy(() -> proofs().save(spending(7, 1, 1)))
        .isInstanceOf(DuplicateStatementException.class);
    assertThat(uses()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void ofFiftyUsesAtOnceAsManyWinAsAreAllowed(int allowed) throws InterruptedException {
    declared(allowed);
    AtomicInteger threshold = new AtomicInteger();

    var outcomes =
        Together.run(THREADS, () -> verified(spending(7, threshold.incrementAndGet(), 1)));

    assertThat(Together.failures(outcomes))
        .hasSize(THREADS - allowed)
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(NullifierSpentException.class));
    assertThat(rows("zk_proofs WHERE verification_status = 'verified' AND nullifier_spent"))
        .isEqualTo(allowed);
    assertThat(uses()).isEqualTo(allowed);
  }

  @Test
  void onlyVerificationSpendsAndNeitherExpiryNorDeletionNorErasureGivesBack() {
    declared(1);
    UserId user = user();
    ZkProofId failing = proofs().save(spending(7, 1, 1)).id();
    assertThat(uses()).isZero();
    proofs().markFailed(failing, rejected()).orElseThrow();
    proofs().save(spending(7, 4, 1).withVerificationStatus(VerificationStatus.FAILED));
    assertThat(uses()).isZero();

    ZkProofId expired = verified(spending(7, 2, 1)).id();
    proofs().markExpired(expired).orElseThrow();
    ZkProofId deleted = verified(spending(8, 2, 1)).id();
    proofs().deleteById(deleted);
    verified(spending(9, 2, 1).withUserId(user));
    manager().repositories().users().erase(user);

    for (long nullifier : new long[] {7, 8, 9}) {
      assertThatThrownBy(() -> proofs().save(spending(nullifier, 3, 1)))
          .isInstanceOf(NullifierSpentException.class);
      assertThatThrownBy(() -> proofs().save(asVerified(spending(nullifier, 3, 1))))
          .isInstanceOf(NullifierSpentException.class);
    }
    assertThat(uses()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReorganisationGivesItBackOnceExpiredOrNot(boolean expired) {
    declared(1);
    OnChainReference seen = new OnChainReference("ethereum", "0x0123456789", 10, null);
    ZkProofId id = proofs().save(spending(7, 1, 1)).id();
    proofs().markVerified(id, accepted().withOnChain(seen)).orElseThrow();
    if (expired) {
      proofs().markExpired(id).orElseThrow();
    }

    assertThat(proofs().invalidateFromBlock("ethereum", 10).unverified())
        .isEqualTo(expired ? 0 : 1);
    assertThat(uses()).isZero();
    assertThat(proofs().getById(id).verificationStatus())
        .isEqualTo(expired ? VerificationStatus.EXPIRED : VerificationStatus.PENDING);

    ZkProofId second = verified(spending(7, 2, 1)).id();
    assertThat(proofs().invalidateFromBlock("ethereum", 10)).isEqualTo(new BlockInvalidation(0, 0));
    assertThat(uses()).isEqualTo(1);
    if (!expired) {
      assertThatThrownBy(() -> proofs().markVerified(id, accepted()))
          .isInstanceOf(NullifierSpentException.class);
      assertThat(proofs().getById(id).verificationStatus()).isEqualTo(VerificationStatus.PENDING);
    }
    assertThat(proofs().getById(second).verificationStatus())
        .isEqualTo(VerificationStatus.VERIFIED);
  }

  @Test
  void whatIsRolledBackSpentNothing() {
    declared(1);
    assertThatThrownBy(
            () ->
                manager()
                    .inTransaction(
                        tx -> {
                          tx.zkProofs()
                              .markVerified(tx.zkProofs().save(spending(7, 1, 1)).id(), accepted())
                              .orElseThrow();
                          assertThatThrownBy(() -> tx.zkProofs().save(spending(7, 2, 1)))
                              .isInstanceOf(NullifierSpentException.class);
                          throw new IllegalStateException("undone");
                        }))
        .hasMessage("undone");
    assertThat(rows("nullifiers")).isZero();
    assertThat(rows("zk_proofs")).isZero();
  }

  /** The attempt is recorded last; spending the nullifier is rolled back with the rest. */
  @Test
  void aVerificationThatFailsAtItsLastStepSpentNothing() {
    declared(1);
    ZkProof proof = proofs().save(spending(7, 1, 1));
    database()
        .execute(
            "ALTER TABLE zkpersona.verification_attempts"
                + " ADD CONSTRAINT none CHECK (verifier_name = '') NOT VALID");
    try {
      assertThatThrownBy(() -> proofs().markVerified(proof.id(), accepted()))
          .isInstanceOf(ValidationException.class);
    } finally {
      database().execute("ALTER TABLE zkpersona.verification_attempts DROP CONSTRAINT none");
    }

    assertThat(uses()).isZero();
    assertThat(proofs().getById(proof.id())).isEqualTo(proof);
    proofs().markVerified(proof.id(), accepted()).orElseThrow();
    assertThat(uses()).isOne();
  }

  @Test
  void circuitsThatNameOneScopeShareIt() {
    declared(1);
    declare("2", ProofProtocol.FFLONK, ProofSamples.key(ProofProtocol.FFLONK), "elsewhere");
    verified(spending(7, 1, 1));
    verified(
        ProofSamples.of(ProofProtocol.FFLONK, 7).withCircuitName(CIRCUIT).withCircuitVersion("2"));

    declare("3", ProofProtocol.MARLIN, Json.emptyObject(), RULE.scope());
    assertThatThrownBy(
            () ->
                verified(
                    ProofSamples.of(ProofProtocol.MARLIN, 1)
                        .withCircuitName(CIRCUIT)
                        .withCircuitVersion("3")
                        .withPublicSignals(Json.of("[\"007\",\"9\",\"9\",\"0\",\"01\"]"))))
        .isInstanceOf(NullifierSpentException.class);
  }

  private void declare(String version, ProofProtocol protocol, Json key, String scope) {
    proofs()
        .declareCircuit(
            Circuit.builder()
                .name(CIRCUIT)
                .version(version)
                .protocol(protocol)
                .verificationKeys(List.of(key))
                .nullifier(
                    scope.equals(RULE.scope())
                        ? RULE
                        : NullifierRule.builder().scope(scope).build())
                .build());
  }

  @Test
  void aDeclarationIsOnceAndForAllAndComesFirst() {
    Circuit circuit = declared(2);

    assertThat(declared(2)).isEqualTo(circuit);
    assertThat(proofs().findCircuit(circuit.verificationKeyHashes().get(0))).contains(circuit);
    assertThat(proofs().findCircuit(CIRCUIT, "1")).contains(circuit);
    assertThat(proofs().findCircuit(CIRCUIT, "2")).isEmpty();
    assertThatThrownBy(() -> declared(3)).isInstanceOf(DuplicateEntityException.class);
    assertThatThrownBy(
            () ->
                proofs()
                    .declareCircuit(
                        circuit
                            .withProtocol(ProofProtocol.SONIC)
                            .withVerificationKeys(List.of(Json.emptyArray()))
                            .withNullifier(null)))
        .isInstanceOf(DuplicateEntityException.class);

    ZkProof undeclared = proofs().save(ProofSamples.of(ProofProtocol.PLONK, 1));
    assertThat(proofs().findCircuit(undeclared.verificationKeyHash())).isEmpty();
    assertThatThrownBy(
            () ->
                proofs()
                    .declareCircuit(
                        Circuit.builder()
                            .name("late")
                            .version("1")
                            .protocol(ProofProtocol.PLONK)
                            .verificationKeys(List.of(undeclared.verificationKey()))
                            .build()))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("verificationKey"));
  }

  @Test
  void aProofOfAnotherProtocolThanTheCircuitsIsRefused() {
    Json key = Json.of("{\"k\":1}");
    proofs()
        .declareCircuit(
            Circuit.builder()
                .name("c")
                .version("1")
                .protocol(ProofProtocol.MARLIN)
                .verificationKeys(List.of(key))
                .nullifier(NullifierRule.builder().scope("c").build())
                .build());
    ZkProof proof =
        ProofSamples.of(ProofProtocol.MARLIN, 1).withCircuitName("c").withVerificationKey(key);

    proofs().save(proof);
    assertThatThrownBy(() -> proofs().save(proof.withProtocol(ProofProtocol.SONIC)))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("protocol"));
    assertThatThrownBy(() -> proofs().save(proof.withPublicSignals(Json.emptyArray())))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("publicSignals[0]"));
  }

  /**
   * Either the declaration comes first and all proofs name it, or a proof does and it is refused.
   */
  @Test
  void noProofSlipsPastADeclaration() throws InterruptedException {
    for (int round = 0; round < 10; round++) {
      Rows.deleteAll(database());
      AtomicInteger number = new AtomicInteger();
      var outcomes =
          Together.run(
              8,
              () -> {
                int mine = number.getAndIncrement();
                return mine == 4
                    ? declared(1).name()
                    : proofs().save(spending(7, mine, 1).withCircuitName(null)).id();
              });
      boolean declared = rows("verification_keys WHERE circuit_name IS NOT NULL") == 1;

      assertThat(rows("zk_proofs")).isEqualTo(declared ? 0 : 7);
      assertThat(Together.failures(outcomes)).hasSize(declared ? 7 : 1);
    }
  }

  /** Declares the circuit in a transaction that commits once the call waits for it. */
  private <T> Future<T> duringADeclaration(ExecutorService other, Callable<T> call) {
    return manager()
        .callInTransaction(
            tx -> {
              tx.zkProofs().declareCircuit(circuit(1));
              Future<T> waiting = other.submit(call);
              Backends.awaitWaiting(database(), 1);
              return waiting;
            });
  }

  /** The key is known as undeclared, so that nothing but its lock makes the proof wait. */
  @Test
  void aProofWithoutACircuitThatComesDuringADeclarationIsRefused() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      proofs().deleteById(proofs().save(spending(7, 1, 1).withCircuitName(null)).id());
      Future<ZkProof> saved =
          duringADeclaration(other, () -> proofs().save(spending(7, 2, 1).withCircuitName(null)));

      assertThatThrownBy(saved::get)
          .cause()
          .isInstanceOfSatisfying(
              ValidationException.class,
              refused -> assertThat(refused.fields()).containsExactly("circuitName"));
      assertThat(rows("zk_proofs")).isZero();
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void aProofThatComesDuringADeclarationWaitsForItAndFollowsIt() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      ZkProof proof = spending(7, 1, 1);
      proofs().deleteById(proofs().save(proof.withCircuitName(null)).id());
      Future<ZkProof> saved = duringADeclaration(other, () -> verified(proof));

      assertThat(saved.get().id()).isEqualTo(proof.id());
      assertThat(uses()).isEqualTo(1);
    } finally {
      other.shutdownNow();
    }
  }
}
