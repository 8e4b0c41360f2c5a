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

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.internal.behavior.BehaviorInputConditions;
import io.zkpersona.storage.internal.behavior.BehaviorInputTable;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The statements that find and claim inputs that no worker holds. */
final class FreeInputs {

  /** A claim of the oldest free inputs. */
  record Claim(long limit, int maxAttempts, Duration lease, @Nullable ActorId actor) {}

  private static final BehaviorInputClaims CLAIMS = BEHAVIOR_INPUT_CLAIMS;
  private static final String LEASE_EXPIRED = "lease expired";
  private static final Field<Instant> NOW = DatabaseClock.statement();

  /**
   * Claims inputs.
   *
   * <p>An input that another worker claimed after this statement began may be unlocked by now and
   * look free in this statement's snapshot; the condition of the upsert detects the other claim.
   */
  static final Statement<Claim, ClaimedInput> CLAIM =
      Statement.of("work_queue.claim", FreeInputs::claiming);

  /** Selects an input to claim, if there is one. */
  static final Statement<None, BehaviorInputId> FIND =
      Statement.of(
          "work_queue.find_free",
          (in, out) -> free(inline(1L), List.of(out.only(BEHAVIOR_INPUTS.ID))));

  /** Selects the time until the next lease or delay ends; empty if there is none. */
  static final Statement<None, Optional<Duration>> NEXT =
      Statement.of("work_queue.next_free", (in, out) -> next(out));

  private FreeInputs() {}

  private static Query claiming(Parameters<Claim> in, Results<ClaimedInput> out) {
    var picked = name("picked").as(free(in.number(Claim::limit), withAttempts()));
    Field<BehaviorInputId> id = columnOf(picked, BEHAVIOR_INPUTS.ID);
    Param<Integer> most = in.value(CLAIMS.ATTEMPTS, Claim::maxAttempts);
    Field<Instant> until = NOW.add(in.duration(Claim::lease));
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
                    .where(isAvailable(in))
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
            .as(DeadLetters.making(in, Claim::actor, exhausted).returning(BEHAVIOR_INPUTS.ID));
    RowReader<BehaviorInput> input = out.entity(BehaviorInputTable.TABLE, picked);
    var token = out.column(columnOf(claimed, CLAIMS.FENCING_TOKEN));
    var attempt = out.column(columnOf(claimed, CLAIMS.ATTEMPTS).as("attempt"));
    var end = out.column(columnOf(claimed, CLAIMS.LEASED_UNTIL));
    out.as(
        row -> new ClaimedInput(input.read(row), row.get(token), row.get(attempt), row.get(end)));
    return with(picked)
        .with(claimed)
        .with(exhausted)
        .with(dead)
        .select(out.fields())
        .from(claimed)
        .join(picked)
        .on(id.eq(columnOf(claimed, CLAIMS.BEHAVIOR_INPUT_ID)))
        .orderBy(columnOf(picked, BEHAVIOR_INPUTS.TIMESTAMP), id);
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
    List<SelectField<?>> fields = new ArrayList<>(BehaviorInputTable.TABLE.fields());
    fields.add(CLAIMS.ATTEMPTS);
    return fields;
  }

  /** Returns the reason of the previous failure: an open lease means that the claim expired. */
  /**
   * Tells whether a claim is available, by the end of the lease that would follow: for Citus, the
   * update of an upsert calls immutable functions only.
   */
  private static Condition isAvailable(Parameters<Claim> in) {
    return Builtins.inUtc(CLAIMS.AVAILABLE_AT)
        .add(in.duration(Claim::lease))
        .le(Builtins.inUtc(excluded(CLAIMS.AVAILABLE_AT)));
  }

  private static Field<String> reasonAfterLease() {
    return when(CLAIMS.LEASED_UNTIL.isNotNull(), inline(LEASE_EXPIRED))
        .otherwise(CLAIMS.FAILURE_REASON);
  }

  private static Query next(Results<Optional<Duration>> out) {
    var end = out.column(min(CLAIMS.AVAILABLE_AT));
    var now = out.column(NOW);
    out.as(
        row ->
            Optional.ofNullable(row.getNullable(end))
                .map(at -> Duration.between(row.get(now), at)));
    return select(out.fields()).from(CLAIMS).where(CLAIMS.AVAILABLE_AT.gt(NOW));
  }
}
