package io.zkpersona.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Samples;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.SnarkSamples.Curve;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be declared of a circuit, and the other small values around proofs. */
class CircuitTest {
  private static final NullifierRule RULE = NullifierRule.builder().scope("scope").build();

  private static Circuit circuit() {
    return Circuit.builder()
        .name("age")
        .version("1")
        .verificationKey(
            SnarkSamples.object(SnarkSamples.of(ProofProtocol.GROTH16, Curve.BN128).key()))
        .build();
  }

  @Test
  void defaultsArePerUserGroth16WithoutNullifier() {
    assertThat(circuit())
        .returns(ProofProtocol.GROTH16, Circuit::protocol)
        .returns(StatementUniqueness.PER_USER, Circuit::statementUniqueness)
        .returns(null, Circuit::nullifier);
    assertThat(RULE).isEqualTo(new NullifierRule("scope", 0, List.of(), 1));
    assertThat(circuit().verificationKeyHash())
        .isEqualTo(VerificationKeyHash.of(circuit().verificationKey()));
  }

  @Test
  void aRuleNamesSignalsThatTheCircuitHas() {
    assertThat(circuit().withNullifier(RULE.withSignal(1)).nullifier()).isNotNull();
    assertThatThrownBy(() -> circuit().withNullifier(RULE.withSignal(2)))
        .isInstanceOf(ValidationException.class)
        .hasMessage("nullifier.signal: 2 (expected: an index of the circuit's 2 public signals)");
    assertThatThrownBy(() -> circuit().withNullifier(RULE.withScopeSignals(List.of(1, 2))))
        .hasMessageStartingWith("nullifier.scopeSignals: 2 (expected: ");
    assertThat(Samples.circuit().withNullifier(RULE.withSignal(99)).nullifier()).isNotNull();
  }

  @Test
  void aKeyIsOneOfItsProtocol() {
    assertThatThrownBy(() -> circuit().withProtocol(ProofProtocol.PLONK))
        .hasMessageStartingWith("verificationKey.protocol: ");
    assertThatThrownBy(() -> circuit().withVerificationKey(Json.emptyObject()))
        .hasMessageStartingWith("verificationKey: without IC");
  }

  @Test
  void aNullifierIsSpentOnceAtLeast() {
    assertThatThrownBy(() -> RULE.withUses(0)).hasMessage("uses: 0 (expected: at least 1)");
  }

  @Test
  void aStepThatWasNotMadeSaysFromWhatToWhat() {
    StatusChange won =
        new StatusChange(true, VerificationStatus.PENDING, VerificationStatus.VERIFIED);
    StatusChange lost =
        new StatusChange(false, VerificationStatus.FAILED, VerificationStatus.VERIFIED);

    assertThat(won.orElseThrow()).isSameAs(won);
    assertThatThrownBy(lost::orElseThrow)
        .isInstanceOf(InvalidTransitionException.class)
        .hasMessageStartingWith("zk proof: failed to verified");
  }
}
