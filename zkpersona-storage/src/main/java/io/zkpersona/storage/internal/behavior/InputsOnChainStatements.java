package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.query.Builtins.count;
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

import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.SqlShapes;
import io.zkpersona.storage.internal.query.Touch;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The statements of {@link InputsOnChain}; each comment names the values that a call binds. */
final class InputsOnChainStatements {

  private static final String REASON = "the chain gave up the block of the event that it rests on";

  private enum Kind {
    LOCK_FROM,
    LOCK_FORKS,
    LOCK_SCORES,
    LOCK_PROOFS,
    INVALIDATE_REPUTATION,
    DELETE_REPUTATION,
    DELETE_PROOFS,
    DETACH_PROOFS,
    DELETE
  }

  private record Key(Kind kind, @Nullable Field<?> by) {}

  private final SqlShapes shapes;

  InputsOnChainStatements(SqlShapes shapes) {
    this.shapes = shapes;
  }

  /**
   * Selects and locks the inputs from a block on; returns ids and blocks. Binds the chain, the
   * block and id of the last input before, and the maximum number of rows.
   */
  SqlShape lockFrom() {
    return shape(Kind.LOCK_FROM, params -> locking(params, p -> noCondition()));
  }

  /**
   * Selects and locks the inputs of other forks of a block; returns ids and blocks. Binds the
   * chain, the block and id of the last input before, the block, the hash that stays, and the
   * maximum number of rows.
   */
  SqlShape lockForks() {
    return shape(
        Kind.LOCK_FORKS,
        params ->
            locking(
                params,
                p ->
                    BEHAVIOR_INPUTS
                        .BLOCK_NUMBER
                        .le(p.value(BEHAVIOR_INPUTS.BLOCK_NUMBER))
                        .and(BEHAVIOR_INPUTS.BLOCK_HASH.ne(p.value(BEHAVIOR_INPUTS.BLOCK_HASH)))));
  }

  /**
   * Continues after the last input rather than from the beginning, where the rows just deleted are.
   */
  private static Query locking(Params params, Function<Params, Condition> further) {
    Condition chain = BEHAVIOR_INPUTS.CHAIN_ID.eq(params.value(BEHAVIOR_INPUTS.CHAIN_ID));
    Condition after =
        row(BEHAVIOR_INPUTS.BLOCK_NUMBER, BEHAVIOR_INPUTS.ID)
            .gt(params.value(BEHAVIOR_INPUTS.BLOCK_NUMBER), params.value(BEHAVIOR_INPUTS.ID));
    return select(BEHAVIOR_INPUTS.ID, BEHAVIOR_INPUTS.BLOCK_NUMBER)
        .from(BEHAVIOR_INPUTS)
        .where(chain)
        .and(after)
        .and(further.apply(params))
        .orderBy(BEHAVIOR_INPUTS.BLOCK_NUMBER, BEHAVIOR_INPUTS.ID)
        .limit(params.rows())
        .forUpdate();
  }

  /** Locks the scores of inputs and returns their number. Binds the inputs. */
  SqlShape lockScores() {
    return shape(
        Kind.LOCK_SCORES,
        params ->
            counting(
                SCORING_RESULTS.ID, SCORING_RESULTS.BEHAVIOR_INPUT_ID.eq(any(inputs(params)))));
  }

  /** Locks the proofs of inputs and returns their number. Binds the inputs. */
  SqlShape lockProofs() {
    return shape(Kind.LOCK_PROOFS, params -> counting(ZK_PROOFS.ID, isAboutAny(inputs(params))));
  }

  private static <T> Query counting(TableField<?, T> id, Condition condition) {
    var locked =
        select(id)
            .from(requireNonNull(id.getTable()))
            .where(condition)
            .orderBy(id)
            .forUpdate()
            .asTable("locked");
    return select(count()).from(locked);
  }

  /**
   * Invalidates the reputation records that derive from inputs. Binds the actor, then the inputs.
   */
  SqlShape invalidateReputation() {
    List<Param<ReputationStatus>> from =
        Arrays.stream(ReputationStatus.values())
            .filter(status -> status.mayBecome(ReputationStatus.INVALIDATED))
            .map(status -> inline(status, REPUTATION_RECORDS.STATUS))
            .toList();
    return shape(
        Kind.INVALIDATE_REPUTATION,
        params ->
            DSL.update(REPUTATION_RECORDS)
                .set(
                    REPUTATION_RECORDS.STATUS,
                    inline(ReputationStatus.INVALIDATED, REPUTATION_RECORDS.STATUS))
                .set(REPUTATION_RECORDS.STATUS_REASON, inline(REASON))
                .set(Touch.of(params, REPUTATION_RECORDS.MTIME, REPUTATION_RECORDS.MID))
                .where(isDerivedFromAny(inputs(params)))
                .and(REPUTATION_RECORDS.STATUS.in(from)));
  }

  /** Deletes the reputation records that derive from inputs. Binds the inputs. */
  SqlShape deleteReputation() {
    return shape(
        Kind.DELETE_REPUTATION,
        params -> DSL.deleteFrom(REPUTATION_RECORDS).where(isDerivedFromAny(inputs(params))));
  }

  /** Deletes the proofs about inputs. Binds the inputs. */
  SqlShape deleteProofs() {
    return shape(
        Kind.DELETE_PROOFS, params -> DSL.deleteFrom(ZK_PROOFS).where(isAboutAny(inputs(params))));
  }

  /**
   * Detaches the proofs about inputs. A proof may be about a deleted input and a score that stays.
   * Binds the actor, then the inputs.
   */
  SqlShape detachProofs() {
    return shape(
        Kind.DETACH_PROOFS,
        params -> {
          var touched = Touch.of(params, ZK_PROOFS.MTIME, ZK_PROOFS.MID);
          Param<BehaviorInputId[]> inputs = inputs(params);
          return DSL.update(ZK_PROOFS)
              .set(
                  ZK_PROOFS.BEHAVIOR_INPUT_ID,
                  when(
                          ZK_PROOFS.BEHAVIOR_INPUT_ID.eq(any(inputs)),
                          castNull(ZK_PROOFS.BEHAVIOR_INPUT_ID))
                      .otherwise(ZK_PROOFS.BEHAVIOR_INPUT_ID))
              .set(
                  ZK_PROOFS.SCORING_RESULT_ID,
                  when(
                          ZK_PROOFS.SCORING_RESULT_ID.in(scoresOf(inputs)),
                          castNull(ZK_PROOFS.SCORING_RESULT_ID))
                      .otherwise(ZK_PROOFS.SCORING_RESULT_ID))
              .set(touched)
              .where(isAboutAny(inputs));
        });
  }

  /** Deletes the rows of any table that refer to one of the inputs. Binds the inputs. */
  SqlShape delete(TableField<?, BehaviorInputId> input) {
    return shapes.get(
        new Key(Kind.DELETE, input),
        params ->
            DSL.deleteFrom(requireNonNull(input.getTable())).where(input.eq(any(inputs(params)))));
  }

  private static Param<BehaviorInputId[]> inputs(Params params) {
    return params.array(BEHAVIOR_INPUTS.ID);
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

  private SqlShape shape(Kind kind, Function<Params, Query> statement) {
    return shapes.get(new Key(kind, null), statement);
  }
}
