package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.Circuits.CIRCUITS;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.NullifierRule;
import io.zkpersona.domain.proof.circuit.StatementHash;
import io.zkpersona.domain.proof.circuit.StatementScope;
import io.zkpersona.domain.proof.circuit.StatementUniqueness;
import io.zkpersona.domain.proof.circuit.UserBinding;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Param;
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

  /**
   * A column of a declaration, and the value that is stored in it.
   *
   * @param value null for an optional rule that the circuit does not have
   */
  record Part<T>(Field<T> field, Function<CircuitRules, @Nullable T> value) {

    /** Creates a parameter for the value. */
    <P> Param<T> parameter(Parameters<P> in, Function<? super P, CircuitRules> rules) {
      return in.value(field, call -> value.apply(rules.apply(call)));
    }
  }

  /** The columns of a declaration, in the order in which they are selected. */
  static final List<Part<?>> PARTS =
      List.of(
          new Part<>(CIRCUITS.NAME, CircuitRules::name),
          new Part<>(CIRCUITS.VERSION, CircuitRules::version),
          new Part<>(CIRCUITS.PROTOCOL, CircuitRules::protocol),
          new Part<>(CIRCUITS.STATEMENT_UNIQUENESS, CircuitRules::uniqueness),
          new Part<>(CIRCUITS.STATEMENT_SCOPE, CircuitRules::scope),
          ofUser(CIRCUITS.USER_SIGNAL, UserBinding::signal),
          ofUser(CIRCUITS.USER_IDENTITY, UserBinding::identity),
          ofNullifier(CIRCUITS.NULLIFIER_SCOPE, NullifierRule::scope),
          ofNullifier(CIRCUITS.NULLIFIER_SIGNAL, NullifierRule::signal),
          ofNullifier(CIRCUITS.NULLIFIER_SCOPE_SIGNALS, rule -> array(rule.scopeSignals())),
          ofNullifier(CIRCUITS.NULLIFIER_USES, NullifierRule::uses));

  private static <T> Part<T> ofUser(Field<T> field, Function<UserBinding, T> value) {
    return new Part<>(field, rules -> rules.user == null ? null : value.apply(rules.user));
  }

  private static <T> Part<T> ofNullifier(Field<T> field, Function<NullifierRule, T> value) {
    return new Part<>(
        field, rules -> rules.nullifier == null ? null : value.apply(rules.nullifier));
  }

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

  /** Selects a declaration, whose value is empty if there is none, as after an outer join. */
  static RowReader<Optional<CircuitRules>> select(Results<?> out) {
    var name = out.column(CIRCUITS.NAME);
    var version = out.column(CIRCUITS.VERSION);
    var protocol = out.column(CIRCUITS.PROTOCOL);
    var uniqueness = out.column(CIRCUITS.STATEMENT_UNIQUENESS);
    var scope = out.column(CIRCUITS.STATEMENT_SCOPE);
    var userSignal = out.column(CIRCUITS.USER_SIGNAL);
    var userIdentity = out.column(CIRCUITS.USER_IDENTITY);
    var nullifierScope = out.column(CIRCUITS.NULLIFIER_SCOPE);
    var nullifierSignal = out.column(CIRCUITS.NULLIFIER_SIGNAL);
    var scopeSignals = out.column(CIRCUITS.NULLIFIER_SCOPE_SIGNALS);
    var uses = out.column(CIRCUITS.NULLIFIER_USES);
    return row -> {
      if (row.getNullable(name) == null) {
        return Optional.empty();
      }
      Integer signal = row.getNullable(userSignal);
      String spentIn = row.getNullable(nullifierScope);
      return Optional.of(
          new CircuitRules(
              row.get(name),
              row.get(version),
              row.get(protocol),
              row.get(uniqueness),
              row.get(scope),
              signal == null ? null : new UserBinding(signal, row.get(userIdentity)),
              spentIn == null
                  ? null
                  : new NullifierRule(
                      spentIn,
                      row.get(nullifierSignal),
                      indices(row.get(scopeSignals)),
                      row.get(uses))));
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
                    + ", the circuit of the verification key)");
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
                        "not a key of the circuit (expected: a key that is declared for this"
                            + " circuitName and circuitVersion)"));
    if (rules.protocol != proof.protocol()) {
      throw new ValidationException(
          "protocol",
          proof.protocol().value()
              + " (expected: "
              + rules.protocol.value()
              + ", the protocol of its circuit)");
    }
  }

  private static List<Integer> indices(Json array) {
    return array.elements().stream().map(index -> Integer.valueOf(index.text())).toList();
  }

  private static Json array(List<Integer> indices) {
    return Json.of(
        indices.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
  }
}
