package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims.BEHAVIOR_INPUT_CLAIMS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Touch;
import io.zkpersona.storage.internal.repository.WriteStatements;
import io.zkpersona.storage.internal.repository.WriteStatements.Update;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The statements that mark inputs as processed without the work queue: they delete the inputs'
 * claims and clear their dead letter flag. Each method's comment names the values that a call
 * binds, in order.
 */
public final class ProcessedStatements {

  private ProcessedStatements() {}

  /**
   * Marks inputs that are not processed yet, and returns their number. Binds the actor, then the
   * ids.
   */
  static Query mark(Params params) {
    var marked =
        name("marked")
            .as(
                DSL.update(BEHAVIOR_INPUTS)
                    .set(BEHAVIOR_INPUTS.PROCESSED, inline(true))
                    .set(BEHAVIOR_INPUTS.DEAD_LETTER, inline(false))
                    .set(Touch.of(params, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID))
                    .where(BEHAVIOR_INPUTS.ID.eq(any(params.array(BEHAVIOR_INPUTS.ID))))
                    .and(BehaviorInputConditions.UNPROCESSED)
                    .returning(BEHAVIOR_INPUTS.ID));
    return with(marked).with(name("forgotten").as(forgetting(marked))).select(count()).from(marked);
  }

  /** Updates a row that is processed already. */
  static Query update(
      Parameters<Update<BehaviorInput>> in,
      Results<AuditStamp> out,
      WriteStatements<BehaviorInput, ?, ?> writes) {
    return writes
        .updating(in, Map.of())
        .and(BEHAVIOR_INPUTS.PROCESSED)
        .returning(writes.stamp(out));
  }

  /** Updates a row whose entity is processed. */
  static Query become(
      Parameters<Update<BehaviorInput>> in,
      Results<AuditStamp> out,
      WriteStatements<BehaviorInput, ?, ?> writes) {
    List<Field<?>> times = writes.stamp(out);
    var updated =
        name("updated")
            .as(
                writes
                    .updating(in, Map.of(BEHAVIOR_INPUTS.DEAD_LETTER, inline(false)))
                    .returning(
                        Stream.concat(times.stream(), Stream.of(BEHAVIOR_INPUTS.ID)).toList()));
    return with(updated)
        .with(name("forgotten").as(forgetting(updated)))
        .select(times.stream().map(field -> columnOf(updated, field)).toList())
        .from(updated);
  }

  /**
   * Deletes the claims of inputs that an update has marked as processed, and clears their dead
   * letter flag. Binds the ids, then the actor.
   */
  static Query forget(Params params) {
    var forgotten =
        name("forgotten")
            .as(
                DSL.deleteFrom(BEHAVIOR_INPUT_CLAIMS)
                    .where(
                        BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID.eq(
                            any(params.array(BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID))))
                    .returning(BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID));
    return with(forgotten)
        .update(BEHAVIOR_INPUTS)
        .set(BEHAVIOR_INPUTS.DEAD_LETTER, inline(false))
        .set(Touch.of(params, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID))
        .from(forgotten)
        .where(BEHAVIOR_INPUTS.ID.eq(columnOf(forgotten, BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID)))
        .and(BEHAVIOR_INPUTS.DEAD_LETTER);
  }

  /** Deletes the claims of a table of updated, and thereby locked, inputs. */
  public static ResultQuery<Record1<BehaviorInputId>> forgetting(Table<?> inputs) {
    return DSL.deleteFrom(BEHAVIOR_INPUT_CLAIMS)
        .using(inputs)
        .where(BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID.eq(columnOf(inputs, BEHAVIOR_INPUTS.ID)))
        .returningResult(BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID);
  }
}
