package io.zkpersona.storage.internal.behavior.queue;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims.BEHAVIOR_INPUT_CLAIMS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.internal.behavior.BehaviorInputConditions;
import io.zkpersona.storage.internal.behavior.BehaviorInputTable;
import io.zkpersona.storage.internal.behavior.ProcessedStatements;
import io.zkpersona.storage.internal.execution.WorkSignals;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.Touch;
import io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.impl.DSL;

/**
 * The statements of the work queue. Each method's comment names the values that a call binds, in
 * order.
 *
 * <p>Each statement locks an input before it changes the claim, so that they do not deadlock, and
 * checks the claim in the state it has once the input is locked.
 */
final class WorkQueueStatements {

  private static final Condition DEAD =
      condition(BEHAVIOR_INPUTS.DEAD_LETTER).and(BehaviorInputConditions.UNPROCESSED);

  private static final BehaviorInputClaims CLAIMS = BEHAVIOR_INPUT_CLAIMS;
  private static final List<SelectField<?>> INPUT = BehaviorInputTable.TABLE.fields();
  private static final Field<Instant> NOW = DatabaseClock.statement();

  private WorkQueueStatements() {}

  /**
   * Marks inputs as processed; returns the ids of the marked ones. Binds the ids, the tokens, and
   * the actor.
   */
  static Query complete(Params params) {
    var held = name("held").as(lock(params, DSL.noCondition()));
    var done =
        name("done")
            .as(
                DSL.deleteFrom(CLAIMS)
                    .using(held)
                    .where(isHeld(held, params))
                    .returning(CLAIMS.BEHAVIOR_INPUT_ID));
    return with(held)
        .with(done)
        .update(BEHAVIOR_INPUTS)
        .set(BEHAVIOR_INPUTS.PROCESSED, inline(true))
        .set(Touch.of(params, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID))
        .from(done)
        .where(BEHAVIOR_INPUTS.ID.eq(columnOf(done, CLAIMS.BEHAVIOR_INPUT_ID)))
        .and(BehaviorInputConditions.UNPROCESSED)
        .returning(BEHAVIOR_INPUTS.ID);
  }

  /** Extends leases; returns the new end. Binds the ids, the tokens, and the lease. */
  static Query extend(Params params) {
    var held = name("held").as(lock(params, BehaviorInputConditions.UNPROCESSED));
    Condition isHeld = isHeld(held, params);
    Field<Instant> until = NOW.add(params.duration());
    return with(held)
        .update(CLAIMS)
        .set(CLAIMS.LEASED_UNTIL, until)
        .set(CLAIMS.AVAILABLE_AT, until)
        .from(held)
        .where(isHeld)
        .returning(CLAIMS.LEASED_UNTIL);
  }

  /** Releases claims; returns a row for each. Binds the ids and the tokens. */
  static Query release(Params params, String schema) {
    var held = name("held").as(lock(params, BehaviorInputConditions.UNPROCESSED));
    return with(held)
        .update(CLAIMS)
        .set(CLAIMS.ATTEMPTS, CLAIMS.ATTEMPTS.minus(inline(1)))
        .set(CLAIMS.LEASED_UNTIL, castNull(CLAIMS.LEASED_UNTIL))
        .set(CLAIMS.AVAILABLE_AT, NOW)
        .from(held)
        .where(isHeld(held, params))
        .returning(CLAIMS.BEHAVIOR_INPUT_ID, signal(schema));
  }

  /**
   * Records failed attempts; returns the number of attempts. Binds the ids, the tokens, the reason,
   * the maximum number of attempts, the delay, and the actor.
   */
  static Query fail(Params params) {
    var held = name("held").as(lock(params, BehaviorInputConditions.UNPROCESSED));
    Condition isHeld = isHeld(held, params);
    Field<String> reason = params.value(CLAIMS.FAILURE_REASON);
    Param<Integer> most = params.value(CLAIMS.ATTEMPTS);
    Field<Instant> later = NOW.add(params.duration());
    var failed =
        name("failed")
            .as(
                DSL.update(CLAIMS)
                    .set(CLAIMS.LEASED_UNTIL, castNull(CLAIMS.LEASED_UNTIL))
                    .set(CLAIMS.AVAILABLE_AT, when(CLAIMS.ATTEMPTS.lt(most), later).otherwise(NOW))
                    .set(CLAIMS.FAILURE_REASON, reason)
                    .from(held)
                    .where(isHeld)
                    .returning(CLAIMS.BEHAVIOR_INPUT_ID, CLAIMS.ATTEMPTS));
    var dead =
        name("dead")
            .as(
                DSL.update(BEHAVIOR_INPUTS)
                    .set(BEHAVIOR_INPUTS.DEAD_LETTER, inline(true))
                    .set(Touch.of(params, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID))
                    .from(failed)
                    .where(BEHAVIOR_INPUTS.ID.eq(columnOf(failed, CLAIMS.BEHAVIOR_INPUT_ID)))
                    .and(columnOf(failed, CLAIMS.ATTEMPTS).ge(most))
                    .returning(BEHAVIOR_INPUTS.ID));
    return with(held)
        .with(failed)
        .with(dead)
        .select(columnOf(failed, CLAIMS.ATTEMPTS))
        .from(failed);
  }

  /** Selects dead letters with attempts and reason. Binds the maximum number of rows. */
  static Query deadLetters(Params params) {
    List<SelectField<?>> fields = new ArrayList<>(INPUT);
    fields.add(coalesce(CLAIMS.ATTEMPTS, inline(0)));
    fields.add(CLAIMS.FAILURE_REASON);
    return select(fields)
        .from(BEHAVIOR_INPUTS)
        .leftJoin(CLAIMS)
        .on(CLAIMS.BEHAVIOR_INPUT_ID.eq(BEHAVIOR_INPUTS.ID))
        .where(DEAD)
        .orderBy(BEHAVIOR_INPUTS.TIMESTAMP, BEHAVIOR_INPUTS.ID)
        .limit(params.rows());
  }

  /** Requeues a dead letter; returns a row if the input was one. Binds the actor, then the id. */
  static Query requeue(Params params, String schema) {
    var revived =
        name("revived")
            .as(
                DSL.update(BEHAVIOR_INPUTS)
                    .set(BEHAVIOR_INPUTS.DEAD_LETTER, inline(false))
                    .set(Touch.of(params, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID))
                    .where(BEHAVIOR_INPUTS.ID.eq(params.value(BEHAVIOR_INPUTS.ID)))
                    .and(DEAD)
                    .returning(BEHAVIOR_INPUTS.ID));
    return with(revived)
        .with(name("forgotten").as(ProcessedStatements.forgetting(revived)))
        .select(revived.field(BEHAVIOR_INPUTS.ID), signal(schema))
        .from(revived);
  }

  /** Counts the waiting, the claimed and the dead inputs. Binds nothing. */
  static Query depth(Params params) {
    Condition claimed = CLAIMS.LEASED_UNTIL.gt(NOW);
    return select(
            count().minus(count().filterWhere(claimed)),
            count().filterWhere(claimed),
            field(select(count()).from(BEHAVIOR_INPUTS).where(DEAD)))
        .from(BEHAVIOR_INPUTS)
        .leftJoin(CLAIMS)
        .on(CLAIMS.BEHAVIOR_INPUT_ID.eq(BEHAVIOR_INPUTS.ID))
        .where(BehaviorInputConditions.OPEN);
  }

  /** Wakes waiting workers when the transaction commits. Binds nothing. */
  static Query notifyWorkers(Params params, String schema) {
    return select(signal(schema));
  }

  private static Field<Object> signal(String schema) {
    return Builtins.notifying(WorkSignals.CHANNEL, schema);
  }

  /**
   * Locks inputs in the order of their ids, so that concurrent callers do not deadlock. Binds the
   * ids.
   */
  private static Select<Record1<BehaviorInputId>> lock(Params params, Condition condition) {
    return select(BEHAVIOR_INPUTS.ID)
        .from(BEHAVIOR_INPUTS)
        .where(BEHAVIOR_INPUTS.ID.eq(any(params.array(BEHAVIOR_INPUTS.ID))))
        .and(condition)
        .orderBy(BEHAVIOR_INPUTS.ID)
        .forNoKeyUpdate();
  }

  /**
   * Tells whether a claim is held with one of the tokens, each of which belongs to one claim of one
   * input. Binds the tokens.
   */
  private static Condition isHeld(
      CommonTableExpression<Record1<BehaviorInputId>> locked, Params params) {
    return CLAIMS
        .BEHAVIOR_INPUT_ID
        .eq(columnOf(locked, BEHAVIOR_INPUTS.ID))
        .and(CLAIMS.FENCING_TOKEN.eq(any(params.array(CLAIMS.FENCING_TOKEN))))
        .and(CLAIMS.LEASED_UNTIL.isNotNull());
  }
}
