package io.zkpersona.storage.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
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
import io.zkpersona.storage.DatabaseManager;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A manager remembers circuits, but the database decides what they are when a proof is stored. */
class RememberedCircuitsIT extends ProofTests {

  private static final NullifierRule RULE = NullifierRule.builder().scope("a").build();
  private static final Circuit CIRCUIT =
      Circuit.builder()
          .name("remembered")
          .version("1")
          .verificationKeys(List.of(ProofSamples.key(ProofProtocol.GROTH16)))
          .nullifier(RULE)
          .build();

  private static ZkProof ofCircuit(long number) {
    return proof(number).withCircuitName(CIRCUIT.name());
  }

  /** Declarations that differ from the first one in one rule each. */
  static Stream<Circuit> others() {
    return Stream.of(
        CIRCUIT.withStatementUniqueness(StatementUniqueness.GLOBAL),
        CIRCUIT.withStatementScope(StatementScope.ALL_VERSIONS),
        CIRCUIT.withUser(new UserBinding(1, UserIdentity.USER_ID)),
        CIRCUIT.withNullifier(null),
        CIRCUIT.withNullifier(RULE.withScope("b")),
        CIRCUIT.withNullifier(RULE.withSignal(1)),
        CIRCUIT.withNullifier(RULE.withScopeSignals(List.of(2))),
        CIRCUIT.withNullifier(RULE.withUses(2)));
  }

  /** The key is the same, so that nothing but the rule tells the declarations apart. */
  @ParameterizedTest
  @MethodSource("others")
  void aDeclarationThatWasRolledBackLeavesNoRules(Circuit other) {
    assertThatThrownBy(
            () ->
                manager()
                    .inTransaction(
                        tx -> {
                          tx.zkProofs().declareCircuit(CIRCUIT);
                          tx.zkProofs().save(ofCircuit(7));
                          throw new IllegalStateException("undone");
                        }))
        .hasMessage("undone");
    UserId user = user();
    ZkProof proof =
        ofCircuit(7)
            .withUserId(user)
            .withPublicSignals(Json.of("[\"7\",\"%s\",\"2\",\"3\",\"4\"]".formatted(number(user))));

    try (DatabaseManager another = database().open()) {
      another.repositories().zkProofs().declareCircuit(other);
      String here = columns(proofs().save(proof));
      proofs().deleteById(proof.id());
      String there = columns(another.repositories().zkProofs().save(proof));

      assertThat(here).isEqualTo(there);
    }
  }

  private static BigInteger number(UserId user) {
    return new BigInteger(user.value().toString().replace("-", ""), 16);
  }

  private String columns(ZkProof stored) {
    return database()
        .queryOne(
            ("SELECT concat_ws(' ', statement_hash, statement_global, nullifier_hash) FROM"
                    + " zkpersona.zk_proofs WHERE id = '%s'")
                .formatted(stored.id().value()));
  }

  @Test
  void aBindingThatIsNotRememberedIsCheckedNevertheless() {
    assertThatThrownBy(
            () ->
                manager()
                    .inTransaction(
                        tx -> {
                          tx.zkProofs().declareCircuit(CIRCUIT);
                          throw new IllegalStateException("undone");
                        }))
        .hasMessage("undone");
    try (DatabaseManager another = database().open()) {
      another
          .repositories()
          .zkProofs()
          .declareCircuit(CIRCUIT.withUser(new UserBinding(1, UserIdentity.USER_ID)));
    }

    assertThatThrownBy(() -> proofs().save(ofCircuit(7).withUserId(user())))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("publicSignals[1]"));
  }

  @Test
  void aKeyThatIsDeclaredElsewhereIsNotTakenForUndeclared() {
    proofs().deleteById(proofs().save(proof(1)).id());
    try (DatabaseManager another = database().open()) {
      another.repositories().zkProofs().declareCircuit(CIRCUIT);
    }

    assertThatThrownBy(() -> proofs().save(proof(2)))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("circuitName"));
    assertThat(proofs().save(ofCircuit(2)).circuitName()).isEqualTo(CIRCUIT.name());
  }

  @Test
  void theWalletIsTheOneThatTheUserHasNow() {
    proofs().declareCircuit(CIRCUIT.withUser(new UserBinding(1, UserIdentity.WALLET_ADDRESS)));
    WalletAddress wallet = WalletAddress.of("0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359");
    User user = manager().repositories().users().save(User.builder().walletAddress(wallet).build());
    proofs().save(naming(wallet, 1).withUserId(user.id()));
    // As in rows that are older than checksums.
    database().execute("UPDATE zkpersona.users SET wallet_address = lower(wallet_address)");
    proofs().save(naming(wallet, 2).withUserId(user.id()));
    database()
        .execute(
            "UPDATE zkpersona.users SET wallet_address ="
                + " '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB'");

    assertThatThrownBy(() -> proofs().save(naming(wallet, 3).withUserId(user.id())))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("publicSignals[1]"));
    assertThatThrownBy(() -> proofs().save(naming(wallet, 3)))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("userId"));
    assertThat(rows("zk_proofs")).isEqualTo(2);
  }

  private static ZkProof naming(WalletAddress wallet, int number) {
    return ofCircuit(0)
        .withPublicSignals(
            Json.of(
                "[\"%d\",\"%s\",\"2\",\"3\",\"4\"]"
                    .formatted(number, new BigInteger(wallet.value().substring(2), 16))));
  }

  @Test
  void aFirstProofIsStoredWithItsKey() {
    proofs().declareCircuit(CIRCUIT);

    proofs()
        .saveAll(List.of(proof(1).withVerificationKey(ProofSamples.anotherKey()), ofCircuit(1)));

    assertThat(rows("verification_keys")).isEqualTo(2);
    assertThat(rows("zk_proofs WHERE circuit_name IS NULL")).isOne();
  }
}
