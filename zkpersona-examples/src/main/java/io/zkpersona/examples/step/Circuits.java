package io.zkpersona.examples.step;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.NullifierRule;
import io.zkpersona.examples.console.Table;
import io.zkpersona.examples.data.DataFile;
import io.zkpersona.examples.data.InputException;
import io.zkpersona.examples.data.ProofKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Declares the circuits whose verification keys are in the data set. */
final class Circuits {

  /** A verification key has a few thousand characters. */
  private static final int MAX_KEY_BYTES = 1 << 20;

  private static final int HASH_SHOWN = 8;

  private final Walk walk;

  Circuits(Walk walk) {
    this.walk = walk;
  }

  /**
   * Declares and displays the circuits. A circuit that cannot be declared is reported and omitted.
   */
  Map<ProofKind, Circuit> declare() {
    Map<ProofKind, Circuit> circuits = new EnumMap<>(ProofKind.class);
    Table table = new Table("Circuit", "Protocol", "Nullifier", "SHA-256 of the key");
    for (ProofKind kind : ProofKind.values()) {
      Optional<Circuit> declared = walk.data().file(kind.keyFile()).flatMap(f -> declare(kind, f));
      declared.ifPresent(
          circuit -> {
            circuits.put(kind, circuit);
            table.row(
                kind.circuitName() + "/" + kind.circuitVersion(),
                circuit.protocol().value(),
                words(circuit.nullifier()),
                circuit.verificationKeyHashes().get(0).value().substring(0, HASH_SHOWN) + "...");
          });
    }
    if (!circuits.isEmpty()) {
      walk.out().table(table);
      walk.out().gap();
    }
    return circuits;
  }

  private Optional<Circuit> declare(ProofKind kind, DataFile key) {
    try {
      Circuit circuit = kind.circuit(Json.of(text(key)));
      return Optional.of(walk.signed().zkProofs().declareCircuit(circuit));
    } catch (ValidationException | DuplicateEntityException e) {
      walk.out()
          .line("%s: %s; its proofs are skipped", key.name(), Objects.toString(e.getMessage()));
      return Optional.empty();
    }
  }

  private static String text(DataFile file) {
    try (InputStream in = file.open()) {
      return new String(in.readNBytes(MAX_KEY_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InputException(file.name() + ": can't be read (expected: a readable file)", e);
    }
  }

  private static String words(@Nullable NullifierRule rule) {
    return rule == null
        ? "none"
        : String.format(
            Locale.ROOT,
            "signal %d, uses per value of signals %s: %d",
            rule.signal(),
            rule.scopeSignals(),
            rule.uses());
  }
}
