package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;
import java.util.List;

/**
 * Which public signal of a circuit is its nullifier, and how often it may be spent. It is compared
 * as a number, among the proofs of the same scope: those with the same scope name and the same
 * values of the scope's signals. Immutable and thread-safe.
 *
 * @param scope the name of the scope, 1 to 100 characters; circuits that name the same one, such as
 *     two versions of one circuit, share it. Has no default
 * @param signal the index of the nullifier among the public signals, 0 by default
 * @param scopeSignals the indices of the signals that tell one scope from another, such as an
 *     epoch, in the order that counts; none by default
 * @param uses how often it may be spent in one scope, 1 or more; 1 by default
 */
@GenerateBuilder
public record NullifierRule(String scope, int signal, List<Integer> scopeSignals, int uses)
    implements NullifierRuleBuilder.With {

  private static final int MAX_SCOPE = 100;

  /**
   * Checks the values, composes the name and copies the list.
   *
   * @throws ValidationException if one is missing or out of range
   */
  public NullifierRule {
    scope = Names.name("scope", scope, 1, MAX_SCOPE);
    Checks.atLeast("signal", signal, 0);
    Checks.notNull("scopeSignals", scopeSignals)
        .forEach(index -> Checks.atLeast("scopeSignals", Checks.notNull("scopeSignals", index), 0));
    scopeSignals = List.copyOf(scopeSignals);
    Checks.atLeast("uses", uses, 1);
  }

  /** A builder that holds the defaults. */
  public static NullifierRuleBuilder builder() {
    return NullifierRuleBuilder.builder().signal(0).scopeSignals(List.of()).uses(1);
  }

  /**
   * The nullifier in its scope.
   *
   * @param publicSignals the signals of a proof
   * @throws ValidationException if they are no array, have no such items, or these are no strings
   *     of decimal digits
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
