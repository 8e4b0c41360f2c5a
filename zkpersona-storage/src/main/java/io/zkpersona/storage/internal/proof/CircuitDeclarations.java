package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.Circuits.CIRCUITS;
import static io.zkpersona.storage.internal.tables.tables.VerificationKeys.VERIFICATION_KEYS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.VerificationKeyHash;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Declares circuits and their keys, and looks them up. */
final class CircuitDeclarations {

  /** A circuit. */
  private record Named(String name, String version) {}

  /** A circuit with the actor who declares it. */
  private record Declared(CircuitRules rules, @Nullable ActorId actor) {}

  /** A key for a circuit. */
  private record Added(Named circuit, VerificationKeyHash key, @Nullable ActorId actor) {}

  private static final Statement<Named, CircuitRules> FIND =
      Statement.of(
          "circuits.find",
          (in, out) -> {
            var rules = CircuitRules.select(out);
            out.as(row -> rules.read(row).orElseThrow());
            return select(out.fields())
                .from(CIRCUITS)
                .where(CIRCUITS.NAME.eq(in.value(CIRCUITS.NAME, Named::name)))
                .and(CIRCUITS.VERSION.eq(in.value(CIRCUITS.VERSION, Named::version)));
          });

  private static final Statement<Named, Json> KEYS =
      Statement.of(
          "circuits.find_keys",
          (in, out) ->
              select(out.only(VERIFICATION_KEYS.KEY))
                  .from(VERIFICATION_KEYS)
                  .where(
                      VERIFICATION_KEYS.CIRCUIT_NAME.eq(
                          in.value(VERIFICATION_KEYS.CIRCUIT_NAME, Named::name)))
                  .and(
                      VERIFICATION_KEYS.CIRCUIT_VERSION.eq(
                          in.value(VERIFICATION_KEYS.CIRCUIT_VERSION, Named::version)))
                  .orderBy(VERIFICATION_KEYS.HASH));

  private static final Statement<VerificationKeyHash, Optional<Named>> CIRCUIT_OF_KEY =
      Statement.of("verification_keys.find_circuit", CircuitDeclarations::circuitOfKey);

  private static final Statement<VerificationKeyHash, Optional<Named>> LOCK_TO_DECLARE =
      Statement.of("verification_keys.lock", (in, out) -> circuitOfKey(in, out).forUpdate());

  private static final Statement<VerificationKeyHash, Integer> HAS_PROOFS =
      Statement.of(
          "verification_keys.has_proofs",
          (in, out) ->
              select(out.only(inline(1)))
                  .from(ZK_PROOFS)
                  .where(
                      ZK_PROOFS.VERIFICATION_KEY_HASH.eq(
                          in.value(ZK_PROOFS.VERIFICATION_KEY_HASH, hash -> hash)))
                  .limit(inline(1)));

  private static final Statement<Declared, Void> DECLARE =
      Statement.changing(
          "circuits.declare",
          in -> {
            Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
            CircuitRules.PARTS.forEach(
                part -> values.put(part.field(), part.parameter(in, Declared::rules)));
            values.put(CIRCUITS.CID, in.value(CIRCUITS.CID, Declared::actor));
            values.put(CIRCUITS.MID, in.value(CIRCUITS.MID, Declared::actor));
            return DSL.insertInto(CIRCUITS).set(values).onConflictDoNothing();
          });

  private static final Statement<Added, Void> ADD_KEY =
      Statement.changing(
          "circuits.add_key",
          in ->
              DSL.update(VERIFICATION_KEYS)
                  .set(
                      VERIFICATION_KEYS.CIRCUIT_NAME,
                      in.value(VERIFICATION_KEYS.CIRCUIT_NAME, added -> added.circuit.name))
                  .set(
                      VERIFICATION_KEYS.CIRCUIT_VERSION,
                      in.value(VERIFICATION_KEYS.CIRCUIT_VERSION, added -> added.circuit.version))
                  .set(
                      AuditUpdate.of(
                          in, VERIFICATION_KEYS.MTIME, VERIFICATION_KEYS.MID, Added::actor))
                  .where(VERIFICATION_KEYS.HASH.eq(in.value(VERIFICATION_KEYS.HASH, Added::key))));

  private final RepositoryContext context;
  private final VerificationKeys keys;
  private final KnownCircuits known;

  CircuitDeclarations(RepositoryContext context, VerificationKeys keys) {
    this.context = context;
    this.keys = keys;
    this.known = new KnownCircuits(context);
  }

  /** Selects a key's circuit, whose value is empty if the key is not declared. */
  private static SelectConditionStep<?> circuitOfKey(
      Parameters<VerificationKeyHash> in, Results<Optional<Named>> out) {
    var name = out.column(VERIFICATION_KEYS.CIRCUIT_NAME);
    var version = out.column(VERIFICATION_KEYS.CIRCUIT_VERSION);
    out.as(
        row ->
            Optional.ofNullable(row.getNullable(name))
                .map(found -> new Named(found, row.get(version))));
    return select(out.fields())
        .from(VERIFICATION_KEYS)
        .where(VERIFICATION_KEYS.HASH.eq(in.value(VERIFICATION_KEYS.HASH, hash -> hash)));
  }

  /** Returns the circuit with a name and a version. */
  Optional<Circuit> find(SqlExecutor on, String name, String version) {
    return find(on, new Named(name, version));
  }

  /** Returns the circuit for which a key is declared. */
  Optional<Circuit> find(SqlExecutor on, VerificationKeyHash hash) {
    return on.first(CIRCUIT_OF_KEY, hash)
        .flatMap(found -> found)
        .flatMap(circuit -> find(on, circuit));
  }

  private Optional<Circuit> find(SqlExecutor on, Named circuit) {
    return on.first(FIND, circuit).map(known::add).map(rules -> rules.with(on.list(KEYS, circuit)));
  }

  /** Declares a circuit; does nothing if it is declared the same way with these keys or more. */
  Circuit declare(SqlExecutor executor, Circuit circuit) {
    return executor.atomically(
        "circuits.declare",
        tx -> {
          CircuitRules rules = CircuitRules.of(circuit);
          Named named = new Named(circuit.name(), circuit.version());
          if (tx.update(DECLARE, new Declared(rules, context.actor())) == 1) {
            addAll(tx, named, circuit.verificationKeys());
            return known.add(rules).with(tx.list(KEYS, named));
          }
          Circuit declared = find(tx, named).orElseThrow(VerificationKeys::gone);
          if (!CircuitRules.of(declared).equals(rules)) {
            throw DuplicateEntityException.declared(
                "circuit",
                "name",
                "already declared differently (expected: the same declaration, or another version)");
          }
          // Trusting another key must be explicit, with addCircuitKeys.
          if (!declared.verificationKeys().containsAll(circuit.verificationKeys())) {
            throw DuplicateEntityException.declared(
                "circuit",
                "verificationKeys",
                "keys that are not declared for it (expected: declared keys only; addCircuitKeys"
                    + " adds keys)");
          }
          return declared;
        });
  }

  /** Adds keys to a declared circuit. */
  Circuit addKeys(SqlExecutor executor, String name, String version, List<Json> keys) {
    return executor.atomically(
        "circuits.add_keys",
        tx -> {
          Named named = new Named(name, version);
          CircuitRules rules =
              tx.first(FIND, named)
                  .map(known::add)
                  .orElseThrow(
                      () ->
                          new ValidationException(
                              "circuitName",
                              "no circuit of this name and version (expected: a declared circuit;"
                                  + " call declareCircuit first)"));
          // Checks the keys against the circuit's rules and gives them their canonical form.
          List<Json> all = new ArrayList<>(tx.list(KEYS, named));
          all.addAll(keys);
          addAll(tx, named, rules.with(all).verificationKeys());
          return rules.with(tx.list(KEYS, named));
        });
  }

  private void addAll(SqlExecutor tx, Named circuit, List<Json> keys) {
    Map<VerificationKeyHash, Json> byHash = new LinkedHashMap<>();
    keys.forEach(key -> byHash.put(VerificationKeyHash.of(key), key));
    // All declarations use this order, so that they do not deadlock.
    byHash.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(VerificationKeyHash::value)))
        .forEach(key -> add(tx, circuit, key.getKey(), key.getValue()));
  }

  private void add(SqlExecutor tx, Named circuit, VerificationKeyHash hash, Json key) {
    keys.keepNew(tx, hash, key);
    Optional<Named> owner = tx.first(LOCK_TO_DECLARE, hash).orElseThrow(VerificationKeys::gone);
    if (owner.isPresent()) {
      if (!owner.get().equals(circuit)) {
        throw DuplicateEntityException.declared(
            "circuit",
            "verificationKey",
            "declared for another circuit (expected: a key that no other circuit has)");
      }
      return;
    }
    if (tx.first(HAS_PROOFS, hash).isPresent()) {
      throw new ValidationException(
          "verificationKey",
          "already has proofs (expected: a key that is declared before its first proof)");
    }
    tx.update(ADD_KEY, new Added(circuit, hash, context.actor()));
  }
}
