package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.validation.Checks;

/**
 * Says what an invalidation does with scores, proofs and reputation that inputs led to. Immutable
 * and thread-safe.
 *
 * @param scores what becomes of the scoring results of those inputs; deleted by default
 * @param proofs what becomes of the proofs about those inputs or their scores; deleted by default
 * @param reputation what becomes of the reputation records that name one of those scores or proofs;
 *     invalidated by default
 */
@GenerateBuilder
public record InvalidationRule(Scores scores, Proofs proofs, Reputation reputation)
    implements InvalidationRuleBuilder.With {

  /** Says what happens to scoring results. None can stay without its input. */
  public enum Scores {
    /** They are deleted with their inputs. */
    DELETE,
    /** Where there are any, nothing is changed at all, and the call fails. */
    REFUSE
  }

  /** Says what happens to proofs. */
  public enum Proofs {
    /** They are deleted. What they spent stays spent, as when a proof is deleted otherwise. */
    DELETE,
    /** They stay as they are, and no longer name the input or the score that is gone. */
    KEEP
  }

  /** Says what happens to reputation records, in force or not. */
  public enum Reputation {
    /**
     * They become invalidated, with a reason that says why, so that none of them is in force any
     * more, and no longer name the score or proof that is gone.
     */
    INVALIDATE,
    /** They are deleted. */
    DELETE,
    /** They stay in force, and no longer name the score or proof that is gone. */
    KEEP
  }

  private static final InvalidationRule DEFAULTS = builder().build();

  /**
   * Checks the values.
   *
   * @throws ValidationException if one is null
   */
  public InvalidationRule {
    Checks.notNull("scores", scores);
    Checks.notNull("proofs", proofs);
    Checks.notNull("reputation", reputation);
  }

  /** A builder that holds the defaults. */
  public static InvalidationRuleBuilder builder() {
    return InvalidationRuleBuilder.builder()
        .scores(Scores.DELETE)
        .proofs(Proofs.DELETE)
        .reputation(Reputation.INVALIDATE);
  }

  /** Scores and proofs are deleted, reputation is invalidated. */
  public static InvalidationRule defaults() {
    return DEFAULTS;
  }
}
