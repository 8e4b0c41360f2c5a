package io.zkpersona.storage.internal.repository;

import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
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
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.SqlExecutor;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.ManyRows.Value;
import io.zkpersona.storage.internal.repository.VerificationKeys.Rules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores proofs with all that goes with them: key, statement, nullifier. */
final class ProofInsert {

  private enum Key {
    INSERT,
    MANY,
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

  /** A row, with what its key's circuit asks of it and what it spends. */
  private record Stored(Addressed row, Rules rules, @Nullable NullifierHash nullifier) {

    static Stored of(Addressed row, Rules rules) {
      return new Stored(row, rules, spentBy(rules, row.proof()));
    }

    ZkProof proof() {
      return row.proof();
    }
  }

  private static final EntityTable<ZkProof, ZkProofId> TABLE = ZkProofTable.TABLE;
  private static final List<Value<Stored, ?>> VALUES = values();

  private final RepositoryContext context;
  private final VerificationKeys keys;
  private final Nullifiers nullifiers;
  private final ManyRows<Stored> rows;

  ProofInsert(RepositoryContext context, VerificationKeys keys, Nullifiers nullifiers) {
    this.context = context;
    this.keys = keys;
    this.nullifiers = nullifiers;
    this.rows = new ManyRows<>(Key.MANY, ZK_PROOFS, VALUES, context.shapes());
  }

  private static List<Value<Stored, ?>> values() {
    List<Value<Stored, ?>> values = new ArrayList<>();
    TABLE.insertable().forEach(column -> values.add(Value.of(column, Stored::proof)));
    values.add(Value.of(ZK_PROOFS.VERIFICATION_KEY_HASH, stored -> stored.row().key()));
    values.add(Value.of(ZK_PROOFS.STATEMENT_HASH, stored -> stored.row().statement()));
    values.add(
        Value.of(
            ZK_PROOFS.STATEMENT_GLOBAL,
            stored -> stored.rules().uniqueness() == StatementUniqueness.GLOBAL));
    values.add(Value.of(ZK_PROOFS.NULLIFIER_HASH, Stored::nullifier));
    return List.copyOf(values);
  }

  /**
   * Inserts one. The statement first, the nullifier then: who repeats a statement hears of that,
   * and not of the nullifier that comes with it.
   */
  ZkProof one(SqlExecutor tx, Addressed row) {
    Stored given = Stored.of(row, keys.keep(tx, row.key(), row.proof().verificationKey()));
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.INSERT,
                params ->
                    rows.inserting(params)
                        .returning(
                            TABLE.audit().createdAt().field(), TABLE.audit().modifiedAt().field()));
    ZkProof stored =
        tx.first(
                "zk_proofs.save",
                shape,
                stamp -> TABLE.stamped(row.proof(), TABLE.time(stamp, 1), TABLE.time(stamp, 2)),
                rows.bound(given))
            .orElseThrow();
    spend(tx, given);
    return stored;
  }

  /** Inserts many; each key is kept and locked once, in an order that all have in common. */
  void many(SqlExecutor tx, String operation, List<ZkProof> proofs) {
    Map<Json, VerificationKeyHash> hashes = new HashMap<>();
    List<Addressed> addressed = new ArrayList<>(proofs.size());
    for (ZkProof proof : proofs) {
      VerificationKeyHash hash =
          hashes.computeIfAbsent(proof.verificationKey(), VerificationKeyHash::of);
      addressed.add(Addressed.of(proof, hash));
    }
    Map<VerificationKeyHash, Rules> rules = new HashMap<>();
    hashes.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.comparing(VerificationKeyHash::value)))
        .forEach(key -> rules.put(key.getValue(), keys.keep(tx, key.getValue(), key.getKey())));

    List<Stored> stored = new ArrayList<>(addressed.size());
    for (Addressed row : addressed) {
      stored.add(Stored.of(row, Objects.requireNonNull(rules.get(row.key()))));
    }
    rows.insert(tx, operation, stored);
    stored.forEach(row -> spend(tx, row));
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

  /** What a proof spends: nothing if its circuit has no nullifier, or if it has failed already. */
  private static @Nullable NullifierHash spentBy(Rules rules, ZkProof proof) {
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

  private void spend(SqlExecutor tx, Stored stored) {
    NullifierRule rule = stored.rules().nullifier();
    if (stored.nullifier() != null && rule != null) {
      nullifiers.spend(tx, stored.nullifier(), rule.uses(), stored.proof());
    }
  }
}
