package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.circuit.NullifierHash;
import io.zkpersona.domain.proof.circuit.NullifierRule;
import io.zkpersona.domain.proof.circuit.StatementHash;
import io.zkpersona.domain.proof.circuit.StatementUniqueness;
import io.zkpersona.domain.proof.circuit.VerificationKeyHash;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.bulk.ManyRows.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A proof with the hash of its key and the values that its circuit requires.
 *
 * @param rules the circuit of the key; null if the key is not declared
 * @param wallet the wallet that the user must have when the proof is stored; null if the user was
 *     checked already
 */
record KeyedProof(
    ZkProof proof,
    VerificationKeyHash key,
    @Nullable CircuitRules rules,
    StatementHash statement,
    ProofHash content,
    @Nullable NullifierHash nullifier,
    @Nullable WalletAddress wallet) {

  /** The columns of an insert. */
  static final List<Value<KeyedProof, ?>> VALUES = values();

  private static List<Value<KeyedProof, ?>> values() {
    List<Value<KeyedProof, ?>> values = new ArrayList<>();
    ZkProofTable.TABLE
        .insertable()
        .forEach(column -> values.add(Value.of(column, KeyedProof::proof)));
    values.add(Value.of(ZK_PROOFS.VERIFICATION_KEY_HASH, KeyedProof::key));
    values.add(Value.of(ZK_PROOFS.STATEMENT_HASH, KeyedProof::statement));
    values.add(Value.of(ZK_PROOFS.STATEMENT_GLOBAL, KeyedProof::global));
    values.add(Value.of(ZK_PROOFS.PROOF_HASH, keyed -> keyed.content().bytes()));
    values.add(Value.of(ZK_PROOFS.NULLIFIER_HASH, KeyedProof::nullifier));
    values.add(Value.of(ZK_PROOFS.NULLIFIER_SPENT, KeyedProof::spends));
    return List.copyOf(values);
  }

  /** Returns the keyed form of a proof whose user is checked already. */
  static KeyedProof of(ZkProof proof, VerificationKeyHash key, @Nullable CircuitRules rules) {
    NullifierRule rule = rules == null ? null : rules.nullifier();
    return new KeyedProof(
        proof,
        key,
        rules,
        rules == null
            ? StatementHash.of(key, proof.protocol(), proof.publicSignals())
            : rules.statement(proof.publicSignals()),
        ProofHash.of(proof.proofData()),
        rule == null ? null : rule.hash(proof.publicSignals()),
        null);
  }

  /** Returns this proof for a user who must have a wallet. */
  KeyedProof withWallet(WalletAddress required) {
    return new KeyedProof(proof, key, rules, statement, content, nullifier, required);
  }

  @Nullable UserId user() {
    return proof.userId();
  }

  CircuitRules declared() {
    return Objects.requireNonNull(rules);
  }

  /** Tells whether only one user may prove the statement. */
  boolean global() {
    return rules != null && rules.uniqueness() == StatementUniqueness.GLOBAL;
  }

  @Nullable NullifierRule rule() {
    return rules == null ? null : rules.nullifier();
  }

  /** Returns how often the nullifier may be spent; without a nullifier, any number. */
  int uses() {
    NullifierRule rule = rule();
    return rule == null ? Integer.MAX_VALUE : rule.uses();
  }

  /** Tells whether the proof is stored as verified, and for that reason spends its nullifier. */
  boolean spends() {
    return nullifier != null && proof.verificationStatus() == VerificationStatus.VERIFIED;
  }
}
