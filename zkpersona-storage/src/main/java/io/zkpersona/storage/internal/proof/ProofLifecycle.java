package io.zkpersona.storage.internal.proof;

import static io.zkpersona.domain.proof.VerificationStatus.EXPIRED;
import static io.zkpersona.domain.proof.VerificationStatus.FAILED;
import static io.zkpersona.domain.proof.VerificationStatus.VERIFIED;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.Circuits.CIRCUITS;
import static io.zkpersona.storage.internal.tables.tables.VerificationAttempts.VERIFICATION_ATTEMPTS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.DuplicateStatementException;
import io.zkpersona.domain.proof.ExpiredProofException;
import io.zkpersona.domain.proof.NullifierSpentException;
import io.zkpersona.domain.proof.StatusChange;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.storage.internal.error.NotFound;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.proof.VerificationAttempts.Logged;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.WithStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The lifecycle of a proof. A transition locks the proof's row first, so that it knows the status
 * that it starts from, whatever concurrent transitions do.
 */
final class ProofLifecycle {

  /** An attempt that decides a proof. */
  private record Decision(ZkProofId proof, Logged logged) {}

  /** An expiry. */
  private record Expiry(ZkProofId proof, @Nullable ActorId actor) {}

  /** A sweep of proofs that are due. */
  private record Sweep(Instant now, int batch, @Nullable ActorId actor) {}

  /** The state of a proof before a transition. */
  private record Current(VerificationStatus status, @Nullable Instant expiresAt) {}

  private static final Statement<Decision, Current> VERIFY = deciding(VERIFIED);
  private static final Statement<Decision, Current> FAIL = deciding(FAILED);

  private static final Statement<Expiry, VerificationStatus> EXPIRE =
      Statement.inParts(operation(EXPIRED), (in, out) -> List.of(expiring(in, out)));

  /** Selects the ids once, as an array, since a join might select them again. */
  private static final Statement<Sweep, Void> EXPIRE_DUE =
      Statement.changing(
          "zk_proofs.expire_due",
          in ->
              DSL.update(ZK_PROOFS)
                  .set(ZK_PROOFS.VERIFICATION_STATUS, literal(EXPIRED))
                  .set(ZK_PROOFS.VERIFIED_AT, castNull(ZK_PROOFS.VERIFIED_AT))
                  .set(AuditUpdate.of(in, ZK_PROOFS.MTIME, ZK_PROOFS.MID, Sweep::actor))
                  .where(
                      ZK_PROOFS.ID.eq(
                          any(
                              array(
                                  select(ZK_PROOFS.ID)
                                      .from(ZK_PROOFS)
                                      .where(
                                          ZK_PROOFS.EXPIRES_AT.le(
                                              in.value(ZK_PROOFS.EXPIRES_AT, Sweep::now)))
                                      .and(ZK_PROOFS.VERIFICATION_STATUS.in(originsOf(EXPIRED)))
                                      .orderBy(ZK_PROOFS.EXPIRES_AT, ZK_PROOFS.ID)
                                      .limit(in.number(Sweep::batch))
                                      .forNoKeyUpdate()
                                      .skipLocked())))));

  private final RepositoryContext context;
  private final Nullifiers nullifiers;

  ProofLifecycle(RepositoryContext context, Nullifiers nullifiers) {
    this.context = context;
    this.nullifiers = nullifiers;
  }

  /**
   * Changes a pending proof to verified or failed by an attempt, which is logged whether the
   * transition succeeds or not. An attempt after the proof's expiry fails with an {@link
   * ExpiredProofException} and is not logged.
   */
  StatusChange decide(ZkProofId id, VerificationStatus to, VerificationAttempt attempt) {
    SqlExecutor executor = context.executor();
    Decision decision = new Decision(id, Logged.of(attempt, context.actor()));
    try {
      return executor.inserting(
          VerificationAttempts.ENTITY_TYPE,
          () -> List.of(decision.logged().id().value()),
          () -> decide(executor, to, decision));
    } catch (NullifierSpentException e) {
      throw nullifiers.spentFor(executor, id).orElseThrow(() -> notFound(id));
    } catch (DuplicateStatementException e) {
      throw executor
          .first(ExistingProofs.EARLIER, id)
          .flatMap(earlier -> earlier)
          .map(earlier -> e.withEarlierProof(earlier.value()))
          .orElse(e);
    }
  }

  private static StatusChange decide(
      SqlExecutor executor, VerificationStatus to, Decision decision) {
    String operation = operation(to);
    Current before =
        executor
            .first(to == VERIFIED ? VERIFY : FAIL, decision)
            .orElseThrow(() -> executor.refused(operation, notFound(decision.proof())));
    Instant expiresAt = before.expiresAt();
    boolean allowed = before.status().mayBecome(to);
    if (allowed && expiresAt != null && !decision.logged().attempt().at().isBefore(expiresAt)) {
      throw executor.refused(
          operation, new ExpiredProofException(decision.proof().value(), expiresAt));
    }
    return new StatusChange(allowed, before.status(), to);
  }

  /** Changes a pending or verified proof to expired. */
  StatusChange expire(ZkProofId id) {
    SqlExecutor executor = context.executor();
    VerificationStatus before =
        executor
            .first(EXPIRE, new Expiry(id, context.actor()))
            .orElseThrow(() -> executor.refused(operation(EXPIRED), notFound(id)));
    return new StatusChange(before.mayBecome(EXPIRED), before, EXPIRED);
  }

  /**
   * Expires proofs that are due, the longest overdue first. Skips rows that another process has
   * locked.
   */
  int expireDue(Instant now, int batch) {
    return context.executor().update(EXPIRE_DUE, new Sweep(now, batch, context.actor()));
  }

  private static Statement<Decision, Current> deciding(VerificationStatus to) {
    return Statement.inParts(operation(to), (in, out) -> List.of(deciding(to, in, out)));
  }

  private static Query deciding(
      VerificationStatus to, Parameters<Decision> in, Results<Current> out) {
    var locked = locked(in.value(ZK_PROOFS.ID, Decision::proof));
    Field<VerificationStatus> status = columnOf(locked, ZK_PROOFS.VERIFICATION_STATUS);
    Field<Instant> expiresAt = columnOf(locked, ZK_PROOFS.EXPIRES_AT);
    Field<Instant> at = in.value(ZK_PROOFS.EXPIRES_AT, decision -> decision.logged.attempt().at());
    Condition isAllowed = status.in(originsOf(to));
    Condition isInTime = expiresAt.isNull().or(expiresAt.gt(at));
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(ZK_PROOFS.VERIFICATION_STATUS, literal(to));
    values.put(ZK_PROOFS.VERIFIED_AT, to == VERIFIED ? at : castNull(ZK_PROOFS.VERIFIED_AT));
    values.put(
        ZK_PROOFS.VERIFIER_ID,
        in.value(ZK_PROOFS.VERIFIER_ID, decision -> decision.logged.attempt().verifierId()));
    values.putAll(
        AuditUpdate.of(in, ZK_PROOFS.MTIME, ZK_PROOFS.MID, decision -> decision.logged.actor()));
    if (to == VERIFIED) {
      values.put(ZK_PROOFS.NULLIFIER_SPENT, field(ZK_PROOFS.NULLIFIER_HASH.isNotNull()));
    }
    var decided =
        name("decided")
            .as(
                DSL.update(ZK_PROOFS)
                    .set(values)
                    .from(locked)
                    .where(ZK_PROOFS.ID.eq(columnOf(locked, ZK_PROOFS.ID)))
                    .and(isAllowed)
                    .and(isInTime)
                    .returning(
                        ZK_PROOFS.NULLIFIER_HASH,
                        field(
                                select(CIRCUITS.NULLIFIER_USES)
                                    .from(CIRCUITS)
                                    .where(CIRCUITS.NAME.eq(ZK_PROOFS.CIRCUIT_NAME))
                                    .and(CIRCUITS.VERSION.eq(ZK_PROOFS.CIRCUIT_VERSION)))
                            .as(CIRCUITS.NULLIFIER_USES)));
    var logged =
        name("logged")
            .as(
                VerificationAttempts.logging(
                        in.of(Decision::logged),
                        columnOf(locked, ZK_PROOFS.ID),
                        columnOf(locked, ZK_PROOFS.USER_ID),
                        field(isAllowed),
                        attempt -> attempt.from(locked).where(isInTime.or(isAllowed.not())))
                    .returning(VERIFICATION_ATTEMPTS.ID));
    WithStep parts = with(locked).with(decided).with(logged);
    if (to == VERIFIED) {
      parts = parts.with(name("spent").as(Nullifiers.spending(decided)));
    }
    var before = out.column(status);
    var ends = out.column(expiresAt);
    out.as(row -> new Current(row.get(before), row.getNullable(ends)));
    return parts.select(out.fields()).from(locked);
  }

  private static Query expiring(Parameters<Expiry> in, Results<VerificationStatus> out) {
    var locked = locked(in.value(ZK_PROOFS.ID, Expiry::proof));
    Field<VerificationStatus> status = columnOf(locked, ZK_PROOFS.VERIFICATION_STATUS);
    var expired =
        name("expired")
            .as(
                DSL.update(ZK_PROOFS)
                    .set(ZK_PROOFS.VERIFICATION_STATUS, literal(EXPIRED))
                    .set(ZK_PROOFS.VERIFIED_AT, castNull(ZK_PROOFS.VERIFIED_AT))
                    .set(AuditUpdate.of(in, ZK_PROOFS.MTIME, ZK_PROOFS.MID, Expiry::actor))
                    .from(locked)
                    .where(ZK_PROOFS.ID.eq(columnOf(locked, ZK_PROOFS.ID)))
                    .and(status.in(originsOf(EXPIRED)))
                    .returning(ZK_PROOFS.ID));
    return with(locked).with(expired).select(out.only(status)).from(locked);
  }

  /**
   * Locks a proof and reads what a transition depends on. After a wait for another transaction
   * these are the values that it committed, not those of the statement's snapshot.
   */
  private static CommonTableExpression<?> locked(Field<ZkProofId> id) {
    return name("locked")
        .as(
            select(
                    ZK_PROOFS.ID,
                    ZK_PROOFS.USER_ID,
                    ZK_PROOFS.VERIFICATION_STATUS,
                    ZK_PROOFS.EXPIRES_AT)
                .from(ZK_PROOFS)
                .where(ZK_PROOFS.ID.eq(id))
                .forNoKeyUpdate());
  }

  private static EntityNotFoundException notFound(ZkProofId id) {
    return NotFound.of(ZkProofTable.TABLE.entityType(), id.value());
  }

  /** Returns the statuses that may change to {@code next}. */
  private static List<Field<VerificationStatus>> originsOf(VerificationStatus next) {
    return Stream.of(VerificationStatus.values())
        .filter(status -> status.mayBecome(next))
        .map(ProofLifecycle::literal)
        .toList();
  }

  private static Field<VerificationStatus> literal(VerificationStatus status) {
    return inline(status, ZK_PROOFS.VERIFICATION_STATUS);
  }

  private static String operation(VerificationStatus to) {
    return "zk_proofs.mark_" + to.value();
  }
}
