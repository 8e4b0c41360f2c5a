package io.zkpersona.domain.proof.circuit;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;
import java.util.List;

/**
 * The nullifier of a circuit: its public signal, its scope and the number of times it may be spent.
 * Nullifiers are compared as numbers, among proofs with the same scope name and the same values of
 * the scope's signals. Immutable and thread-safe.
 *
 * @param scope the name of the scope, 1 to 100 characters; shared by all circuits that use the same
 *     name, such as two versions of one circuit. Has no default
 * @param signal the index of the nullifier among the public signals; 0 by default
 * @param scopeSignals the indices of the signals that distinguish scopes, such as an epoch; their
 *     order is significant. None by default
 * @param uses the number of times that a nullifier may be spent in one scope, 1 or more; 1 by
 *     default
 */
@GenerateBuilder
public record NullifierRule(String scope, int signal, List<Integer> scopeSignals, int uses)
    implements NullifierRuleBuilder.With {

  private static final int MAX_SCOPE = 100;

  /**
   * Checks the values, normalizes the name and copies the list.
   *
   * @throws ValidationException if a value is missing or out of range
   */
  public NullifierRule {
    scope = Names.name("scope", scope, 1, MAX_SCOPE);
    Checks.atLeast("signal", signal, 0);
    Checks.notNull("scopeSignals", scopeSignals)
        .forEach(index -> Checks.atLeast("scopeSignals", Checks.notNull("scopeSignals", index), 0));
    scopeSignals = List.copyOf(scopeSignals);
    Checks.atLeast("uses", uses, 1);
  }

  /** Returns a builder with the default values. */
  public static NullifierRuleBuilder builder() {
    return NullifierRuleBuilder.builder().signal(0).scopeSignals(List.of()).uses(1);
  }

  /**
   * Returns the hash of a proof's nullifier in its scope.
   *
   * @param publicSignals the signals of the proof
   * @throws ValidationException if publicSignals is not an array, lacks a required signal, or a
   *     required signal is not a string of decimal digits
   */
  public NullifierHash hash(Json publicSignals) {
    List<Json> signals = Signals.of(publicSignals);
    String[] texts = new String[scopeSignals.size() + 2];
    texts[0] = scope;
    for (int i = 0; i < scopeSignals.size(); i++) {
      texts[i + 1] = Signals.number(signals, scopeSignals.get(i)).toString();
    }
    texts[texts.length - 1] = Signals.number(signals, signal).toString();
    return new NullifierHash(Hashes.over(texts));
  }
}
