package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.validation.Checks;

/**
 * The treatment of scores, proofs and reputation that depend on invalidated inputs. Immutable and
 * thread-safe.
 *
 * @param scores the treatment of the scoring results of those inputs; deleted by default
 * @param proofs the treatment of the proofs of those inputs or their scores; deleted by default
 * @param reputation the treatment of the reputation records that refer to one of those scores or
 *     proofs; invalidated by default
 */
@GenerateBuilder
public record InvalidationRule(Scores scores, Proofs proofs, Reputation reputation)
    implements InvalidationRuleBuilder.With {

  /** The treatment of scoring results. No result can be kept without its input. */
  public enum Scores {
    /** Deletes them with their inputs. */
    DELETE,
    /** Fails the call and changes nothing if there are any. */
    REFUSE
  }

  /** The treatment of proofs. */
  public enum Proofs {
    /** Deletes them. Their nullifiers remain spent, as whenever a proof is deleted. */
    DELETE,
    /** Keeps them, without their reference to the deleted input or score. */
    KEEP
  }

  /** The treatment of reputation records, effective or not. */
  public enum Reputation {
    /**
     * Sets them to invalidated, with a reason, so that none of them is effective any longer, and
     * clears their reference to the deleted score or proof.
     */
    INVALIDATE,
    /** Deletes them. */
    DELETE,
    /** Keeps them effective, without their reference to the deleted score or proof. */
    KEEP
  }

  private static final InvalidationRule DEFAULTS = builder().build();

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is null
   */
  public InvalidationRule {
    Checks.notNull("scores", scores);
    Checks.notNull("proofs", proofs);
    Checks.notNull("reputation", reputation);
  }

  /** Returns a builder with the default values. */
  public static InvalidationRuleBuilder builder() {
    return InvalidationRuleBuilder.builder()
        .scores(Scores.DELETE)
        .proofs(Proofs.DELETE)
        .reputation(Reputation.INVALIDATE);
  }

  /** Returns the default rule: scores and proofs are deleted, reputation is invalidated. */
  public static InvalidationRule defaults() {
    return DEFAULTS;
  }
}
