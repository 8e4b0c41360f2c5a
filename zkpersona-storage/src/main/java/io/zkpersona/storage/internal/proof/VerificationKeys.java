package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.tables.tables.Circuits.CIRCUITS;
import static io.zkpersona.storage.internal.tables.tables.VerificationKeys.VERIFICATION_KEYS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.circuit.VerificationKeyHash;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /** A key to store. */
  private record New(VerificationKeyHash hash, Json key, @Nullable ActorId actor) {}

  /**
   * A key and its circuit, which is empty if the key is not declared.
   *
   * @param declared also empty if the key was not declared when the statement began
   */
  private record Locked(
      VerificationKeyHash hash, Optional<String> circuitName, Optional<CircuitRules> declared) {

    /**
     * Tells whether the key was declared while the statement waited for the lock: it sees the new
     * row of the key, but not the circuit, which was inserted after it began.
     */
    boolean isDeclaredMeanwhile() {
      return circuitName.isPresent() && declared.isEmpty();
    }
  }

  private static final Comparator<VerificationKeyHash> ORDER =
      Comparator.comparing(VerificationKeyHash::value);

  /** Locks all of several keys in their order, or none if one of them is not stored. */
  private static final Statement<Collection<VerificationKeyHash>, Locked> LOCK =
      Statement.of("verification_keys.lock", VerificationKeys::locking);

  private static final Statement<New, Void> KEEP =
      Statement.changing("verification_keys.keep", VerificationKeys::keeping);

  private static final Statement<New, Locked> KEEP_AND_LOCK =
      Statement.inParts(
          "verification_keys.keep",
          (in, out) -> List.of(keeping(in), locking(in.of(key -> List.of(key.hash())), out)));

  private final RepositoryContext context;
  private final KnownCircuits known;

  VerificationKeys(RepositoryContext context) {
    this.context = context;
    this.known = new KnownCircuits(context);
  }

  /**
   * Stores keys unless they are stored already, and locks them against declarations.
   *
   * @return the circuits for which the keys are declared
   */
  Map<VerificationKeyHash, Optional<CircuitRules>> keep(
      SqlExecutor tx, Map<VerificationKeyHash, Json> keys) {
    List<VerificationKeyHash> sorted = keys.keySet().stream().sorted(ORDER).toList();
    List<Locked> locked = tx.list(LOCK, sorted);
    if (locked.size() < sorted.size()) {
      // One at a time, in the order in which declarations lock them too, so that none deadlock.
      locked =
          sorted.stream()
              .map(hash -> new New(hash, Objects.requireNonNull(keys.get(hash)), context.actor()))
              .map(key -> tx.first(KEEP_AND_LOCK, key).orElseThrow(VerificationKeys::gone))
              .toList();
    }
    if (locked.stream().anyMatch(Locked::isDeclaredMeanwhile)) {
      locked = tx.list(LOCK, sorted);
    }
    Map<VerificationKeyHash, Optional<CircuitRules>> circuits = new HashMap<>();
    locked.forEach(key -> circuits.put(key.hash, key.declared.map(known::add)));
    return circuits;
  }

  static IllegalStateException gone() {
    return new IllegalStateException("a stored verification key is missing");
  }

  /** Stores a key unless it is stored already. */
  void keepNew(SqlExecutor tx, VerificationKeyHash hash, Json key) {
    tx.update(KEEP, new New(hash, key, context.actor()));
  }

  private static Query keeping(Parameters<New> in) {
    return DSL.insertInto(VERIFICATION_KEYS)
        .set(VERIFICATION_KEYS.HASH, in.value(VERIFICATION_KEYS.HASH, New::hash))
        .set(VERIFICATION_KEYS.KEY, in.value(VERIFICATION_KEYS.KEY, New::key))
        .set(VERIFICATION_KEYS.CID, in.value(VERIFICATION_KEYS.CID, New::actor))
        .set(VERIFICATION_KEYS.MID, in.value(VERIFICATION_KEYS.MID, New::actor))
        .onConflictDoNothing();
  }

  private static Query locking(
      Parameters<Collection<VerificationKeyHash>> in, Results<Locked> out) {
    var stored = VERIFICATION_KEYS.as("stored");
    var hashes = in.array(VERIFICATION_KEYS.HASH, keys -> keys);
    var hash = out.column(VERIFICATION_KEYS.HASH);
    var name = out.column(VERIFICATION_KEYS.CIRCUIT_NAME);
    var rules = CircuitRules.select(out);
    out.as(
        row ->
            new Locked(row.get(hash), Optional.ofNullable(row.getNullable(name)), rules.read(row)));
    Field<Integer> found = field(select(count()).from(stored).where(stored.HASH.eq(any(hashes))));
    return select(out.fields())
        .from(VERIFICATION_KEYS)
        .leftJoin(CIRCUITS)
        .on(
            CIRCUITS
                .NAME
                .eq(VERIFICATION_KEYS.CIRCUIT_NAME)
                .and(CIRCUITS.VERSION.eq(VERIFICATION_KEYS.CIRCUIT_VERSION)))
        .where(VERIFICATION_KEYS.HASH.eq(any(hashes)))
        .and(found.cast(SQLDataType.BIGINT).eq(in.number(Collection::size)))
        .orderBy(VERIFICATION_KEYS.HASH)
        .forKeyShare()
        .of(VERIFICATION_KEYS);
  }
}
