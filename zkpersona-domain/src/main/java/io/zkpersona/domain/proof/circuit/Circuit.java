package io.zkpersona.domain.proof.circuit;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.document.ProofDocuments;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A circuit, declared before its first proof. Statements and nullifiers are counted per circuit. A
 * verification key cannot take this role, because anyone can rescale it into another key that
 * accepts the same proofs; a circuit lists the keys that it trusts. Immutable and thread-safe;
 * {@link #toString()} shows no key.
 *
 * @param name the name, 1 to 100 characters; has no default
 * @param version the version, 1 to 50 characters; has no default
 * @param protocol the proof protocol; groth16 by default
 * @param verificationKeys the keys that verify its proofs, one or more, in canonical form and
 *     without duplicates; several if the trusted setup was repeated for the same circuit. Has no
 *     default
 * @param statementUniqueness the set of verified proofs in which a statement is unique; each user's
 *     by default
 * @param statementScope the versions that share statements; each version separately by default
 * @param user the public signal that identifies the user; null (the default) if there is none, in
 *     which case a proof belongs to the user who submits it first
 * @param nullifier the nullifier rule; null (the default) if there is none
 */
@GenerateBuilder
public record Circuit(
    String name,
    String version,
    ProofProtocol protocol,
    List<Json> verificationKeys,
    StatementUniqueness statementUniqueness,
    StatementScope statementScope,
    @Nullable UserBinding user,
    @Nullable NullifierRule nullifier)
    implements CircuitBuilder.With {

  private static final int MAX_NAME = 100;
  private static final int MAX_VERSION = 50;

  /**
   * Checks the values, normalizes the names and converts the keys to canonical form.
   *
   * @throws ValidationException if a value is missing or out of range, there is no key, a key does
   *     not match the protocol, the keys differ in their number of public signals, or nullifier or
   *     user refer to a signal that the circuit does not have
   */
  public Circuit {
    name = Names.name("name", name, 1, MAX_NAME);
    version = Names.name("version", version, 1, MAX_VERSION);
    Checks.notNull("protocol", protocol);
    Checks.notNull("statementUniqueness", statementUniqueness);
    Checks.notNull("statementScope", statementScope);
    verificationKeys = canonical(protocol, Checks.notNull("verificationKeys", verificationKeys));
    OptionalInt signals = signals(protocol, verificationKeys);
    if (signals.isPresent()) {
      if (nullifier != null) {
        index("nullifier.signal", nullifier.signal(), signals.getAsInt());
        nullifier
            .scopeSignals()
            .forEach(index -> index("nullifier.scopeSignals", index, signals.getAsInt()));
      }
      if (user != null) {
        index("user.signal", user.signal(), signals.getAsInt());
      }
    }
  }

  private static List<Json> canonical(ProofProtocol protocol, List<Json> keys) {
    if (keys.isEmpty()) {
      throw new ValidationException("verificationKeys", "empty (expected: at least one key)");
    }
    List<Json> canonical = new ArrayList<>(keys.size());
    for (Json key : keys) {
      Json one = ProofDocuments.canonicalKey(protocol, Checks.notNull("verificationKeys", key));
      if (!canonical.contains(one)) {
        canonical.add(one);
      }
    }
    return List.copyOf(canonical);
  }

  private static OptionalInt signals(ProofProtocol protocol, List<Json> keys) {
    OptionalInt first = ProofDocuments.publicSignalCount(protocol, keys.get(0));
    for (Json key : keys) {
      if (!ProofDocuments.publicSignalCount(protocol, key).equals(first)) {
        throw new ValidationException(
            "verificationKeys",
            "keys with different numbers of public signals (expected: keys of one circuit)");
      }
    }
    return first;
  }

  /** Returns a builder with the default values. */
  public static CircuitBuilder builder() {
    return CircuitBuilder.builder()
        .protocol(ProofProtocol.GROTH16)
        .statementUniqueness(StatementUniqueness.PER_USER)
        .statementScope(StatementScope.VERSION);
  }

  /** Returns the hashes of the keys, in the order of the keys. */
  public List<VerificationKeyHash> verificationKeyHashes() {
    return verificationKeys.stream().map(VerificationKeyHash::of).toList();
  }

  @Override
  public String toString() {
    return "Circuit[name="
        + name
        + ", version="
        + version
        + ", protocol="
        + protocol.value()
        + ", verificationKeys="
        + verificationKeys.size()
        + "]";
  }

  private static void index(String field, int index, int size) {
    if (index >= size) {
      throw new ValidationException(
          field, index + " (expected: an index of the circuit's " + size + " public signals)");
    }
  }
}
