package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.Circuits.CIRCUITS;
import static io.zkpersona.storage.internal.tables.tables.VerificationKeys.VERIFICATION_KEYS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.Circuit;
import io.zkpersona.domain.proof.VerificationKeyHash;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.Touch;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;

/** Declares circuits and their keys, and looks them up. */
final class CircuitDeclarations {

  private enum Key {
    FIND,
    KEYS,
    OF_KEY,
    LOCK_TO_DECLARE,
    HAS_PROOFS,
    DECLARE,
    ADD_KEY
  }

  private record Owner(String name, String version) {}

  private final RepositoryContext context;
  private final VerificationKeys keys;

  CircuitDeclarations(RepositoryContext context, VerificationKeys keys) {
    this.context = context;
    this.keys = keys;
  }

  /** Returns the circuit with a name and a version. */
  Optional<Circuit> find(SqlExecutor on, String name, String version) {
    return rules(on, name, version).map(rules -> rules.with(keys(on, name, version)));
  }

  /** Returns the circuit for which a key is declared. */
  Optional<Circuit> find(SqlExecutor on, VerificationKeyHash hash) {
    SqlShape shape = context.shapes().get(Key.OF_KEY, CircuitDeclarations::owner);
    return on.first("verification_keys.find_circuit", shape, CircuitDeclarations::owner, hash)
        .flatMap(found -> found)
        .flatMap(owner -> find(on, owner.name(), owner.version()));
  }

  private static SelectConditionStep<?> owner(Params params) {
    return select(VERIFICATION_KEYS.CIRCUIT_NAME, VERIFICATION_KEYS.CIRCUIT_VERSION)
        .from(VERIFICATION_KEYS)
        .where(VERIFICATION_KEYS.HASH.eq(params.value(VERIFICATION_KEYS.HASH)));
  }

  private static Optional<Owner> owner(Row row) {
    String name = row.read(Codecs.of(VERIFICATION_KEYS.CIRCUIT_NAME), 1);
    String version = row.read(Codecs.of(VERIFICATION_KEYS.CIRCUIT_VERSION), 2);
    return name == null || version == null
        ? Optional.empty()
        : Optional.of(new Owner(name, version));
  }

  private Optional<CircuitRules> rules(SqlExecutor on, String name, String version) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.FIND,
                params ->
                    select(CircuitRules.FIELDS)
                        .from(CIRCUITS)
                        .where(CIRCUITS.NAME.eq(params.value(CIRCUITS.NAME)))
                        .and(CIRCUITS.VERSION.eq(params.value(CIRCUITS.VERSION))));
    return on.first(
        "circuits.find",
        shape,
        row -> Objects.requireNonNull(CircuitRules.read(row, 0)),
        name,
        version);
  }

  private List<Json> keys(SqlExecutor on, String name, String version) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.KEYS,
                params ->
                    select(VERIFICATION_KEYS.KEY)
                        .from(VERIFICATION_KEYS)
                        .where(
                            VERIFICATION_KEYS.CIRCUIT_NAME.eq(
                                params.value(VERIFICATION_KEYS.CIRCUIT_NAME)))
                        .and(
                            VERIFICATION_KEYS.CIRCUIT_VERSION.eq(
                                params.value(VERIFICATION_KEYS.CIRCUIT_VERSION)))
                        .orderBy(VERIFICATION_KEYS.HASH));
    return on.list(
        "circuits.find_keys",
        shape,
        row -> Objects.requireNonNull(row.read(Codecs.of(VERIFICATION_KEYS.KEY), 1)),
        name,
        version);
  }

  /** Declares a circuit; does nothing if it is declared the same way with these keys or more. */
  Circuit declare(SqlExecutor executor, Circuit circuit) {
    return executor.atomically(
        "circuits.declare",
        tx -> {
          CircuitRules rules = CircuitRules.of(circuit);
          if (insert(tx, rules)) {
            addAll(tx, rules, circuit.verificationKeys());
            return rules.with(keys(tx, circuit.name(), circuit.version()));
          }
          Circuit declared =
              find(tx, circuit.name(), circuit.version()).orElseThrow(VerificationKeys::gone);
          if (!CircuitRules.of(declared).equals(rules)) {
            throw DuplicateEntityException.declared(
                "circuit",
                "name",
                "declared in another way (expected: the same declaration, or another version)");
          }
          // Trusting another key must be explicit, with addCircuitKeys.
          if (!declared.verificationKeys().containsAll(circuit.verificationKeys())) {
            throw DuplicateEntityException.declared(
                "circuit",
                "verificationKeys",
                "others than it was declared with (expected: those or some of them; addCircuitKeys"
                    + " adds others)");
          }
          return declared;
        });
  }

  /** Adds keys to a declared circuit. */
  Circuit addKeys(SqlExecutor executor, String name, String version, List<Json> keys) {
    return executor.atomically(
        "circuits.add_keys",
        tx -> {
          CircuitRules rules =
              rules(tx, name, version)
                  .orElseThrow(
                      () ->
                          new ValidationException(
                              "circuitName",
                              "no circuit of this name and version (expected: one that"
                                  + " declareCircuit was called with)"));
          // Checks the keys against the circuit's rules and gives them their canonical form.
          List<Json> all = new ArrayList<>(keys(tx, name, version));
          all.addAll(keys);
          addAll(tx, rules, rules.with(all).verificationKeys());
          return rules.with(keys(tx, name, version));
        });
  }

  private void addAll(SqlExecutor tx, CircuitRules rules, List<Json> keys) {
    Map<VerificationKeyHash, Json> byHash = new LinkedHashMap<>();
    keys.forEach(key -> byHash.put(VerificationKeyHash.of(key), key));
    // All declarations use this order, so that they do not deadlock.
    byHash.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(VerificationKeyHash::value)))
        .forEach(key -> add(tx, rules, key.getKey(), key.getValue()));
  }

  private boolean insert(SqlExecutor tx, CircuitRules rules) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.DECLARE,
                params -> {
                  Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
                  CircuitRules.FIELDS.forEach(field -> values.put(field, params.value(field)));
                  values.put(CIRCUITS.CID, params.value(CIRCUITS.CID));
                  values.put(CIRCUITS.MID, params.value(CIRCUITS.MID));
                  return DSL.insertInto(CIRCUITS).set(values).onConflictDoNothing();
                });
    Object[] own = rules.values();
    Object[] values = Arrays.copyOf(own, own.length + 2);
    values[own.length] = context.actor();
    values[own.length + 1] = context.actor();
    return tx.update("circuits.declare", shape, values) == 1;
  }

  private void add(SqlExecutor tx, CircuitRules rules, VerificationKeyHash hash, Json key) {
    keys.keepNew(tx, hash, key);
    Optional<Owner> owner = lockToDeclare(tx, hash);
    if (owner.isPresent()) {
      if (!owner.get().equals(new Owner(rules.name(), rules.version()))) {
        throw DuplicateEntityException.declared(
            "circuit",
            "verificationKey",
            "another circuit's (expected: a key that is declared for no other one)");
      }
      return;
    }
    if (hasProofs(tx, hash)) {
      throw new ValidationException(
          "verificationKey",
          "has proofs already (expected: a key is declared before its first proof)");
    }
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.ADD_KEY,
                params ->
                    DSL.update(VERIFICATION_KEYS)
                        .set(
                            VERIFICATION_KEYS.CIRCUIT_NAME,
                            params.value(VERIFICATION_KEYS.CIRCUIT_NAME))
                        .set(
                            VERIFICATION_KEYS.CIRCUIT_VERSION,
                            params.value(VERIFICATION_KEYS.CIRCUIT_VERSION))
                        .set(Touch.of(params, VERIFICATION_KEYS.MTIME, VERIFICATION_KEYS.MID))
                        .where(VERIFICATION_KEYS.HASH.eq(params.value(VERIFICATION_KEYS.HASH))));
    tx.update("circuits.add_key", shape, rules.name(), rules.version(), context.actor(), hash);
  }

  private Optional<Owner> lockToDeclare(SqlExecutor tx, VerificationKeyHash hash) {
    SqlShape shape = context.shapes().get(Key.LOCK_TO_DECLARE, params -> owner(params).forUpdate());
    return tx.first("verification_keys.lock", shape, CircuitDeclarations::owner, hash)
        .orElseThrow(VerificationKeys::gone);
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
}
