package io.zkpersona.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.zkpersona.domain.Samples;
import io.zkpersona.domain.error.ValidationException;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The verification time is set exactly when the status is verified. */
class ZkProofTest {
  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09Z");

  @ParameterizedTest
  @EnumSource
  void statusAndTimeGoTogether(VerificationStatus status) {
    boolean verified = status == VerificationStatus.VERIFIED;
    Instant right = verified ? TIME : null;
    Instant wrong = verified ? null : TIME;

    assertThat(proof(status, right).verifiedAt()).isEqualTo(right);
    assertRefused(() -> proof(status, wrong));
  }

  @Test
  void theMessageSaysWhatIsExpected() {
    assertThatThrownBy(() -> proof(VerificationStatus.FAILED, TIME))
        .hasMessage(
            "verifiedAt: set while failed (expected: null unless verified);"
                + " verificationStatus: failed with verifiedAt (expected: verified)");
    assertThatThrownBy(() -> proof(VerificationStatus.VERIFIED, null))
        .hasMessage(
            "verifiedAt: null while verified (expected: the time of the verification);"
                + " verificationStatus: verified without verifiedAt (expected: with verifiedAt)");
  }

  @Test
  void anOldRowsNegativeBlockMayBeRead() {
    assertThat(Samples.proof(0).withBlockNumber(-1L).withGasUsed(-1L).blockNumber()).isEqualTo(-1L);
  }

  private static ZkProof proof(VerificationStatus status, @Nullable Instant verifiedAt) {
    return Samples.proof(0).toBuilder().verificationStatus(status).verifiedAt(verifiedAt).build();
  }

  private static void assertRefused(Supplier<? extends Record> call) {
    assertThatThrownBy(call::get)
        .asInstanceOf(type(ValidationException.class))
        .satisfies(
            refusal ->
                assertThat(refusal.fields()).containsExactly("verifiedAt", "verificationStatus"));
  }
}
