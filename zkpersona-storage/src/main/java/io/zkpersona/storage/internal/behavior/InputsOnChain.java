package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims.BEHAVIOR_INPUT_CLAIMS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
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
import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.internal.error.Naming;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Deletes inputs whose blocks a chain reorganization removed, in chunks within one transaction.
 * Each chunk locks the inputs first, then their scores and proofs, so that no dependent row is
 * added; dependent rows are then deleted, detached or invalidated, as the rule says, before the
 * inputs are deleted.
 */
final class InputsOnChain {

  /** The number of inputs in a chunk. */
  private static final int PORTION = 1_000;

  private static final int ATTEMPTS = 5;
  private static final Codec<BehaviorInputId> ID = Codecs.of(BEHAVIOR_INPUTS.ID);
  private static final Codec<Long> BLOCK = Codecs.of(BEHAVIOR_INPUTS.BLOCK_NUMBER);

  private record Found(BehaviorInputId id, long block) {

    /** Returns the position before the first input of a block. */
    static Found before(long block) {
      return new Found(new BehaviorInputId(new UUID(-1L, -1L)), block - 1);
    }
  }

  /** Finds the inputs that follow a position. */
  @FunctionalInterface
  private interface Finder {

    List<Found> after(SqlExecutor tx, Found last);
  }

  private final RepositoryContext context;
  private final InputsOnChainStatements statements;
  private final InvalidationRule rule;

  InputsOnChain(RepositoryContext context, InvalidationRule rule) {
    this.context = context;
    this.statements = new InputsOnChainStatements(context.shapes());
    this.rule = rule;
  }

  /** Deletes the inputs of a block and all later ones. */
  InputInvalidation fromBlock(ChainId chain, long block) {
    String operation = "behavior_inputs.invalidate_from_block";
    return takeBackOrRetry(
        operation,
        Found.before(block),
        (tx, last) ->
            find(
                tx,
                operation,
                statements.lockFrom(),
                chain,
                last.block(),
                last.id(),
                (long) PORTION));
  }

  /** Deletes the inputs of blocks with the same number and another hash. */
  InputInvalidation forksOf(BlockReference block) {
    String operation = "behavior_inputs.invalidate_forks";
    return takeBackOrRetry(
        operation,
        Found.before(block.number()),
        (tx, last) ->
            find(
                tx,
                operation,
                statements.lockForks(),
                block.chain(),
                last.block(),
                last.id(),
                block.number(),
                block.hash(),
                (long) PORTION));
  }

  private static List<Found> find(
      SqlExecutor tx, String operation, SqlShape shape, Object... values) {
    return tx.list(
        operation,
        shape,
        row ->
            new Found(
                Objects.requireNonNull(row.read(ID, 1)),
                Objects.requireNonNull(row.read(BLOCK, 2))),
        values);
  }

  private InputInvalidation takeBackOrRetry(String operation, Found start, Finder finder) {
    for (int attempt = 1; ; attempt++) {
      try {
        return context
            .executor()
            .atomically(operation, tx -> takeBack(tx, operation, start, finder));
      } catch (TransactionException e) {
        // Another transaction holds a dependent row and waits for the input; the rollback releases
        // it.
        if (e.code() != ErrorCode.TRANSACTION_CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private InputInvalidation takeBack(SqlExecutor tx, String operation, Found start, Finder finder) {
    InputInvalidation sum = new InputInvalidation(0, 0, 0, 0, 0);
    List<Found> found = finder.after(tx, start);
    while (!found.isEmpty()) {
      sum = added(sum, takeBack(tx, operation, found.stream().map(Found::id).toList()));
      found = found.size() < PORTION ? List.of() : finder.after(tx, found.get(found.size() - 1));
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

  private InputInvalidation takeBack(
      SqlExecutor tx, String operation, List<BehaviorInputId> inputs) {
    long scores = count(tx, operation, statements.lockScores(), inputs);
    if (scores > 0 && rule.scores() == Scores.REFUSE) {
      throw new StillReferencedException(
          Naming.entityType(SCORING_RESULTS.getName()),
          Naming.component(SCORING_RESULTS.BEHAVIOR_INPUT_ID.getName()),
          null,
          null,
          null);
    }
    long proofs = count(tx, operation, statements.lockProofs(), inputs);
    long reputation = 0;
    if (scores + proofs > 0) {
      reputation = reputation(tx, operation, inputs);
      if (rule.proofs() == Proofs.DELETE) {
        tx.update(operation, statements.deleteProofs(), inputs);
      } else {
        tx.update(operation, statements.detachProofs(), context.actor(), inputs);
      }
      tx.update(operation, statements.delete(SCORING_RESULTS.BEHAVIOR_INPUT_ID), inputs);
    }
    long claims =
        tx.update(operation, statements.delete(BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID), inputs);
    long deleted = tx.update(operation, statements.delete(BEHAVIOR_INPUTS.ID), inputs);
    return new InputInvalidation(deleted, claims, scores, proofs, reputation);
  }

  private long reputation(SqlExecutor tx, String operation, List<BehaviorInputId> inputs) {
    if (rule.reputation() == Reputation.KEEP) {
      return 0;
    }
    return rule.reputation() == Reputation.DELETE
        ? tx.update(operation, statements.deleteReputation(), inputs)
        : tx.update(operation, statements.invalidateReputation(), context.actor(), inputs);
  }

  private static long count(
      SqlExecutor tx, String operation, SqlShape shape, List<BehaviorInputId> inputs) {
    return tx.first(
            operation, shape, row -> Objects.requireNonNull(row.read(Codecs.LONG, 1)), inputs)
        .orElseThrow();
  }
}
