package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.tables.tables.ScoringResults.SCORING_RESULTS;

import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.behavior.InputInvalidation;
import io.zkpersona.domain.behavior.InvalidationRule;
import io.zkpersona.domain.behavior.InvalidationRule.Proofs;
import io.zkpersona.domain.behavior.InvalidationRule.Reputation;
import io.zkpersona.domain.behavior.InvalidationRule.Scores;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.behavior.InputsOnChainStatements.Change;
import io.zkpersona.storage.internal.behavior.InputsOnChainStatements.Found;
import io.zkpersona.storage.internal.behavior.InputsOnChainStatements.Next;
import io.zkpersona.storage.internal.behavior.InputsOnChainStatements.NextRivals;
import io.zkpersona.storage.internal.error.Naming;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.List;
import java.util.UUID;

/**
 * Deletes inputs whose blocks a chain reorganization removed, in chunks within one transaction.
 * Each chunk locks the inputs first, then their scores and proofs, so that no dependent row is
 * added; dependent rows are then deleted, detached or invalidated, as the rule says, before the
 * inputs are deleted.
 */
final class InputsOnChain {

  /** The number of inputs in a chunk. */
  private static final int CHUNK = 1_000;

  private static final int ATTEMPTS = 5;

  /** Finds the inputs that follow a position. */
  @FunctionalInterface
  private interface Finder {

    List<Found> after(SqlExecutor tx, Found last);
  }

  private final RepositoryContext context;
  private final InvalidationRule rule;

  InputsOnChain(RepositoryContext context, InvalidationRule rule) {
    this.context = context;
    this.rule = rule;
  }

  /** Deletes the inputs of a block and all later ones. */
  InputInvalidation fromBlock(ChainId chain, long block) {
    return takeBackOrRetry(
        "behavior_inputs.invalidate_from_block",
        block,
        (tx, last) -> tx.list(InputsOnChainStatements.LOCK_FROM, new Next(chain, last, CHUNK)));
  }

  /** Deletes the inputs of blocks with the same number and another hash. */
  InputInvalidation forksOf(BlockReference block) {
    return takeBackOrRetry(
        "behavior_inputs.invalidate_forks",
        block.number(),
        (tx, last) ->
            tx.list(InputsOnChainStatements.LOCK_FORKS, new NextRivals(block, last, CHUNK)));
  }

  /** Returns the position before the first input of a block. */
  private static Found before(long block) {
    return new Found(new BehaviorInputId(new UUID(-1L, -1L)), block - 1);
  }

  private InputInvalidation takeBackOrRetry(String operation, long from, Finder finder) {
    for (int attempt = 1; ; attempt++) {
      try {
        return context.executor().atomically(operation, tx -> takeBack(tx, from, finder));
      } catch (TransactionException e) {
        // Another transaction holds a dependent row and waits for the input; the rollback releases
        // it.
        if (e.code() != ErrorCode.TRANSACTION_CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private InputInvalidation takeBack(SqlExecutor tx, long from, Finder finder) {
    InputInvalidation sum = new InputInvalidation(0, 0, 0, 0, 0);
    List<Found> found = finder.after(tx, before(from));
    while (!found.isEmpty()) {
      sum = added(sum, takeBack(tx, found.stream().map(Found::id).toList()));
      found = found.size() < CHUNK ? List.of() : finder.after(tx, found.get(found.size() - 1));
    }
    return sum;
  }

  private static InputInvalidation added(InputInvalidation one, InputInvalidation other) {
    return new InputInvalidation(
        one.inputs() + other.inputs(),
        one.claims() + other.claims(),
        one.scores() + other.scores(),
        one.proofs() + other.proofs(),
        one.reputationRecords() + other.reputationRecords());
  }

  private InputInvalidation takeBack(SqlExecutor tx, List<BehaviorInputId> inputs) {
    long scores = tx.first(InputsOnChainStatements.LOCK_SCORES, inputs).orElseThrow();
    if (scores > 0 && rule.scores() == Scores.REFUSE) {
      throw new StillReferencedException(
          Naming.entityType(SCORING_RESULTS.getName()),
          Naming.component(SCORING_RESULTS.BEHAVIOR_INPUT_ID.getName()),
          null,
          null,
          null);
    }
    long proofs = tx.first(InputsOnChainStatements.LOCK_PROOFS, inputs).orElseThrow();
    long reputation = 0;
    Change change = new Change(context.actor(), inputs);
    if (scores + proofs > 0) {
      reputation = reputation(tx, change);
      if (rule.proofs() == Proofs.DELETE) {
        tx.update(InputsOnChainStatements.DELETE_PROOFS, change);
      } else {
        tx.update(InputsOnChainStatements.DETACH_PROOFS, change);
      }
      tx.update(InputsOnChainStatements.DELETE_SCORES, change);
    }
    long claims = tx.update(InputsOnChainStatements.DELETE_CLAIMS, change);
    long deleted = tx.update(InputsOnChainStatements.DELETE_INPUTS, change);
    return new InputInvalidation(deleted, claims, scores, proofs, reputation);
  }

  private long reputation(SqlExecutor tx, Change change) {
    if (rule.reputation() == Reputation.KEEP) {
      return 0;
    }
    return rule.reputation() == Reputation.DELETE
        ? tx.update(InputsOnChainStatements.DELETE_REPUTATION, change)
        : tx.update(InputsOnChainStatements.INVALIDATE_REPUTATION, change);
  }
}
