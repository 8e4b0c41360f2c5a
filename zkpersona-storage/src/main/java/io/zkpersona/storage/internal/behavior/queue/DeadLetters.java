package io.zkpersona.storage.internal.behavior.queue;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims.BEHAVIOR_INPUT_CLAIMS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.queue.DeadLetter;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.internal.behavior.BehaviorInputConditions;
import io.zkpersona.storage.internal.behavior.BehaviorInputTable;
import io.zkpersona.storage.internal.behavior.ProcessedStatements;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Variants;
import io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims;
import java.util.List;
import java.util.function.Function;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.UpdateConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The statements that read and requeue inputs with no attempts left. */
final class DeadLetters {

  /** A dead letter to requeue. */
  record Requeue(@Nullable ActorId actor, BehaviorInputId id) {}

  private static final Condition DEAD =
      condition(BEHAVIOR_INPUTS.DEAD_LETTER).and(BehaviorInputConditions.UNPROCESSED);

  private static final BehaviorInputClaims CLAIMS = BEHAVIOR_INPUT_CLAIMS;

  /** Selects dead letters, the oldest first; a call's value is their maximum number. */
  static final Statement<Integer, DeadLetter> LIST =
      Statement.of("work_queue.dead_letters", DeadLetters::listing);

  /** Requeues a dead letter and returns its id. The variant is the name of the schema. */
  static final Variants<String, Requeue, BehaviorInputId> REQUEUE =
      Variants.inParts(
          "work_queue.requeue",
          (schema, in, out) -> List.of(WorkNotification.select(schema), requeueing(in, out)));

  private DeadLetters() {}

  private static Query listing(Parameters<Integer> in, Results<DeadLetter> out) {
    RowReader<BehaviorInput> input = out.entity(BehaviorInputTable.TABLE);
    var attempts = out.column(coalesce(CLAIMS.ATTEMPTS, inline(0)));
    var reason = out.column(CLAIMS.FAILURE_REASON);
    out.as(row -> new DeadLetter(input.read(row), row.get(attempts), row.getNullable(reason)));
    return select(out.fields())
        .from(BEHAVIOR_INPUTS)
        .leftJoin(CLAIMS)
        .on(CLAIMS.BEHAVIOR_INPUT_ID.eq(BEHAVIOR_INPUTS.ID))
        .where(DEAD)
        .orderBy(BEHAVIOR_INPUTS.TIMESTAMP, BEHAVIOR_INPUTS.ID)
        .limit(in.number(limit -> limit));
  }

  private static Query requeueing(Parameters<Requeue> in, Results<BehaviorInputId> out) {
    var revived =
        name("revived")
            .as(
                DSL.update(BEHAVIOR_INPUTS)
                    .set(BEHAVIOR_INPUTS.DEAD_LETTER, inline(false))
                    .set(
                        AuditUpdate.of(
                            in, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID, Requeue::actor))
                    .where(BEHAVIOR_INPUTS.ID.eq(in.value(BEHAVIOR_INPUTS.ID, Requeue::id)))
                    .and(DEAD)
                    .returning(BEHAVIOR_INPUTS.ID));
    return with(revived)
        .with(name("forgotten").as(ProcessedStatements.forgetting(revived)))
        .select(out.only(revived.field(BEHAVIOR_INPUTS.ID)))
        .from(revived);
  }

  /** Makes the inputs of the claims in {@code claims} dead letters. */
  static <P> UpdateConditionStep<Record> making(
      Parameters<P> in,
      Function<? super P, @Nullable ActorId> actor,
      CommonTableExpression<?> claims) {
    return DSL.update(BEHAVIOR_INPUTS)
        .set(BEHAVIOR_INPUTS.DEAD_LETTER, inline(true))
        .set(AuditUpdate.of(in, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID, actor))
        .from(claims)
        .where(BEHAVIOR_INPUTS.ID.eq(columnOf(claims, CLAIMS.BEHAVIOR_INPUT_ID)));
  }

  /** Counts the dead letters. */
  static Select<Record1<Integer>> counting() {
    return select(count()).from(BEHAVIOR_INPUTS).where(DEAD);
  }
}
