package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims.BEHAVIOR_INPUT_CLAIMS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;
import static io.zkpersona.storage.internal.tables.tables.ScoringResults.SCORING_RESULTS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.Acting;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The statements of {@link InputsOnChain}. */
final class InputsOnChainStatements {

  /** An input and its block. */
  record Found(BehaviorInputId id, long block) {}

  /**
   * The next inputs of a chain.
   *
   * @param last the last input before them
   */
  record Next(ChainId chain, Found last, long limit) {}

  /** The next inputs of rivals of a block. */
  record NextRivals(BlockReference block, Found last, long limit) {

    private Next next() {
      return new Next(block.chain(), last, limit);
    }
  }

  /** Inputs whose dependent rows are changed. */
  record Change(@Nullable ActorId actor, Collection<BehaviorInputId> inputs) {}

  private static final String REASON =
      "the chain dropped the block of the event that it is based on";
  private static final String OPERATION = "behavior_inputs.invalidate";

  /** Selects and locks the inputs from a block on. */
  static final Statement<Next, Found> LOCK_FROM =
      Statement.of(OPERATION, (in, out) -> locking(in, noCondition(), out));

  /** Selects and locks the inputs of other forks of a block. */
  static final Statement<NextRivals, Found> LOCK_FORKS =
      Statement.of(
          OPERATION,
          (in, out) ->
              locking(
                  in.of(NextRivals::next),
                  BEHAVIOR_INPUTS
                      .BLOCK_NUMBER
                      .le(in.value(BEHAVIOR_INPUTS.BLOCK_NUMBER, rivals -> rivals.block.number()))
                      .and(
                          BEHAVIOR_INPUTS.BLOCK_HASH.ne(
                              in.value(BEHAVIOR_INPUTS.BLOCK_HASH, rivals -> rivals.block.hash()))),
                  out));

  /** Locks the scores of inputs and returns their number. */
  static final Statement<Collection<BehaviorInputId>, Long> LOCK_SCORES =
      Statement.of(
          OPERATION,
          (in, out) ->
              counting(
                  SCORING_RESULTS.ID, SCORING_RESULTS.BEHAVIOR_INPUT_ID.eq(any(inputs(in))), out));

  /** Locks the proofs of inputs and returns their number. */
  static final Statement<Collection<BehaviorInputId>, Long> LOCK_PROOFS =
      Statement.of(OPERATION, (in, out) -> counting(ZK_PROOFS.ID, isAboutAny(inputs(in)), out));

  /** Invalidates the reputation records that derive from inputs. */
  static final Statement<Change, Void> INVALIDATE_REPUTATION =
      Statement.changing(OPERATION, InputsOnChainStatements::invalidating);

  /** Deletes the reputation records that derive from inputs. */
  static final Statement<Change, Void> DELETE_REPUTATION =
      Statement.changing(
          OPERATION,
          in ->
              DSL.deleteFrom(REPUTATION_RECORDS)
                  .where(isDerivedFromAny(inputs(in.of(Change::inputs))))
                  .and(Acting.by(in, Change::actor)));

  /** Deletes the proofs about inputs. */
  static final Statement<Change, Void> DELETE_PROOFS =
      Statement.changing(
          OPERATION,
          in ->
              DSL.deleteFrom(ZK_PROOFS)
                  .where(isAboutAny(inputs(in.of(Change::inputs))))
                  .and(Acting.by(in, Change::actor)));

  /**
   * Detaches the proofs about inputs. A proof may be about a deleted input and a score that stays.
   */
  static final Statement<Change, Void> DETACH_PROOFS =
      Statement.changing(OPERATION, InputsOnChainStatements::detaching);

  /** Deletes the scores of inputs. */
  static final Statement<Change, Void> DELETE_SCORES = deleting(SCORING_RESULTS.BEHAVIOR_INPUT_ID);

  /** Deletes the claims of inputs. */
  static final Statement<Change, Void> DELETE_CLAIMS =
      deleting(BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID);

  /** Deletes inputs. */
  static final Statement<Change, Void> DELETE_INPUTS = deleting(BEHAVIOR_INPUTS.ID);

  private InputsOnChainStatements() {}

  /**
   * Continues after the last input rather than from the beginning, where the rows just deleted are.
   */
  private static Query locking(Parameters<Next> in, Condition further, Results<Found> out) {
    var id = out.column(BEHAVIOR_INPUTS.ID);
    var block = out.column(BEHAVIOR_INPUTS.BLOCK_NUMBER);
    out.as(row -> new Found(row.get(id), row.get(block)));
    Condition chain = BEHAVIOR_INPUTS.CHAIN_ID.eq(in.value(BEHAVIOR_INPUTS.CHAIN_ID, Next::chain));
    Condition after =
        row(BEHAVIOR_INPUTS.BLOCK_NUMBER, BEHAVIOR_INPUTS.ID)
            .gt(
                in.value(BEHAVIOR_INPUTS.BLOCK_NUMBER, next -> next.last.block),
                in.value(BEHAVIOR_INPUTS.ID, next -> next.last.id));
    return select(out.fields())
        .from(BEHAVIOR_INPUTS)
        .where(chain)
        .and(after)
        .and(further)
        .orderBy(BEHAVIOR_INPUTS.BLOCK_NUMBER, BEHAVIOR_INPUTS.ID)
        .limit(in.number(Next::limit))
        .forUpdate();
  }

  private static <T> Query counting(TableField<?, T> id, Condition condition, Results<Long> out) {
    var locked =
        select(id)
            .from(requireNonNull(id.getTable()))
            .where(condition)
            .orderBy(id)
            .forUpdate()
            .asTable("locked");
    var total = out.column(count(), Codecs.LONG);
    out.as(row -> row.get(total));
    return select(out.fields()).from(locked);
  }

  private static Query invalidating(Parameters<Change> in) {
    List<Param<ReputationStatus>> from =
        Arrays.stream(ReputationStatus.values())
            .filter(status -> status.mayBecome(ReputationStatus.INVALIDATED))
            .map(status -> inline(status, REPUTATION_RECORDS.STATUS))
            .toList();
    return DSL.update(REPUTATION_RECORDS)
        .set(
            REPUTATION_RECORDS.STATUS,
            inline(ReputationStatus.INVALIDATED, REPUTATION_RECORDS.STATUS))
        .set(REPUTATION_RECORDS.STATUS_REASON, inline(REASON))
        .set(AuditUpdate.of(in, REPUTATION_RECORDS.MTIME, REPUTATION_RECORDS.MID, Change::actor))
        .where(isDerivedFromAny(inputs(in.of(Change::inputs))))
        .and(REPUTATION_RECORDS.STATUS.in(from));
  }

  private static Query detaching(Parameters<Change> in) {
    Param<BehaviorInputId[]> inputs = inputs(in.of(Change::inputs));
    return DSL.update(ZK_PROOFS)
        .set(
            ZK_PROOFS.BEHAVIOR_INPUT_ID,
            when(ZK_PROOFS.BEHAVIOR_INPUT_ID.eq(any(inputs)), castNull(ZK_PROOFS.BEHAVIOR_INPUT_ID))
                .otherwise(ZK_PROOFS.BEHAVIOR_INPUT_ID))
        .set(
            ZK_PROOFS.SCORING_RESULT_ID,
            when(
                    ZK_PROOFS.SCORING_RESULT_ID.in(scoresOf(inputs)),
                    castNull(ZK_PROOFS.SCORING_RESULT_ID))
                .otherwise(ZK_PROOFS.SCORING_RESULT_ID))
        .set(AuditUpdate.of(in, ZK_PROOFS.MTIME, ZK_PROOFS.MID, Change::actor))
        .where(isAboutAny(inputs));
  }

  private static Statement<Change, Void> deleting(TableField<?, BehaviorInputId> input) {
    return Statement.changing(
        OPERATION,
        in ->
            DSL.deleteFrom(requireNonNull(input.getTable()))
                .where(input.eq(any(inputs(in.of(Change::inputs)))))
                .and(Acting.by(in, Change::actor)));
  }

  private static Param<BehaviorInputId[]> inputs(Parameters<Collection<BehaviorInputId>> in) {
    return in.array(BEHAVIOR_INPUTS.ID, ids -> ids);
  }

  private static Select<Record1<ScoringResultId>> scoresOf(Param<BehaviorInputId[]> inputs) {
    return select(SCORING_RESULTS.ID)
        .from(SCORING_RESULTS)
        .where(SCORING_RESULTS.BEHAVIOR_INPUT_ID.eq(any(inputs)));
  }

  private static Condition isAboutAny(Param<BehaviorInputId[]> inputs) {
    return ZK_PROOFS.ID.in(proofsOf(inputs));
  }

  /** Two searches, each with its own index; one search with OR would read the whole table. */
  private static Select<Record1<ZkProofId>> proofsOf(Param<BehaviorInputId[]> inputs) {
    return select(ZK_PROOFS.ID)
        .from(ZK_PROOFS)
        .where(ZK_PROOFS.BEHAVIOR_INPUT_ID.eq(any(inputs)))
        .union(
            select(ZK_PROOFS.ID)
                .from(ZK_PROOFS)
                .where(ZK_PROOFS.SCORING_RESULT_ID.in(scoresOf(inputs))));
  }

  private static Condition isDerivedFromAny(Param<BehaviorInputId[]> inputs) {
    var ofScores =
        select(REPUTATION_RECORDS.ID)
            .from(REPUTATION_RECORDS)
            .where(REPUTATION_RECORDS.SCORING_RESULT_ID.in(scoresOf(inputs)));
    var ofProofs =
        select(REPUTATION_RECORDS.ID)
            .from(REPUTATION_RECORDS)
            .where(REPUTATION_RECORDS.ZK_PROOF_ID.in(proofsOf(inputs)));
    return REPUTATION_RECORDS.ID.in(ofScores.union(ofProofs));
  }
}
