package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A circuit as it is declared before its first proof: the unit that statements and nullifiers count
 * in. A verification key can't be that unit, for anybody can rescale one into another that accepts
 * the same proofs; a circuit names the keys that it trusts. Immutable and thread-safe; {@link
 * #toString()} shows no key.
 *
 * @param name what it is called, 1 to 100 characters; has no default
 * @param version in which version, 1 to 50 characters; has no default
 * @param protocol by which protocol its proofs are made; groth16 by default
 * @param verificationKeys the keys that its proofs may be checked with, one or more, kept in
 *     canonical form and without repeats; several where a setup was made anew for the same circuit.
 *     Have no default
 * @param statementUniqueness among whose verified proofs a statement is unique; each user's by
 *     default
 * @param statementScope which versions share statements; none by default
 * @param user the public signal that names the user; null (the default) if none does: then a proof
 *     counts for whoever submits it first
 * @param nullifier its nullifier; null (the default) if it has none
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
   * Checks the values, composes the names and brings the keys into canonical form.
   *
   * @throws ValidationException if one is missing or out of range, there is no key, one is none of
   *     the protocol, keys differ in the number of public signals, or nullifier or user name a
   *     signal that the circuit does not have
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
      throw new ValidationException("verificationKeys", "empty (expected: one key or more)");
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

  /** A builder that holds the defaults. */
  public static CircuitBuilder builder() {
    return CircuitBuilder.builder()
        .protocol(ProofProtocol.GROTH16)
        .statementUniqueness(StatementUniqueness.PER_USER)
        .statementScope(StatementScope.VERSION);
  }

  /** The addresses of the keys, in their order. */
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
