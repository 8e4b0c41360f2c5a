package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What is declared of a circuit before its first proof. Immutable and thread-safe; {@link
 * #toString()} shows no key.
 *
 * @param name what it is called, 1 to 100 characters; has no default
 * @param version in which version, 1 to 50 characters; a name and a version have one key; has no
 *     default
 * @param protocol by which protocol its proofs are made; groth16 by default
 * @param verificationKey what they are checked with; has no default
 * @param statementUniqueness among whose proofs a statement is unique; each user's by default
 * @param nullifier its nullifier; null (the default) if it has none
 */
@GenerateBuilder
public record Circuit(
    String name,
    String version,
    ProofProtocol protocol,
    Json verificationKey,
    StatementUniqueness statementUniqueness,
    @Nullable NullifierRule nullifier)
    implements CircuitBuilder.With {

  private static final int MAX_NAME = 100;
  private static final int MAX_VERSION = 50;

  /**
   * Checks the values and composes the names.
   *
   * @throws ValidationException if one is missing or out of range, the key is none of the protocol,
   *     or the nullifier's rule names a signal that the circuit does not have
   */
  public Circuit {
    name = Names.name("name", name, 1, MAX_NAME);
    version = Names.name("version", version, 1, MAX_VERSION);
    Checks.notNull("protocol", protocol);
    Checks.notNull("verificationKey", verificationKey);
    Checks.notNull("statementUniqueness", statementUniqueness);
    OptionalInt signals = ProofStructure.checkKey(protocol, verificationKey);
    if (nullifier != null && signals.isPresent()) {
      index("nullifier.signal", nullifier.signal(), signals.getAsInt());
      nullifier
          .scopeSignals()
          .forEach(index -> index("nullifier.scopeSignals", index, signals.getAsInt()));
    }
  }

  /** A builder that holds the defaults. */
  public static CircuitBuilder builder() {
    return CircuitBuilder.builder()
        .protocol(ProofProtocol.GROTH16)
        .statementUniqueness(StatementUniqueness.PER_USER);
  }

  /** The address of the key. */
  public VerificationKeyHash verificationKeyHash() {
    return VerificationKeyHash.of(verificationKey);
  }

  private static void index(String field, int index, int size) {
    if (index >= size) {
      throw new ValidationException(
          field, index + " (expected: an index of the circuit's " + size + " public signals)");
    }
  }
}
