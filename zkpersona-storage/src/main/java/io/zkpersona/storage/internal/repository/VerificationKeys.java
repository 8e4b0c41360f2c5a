package io.zkpersona.storage.internal.repository;

import static io.zkpersona.storage.internal.tables.tables.VerificationKeys.VERIFICATION_KEYS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.Circuit;
import io.zkpersona.domain.proof.NullifierRule;
import io.zkpersona.domain.proof.ProofProtocol;
import io.zkpersona.domain.proof.StatementUniqueness;
import io.zkpersona.domain.proof.VerificationKeyHash;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.SqlExecutor;
import io.zkpersona.storage.internal.query.SqlShape;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Keys, each kept once, and what is declared of their circuits. A proof locks its key's row against
 * declarations and a declaration locks it against proofs, so that neither comes unseen between the
 * other's look and its commit. The declaration is in the row itself: whoever waited for the lock
 * then reads what it was waiting for.
 */
final class VerificationKeys {

  private enum Key {
    LOCK,
    KEEP,
    FIND,
    LOCK_TO_DECLARE,
    HAS_PROOFS,
    DECLARE
  }

  /**
   * What is declared of a circuit, without its key.
   *
   * @param protocol by which protocol its proofs are made; null if nothing is declared
   */
  record Rules(
      @Nullable ProofProtocol protocol,
      StatementUniqueness uniqueness,
      @Nullable NullifierRule nullifier) {}

  private static final List<Field<?>> RULES =
      List.of(
          VERIFICATION_KEYS.CIRCUIT_PROTOCOL,
          VERIFICATION_KEYS.STATEMENT_UNIQUENESS,
          VERIFICATION_KEYS.NULLIFIER_SCOPE,
          VERIFICATION_KEYS.NULLIFIER_SIGNAL,
          VERIFICATION_KEYS.NULLIFIER_SCOPE_SIGNALS,
          VERIFICATION_KEYS.NULLIFIER_USES);

  private final RepositoryContext context;

  VerificationKeys(RepositoryContext context) {
    this.context = context;
  }

  /** Keeps a key, unless it is kept already, and locks it against declarations. */
  Rules keep(SqlExecutor tx, VerificationKeyHash hash, Json key) {
    return lock(tx, hash)
        .or(
            () -> {
              keepNew(tx, hash, key);
              return lock(tx, hash);
            })
        .orElseThrow(VerificationKeys::gone);
  }

  private static IllegalStateException gone() {
    return new IllegalStateException("a key that was kept is gone");
  }

  private void keepNew(SqlExecutor tx, VerificationKeyHash hash, Json key) {
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

  private Optional<Rules> lock(SqlExecutor tx, VerificationKeyHash hash) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.LOCK,
                params ->
                    select(RULES)
                        .from(VERIFICATION_KEYS)
                        .where(VERIFICATION_KEYS.HASH.eq(params.value(VERIFICATION_KEYS.HASH)))
                        .forKeyShare());
    return tx.first("verification_keys.lock", shape, row -> rules(row, 0), hash);
  }

  private static Rules rules(Row row, int before) {
    String scope = read(row, VERIFICATION_KEYS.NULLIFIER_SCOPE, before + 3);
    return new Rules(
        read(row, VERIFICATION_KEYS.CIRCUIT_PROTOCOL, before + 1),
        required(row, VERIFICATION_KEYS.STATEMENT_UNIQUENESS, before + 2),
        scope == null
            ? null
            : new NullifierRule(
                scope,
                required(row, VERIFICATION_KEYS.NULLIFIER_SIGNAL, before + 4),
                indices(required(row, VERIFICATION_KEYS.NULLIFIER_SCOPE_SIGNALS, before + 5)),
                required(row, VERIFICATION_KEYS.NULLIFIER_USES, before + 6)));
  }

  private static List<Integer> indices(Json array) {
    return array.elements().stream().map(index -> Integer.valueOf(index.text())).toList();
  }

  private static Json array(List<Integer> indices) {
    return Json.of(
        indices.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
  }

  /** The circuit that is declared for a key. */
  Optional<Circuit> find(SqlExecutor on, VerificationKeyHash hash) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.FIND,
                params ->
                    select(
                            VERIFICATION_KEYS.CIRCUIT_NAME,
                            VERIFICATION_KEYS.CIRCUIT_VERSION,
                            VERIFICATION_KEYS.KEY)
                        .select(RULES)
                        .from(VERIFICATION_KEYS)
                        .where(VERIFICATION_KEYS.HASH.eq(params.value(VERIFICATION_KEYS.HASH)))
                        .and(VERIFICATION_KEYS.CIRCUIT_NAME.isNotNull()));
    return on.first(
        "verification_keys.find_circuit",
        shape,
        row -> {
          Rules rules = rules(row, 3);
          return new Circuit(
              required(row, VERIFICATION_KEYS.CIRCUIT_NAME, 1),
              required(row, VERIFICATION_KEYS.CIRCUIT_VERSION, 2),
              Objects.requireNonNull(rules.protocol()),
              required(row, VERIFICATION_KEYS.KEY, 3),
              rules.uniqueness(),
              rules.nullifier());
        },
        hash);
  }

  /** Declares a circuit before its first proof; the same once more is fine. */
  Circuit declare(SqlExecutor executor, Circuit circuit) {
    VerificationKeyHash hash = circuit.verificationKeyHash();
    return executor.atomically(
        "verification_keys.declare_circuit",
        tx -> {
          keepNew(tx, hash, circuit.verificationKey());
          lockToDeclare(tx, hash);
          Optional<Circuit> declared = find(tx, hash);
          if (declared.isPresent()) {
            if (!declared.get().equals(circuit)) {
              throw new DuplicateEntityException("circuit", "verificationKey");
            }
            return declared.get();
          }
          if (hasProofs(tx, hash)) {
            throw new ValidationException(
                "verificationKey",
                "has proofs already (expected: a circuit is declared before its first proof)");
          }
          write(tx, hash, circuit);
          return circuit;
        });
  }

  private void lockToDeclare(SqlExecutor tx, VerificationKeyHash hash) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.LOCK_TO_DECLARE,
                params ->
                    selectOne()
                        .from(VERIFICATION_KEYS)
                        .where(VERIFICATION_KEYS.HASH.eq(params.value(VERIFICATION_KEYS.HASH)))
                        .forUpdate());
    if (tx.first("verification_keys.lock", shape, row -> true, hash).isEmpty()) {
      throw gone();
    }
  }

  private boolean hasProofs(SqlExecutor tx, VerificationKeyHash hash) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.HAS_PROOFS,
                params ->
                    selectOne()
                        .from(ZK_PROOFS)
                        .where(
                            ZK_PROOFS.VERIFICATION_KEY_HASH.eq(
                                params.value(ZK_PROOFS.VERIFICATION_KEY_HASH)))
                        .limit(DSL.inline(1)));
    return tx.first("verification_keys.has_proofs", shape, row -> true, hash).isPresent();
  }

  private void write(SqlExecutor tx, VerificationKeyHash hash, Circuit circuit) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.DECLARE,
                params ->
                    DSL.update(VERIFICATION_KEYS)
                        .set(
                            VERIFICATION_KEYS.CIRCUIT_NAME,
                            params.value(VERIFICATION_KEYS.CIRCUIT_NAME))
                        .set(
                            VERIFICATION_KEYS.CIRCUIT_VERSION,
                            params.value(VERIFICATION_KEYS.CIRCUIT_VERSION))
                        .set(
                            VERIFICATION_KEYS.CIRCUIT_PROTOCOL,
                            params.value(VERIFICATION_KEYS.CIRCUIT_PROTOCOL))
                        .set(
                            VERIFICATION_KEYS.STATEMENT_UNIQUENESS,
                            params.value(VERIFICATION_KEYS.STATEMENT_UNIQUENESS))
                        .set(
                            VERIFICATION_KEYS.NULLIFIER_SCOPE,
                            params.value(VERIFICATION_KEYS.NULLIFIER_SCOPE))
                        .set(
                            VERIFICATION_KEYS.NULLIFIER_SIGNAL,
                            params.value(VERIFICATION_KEYS.NULLIFIER_SIGNAL))
                        .set(
                            VERIFICATION_KEYS.NULLIFIER_SCOPE_SIGNALS,
                            params.value(VERIFICATION_KEYS.NULLIFIER_SCOPE_SIGNALS))
                        .set(
                            VERIFICATION_KEYS.NULLIFIER_USES,
                            params.value(VERIFICATION_KEYS.NULLIFIER_USES))
                        .set(Touch.of(params, VERIFICATION_KEYS.MTIME, VERIFICATION_KEYS.MID))
                        .where(VERIFICATION_KEYS.HASH.eq(params.value(VERIFICATION_KEYS.HASH))));
    NullifierRule rule = circuit.nullifier();
    tx.update(
        "verification_keys.declare_circuit",
        shape,
        circuit.name(),
        circuit.version(),
        circuit.protocol(),
        circuit.statementUniqueness(),
        rule == null ? null : rule.scope(),
        rule == null ? null : rule.signal(),
        rule == null ? null : array(rule.scopeSignals()),
        rule == null ? null : rule.uses(),
        context.actor(),
        hash);
  }

  private static <T> @Nullable T read(Row row, Field<T> field, int position) {
    Codec<T> codec = Codecs.of(field);
    return row.read(codec, position);
  }

  private static <T> T required(Row row, Field<T> field, int position) {
    return Objects.requireNonNull(read(row, field, position));
  }
}
