package io.zkpersona.storage.internal.behavior.queue;

import static io.zkpersona.storage.internal.query.Builtins.min;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims.BEHAVIOR_INPUT_CLAIMS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.internal.behavior.BehaviorInputConditions;
import io.zkpersona.storage.internal.behavior.BehaviorInputTable;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.Touch;
import io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.impl.DSL;

/**
 * The statements that claim work from the queue, and that tell whether there is any. Each method's
 * comment names the values that a call binds, in order.
 */
final class ClaimStatements {

  private static final BehaviorInputClaims CLAIMS = BEHAVIOR_INPUT_CLAIMS;
  private static final List<SelectField<?>> INPUT = BehaviorInputTable.TABLE.fields();
  private static final String LEASE_EXPIRED = "lease expired";
  private static final Field<Instant> NOW = DatabaseClock.statement();

  private ClaimStatements() {}

  /**
   * Claims inputs and returns them with token, attempt and end of the lease. Binds the maximum
   * number of rows, the maximum number of attempts, the lease, and the actor.
   *
   * <p>An input that another worker claimed after this statement began may be unlocked by now and
   * look free in this statement's snapshot; the condition of the upsert detects the other claim.
   */
  static Query claim(Params params) {
    var picked = name("picked").as(free(params.rows(), withAttempts()));
    Field<BehaviorInputId> id = columnOf(picked, BEHAVIOR_INPUTS.ID);
    Param<Integer> most = params.value(CLAIMS.ATTEMPTS);
    Field<Instant> until = NOW.add(params.duration());
    var claimed =
        name("claimed")
            .as(
                DSL.insertInto(
                        CLAIMS,
                        CLAIMS.BEHAVIOR_INPUT_ID,
                        CLAIMS.ATTEMPTS,
                        CLAIMS.LEASED_UNTIL,
                        CLAIMS.AVAILABLE_AT)
                    .select(
                        select(id, inline(1), until, until)
                            .from(picked)
                            .where(coalesce(columnOf(picked, CLAIMS.ATTEMPTS), inline(0)).lt(most)))
                    .onConflict(CLAIMS.BEHAVIOR_INPUT_ID)
                    .doUpdate()
                    .set(CLAIMS.FENCING_TOKEN, excluded(CLAIMS.FENCING_TOKEN))
                    .set(CLAIMS.ATTEMPTS, CLAIMS.ATTEMPTS.plus(inline(1)))
                    .set(CLAIMS.LEASED_UNTIL, excluded(CLAIMS.LEASED_UNTIL))
                    .set(CLAIMS.AVAILABLE_AT, excluded(CLAIMS.AVAILABLE_AT))
                    .set(CLAIMS.FAILURE_REASON, reasonAfterLease())
                    .where(CLAIMS.AVAILABLE_AT.le(NOW))
                    .returning(
                        CLAIMS.BEHAVIOR_INPUT_ID,
                        CLAIMS.FENCING_TOKEN,
                        CLAIMS.ATTEMPTS,
                        CLAIMS.LEASED_UNTIL));
    var exhausted =
        name("exhausted")
            .as(
                DSL.update(CLAIMS)
                    .set(CLAIMS.LEASED_UNTIL, castNull(CLAIMS.LEASED_UNTIL))
                    .set(CLAIMS.FAILURE_REASON, reasonAfterLease())
                    .from(picked)
                    .where(CLAIMS.BEHAVIOR_INPUT_ID.eq(id))
                    .and(CLAIMS.ATTEMPTS.ge(most))
                    .and(CLAIMS.AVAILABLE_AT.le(NOW))
                    .returning(CLAIMS.BEHAVIOR_INPUT_ID));
    var dead =
        name("dead")
            .as(
                DSL.update(BEHAVIOR_INPUTS)
                    .set(BEHAVIOR_INPUTS.DEAD_LETTER, inline(true))
                    .set(Touch.of(params, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID))
                    .from(exhausted)
                    .where(BEHAVIOR_INPUTS.ID.eq(columnOf(exhausted, CLAIMS.BEHAVIOR_INPUT_ID)))
                    .returning(BEHAVIOR_INPUTS.ID));
    List<SelectField<?>> fields = new ArrayList<>();
    INPUT.forEach(input -> fields.add(columnOf(picked, (Field<?>) input)));
    fields.add(columnOf(claimed, CLAIMS.FENCING_TOKEN));
    fields.add(columnOf(claimed, CLAIMS.ATTEMPTS).as("attempt"));
    fields.add(columnOf(claimed, CLAIMS.LEASED_UNTIL));
    return with(picked)
        .with(claimed)
        .with(exhausted)
        .with(dead)
        .select(fields)
        .from(claimed)
        .join(picked)
        .on(id.eq(columnOf(claimed, CLAIMS.BEHAVIOR_INPUT_ID)))
        .orderBy(columnOf(picked, BEHAVIOR_INPUTS.TIMESTAMP), id);
  }

  /** Selects a row if there is an input to claim. Binds nothing. */
  static Query findFree(Params params) {
    return free(inline(1L), List.of(BEHAVIOR_INPUTS.ID));
  }

  /** Selects and locks the oldest inputs without a claim; skips locked ones. */
  private static Select<Record> free(Field<Long> limit, List<SelectField<?>> fields) {
    return select(fields)
        .from(BEHAVIOR_INPUTS)
        .leftJoin(CLAIMS)
        .on(CLAIMS.BEHAVIOR_INPUT_ID.eq(BEHAVIOR_INPUTS.ID))
        .where(BehaviorInputConditions.OPEN)
        .and(CLAIMS.AVAILABLE_AT.isNull().or(CLAIMS.AVAILABLE_AT.le(NOW)))
        .orderBy(BEHAVIOR_INPUTS.TIMESTAMP, BEHAVIOR_INPUTS.ID)
        .limit(limit)
        .forNoKeyUpdate()
        .of(BEHAVIOR_INPUTS)
        .skipLocked();
  }

  private static List<SelectField<?>> withAttempts() {
    List<SelectField<?>> fields = new ArrayList<>(INPUT);
    fields.add(CLAIMS.ATTEMPTS);
    return fields;
  }

  /** Returns the reason of the previous failure: an open lease means that the claim expired. */
  private static Field<String> reasonAfterLease() {
    return when(CLAIMS.LEASED_UNTIL.isNotNull(), inline(LEASE_EXPIRED))
        .otherwise(CLAIMS.FAILURE_REASON);
  }

  /**
   * Selects when the next lease or delay ends, null if there is none, and the current time. Binds
   * nothing.
   */
  static Query nextFree(Params params) {
    return select(min(CLAIMS.AVAILABLE_AT), NOW).from(CLAIMS).where(CLAIMS.AVAILABLE_AT.gt(NOW));
  }
}
