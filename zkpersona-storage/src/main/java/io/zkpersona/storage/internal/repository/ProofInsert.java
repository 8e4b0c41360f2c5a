package io.zkpersona.storage.internal.repository;

import static io.zkpersona.storage.internal.tables.Tables.ZK_PROOFS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.NullifierHash;
import io.zkpersona.domain.proof.NullifierRule;
import io.zkpersona.domain.proof.ProofProtocol;
import io.zkpersona.domain.proof.StatementHash;
import io.zkpersona.domain.proof.StatementUniqueness;
import io.zkpersona.domain.proof.VerificationKeyHash;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlExecutor;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.VerificationKeys.Rules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.InsertSetMoreStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Stores proofs with all that goes with them: key, statement, nullifier. */
final class ProofInsert {

  private enum Key {
    INSERT,
    INSERT_MANY,
    OWN,
    OWN_OF_NOBODY
  }

  /** A proof with the addresses of its key and its statement. */
  record Addressed(ZkProof proof, VerificationKeyHash key, StatementHash statement) {

    static Addressed of(ZkProof proof) {
      return of(proof, proof.verificationKeyHash());
    }

    static Addressed of(ZkProof proof, VerificationKeyHash key) {
      return new Addressed(
          proof, key, StatementHash.of(key, proof.protocol(), proof.publicSignals()));
    }
  }

  private static final EntityTable<ZkProof, ZkProofId> TABLE = ZkProofTable.TABLE;
  private static final List<Column<ZkProof, ?>> COLUMNS = TABLE.insertable();
  private static final List<Field<?>> ADDED =
      List.of(
          ZK_PROOFS.VERIFICATION_KEY_HASH,
          ZK_PROOFS.STATEMENT_HASH,
          ZK_PROOFS.STATEMENT_GLOBAL,
          ZK_PROOFS.NULLIFIER_HASH);

  private final RepositoryContext context;
  private final VerificationKeys keys;
  private final Nullifiers nullifiers;

  ProofInsert(RepositoryContext context, VerificationKeys keys, Nullifiers nullifiers) {
    this.context = context;
    this.keys = keys;
    this.nullifiers = nullifiers;
  }

  /**
   * Inserts one. The statement first, the nullifier then: who repeats a statement hears of that,
   * and not of the nullifier that comes with it.
   */
  ZkProof one(SqlExecutor tx, Addressed row) {
    Rules rules = keys.keep(tx, row.key(), row.proof().verificationKey());
    NullifierHash nullifier = nullifier(rules, row.proof());
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.INSERT,
                params ->
                    inserting(params)
                        .returning(
                            TABLE.audit().createdAt().field(), TABLE.audit().modifiedAt().field()));
    ZkProof stored =
        tx.first(
                "zk_proofs.save",
                shape,
                stamp -> TABLE.stamped(row.proof(), TABLE.time(stamp, 1), TABLE.time(stamp, 2)),
                values(row, rules, nullifier))
            .orElseThrow();
    spend(tx, rules, nullifier, row.proof());
    return stored;
  }

  /** Inserts many; each key is kept and locked once, in an order that all have in common. */
  void many(SqlExecutor tx, String operation, List<ZkProof> proofs) {
    Map<Json, VerificationKeyHash> hashes = new HashMap<>();
    List<Addressed> rows = new ArrayList<>(proofs.size());
    for (ZkProof proof : proofs) {
      VerificationKeyHash hash =
          hashes.computeIfAbsent(proof.verificationKey(), VerificationKeyHash::of);
      rows.add(Addressed.of(proof, hash));
    }
    Map<VerificationKeyHash, Rules> rules = new HashMap<>();
    hashes.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.comparing(VerificationKeyHash::value)))
        .forEach(key -> rules.put(key.getValue(), keys.keep(tx, key.getValue(), key.getKey())));

    List<@Nullable NullifierHash> spent = new ArrayList<>(rows.size());
    List<@Nullable Object[]> values = new ArrayList<>(rows.size());
    for (Addressed row : rows) {
      Rules its = Objects.requireNonNull(rules.get(row.key()));
      NullifierHash nullifier = nullifier(its, row.proof());
      spent.add(nullifier);
      values.add(values(row, its, nullifier));
    }
    tx.batch(operation, context.shapes().get(Key.INSERT_MANY, ProofInsert::inserting), values);
    for (int i = 0; i < rows.size(); i++) {
      Addressed row = rows.get(i);
      spend(tx, Objects.requireNonNull(rules.get(row.key())), spent.get(i), row.proof());
    }
  }

  /** The earlier proof of the statement by the same user, or by nobody where it is nobody's. */
  Optional<ZkProofId> own(SqlExecutor on, Addressed row) {
    boolean nobodys = row.proof().userId() == null;
    SqlShape shape =
        context
            .shapes()
            .get(
                nobodys ? Key.OWN_OF_NOBODY : Key.OWN,
                params ->
                    select(ZK_PROOFS.ID)
                        .from(ZK_PROOFS)
                        .where(ZK_PROOFS.STATEMENT_HASH.eq(params.value(ZK_PROOFS.STATEMENT_HASH)))
                        .and(
                            ZK_PROOFS.VERIFICATION_STATUS.ne(
                                inline(VerificationStatus.FAILED, ZK_PROOFS.VERIFICATION_STATUS)))
                        .and(
                            nobodys
                                ? ZK_PROOFS.USER_ID.isNull()
                                : ZK_PROOFS.USER_ID.eq(params.value(ZK_PROOFS.USER_ID))));
    return on.first(
        "zk_proofs.find_statement",
        shape,
        found -> Objects.requireNonNull(found.read(Codecs.of(ZK_PROOFS.ID), 1)),
        nobodys
            ? new Object[] {row.statement()}
            : new Object[] {row.statement(), Objects.requireNonNull(row.proof().userId())});
  }

  private static InsertSetMoreStep<?> inserting(Params params) {
    Map<Field<?>, Object> set = new LinkedHashMap<>();
    COLUMNS.forEach(column -> set.put(column.field(), params.value(column.field())));
    ADDED.forEach(field -> set.put(field, params.value(field)));
    return DSL.insertInto(ZK_PROOFS).set(set);
  }

  private static @Nullable Object[] values(
      Addressed row, Rules rules, @Nullable NullifierHash nullifier) {
    List<@Nullable Object> values = new ArrayList<>(COLUMNS.size() + ADDED.size());
    COLUMNS.forEach(column -> values.add(column.valueOf(row.proof())));
    values.add(row.key());
    values.add(row.statement());
    values.add(rules.uniqueness() == StatementUniqueness.GLOBAL);
    values.add(nullifier);
    return values.toArray();
  }

  /** What a proof spends: nothing if its circuit has no nullifier, or if it has failed already. */
  private static @Nullable NullifierHash nullifier(Rules rules, ZkProof proof) {
    ProofProtocol declared = rules.protocol();
    if (declared != null && declared != proof.protocol()) {
      throw new ValidationException(
          "protocol",
          proof.protocol().value()
              + " (expected: "
              + declared.value()
              + ", as its circuit was declared)");
    }
    NullifierRule rule = rules.nullifier();
    return rule == null || proof.verificationStatus() == VerificationStatus.FAILED
        ? null
        : rule.hash(proof.publicSignals());
  }

  private void spend(
      SqlExecutor tx, Rules rules, @Nullable NullifierHash nullifier, ZkProof proof) {
    NullifierRule rule = rules.nullifier();
    if (nullifier != null && rule != null) {
      nullifiers.spend(tx, nullifier, rule.uses(), proof);
    }
  }
}
