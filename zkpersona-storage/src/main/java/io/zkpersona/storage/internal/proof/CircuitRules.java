package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.Circuits.CIRCUITS;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.Circuit;
import io.zkpersona.domain.proof.NullifierRule;
import io.zkpersona.domain.proof.ProofProtocol;
import io.zkpersona.domain.proof.StatementHash;
import io.zkpersona.domain.proof.StatementScope;
import io.zkpersona.domain.proof.StatementUniqueness;
import io.zkpersona.domain.proof.UserBinding;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Row;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** The declaration of a circuit without its keys. */
record CircuitRules(
    String name,
    String version,
    ProofProtocol protocol,
    StatementUniqueness uniqueness,
    StatementScope scope,
    @Nullable UserBinding user,
    @Nullable NullifierRule nullifier) {

  /** The columns that {@link #read} reads, in order. */
  static final List<Field<?>> FIELDS =
      List.of(
          CIRCUITS.NAME,
          CIRCUITS.VERSION,
          CIRCUITS.PROTOCOL,
          CIRCUITS.STATEMENT_UNIQUENESS,
          CIRCUITS.STATEMENT_SCOPE,
          CIRCUITS.USER_SIGNAL,
          CIRCUITS.USER_IDENTITY,
          CIRCUITS.NULLIFIER_SCOPE,
          CIRCUITS.NULLIFIER_SIGNAL,
          CIRCUITS.NULLIFIER_SCOPE_SIGNALS,
          CIRCUITS.NULLIFIER_USES);

  static CircuitRules of(Circuit circuit) {
    return new CircuitRules(
        circuit.name(),
        circuit.version(),
        circuit.protocol(),
        circuit.statementUniqueness(),
        circuit.statementScope(),
        circuit.user(),
        circuit.nullifier());
  }

  /**
   * Reads a declaration.
   *
   * @param before the number of columns before it
   * @return null if there is none, as after an outer join
   */
  static @Nullable CircuitRules read(Row row, int before) {
    Columns columns = new Columns(row, before);
    String name = columns.get(CIRCUITS.NAME);
    if (name == null) {
      return null;
    }
    Integer userSignal = columns.get(CIRCUITS.USER_SIGNAL);
    String scope = columns.get(CIRCUITS.NULLIFIER_SCOPE);
    return new CircuitRules(
        name,
        columns.required(CIRCUITS.VERSION),
        columns.required(CIRCUITS.PROTOCOL),
        columns.required(CIRCUITS.STATEMENT_UNIQUENESS),
        columns.required(CIRCUITS.STATEMENT_SCOPE),
        userSignal == null
            ? null
            : new UserBinding(userSignal, columns.required(CIRCUITS.USER_IDENTITY)),
        scope == null
            ? null
            : new NullifierRule(
                scope,
                columns.required(CIRCUITS.NULLIFIER_SIGNAL),
                indices(columns.required(CIRCUITS.NULLIFIER_SCOPE_SIGNALS)),
                columns.required(CIRCUITS.NULLIFIER_USES)));
  }

  /** Returns the values to write, in the order of {@link #FIELDS}. */
  @Nullable Object[] values() {
    return new @Nullable Object[] {
      name,
      version,
      protocol,
      uniqueness,
      scope,
      user == null ? null : user.signal(),
      user == null ? null : user.identity(),
      nullifier == null ? null : nullifier.scope(),
      nullifier == null ? null : nullifier.signal(),
      nullifier == null ? null : array(nullifier.scopeSignals()),
      nullifier == null ? null : nullifier.uses()
    };
  }

  Circuit with(List<Json> keys) {
    return new Circuit(name, version, protocol, keys, uniqueness, scope, user, nullifier);
  }

  StatementHash statement(Json publicSignals) {
    return StatementHash.of(name, version, scope, protocol, publicSignals);
  }

  /**
   * Rejects a proof that does not name the circuit of its key, one that names a circuit although
   * its key has none, and one with another protocol than its circuit. The writer of a proof states
   * the circuit it counts for; a proof under another circuit's key never does.
   *
   * @throws ValidationException with the mismatch
   */
  static void check(ZkProof proof, Optional<CircuitRules> ofKey) {
    String meant = proof.circuitName();
    if (meant == null) {
      ofKey.ifPresent(
          rules -> {
            throw new ValidationException(
                "circuitName",
                "null (expected: "
                    + rules.name
                    + " in version "
                    + rules.version
                    + ", which the verification key is declared for)");
          });
      return;
    }
    CircuitRules rules =
        ofKey
            .filter(of -> of.name.equals(meant) && of.version.equals(proof.circuitVersion()))
            .orElseThrow(
                () ->
                    new ValidationException(
                        "verificationKey",
                        "none of the circuit's (expected: one that declareCircuit was called with"
                            + " for this circuitName and circuitVersion)"));
    if (rules.protocol != proof.protocol()) {
      throw new ValidationException(
          "protocol",
          proof.protocol().value()
              + " (expected: "
              + rules.protocol.value()
              + ", as its circuit was declared)");
    }
  }

  static <T> Codec<T> codec(Field<T> field) {
    return Codecs.of(field);
  }

  private static List<Integer> indices(Json array) {
    return array.elements().stream().map(index -> Integer.valueOf(index.text())).toList();
  }

  private static Json array(List<Integer> indices) {
    return Json.of(
        indices.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
  }

  private record Columns(Row row, int before) {

    <T> @Nullable T get(Field<T> field) {
      return row.read(codec(field), before + FIELDS.indexOf(field) + 1);
    }

    <T> T required(Field<T> field) {
      return Objects.requireNonNull(get(field));
    }
  }
}
