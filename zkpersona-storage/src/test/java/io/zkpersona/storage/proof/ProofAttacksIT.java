package io.zkpersona.storage.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.CreatedProof;
import io.zkpersona.domain.proof.DuplicateStatementException;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.NullifierSpentException;
import io.zkpersona.domain.proof.TooManyCandidatesException;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.NullifierRule;
import io.zkpersona.domain.proof.circuit.StatementScope;
import io.zkpersona.domain.proof.circuit.StatementUniqueness;
import io.zkpersona.domain.proof.circuit.UserBinding;
import io.zkpersona.domain.proof.circuit.UserIdentity;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.ZkProofRepository;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.server.Rows;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An attacker who sends proofs under changed keys, garbage, and other users' proofs. */
class ProofAttacksIT extends ProofTests {

  private static final String CIRCUIT = "threshold";
  private static final Json KEY = ProofSamples.key(ProofProtocol.GROTH16);

  private Circuit declare(StatementUniqueness uniqueness) {
    return proofs()
        .declareCircuit(
            Circuit.builder()
                .name(CIRCUIT)
                .version("1")
                .verificationKeys(List.of(KEY))
                .statementUniqueness(uniqueness)
                .nullifier(NullifierRule.builder().scope(CIRCUIT).build())
                .build());
  }

  /** Returns a valid proof of the data set's first statement. */
  private static ZkProof truth() {
    return ProofSamples.of(ProofProtocol.GROTH16, ProofSamples.GROTH16.get(0))
        .withCircuitName(CIRCUIT);
  }

  /** Returns an invalid proof with the public signals of the valid one. */
  private static ZkProof garbage(int number) {
    return withProofOf(number, truth());
  }

  private static ZkProof withProofOf(int number, ZkProof proof) {
    return proof
        .withId(ZkProofId.generate())
        .withProofData(ProofSamples.GROTH16.get(number).proof());
  }

  /** Returns the key with another value in the member that verifiers ignore. */
  private static Json withAnotherDerivedMember() {
    return ProofSamples.changed(
        "vk_alphabeta_12",
        Json.of(
            "[[[\"1\",\"0\"],[\"0\",\"0\"],[\"0\",\"0\"]],[[\"0\",\"0\"],[\"0\",\"0\"],[\"0\",\"0\"]]]"));
  }

  @Test
  void aChangedDerivedMemberMakesNoOtherKey() {
    declare(StatementUniqueness.PER_USER);
    UserId user = user();
    ZkProof first = verified(truth().withUserId(user));

    assertThatThrownBy(
            () ->
                proofs()
                    .create(
                        request(
                            truth()
                                .withUserId(user)
                                .withVerificationKey(withAnotherDerivedMember()))))
        .isInstanceOfSatisfying(
            DuplicateStatementException.class,
            refused -> assertThat(refused.earlierProofId()).contains(first.id().value()));
    assertThat(rows("verification_keys")).isOne();
    assertThat(proofs().getById(first.id()).verificationKey().members())
        .doesNotContainKey("vk_alphabeta_12");
  }

  @Test
  void underAnotherKeyAProofNeverCountsForTheCircuit() {
    declare(StatementUniqueness.PER_USER);
    ZkProof rekeyed = truth().withVerificationKey(ProofSamples.anotherKey());

    for (Runnable attempt :
        List.<Runnable>of(
            () -> proofs().create(request(rekeyed)),
            () -> proofs().save(rekeyed),
            () -> proofs().saveAll(List.of(ProofSamples.of(ProofProtocol.PLONK, 1), rekeyed)))) {
      assertThatThrownBy(attempt::run)
          .isInstanceOfSatisfying(
              ValidationException.class,
              refused -> assertThat(refused.fields()).containsExactly("verificationKey"));
    }
    assertThat(proofs().save(rekeyed.withCircuitName(null)).circuitName()).isNull();
    assertThatThrownBy(() -> proofs().save(truth().withCircuitName(null)))
        .isInstanceOf(ValidationException.class)
        .hasMessage(
            "circuitName: null (expected: threshold in version 1, the circuit of the verification"
                + " key)");
    assertThatThrownBy(() -> proofs().save(truth().withCircuitVersion("2")))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void aCircuitsKeysHaveItsStatementsInCommon() {
    Circuit declared = declare(StatementUniqueness.PER_USER);
    assertThatThrownBy(
            () ->
                proofs()
                    .declareCircuit(
                        declared.withVerificationKeys(List.of(ProofSamples.anotherKey()))))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            taken -> assertThat(taken.field()).isEqualTo("verificationKeys"));
    assertThatThrownBy(
            () -> proofs().addCircuitKeys(CIRCUIT, "2", List.of(ProofSamples.anotherKey())))
        .isInstanceOf(ValidationException.class);
    Circuit rekeyed = proofs().addCircuitKeys(CIRCUIT, "1", List.of(ProofSamples.anotherKey()));
    assertThat(proofs().addCircuitKeys(CIRCUIT, "1", List.of(KEY))).isEqualTo(rekeyed);
    assertThat(rekeyed.verificationKeys()).hasSize(2).containsAll(declared.verificationKeys());
    assertThat(proofs().declareCircuit(declared)).isEqualTo(rekeyed);
    verified(truth());

    assertThatThrownBy(() -> proofs().save(truth().withVerificationKey(ProofSamples.anotherKey())))
        .isInstanceOf(DuplicateStatementException.class);
    assertThatThrownBy(
            () ->
                proofs()
                    .declareCircuit(
                        declared
                            .withName("thief")
                            .withVerificationKeys(List.of(ProofSamples.anotherKey()))))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            taken -> assertThat(taken.field()).isEqualTo("verificationKey"));
    assertThat(proofs().findCircuit("thief", "1")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void versionsShareStatementsIfTheySaySo(StatementScope scope) {
    Circuit one =
        Circuit.builder()
            .name("age")
            .version("1")
            .verificationKeys(List.of(KEY))
            .statementScope(scope)
            .build();
    proofs().declareCircuit(one);
    proofs()
        .declareCircuit(
            one.withVersion("2").withVerificationKeys(List.of(ProofSamples.anotherKey())));
    verified(truth().withCircuitName("age"));
    ZkProof ofTwo =
        truth()
            .withCircuitName("age")
            .withCircuitVersion("2")
            .withVerificationKey(ProofSamples.anotherKey());

    if (scope == StatementScope.VERSION) {
      assertThat(verified(ofTwo).circuitVersion()).isEqualTo("2");
    } else {
      assertThatThrownBy(() -> proofs().save(ofTwo))
          .isInstanceOf(DuplicateStatementException.class);
    }
  }

  /** However the attacker's garbage ends, before or after the victim's proof. */
  @ParameterizedTest
  @ValueSource(strings = {"stays", "fails", "expires", "deleted", "erased"})
  void garbageWithTheVictimsSignalsStandsInNobodysWay(String end) {
    for (StatementUniqueness uniqueness : StatementUniqueness.values()) {
      Rows.deleteAll(database());
      declare(uniqueness);
      UserId attacker = user();
      ZkProofId first = proofs().save(garbage(1).withUserId(attacker)).id();
      switch (end) {
        case "fails" -> proofs().markFailed(first, rejected()).orElseThrow();
        case "expires" -> proofs().markExpired(first).orElseThrow();
        case "deleted" -> proofs().deleteById(first);
        case "erased" -> manager().repositories().users().erase(attacker);
        default -> {}
      }

      ZkProof verified = verified(truth().withUserId(user()));

      assertThat(verified.verificationStatus()).isEqualTo(VerificationStatus.VERIFIED);
      assertThat(rows("nullifiers WHERE uses = 1")).isOne();
    }
  }

  @Test
  void ofTwoTrueProofsOfOneNullifierTheFirstToBeVerifiedWins() {
    declare(StatementUniqueness.GLOBAL);
    ZkProof mine = proofs().save(truth().withUserId(user()));
    ZkProof copied = proofs().save(truth().withUserId(user()));

    proofs().markVerified(mine.id(), accepted()).orElseThrow();

    assertThatThrownBy(() -> proofs().markVerified(copied.id(), accepted()))
        .isInstanceOfSatisfying(
            DuplicateStatementException.class,
            refused -> assertThat(refused.earlierProofId()).isEmpty());
    assertThat(proofs().getById(copied.id())).isEqualTo(copied);
    assertThat(proofs().attempts(copied.id())).isEmpty();
    assertThat(rows("nullifiers WHERE uses = 1")).isOne();
  }

  /** Without a nullifier and with different contents, so that no other rule refuses them. */
  @Test
  void ofAUsersOwnCandidatesForOneStatementOneIsVerified() {
    for (UserId user : new UserId[] {user(), null}) {
      ZkProof own = truth().withCircuitName(null).withUserId(user);
      ZkProof first = proofs().save(own);
      ZkProof second = proofs().save(withProofOf(1, own));
      ZkProof third =
          withProofOf(2, own).toBuilder()
              .verificationStatus(VerificationStatus.VERIFIED)
              .verifiedAt(CHECKED)
              .build();
      proofs().markVerified(first.id(), accepted()).orElseThrow();

      for (Runnable attempt :
          List.<Runnable>of(
              () -> proofs().markVerified(second.id(), accepted()),
              () -> proofs().save(third),
              () -> proofs().saveAll(List.of(third)))) {
        assertThatThrownBy(attempt::run)
            .isInstanceOfSatisfying(
                DuplicateStatementException.class,
                refused -> assertThat(refused.earlierProofId()).contains(first.id().value()));
      }
      assertThat(proofs().getById(second.id())).isEqualTo(second);
    }
    assertThat(rows("zk_proofs WHERE verification_status = 'verified'")).isEqualTo(2);
  }

  /** Only the unique indexes refuse them, one for a user's and one for everybody's. */
  @ParameterizedTest
  @EnumSource
  void aStatementIsUniqueWhenManyCandidatesAreVerifiedAtOnce(StatementUniqueness uniqueness)
      throws InterruptedException {
    proofs()
        .declareCircuit(
            Circuit.builder()
                .name(CIRCUIT)
                .version("1")
                .verificationKeys(List.of(KEY))
                .statementUniqueness(uniqueness)
                .build());
    boolean own = uniqueness == StatementUniqueness.PER_USER;
    UserId user = user();
    AtomicInteger next = new AtomicInteger();
    List<ZkProofId> candidates =
        IntStream.range(0, 8)
            .mapToObj(i -> proofs().save(garbage(i).withUserId(own ? user : user())).id())
            .toList();

    List<Throwable> refused =
        Together.failures(
            Together.run(
                8,
                () ->
                    proofs()
                        .markVerified(candidates.get(next.getAndIncrement()), accepted())
                        .won()));

    String winner =
        database()
            .queryOne("SELECT id FROM zkpersona.zk_proofs WHERE verification_status = 'verified'");
    assertThat(refused)
        .hasSize(7)
        .allSatisfy(
            each ->
                assertThat(each)
                    .isInstanceOfSatisfying(
                        DuplicateStatementException.class,
                        duplicate ->
                            assertThat(duplicate.earlierProofId().map(Object::toString))
                                .isEqualTo(own ? Optional.of(winner) : Optional.empty())));
    assertThat(rows("verification_attempts")).isOne();
  }

  @Test
  void ofManyCandidatesVerifiedAtOnceOneCounts() throws InterruptedException {
    for (StatementUniqueness uniqueness : StatementUniqueness.values()) {
      Rows.deleteAll(database());
      declare(uniqueness);
      UserId user = user();
      AtomicInteger next = new AtomicInteger();
      List<ZkProofId> candidates =
          IntStream.range(0, 8)
              .mapToObj(i -> proofs().save(garbage(i).withUserId(i % 2 == 0 ? user : user())).id())
              .toList();

      var outcomes =
          Together.run(
              8,
              () ->
                  proofs().markVerified(candidates.get(next.getAndIncrement()), accepted()).won());

      List<Throwable> refused = Together.failures(outcomes);
      assertThat(refused)
          .hasSize(7)
          .allSatisfy(
              each ->
                  assertThat(each)
                      .isInstanceOfAny(
                          DuplicateStatementException.class, NullifierSpentException.class));
      assertThat(rows("zk_proofs WHERE verification_status = 'verified'")).isOne();
      assertThat(rows("nullifiers WHERE uses = 1")).isOne();
    }
  }

  @Test
  void ownFalseProofDoesNotHideTheTrueOne() {
    declare(StatementUniqueness.PER_USER);
    UserId user = user();
    ZkProof wrong =
        proofs().create(request(garbage(1).withUserId(user)), IfStatementExists.RETURN_OWN).proof();

    CreatedProof right =
        proofs().create(request(truth().withUserId(user)), IfStatementExists.RETURN_OWN);

    assertThat(right.existed()).isFalse();
    assertThat(right.proof().id()).isNotEqualTo(wrong.id());
    assertThat(proofs().create(request(truth().withUserId(user)), IfStatementExists.RETURN_OWN))
        .isEqualTo(new CreatedProof(right.proof(), true));
    proofs().markVerified(right.proof().id(), accepted()).orElseThrow();
    proofs().markFailed(wrong.id(), rejected()).orElseThrow();
  }

  @Test
  void whoResubmitsGarbageForEverFillsTheirOwnPlacesOnly() throws InterruptedException {
    declare(StatementUniqueness.GLOBAL);
    UserId attacker = user();
    AtomicInteger next = new AtomicInteger();

    var outcomes =
        Together.run(60, () -> proofs().save(garbage(next.incrementAndGet()).withUserId(attacker)));

    assertThat(Together.failures(outcomes))
        .hasSize(60 - ZkProofRepository.MAX_CANDIDATES)
        .allSatisfy(refused -> assertThat(refused).isInstanceOf(TooManyCandidatesException.class));
    assertThat(rows("zk_proofs")).isEqualTo(ZkProofRepository.MAX_CANDIDATES);
    // Candidates without a user are not counted, or one user could use up everyone's places.
    for (int i = 0; i <= ZkProofRepository.MAX_CANDIDATES; i++) {
      proofs().save(garbage(i));
    }
    verified(truth().withUserId(user()));
  }

  @ParameterizedTest
  @EnumSource
  void aTrueProofOfAnotherUserIsNobodyElses(UserIdentity identity) {
    User owner =
        manager()
            .repositories()
            .users()
            .save(
                User.builder()
                    .walletAddress(WalletAddress.of("0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359"))
                    .build());
    User thief =
        manager()
            .repositories()
            .users()
            .save(
                User.builder()
                    .walletAddress(WalletAddress.of("0xdbf03b407c01e7cd3cbea99509d93f8dddc8c6fb"))
                    .build());
    proofs()
        .declareCircuit(
            Circuit.builder()
                .name("bound")
                .version("1")
                .verificationKeys(List.of(KEY))
                .user(new UserBinding(1, identity))
                .build());
    BigInteger number =
        identity == UserIdentity.USER_ID
            ? new BigInteger(owner.id().value().toString().replace("-", ""), 16)
            : new BigInteger(owner.walletAddress().value().substring(2), 16);
    ZkProof proof =
        truth()
            .withCircuitName("bound")
            .withPublicSignals(Json.of("[\"1\",\"%s\",\"3\",\"4\",\"5\"]".formatted(number)));

    for (UserId other : new UserId[] {thief.id(), user(), null}) {
      ZkProof stolen = proof.withUserId(other);
      for (Runnable attempt :
          List.<Runnable>of(
              () -> proofs().create(request(stolen)),
              () ->
                  proofs()
                      .saveAll(
                          List.of(
                              proof.withUserId(owner.id()),
                              stolen.withId(ZkProofId.generate()))))) {
        assertThatThrownBy(attempt::run)
            .isInstanceOfSatisfying(
                ValidationException.class,
                refused ->
                    assertThat(refused.fields())
                        .hasSize(1)
                        .containsAnyOf("userId", "publicSignals[1]"))
            .isInstanceOf(ZkPersonaException.class)
            .hasMessageNotContaining(number.toString());
      }
    }
    assertThat(rows("zk_proofs")).isZero();
    verified(proof.withUserId(owner.id()));
  }
}
