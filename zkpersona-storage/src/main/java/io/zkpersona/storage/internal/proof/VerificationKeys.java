package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.Circuits.CIRCUITS;
import static io.zkpersona.storage.internal.tables.tables.VerificationKeys.VERIFICATION_KEYS;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.VerificationKeyHash;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Verification keys, each stored once, and the circuits for which they are declared. A proof locks
 * its key's row against declarations, and a declaration locks it against proofs, so that neither
 * can happen between the other's check and its commit.
 */
final class VerificationKeys {

  private enum Key {
    LOCK,
    LOCK_WITH_CANDIDATES,
    KEEP
  }

  /**
   * A key's circuit; empty if the key is not declared.
   *
   * @param declared null if the key is not declared, or was not when the statement began
   */
  private record Locked(@Nullable String circuitName, @Nullable CircuitRules declared) {}

  private final RepositoryContext context;

  VerificationKeys(RepositoryContext context) {
    this.context = context;
  }

  /**
   * Stores a key unless it is stored already, and locks it against declarations.
   *
   * @param candidates an advisory lock to take until the transaction ends, so that only one
   *     transaction at a time counts the candidates for a statement; null for none
   * @return the circuit for which the key is declared
   */
  Optional<CircuitRules> keep(
      SqlExecutor tx, VerificationKeyHash hash, Json key, @Nullable Long candidates) {
    Locked locked =
        lock(tx, hash, candidates)
            .or(
                () -> {
                  keepNew(tx, hash, key);
                  return lock(tx, hash, candidates);
                })
            .orElseThrow(VerificationKeys::gone);
    if (locked.circuitName() != null && locked.declared() == null) {
      // Declared while this statement waited for the lock: it sees the new row of the key, but not
      // the circuit, which was inserted after it began.
      locked = lock(tx, hash, null).orElseThrow(VerificationKeys::gone);
    }
    return Optional.ofNullable(locked.declared());
  }

  static IllegalStateException gone() {
    return new IllegalStateException("a key that was kept is gone");
  }

  /** Stores a key unless it is stored already. */
  void keepNew(SqlExecutor tx, VerificationKeyHash hash, Json key) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.KEEP,
                params ->
                    DSL.insertInto(VERIFICATION_KEYS)
                        .set(VERIFICATION_KEYS.HASH, params.value(VERIFICATION_KEYS.HASH))
                        .set(VERIFICATION_KEYS.KEY, params.value(VERIFICATION_KEYS.KEY))
                        .set(VERIFICATION_KEYS.CID, params.value(VERIFICATION_KEYS.CID))
                        .set(VERIFICATION_KEYS.MID, params.value(VERIFICATION_KEYS.MID))
                        .onConflictDoNothing());
    tx.update("verification_keys.keep", shape, hash, key, context.actor(), context.actor());
  }

  private Optional<Locked> lock(
      SqlExecutor tx, VerificationKeyHash hash, @Nullable Long candidates) {
    SqlShape shape =
        candidates == null
            ? context.shapes().get(Key.LOCK, params -> locking(params, List.of()))
            : context
                .shapes()
                .get(
                    Key.LOCK_WITH_CANDIDATES,
                    params -> locking(params, List.of(advisoryLock(params))));
    return tx.first(
        "verification_keys.lock",
        shape,
        VerificationKeys::locked,
        candidates == null ? new Object[] {hash} : new Object[] {candidates, hash});
  }

  private static Query locking(Params params, List<Field<?>> more) {
    List<Field<?>> fields = new ArrayList<>(List.of(VERIFICATION_KEYS.CIRCUIT_NAME));
    fields.addAll(CircuitRules.FIELDS);
    fields.addAll(more);
    return select(fields)
        .from(VERIFICATION_KEYS)
        .leftJoin(CIRCUITS)
        .on(
            CIRCUITS
                .NAME
                .eq(VERIFICATION_KEYS.CIRCUIT_NAME)
                .and(CIRCUITS.VERSION.eq(VERIFICATION_KEYS.CIRCUIT_VERSION)))
        .where(VERIFICATION_KEYS.HASH.eq(params.value(VERIFICATION_KEYS.HASH)))
        .forKeyShare()
        .of(VERIFICATION_KEYS);
  }

  private static Field<?> advisoryLock(Params params) {
    return function(
        name("pg_catalog", "pg_advisory_xact_lock"), SQLDataType.OTHER, params.number());
  }

  private static Locked locked(Row row) {
    String name = row.read(CircuitRules.codec(VERIFICATION_KEYS.CIRCUIT_NAME), 1);
    return new Locked(name, CircuitRules.read(row, 1));
  }
}
