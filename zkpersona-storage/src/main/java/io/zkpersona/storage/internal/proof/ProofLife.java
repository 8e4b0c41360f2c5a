package io.zkpersona.storage.internal.proof;

import static io.zkpersona.domain.proof.VerificationStatus.EXPIRED;
import static io.zkpersona.domain.proof.VerificationStatus.PENDING;
import static io.zkpersona.domain.proof.VerificationStatus.VERIFIED;
import static io.zkpersona.storage.internal.tables.tables.Circuits.CIRCUITS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ExpiredProofException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.NullifierHash;
import io.zkpersona.domain.proof.StatusChange;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.Touch;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The lifecycle of a proof. Each transition is one UPDATE, guarded by the status it may start from;
 * the row is read only if the UPDATE changed nothing, to find out why.
 */
final class ProofLife {

  private enum Key {
    CURRENT,
    EXPIRE_DUE
  }

  /** The variant of a transition; a transition by an attempt compares the expiry. */
  private record Step(VerificationStatus from, VerificationStatus to, boolean byAttempt) {}

  /** The columns that a successful transition returns. */
  private record Won(
      @Nullable UserId user, @Nullable NullifierHash nullifier, @Nullable Integer uses) {}

  private record Current(VerificationStatus status, @Nullable Instant expiresAt) {}

  private final RepositoryContext context;
  private final Nullifiers nullifiers;
  private final VerificationAttempts attempts;

  ProofLife(RepositoryContext context, Nullifiers nullifiers, VerificationAttempts attempts) {
    this.context = context;
    this.nullifiers = nullifiers;
    this.attempts = attempts;
  }

  /**
   * Changes a pending proof to verified or failed by an attempt, which is logged whether the
   * transition succeeds or not. An attempt after the proof's expiry fails with an {@link
   * ExpiredProofException} and is not logged.
   */
  StatusChange decide(ZkProofId id, VerificationStatus to, VerificationAttempt attempt) {
    return context
        .executor()
        .atomically(
            operation(to),
            tx -> {
              Optional<Won> won = take(tx, id, new Step(PENDING, to, true), attempt);
              if (won.isEmpty()) {
                return lost(tx, id, to, attempt);
              }
              NullifierHash nullifier = won.get().nullifier();
              if (to == VERIFIED && nullifier != null) {
                int uses = Objects.requireNonNull(won.get().uses());
                nullifiers.spend(tx, nullifier, uses, won.get().user(), id);
              }
              attempts.add(tx, id, attempt, true);
              return new StatusChange(true, PENDING, to);
            });
  }

  private StatusChange lost(
      SqlExecutor tx, ZkProofId id, VerificationStatus to, VerificationAttempt attempt) {
    Current current = current(tx, id);
    Instant expiresAt = current.expiresAt();
    if (current.status() == PENDING && expiresAt != null && !attempt.at().isBefore(expiresAt)) {
      throw new ExpiredProofException(id.value(), expiresAt);
    }
    attempts.add(tx, id, attempt, false);
    return new StatusChange(false, current.status(), to);
  }

  /** Changes a pending or verified proof to expired. */
  StatusChange expire(ZkProofId id) {
    return context
        .executor()
        .atomically(
            operation(EXPIRED),
            tx -> {
              for (VerificationStatus from : new VerificationStatus[] {PENDING, VERIFIED}) {
                if (take(tx, id, new Step(from, EXPIRED, false), null).isPresent()) {
                  return new StatusChange(true, from, EXPIRED);
                }
              }
              return new StatusChange(false, current(tx, id).status(), EXPIRED);
            });
  }

  private Optional<Won> take(
      SqlExecutor tx, ZkProofId id, Step step, @Nullable VerificationAttempt attempt) {
    SqlShape shape = context.shapes().get(step, params -> statement(params, step));
    @Nullable Object[] values =
        attempt == null
            ? new @Nullable Object[] {null, context.actor(), id}
            : new @Nullable Object[] {
              step.to() == VERIFIED ? attempt.at() : null,
              context.actor(),
              attempt.verifierId(),
              id,
              attempt.at()
            };
    return tx.first(
        operation(step.to()),
        shape,
        row ->
            new Won(
                row.read(Codecs.of(ZK_PROOFS.USER_ID), 1),
                row.read(Codecs.of(ZK_PROOFS.NULLIFIER_HASH), 2),
                row.read(Codecs.of(CIRCUITS.NULLIFIER_USES), 3)),
        values);
  }

  /**
   * Builds a transition. Binds the time of verification and the actor; for an attempt, the
   * verifier; the id; for an attempt, its time.
   */
  private static Query statement(Params params, Step step) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(ZK_PROOFS.VERIFICATION_STATUS, literal(step.to()));
    values.put(ZK_PROOFS.VERIFIED_AT, params.value(ZK_PROOFS.VERIFIED_AT));
    values.putAll(Touch.of(params, ZK_PROOFS.MTIME, ZK_PROOFS.MID));
    if (step.to() == VERIFIED) {
      values.put(ZK_PROOFS.NULLIFIER_SPENT, DSL.field(ZK_PROOFS.NULLIFIER_HASH.isNotNull()));
    }
    if (step.byAttempt()) {
      values.put(ZK_PROOFS.VERIFIER_ID, params.value(ZK_PROOFS.VERIFIER_ID));
    }
    Condition from =
        ZK_PROOFS
            .ID
            .eq(params.value(ZK_PROOFS.ID))
            .and(ZK_PROOFS.VERIFICATION_STATUS.eq(literal(step.from())));
    Field<Instant> expiresAt = ZK_PROOFS.EXPIRES_AT;
    return DSL.update(ZK_PROOFS)
        .set(values)
        .where(
            step.byAttempt()
                ? from.and(expiresAt.isNull().or(expiresAt.gt(params.value(expiresAt))))
                : from)
        .returning(
            ZK_PROOFS.USER_ID,
            ZK_PROOFS.NULLIFIER_HASH,
            DSL.field(
                select(CIRCUITS.NULLIFIER_USES)
                    .from(CIRCUITS)
                    .where(CIRCUITS.NAME.eq(ZK_PROOFS.CIRCUIT_NAME))
                    .and(CIRCUITS.VERSION.eq(ZK_PROOFS.CIRCUIT_VERSION))));
  }

  private Current current(SqlExecutor tx, ZkProofId id) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.CURRENT,
                params ->
                    select(ZK_PROOFS.VERIFICATION_STATUS, ZK_PROOFS.EXPIRES_AT)
                        .from(ZK_PROOFS)
                        .where(ZK_PROOFS.ID.eq(params.value(ZK_PROOFS.ID))));
    return tx.first(
            "zk_proofs.find_status",
            shape,
            row ->
                new Current(
                    Objects.requireNonNull(row.read(Codecs.of(ZK_PROOFS.VERIFICATION_STATUS), 1)),
                    row.read(Codecs.INSTANT, 2)),
            id)
        .orElseThrow(() -> EntityNotFoundException.of(ZkProofTable.TABLE.entityType(), id.value()));
  }

  /**
   * Expires proofs that are due, the longest overdue first. Skips rows that another process has
   * locked. The ids are selected once, as an array, since a join might select them again.
   */
  int expireDue(Instant now, int batch) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.EXPIRE_DUE,
                params ->
                    DSL.update(ZK_PROOFS)
                        .set(ZK_PROOFS.VERIFICATION_STATUS, literal(EXPIRED))
                        .set(ZK_PROOFS.VERIFIED_AT, castNull(ZK_PROOFS.VERIFIED_AT))
                        .set(Touch.of(params, ZK_PROOFS.MTIME, ZK_PROOFS.MID))
                        .where(
                            ZK_PROOFS.ID.eq(
                                any(
                                    array(
                                        select(ZK_PROOFS.ID)
                                            .from(ZK_PROOFS)
                                            .where(
                                                ZK_PROOFS.EXPIRES_AT.le(
                                                    params.value(ZK_PROOFS.EXPIRES_AT)))
                                            .and(
                                                ZK_PROOFS.VERIFICATION_STATUS.in(
                                                    literal(PENDING), literal(VERIFIED)))
                                            .orderBy(ZK_PROOFS.EXPIRES_AT, ZK_PROOFS.ID)
                                            .limit(params.rows())
                                            .forNoKeyUpdate()
                                            .skipLocked())))));
    return context
        .executor()
        .update("zk_proofs.expire_due", shape, context.actor(), now, (long) batch);
  }

  private static Field<VerificationStatus> literal(VerificationStatus status) {
    return inline(status, ZK_PROOFS.VERIFICATION_STATUS);
  }

  private static String operation(VerificationStatus to) {
    return "zk_proofs.mark_" + to.value();
  }
}
