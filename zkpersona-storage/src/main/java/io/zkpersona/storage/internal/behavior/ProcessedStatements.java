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
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.WriteStatements;
import io.zkpersona.storage.internal.repository.WriteStatements.Update;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The statements that mark inputs as processed without the work queue: they delete the inputs'
 * claims and clear their dead letter flag.
 */
public final class ProcessedStatements {

  /** Inputs, and the actor that processed them. */
  record Processed(@Nullable ActorId actor, Collection<BehaviorInputId> ids) {}

  /** Marks inputs that are not processed yet, and returns their number. */
  static final Statement<Processed, Long> MARK =
      Statement.of(
          BehaviorInputTable.TABLE.operation("mark_as_processed"), ProcessedStatements::marking);

  /**
   * Deletes the claims of inputs that an update has marked as processed, and clears their dead
   * letter flag.
   */
  static final Statement<Processed, Void> FORGET =
      Statement.changing(
          BehaviorInputTable.TABLE.operation("forget_claims"), ProcessedStatements::forgetting);

  private ProcessedStatements() {}

  private static Query marking(Parameters<Processed> in, Results<Long> out) {
    var marked =
        name("marked")
            .as(
                DSL.update(BEHAVIOR_INPUTS)
                    .set(values(in, Processed::actor))
                    .where(BEHAVIOR_INPUTS.ID.eq(any(in.array(BEHAVIOR_INPUTS.ID, Processed::ids))))
                    .and(BehaviorInputConditions.UNPROCESSED)
                    .returning(BEHAVIOR_INPUTS.ID));
    Field<Integer> number = count();
    var total = out.column(number, Codecs.LONG);
    out.as(row -> row.get(total));
    return with(marked).with(name("forgotten").as(forgetting(marked))).select(number).from(marked);
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

  private static Query forgetting(Parameters<Processed> in) {
    var forgotten =
        name("forgotten")
            .as(
                DSL.deleteFrom(BEHAVIOR_INPUT_CLAIMS)
                    .where(
                        BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID.eq(
                            any(in.array(BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID, Processed::ids))))
                    .returning(BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID));
    return with(forgotten)
        .update(BEHAVIOR_INPUTS)
        .set(BEHAVIOR_INPUTS.DEAD_LETTER, inline(false))
        .set(AuditUpdate.of(in, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID, Processed::actor))
        .from(forgotten)
        .where(BEHAVIOR_INPUTS.ID.eq(columnOf(forgotten, BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID)))
        .and(BEHAVIOR_INPUTS.DEAD_LETTER);
  }

  /** Returns the columns to set of an input that becomes processed. */
  public static <P> Map<Field<?>, Object> values(
      Parameters<P> in, Function<? super P, @Nullable ActorId> actor) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(BEHAVIOR_INPUTS.PROCESSED, inline(true));
    values.put(BEHAVIOR_INPUTS.DEAD_LETTER, inline(false));
    values.putAll(AuditUpdate.of(in, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID, actor));
    return values;
  }

  /** Deletes the claims of a table of updated, and thereby locked, inputs. */
  public static ResultQuery<Record1<BehaviorInputId>> forgetting(Table<?> inputs) {
    return DSL.deleteFrom(BEHAVIOR_INPUT_CLAIMS)
        .using(inputs)
        .where(BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID.eq(columnOf(inputs, BEHAVIOR_INPUTS.ID)))
        .returningResult(BEHAVIOR_INPUT_CLAIMS.BEHAVIOR_INPUT_ID);
  }
}
