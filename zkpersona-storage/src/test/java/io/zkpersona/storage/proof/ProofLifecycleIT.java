package io.zkpersona.storage.proof;

import static io.zkpersona.domain.proof.VerificationStatus.EXPIRED;
import static io.zkpersona.domain.proof.VerificationStatus.FAILED;
import static io.zkpersona.domain.proof.VerificationStatus.PENDING;
import static io.zkpersona.domain.proof.VerificationStatus.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.BlockInvalidation;
import io.zkpersona.domain.proof.ExpiredProofException;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.ProofType;
import io.zkpersona.domain.proof.RecordedAttempt;
import io.zkpersona.domain.proof.StatusChange;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.storage.repository.ZkProofRepository;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.server.Rows;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From pending to verified, failed or expired; on a chain, and reorganized off it. */
public class ProofLifecycleIT extends ProofTests {

  private static final UUID VERIFIER = new UUID(1, 2);

  private ZkProof stored(int number) {
    return proofs().save(proof(number));
  }

  private ZkProof inStatus(VerificationStatus status) {
    ZkProof proof = stored(1);
    switch (status) {
      case VERIFIED -> proofs().markVerified(proof.id(), accepted());
      case FAILED -> proofs().markFailed(proof.id(), rejected());
      case EXPIRED -> proofs().markExpired(proof.id());
      case PENDING -> {}
    }
    return proofs().getById(proof.id());
  }

  private StatusChange step(ZkProofId id, VerificationStatus to) {
    return switch (to) {
      case VERIFIED -> proofs().markVerified(id, accepted());
      case FAILED -> proofs().markFailed(id, rejected());
      default -> proofs().markExpired(id);
    };
  }

  private static boolean isLegal(VerificationStatus from, VerificationStatus to) {
    return from == PENDING || (from == VERIFIED && to == EXPIRED);
  }

  @ParameterizedTest
  @EnumSource
  void everyStepIsMadeOrSaysFromWhatToWhat(VerificationStatus from) {
    for (VerificationStatus to : List.of(VERIFIED, FAILED, EXPIRED)) {
      Rows.deleteAll(database());
      ZkProof before = inStatus(from);
      Instant touched = before.audit().modifiedAt();

      StatusChange change = step(before.id(), to);

      ZkProof after = proofs().getById(before.id());
      assertThat(change).isEqualTo(new StatusChange(isLegal(from, to), from, to));
      if (change.won()) {
        assertThat(after.verificationStatus()).isEqualTo(to);
        assertThat(after.verifiedAt()).isEqualTo(to == VERIFIED ? CHECKED : null);
        assertThat(after.audit().modifiedAt()).isAfter(touched);
      } else {
        assertThat(after).isEqualTo(before);
        assertThatThrownBy(change::orElseThrow)
            .isInstanceOfSatisfying(
                InvalidTransitionException.class,
                refused -> {
                  assertThat(refused.from()).isEqualTo(from.value());
                  assertThat(refused.to()).isEqualTo(to.value());
                  assertThat(refused.allowedFrom())
                      .containsExactlyElementsOf(
                          Arrays.stream(VerificationStatus.values())
                              .filter(status -> isLegal(status, to) && status != to)
                              .map(VerificationStatus::value)
                              .toList());
                });
      }
    }
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    ZkProofId nothing = ZkProofId.generate();
    VerificationAttempt inconclusive = attempt(VerificationVerdict.INCONCLUSIVE);
    for (Runnable call :
        List.<Runnable>of(
            () -> proofs().markVerified(nothing, accepted()),
            () -> proofs().markFailed(nothing, rejected()),
            () -> proofs().markExpired(nothing),
            () -> proofs().addInconclusiveAttempt(nothing, inconclusive),
            () -> proofs().recordOnChain(nothing, seen(1)))) {
      assertThatThrownBy(call::run).isInstanceOf(EntityNotFoundException.class);
    }
    assertThat(proofs().attempts(nothing)).isEmpty();
    assertThat(rows("verification_attempts")).isZero();
  }

  @Test
  void theVerdictFitsTheStep() {
    ZkProofId id = stored(1).id();
    for (Runnable call :
        List.<Runnable>of(
            () -> proofs().markVerified(id, rejected()),
            () -> proofs().markFailed(id, accepted()),
            () -> proofs().addInconclusiveAttempt(id, accepted()))) {
      assertThatThrownBy(call::run)
          .isInstanceOfSatisfying(
              ValidationException.class,
              refused -> assertThat(refused.fields()).containsExactly("attempt.verdict"));
    }
  }

  @Test
  void ofManyStepsAtOnceOneWins() throws InterruptedException {
    for (int round = 0; round < 10; round++) {
      ZkProofId id = stored(round).id();
      AtomicInteger turn = new AtomicInteger();
      List<StatusChange> changes =
          Together.values(
              Together.run(
                  12,
                  () ->
                      turn.getAndIncrement() % 2 == 0
                          ? proofs().markVerified(id, accepted())
                          : proofs().markFailed(id, rejected())));

      List<StatusChange> won = changes.stream().filter(StatusChange::won).toList();
      assertThat(won).hasSize(1);
      assertThat(proofs().getById(id).verificationStatus()).isEqualTo(won.get(0).to());
      assertThat(changes.stream().filter(change -> !change.won()))
          .allSatisfy(change -> assertThat(change.from()).isEqualTo(won.get(0).to()));
      assertThat(proofs().attempts(id)).hasSize(12);
      assertThat(proofs().attempts(id).stream().filter(RecordedAttempt::decisive)).hasSize(1);
    }
  }

  /** An expiry follows a verification or prevents it, and reports which. */
  @Test
  void ofExpiriesAndVerificationsAtOnceEachReportsItsOrigin() throws InterruptedException {
    for (int round = 0; round < 10; round++) {
      ZkProofId id = stored(round).id();
      AtomicInteger turn = new AtomicInteger();
      List<StatusChange> won =
          Together.values(
                  Together.run(
                      12,
                      () ->
                          turn.getAndIncrement() % 2 == 0
                              ? proofs().markVerified(id, accepted())
                              : proofs().markExpired(id)))
              .stream()
              .filter(StatusChange::won)
              .toList();

      VerificationStatus origin = won.size() == 2 ? VERIFIED : PENDING;
      assertThat(won)
          .filteredOn(change -> change.to() == EXPIRED)
          .containsExactly(new StatusChange(true, origin, EXPIRED));
      assertThat(won)
          .filteredOn(change -> change.to() == VERIFIED)
          .hasSize(origin == VERIFIED ? 1 : 0);
      assertThat(proofs().getById(id).verificationStatus()).isEqualTo(EXPIRED);
      assertThat(proofs().attempts(id)).hasSize(6);
    }
  }

  @Test
  void attemptsAreKeptWithAllThatIsKnownOfThem() {
    UserId user = user();
    ActorId actor = new ActorId(UUID.randomUUID());
    ZkProofRepository asActor = manager().repositories().as(actor).zkProofs();
    ZkProofId id = proofs().save(proof(1).withUserId(user)).id();
    VerificationAttempt first = attempt(VerificationVerdict.INCONCLUSIVE).withReason("interrupted");
    VerificationAttempt second =
        accepted().withVerifierId(VERIFIER).withOnChain(seen(5)).withReason("");
    VerificationAttempt third = rejected().withReason("ü".repeat(500));

    asActor.addInconclusiveAttempt(id, first);
    asActor.markVerified(id, second);
    asActor.markFailed(id, third);

    List<RecordedAttempt> attempts = proofs().attempts(id);
    assertThat(attempts).extracting(RecordedAttempt::attempt).containsExactly(first, second, third);
    assertThat(attempts).extracting(RecordedAttempt::decisive).containsExactly(false, true, false);
    assertThat(attempts).extracting(RecordedAttempt::takenBack).containsOnly(false);
    assertThat(rows("verification_attempts WHERE cid = '%s'".formatted(actor.value())))
        .isEqualTo(3);
    ZkProof verified = proofs().getById(id);
    assertThat(verified.verifierId()).isEqualTo(VERIFIER);
    assertThat(verified.audit().modifiedBy()).isEqualTo(actor);

    manager().repositories().users().deleteById(user);
    assertThat(rows("verification_attempts")).isZero();
  }

  @Test
  void aProofIsVerifiedOnlyWhileItCounts() {
    Instant end = CHECKED.plusSeconds(1);
    ZkProofId id = proofs().save(proof(1).withExpiresAt(end)).id();

    for (VerificationAttempt late :
        List.of(accepted().withAt(end), accepted().withAt(end.plusSeconds(1)))) {
      assertThatThrownBy(() -> proofs().markVerified(id, late))
          .isInstanceOfSatisfying(
              ExpiredProofException.class,
              expired -> {
                assertThat(expired.proofId()).isEqualTo(id.value());
                assertThat(expired.expiredAt()).isEqualTo(end);
              });
    }
    assertThat(proofs().markVerified(id, accepted().withAt(end.minusNanos(1_000))).won()).isTrue();
  }

  @Test
  void whatIsDueExpiresInBatchesTheLongestOverdueFirst() {
    for (int i = 0; i < 5; i++) {
      proofs().save(proof(i).withExpiresAt(CHECKED.minusSeconds(i)));
    }
    ZkProofId verified = proofs().save(proof(5).withExpiresAt(CHECKED)).id();
    proofs().markVerified(verified, accepted().withAt(CHECKED.minusSeconds(9)));
    ZkProofId failed = proofs().save(proof(6).withExpiresAt(CHECKED)).id();
    proofs().markFailed(failed, rejected().withAt(CHECKED.minusSeconds(9)));
    ZkProofId later = proofs().save(proof(7).withExpiresAt(CHECKED.plusNanos(1_000))).id();
    ZkProofId always = stored(8).id();

    assertThat(proofs().expireDue(CHECKED.minusSeconds(5), 10)).isZero();
    assertThat(proofs().expireDue(CHECKED, 2)).isEqualTo(2);
    assertThat(rows("zk_proofs WHERE verification_status = 'expired'")).isEqualTo(2);
    assertThat(
            rows(
                "zk_proofs WHERE verification_status = 'expired' AND expires_at <= '%s'"
                    .formatted(CHECKED.minusSeconds(3))))
        .isEqualTo(2);
    assertThat(proofs().expireDue(CHECKED, 10)).isEqualTo(4);
    assertThat(proofs().expireDue(CHECKED, 10)).isZero();

    assertThat(proofs().getById(verified))
        .returns(EXPIRED, ZkProof::verificationStatus)
        .returns(null, ZkProof::verifiedAt);
    assertThat(proofs().getById(failed).verificationStatus()).isEqualTo(FAILED);
    assertThat(proofs().getById(later).verificationStatus()).isEqualTo(PENDING);
    assertThat(proofs().getById(always).verificationStatus()).isEqualTo(PENDING);
    for (int batch : new int[] {0, -1, 10_001}) {
      assertThatThrownBy(() -> proofs().expireDue(CHECKED, batch))
          .isInstanceOf(ValidationException.class)
          .hasMessage("batch: " + batch + " (expected: 1..10000)");
    }
  }

  @Test
  void manySweepersExpireEachProofOnce() throws InterruptedException {
    proofs()
        .saveAll(
            IntStream.range(0, 300)
                .mapToObj(i -> proof(i).withExpiresAt(CHECKED.minusSeconds(i % 7)))
                .toList());

    List<Integer> expired =
        Together.values(
            Together.run(
                6,
                () -> {
                  int total = 0;
                  while (rows("zk_proofs WHERE verification_status = 'pending'") > 0) {
                    total += proofs().expireDue(CHECKED, 17);
                  }
                  return total;
                }));

    assertThat(expired.stream().mapToInt(Integer::intValue).sum()).isEqualTo(300);
  }

  /** A sweep skips rows locked by another transaction. */
  @Test
  void aSweepPassesOverWhatIsLocked() {
    ZkProofId locked = proofs().save(proof(1).withExpiresAt(CHECKED.minusSeconds(1))).id();
    ZkProofId free = proofs().save(proof(2).withExpiresAt(CHECKED)).id();
    manager()
        .inTransaction(
            tx -> {
              tx.zkProofs().update(locked, current -> current.withProofType(ProofType.CUSTOM));
              ZkProofRepository outside = manager().outsideTransaction().zkProofs();
              assertThat(outside.expireDue(CHECKED, 10)).isEqualTo(1);
              assertThat(outside.getById(free).verificationStatus()).isEqualTo(EXPIRED);
            });
    assertThat(proofs().expireDue(CHECKED, 10)).isEqualTo(1);
  }

  private static OnChainReference seen(long block) {
    return new OnChainReference("ethereum", "0x%064x".formatted(block), block, 21_000L);
  }

  @Test
  void aReorganisationTakesBackWhatWasSeenInItsBlocks() {
    ZkProof kept = stored(1);
    ZkProof cleared = stored(2);
    ZkProof elsewhere = stored(3);
    proofs().recordOnChain(kept.id(), seen(9));
    proofs().recordOnChain(cleared.id(), seen(10));
    proofs()
        .recordOnChain(elsewhere.id(), new OnChainReference("polygon", "0x0123456789", 10, null));
    proofs().markVerified(kept.id(), accepted().withOnChain(seen(9)));
    proofs().markVerified(cleared.id(), accepted());
    ZkProof unverified = stored(4);
    proofs()
        .markVerified(unverified.id(), accepted().withVerifierId(VERIFIER).withOnChain(seen(11)));
    ZkProof refused = stored(5);
    proofs().markFailed(refused.id(), rejected().withOnChain(seen(11)));

    assertThat(proofs().invalidateFromBlock("ethereum", 10)).isEqualTo(new BlockInvalidation(1, 1));

    assertThat(proofs().getById(kept.id()))
        .returns(9L, ZkProof::blockNumber)
        .returns(VERIFIED, ZkProof::verificationStatus);
    assertThat(proofs().getById(cleared.id()))
        .returns(null, ZkProof::blockNumber)
        .returns(null, ZkProof::blockchainNetwork)
        .returns(null, ZkProof::transactionHash)
        .returns(null, ZkProof::gasUsed)
        .returns(VERIFIED, ZkProof::verificationStatus);
    assertThat(proofs().getById(elsewhere.id()).blockNumber()).isEqualTo(10);
    assertThat(proofs().getById(unverified.id()))
        .returns(PENDING, ZkProof::verificationStatus)
        .returns(null, ZkProof::verifiedAt)
        .returns(null, ZkProof::verifierId);
    assertThat(proofs().attempts(unverified.id()))
        .singleElement()
        .returns(true, RecordedAttempt::decisive)
        .returns(true, RecordedAttempt::takenBack);
    assertThat(proofs().getById(refused.id()).verificationStatus()).isEqualTo(FAILED);

    // Once verified again elsewhere, repeating the invalidation changes nothing.
    proofs().markVerified(unverified.id(), accepted()).orElseThrow();
    assertThat(proofs().invalidateFromBlock("ethereum", 10)).isEqualTo(new BlockInvalidation(0, 0));
    assertThat(proofs().getById(unverified.id()).verificationStatus()).isEqualTo(VERIFIED);
    assertThatThrownBy(() -> proofs().invalidateFromBlock("ethereum", -1))
        .hasMessage("blockNumber: -1 (expected: at least 0)");
  }

  @Test
  void whereAProofWasSeenIsSetAndSetAgain() {
    ZkProof proof = stored(1);
    proofs().recordOnChain(proof.id(), seen(1));
    proofs().recordOnChain(proof.id(), new OnChainReference("polygon", "0x0123456789", 2, null));

    ZkProof after = proofs().getById(proof.id());
    assertThat(after)
        .isEqualTo(
            proof.toBuilder()
                .blockchainNetwork("polygon")
                .transactionHash("0x0123456789")
                .blockNumber(2L)
                .audit(after.audit())
                .build());
    assertThat(after.audit().modifiedAt()).isAfter(proof.audit().modifiedAt());
  }
}
