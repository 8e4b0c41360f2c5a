package io.zkpersona.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.zkpersona.domain.Samples;
import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The time of verification is set exactly when the status is verified. */
class ZkProofTest {
  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09Z");

  @ParameterizedTest
  @EnumSource
  void statusAndTimeGoTogether(VerificationStatus status) {
    boolean verified = status == VerificationStatus.VERIFIED;
    Instant right = verified ? TIME : null;
    Instant wrong = verified ? null : TIME;

    assertThat(proof(status, right).verifiedAt()).isEqualTo(right);
    assertThat(request(status, right).verifiedAt()).isEqualTo(right);
    assertRefused(() -> proof(status, wrong));
    assertRefused(() -> request(status, wrong));
  }

  @Test
  void theMessageSaysWhatIsExpected() {
    assertThatThrownBy(() -> proof(VerificationStatus.FAILED, TIME))
        .hasMessage(
            "verifiedAt: set while failed (expected: null unless verified);"
                + " verificationStatus: failed with verifiedAt (expected: verified)");
    assertThatThrownBy(() -> proof(VerificationStatus.VERIFIED, null))
        .hasMessage(
            "verifiedAt: null while verified (expected: when it was verified);"
                + " verificationStatus: verified without verifiedAt (expected: both)");
  }

  @ParameterizedTest
  @EnumSource(names = "VERIFIED", mode = EnumSource.Mode.EXCLUDE)
  void anUpdateToAnotherStatusClearsTheTime(VerificationStatus status) {
    ZkProof verified = proof(VerificationStatus.VERIFIED, TIME);

    ZkProof updated =
        UpdateZkProofRequest.builder()
            .verificationStatus(Change.to(status))
            .build()
            .applyTo(verified);

    assertThat(updated)
        .isEqualTo(verified.toBuilder().verificationStatus(status).verifiedAt(null).build());
  }

  @Test
  void anUpdateToVerifiedNeedsTheTime() {
    ZkProof pending = proof(VerificationStatus.PENDING, null);
    UpdateZkProofRequest request =
        UpdateZkProofRequest.builder()
            .verificationStatus(Change.to(VerificationStatus.VERIFIED))
            .build();

    assertRefused(() -> request.applyTo(pending));
    assertThat(request.withVerifiedAt(Change.to(TIME)).applyTo(pending))
        .isEqualTo(
            pending.toBuilder()
                .verificationStatus(VerificationStatus.VERIFIED)
                .verifiedAt(TIME)
                .build());
  }

  @Test
  void anUpdateKeepsTheTimeOfAProofThatStaysVerified() {
    ZkProof verified = proof(VerificationStatus.VERIFIED, TIME);

    assertThat(
            UpdateZkProofRequest.builder()
                .verificationStatus(Change.to(VerificationStatus.VERIFIED))
                .build()
                .applyTo(verified))
        .isEqualTo(verified);
  }

  @Test
  void anUpdateThatSetsTheTimeOfAnUnverifiedProofIsRefused() {
    ZkProof pending = proof(VerificationStatus.PENDING, null);
    UpdateZkProofRequest request =
        UpdateZkProofRequest.builder().verifiedAt(Change.to(TIME)).build();

    assertRefused(() -> request.applyTo(pending));
  }

  @Test
  void anOldRowsNegativeBlockMayBeRead() {
    assertThat(Samples.proof(0).withBlockNumber(-1L).withGasUsed(-1L).blockNumber()).isEqualTo(-1L);
  }

  private static ZkProof proof(VerificationStatus status, @Nullable Instant verifiedAt) {
    return Samples.proof(0).toBuilder().verificationStatus(status).verifiedAt(verifiedAt).build();
  }

  private static CreateZkProofRequest request(
      VerificationStatus status, @Nullable Instant verifiedAt) {
    return CreateZkProofRequest.builder()
        .proofData(Json.emptyObject())
        .verificationKey(Json.emptyObject())
        .circuitVersion("circuit")
        .verificationStatus(status)
        .verifiedAt(verifiedAt)
        .build();
  }

  private static void assertRefused(Supplier<? extends Record> call) {
    assertThatThrownBy(call::get)
        .asInstanceOf(type(ValidationException.class))
        .satisfies(
            refusal ->
                assertThat(refusal.fields()).containsExactly("verifiedAt", "verificationStatus"));
  }
}
