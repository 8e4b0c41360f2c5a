package io.zkpersona.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Samples;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.SnarkSamples.Curve;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.NullifierRule;
import io.zkpersona.domain.proof.circuit.StatementScope;
import io.zkpersona.domain.proof.circuit.StatementUniqueness;
import io.zkpersona.domain.proof.circuit.UserBinding;
import io.zkpersona.domain.proof.circuit.UserIdentity;
import io.zkpersona.domain.proof.circuit.VerificationKeyHash;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.user.WalletAddress;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules of circuits, and of other small values around proofs. */
class CircuitTest {
  private static final NullifierRule RULE = NullifierRule.builder().scope("scope").build();

  private static Circuit circuit() {
    return Circuit.builder()
        .name("age")
        .version("1")
        .verificationKeys(
            List.of(SnarkSamples.object(SnarkSamples.of(ProofProtocol.GROTH16, Curve.BN128).key())))
        .build();
  }

  @Test
  void defaultsArePerUserGroth16WithoutNullifier() {
    assertThat(circuit())
        .returns(ProofProtocol.GROTH16, Circuit::protocol)
        .returns(StatementUniqueness.PER_USER, Circuit::statementUniqueness)
        .returns(StatementScope.VERSION, Circuit::statementScope)
        .returns(null, Circuit::user)
        .returns(null, Circuit::nullifier);
    assertThat(RULE).isEqualTo(new NullifierRule("scope", 0, List.of(), 1));
    assertThat(circuit().verificationKeyHashes())
        .containsExactly(VerificationKeyHash.of(circuit().verificationKeys().get(0)));
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
    assertThatThrownBy(() -> circuit().withVerificationKeys(List.of(Json.emptyObject())))
        .hasMessageStartingWith("verificationKey");
    assertThatThrownBy(() -> circuit().withVerificationKeys(List.of()))
        .hasMessage("verificationKeys: empty (expected: at least one key)");
  }

  @Test
  void aKeyThatIsNamedTwiceIsOne() {
    Json key = circuit().verificationKeys().get(0);

    assertThat(circuit().withVerificationKeys(List.of(key, key))).isEqualTo(circuit());
  }

  @Test
  void aBindingNamesASignalThatTheCircuitHasAndTheUserInIt() {
    UserBinding byId = new UserBinding(1, UserIdentity.USER_ID);
    assertThatThrownBy(() -> circuit().withUser(new UserBinding(2, UserIdentity.USER_ID)))
        .hasMessage("user.signal: 2 (expected: an index of the circuit's 2 public signals)");
    UserId user = new UserId(new UUID(-1, 7));
    BigInteger number = new BigInteger("ffffffffffffffff0000000000000007", 16);

    byId.check(signals(BigInteger.ZERO, number), user, null);
    for (BigInteger other : List.of(BigInteger.ZERO, number.add(BigInteger.ONE))) {
      assertThatThrownBy(() -> byId.check(signals(number, other), user, null))
          .hasMessageStartingWith("publicSignals[1]: another user (expected: the user id");
    }
    assertThatThrownBy(() -> byId.check(signals(number, number), null, null))
        .hasMessageStartingWith("userId: null (expected: ");
  }

  @Test
  void aBindingByWalletReadsTheAddressAsANumber() {
    UserBinding byWallet = new UserBinding(0, UserIdentity.WALLET_ADDRESS);
    WalletAddress wallet = WalletAddress.of("0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359");
    UserId user = UserId.generate();
    BigInteger number = new BigInteger("fb6916095ca1df60bb79ce92ce3ea74c37c5d359", 16);

    byWallet.check(signals(number), user, wallet);
    assertThatThrownBy(() -> byWallet.check(signals(number.add(BigInteger.TEN)), user, wallet))
        .hasMessageStartingWith("publicSignals[0]: another user")
        .hasMessageNotContaining(number.toString());
    for (WalletAddress none : Arrays.asList(null, new WalletAddress("cosmos1notethereum"))) {
      assertThatThrownBy(() -> byWallet.check(signals(number), user, none))
          .hasMessageStartingWith("userId: a user without an Ethereum wallet");
    }
  }

  @Test
  void theWalletInTheSignalsHas160Bits() {
    UserBinding byWallet = new UserBinding(0, UserIdentity.WALLET_ADDRESS);

    assertThat(byWallet.wallet(signals(BigInteger.TEN)))
        .isEqualTo(WalletAddress.of("0x" + "0".repeat(39) + "a"));
    assertThat(byWallet.wallet(signals(BigInteger.ONE.shiftLeft(160).subtract(BigInteger.ONE))))
        .isEqualTo(WalletAddress.of("0x" + "f".repeat(40)));
    assertThatThrownBy(() -> byWallet.wallet(signals(BigInteger.ONE.shiftLeft(160))))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith("publicSignals[0]: too large for an Ethereum address");
    assertThatThrownBy(() -> byWallet.wallet(signals()))
        .hasMessageStartingWith("publicSignals[0]: missing");
  }

  private static Json signals(BigInteger... signals) {
    return Json.of(
        Arrays.stream(signals).map("\"%s\""::formatted).collect(Collectors.joining(",", "[", "]")));
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
        .hasMessage("zk proof: failed to verified (expected: from pending)");
  }
}
