package io.zkpersona.storage.internal.behavior.queue;

import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims.BEHAVIOR_INPUT_CLAIMS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.internal.behavior.BehaviorInputConditions;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Variants;
import io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;

/**
 * The statements that end, extend or return claims. A claim that is lost meanwhile gives no row.
 *
 * <p>Each statement locks an input before it changes the claim, so that they do not deadlock, and
 * checks the claim in the state it has once the input is locked.
 */
final class HeldClaims {

  /** Claims whose inputs are processed. */
  record Completion(List<ClaimedInput> claims, @Nullable ActorId actor) {}

  /** A claim and its new lease. */
  record Extension(ClaimedInput claim, Duration lease) {}

  /** A failed attempt, and when the next one may begin if there is one left. */
  record Failure(
      ClaimedInput claim,
      String reason,
      int maxAttempts,
      Duration retryAfter,
      @Nullable ActorId actor) {}

  private static final BehaviorInputClaims CLAIMS = BEHAVIOR_INPUT_CLAIMS;
  private static final Field<Instant> NOW = DatabaseClock.statement();

  /** Marks inputs as processed; returns the ids of the marked ones. */
  static final Statement<Completion, BehaviorInputId> COMPLETE =
      Statement.of("work_queue.complete", HeldClaims::completing);

  /** Extends a lease; returns its new end. */
  static final Statement<Extension, Instant> EXTEND =
      Statement.of("work_queue.extend", HeldClaims::extending);

  /** Releases a claim; returns its input. The variant is the name of the schema. */
  static final Variants<String, ClaimedInput, BehaviorInputId> RELEASE =
      Variants.inParts(
          "work_queue.release",
          (schema, in, out) -> List.of(WorkNotification.select(schema), releasing(in, out)));

  /** Records a failed attempt; returns the number of attempts. */
  static final Statement<Failure, Integer> FAIL =
      Statement.of("work_queue.fail", HeldClaims::failing);

  private HeldClaims() {}

  private static Query completing(Parameters<Completion> in, Results<BehaviorInputId> out) {
    Parameters<List<ClaimedInput>> claims = in.of(Completion::claims);
    var held = name("held").as(lock(claims, DSL.noCondition()));
    var done =
        name("done")
            .as(
                DSL.deleteFrom(CLAIMS)
                    .using(held)
                    .where(isHeld(held, claims))
                    .returning(CLAIMS.BEHAVIOR_INPUT_ID));
    return with(held)
        .with(done)
        .update(BEHAVIOR_INPUTS)
        .set(BEHAVIOR_INPUTS.PROCESSED, inline(true))
        .set(AuditUpdate.of(in, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID, Completion::actor))
        .from(done)
        .where(BEHAVIOR_INPUTS.ID.eq(columnOf(done, CLAIMS.BEHAVIOR_INPUT_ID)))
        .and(BehaviorInputConditions.UNPROCESSED)
        .returning(out.only(BEHAVIOR_INPUTS.ID));
  }

  private static Query extending(Parameters<Extension> in, Results<Instant> out) {
    Parameters<List<ClaimedInput>> claims = in.of(extension -> List.of(extension.claim));
    var held = name("held").as(lock(claims, BehaviorInputConditions.UNPROCESSED));
    Field<Instant> until = NOW.add(in.duration(Extension::lease));
    return with(held)
        .update(CLAIMS)
        .set(CLAIMS.LEASED_UNTIL, until)
        .set(CLAIMS.AVAILABLE_AT, until)
        .from(held)
        .where(isHeld(held, claims))
        .returning(out.only(CLAIMS.LEASED_UNTIL));
  }

  private static Query releasing(Parameters<ClaimedInput> in, Results<BehaviorInputId> out) {
    Parameters<List<ClaimedInput>> claims = in.of(claim -> List.of(claim));
    var held = name("held").as(lock(claims, BehaviorInputConditions.UNPROCESSED));
    return with(held)
        .update(CLAIMS)
        .set(CLAIMS.ATTEMPTS, CLAIMS.ATTEMPTS.minus(inline(1)))
        .set(CLAIMS.LEASED_UNTIL, castNull(CLAIMS.LEASED_UNTIL))
        .set(CLAIMS.AVAILABLE_AT, NOW)
        .from(held)
        .where(isHeld(held, claims))
        .returning(out.only(CLAIMS.BEHAVIOR_INPUT_ID));
  }

  private static Query failing(Parameters<Failure> in, Results<Integer> out) {
    Parameters<List<ClaimedInput>> claims = in.of(failure -> List.of(failure.claim));
    var held = name("held").as(lock(claims, BehaviorInputConditions.UNPROCESSED));
    Field<String> reason = in.value(CLAIMS.FAILURE_REASON, Failure::reason);
    Param<Integer> most = in.value(CLAIMS.ATTEMPTS, Failure::maxAttempts);
    // For Citus, the condition is in an immutable sum, and the clock outside of it.
    Field<Instant> available =
        Builtins.ofUtc(
            Builtins.inUtc(NOW)
                .add(
                    when(CLAIMS.ATTEMPTS.lt(most), in.duration(Failure::retryAfter))
                        .otherwise(inline(DayToSecond.valueOf(Duration.ZERO)))));
    var failed =
        name("failed")
            .as(
                DSL.update(CLAIMS)
                    .set(CLAIMS.LEASED_UNTIL, castNull(CLAIMS.LEASED_UNTIL))
                    .set(CLAIMS.AVAILABLE_AT, available)
                    .set(CLAIMS.FAILURE_REASON, reason)
                    .from(held)
                    .where(isHeld(held, claims))
                    .returning(CLAIMS.BEHAVIOR_INPUT_ID, CLAIMS.ATTEMPTS));
    var dead =
        name("dead")
            .as(
                DeadLetters.making(in, Failure::actor, failed)
                    .and(columnOf(failed, CLAIMS.ATTEMPTS).ge(most))
                    .returning(BEHAVIOR_INPUTS.ID));
    return with(held)
        .with(failed)
        .with(dead)
        .select(out.only(columnOf(failed, CLAIMS.ATTEMPTS)))
        .from(failed);
  }

  /** Locks inputs in the order of their ids, so that concurrent callers do not deadlock. */
  private static Select<Record1<BehaviorInputId>> lock(
      Parameters<List<ClaimedInput>> in, Condition condition) {
    return select(BEHAVIOR_INPUTS.ID)
        .from(BEHAVIOR_INPUTS)
        .where(
            BEHAVIOR_INPUTS.ID.eq(
                any(
                    in.array(
                        BEHAVIOR_INPUTS.ID,
                        claims -> claims.stream().map(claim -> claim.input().id()).toList()))))
        .and(condition)
        .orderBy(BEHAVIOR_INPUTS.ID)
        .forNoKeyUpdate();
  }

  /**
   * Tells whether a claim is held with one of the tokens, each of which belongs to one claim of one
   * input.
   */
  private static Condition isHeld(
      CommonTableExpression<Record1<BehaviorInputId>> locked, Parameters<List<ClaimedInput>> in) {
    return CLAIMS
        .BEHAVIOR_INPUT_ID
        .eq(columnOf(locked, BEHAVIOR_INPUTS.ID))
        .and(
            CLAIMS.FENCING_TOKEN.eq(
                any(
                    in.array(
                        CLAIMS.FENCING_TOKEN,
                        claims -> claims.stream().map(ClaimedInput::token).toList()))))
        .and(CLAIMS.LEASED_UNTIL.isNotNull());
  }
}
