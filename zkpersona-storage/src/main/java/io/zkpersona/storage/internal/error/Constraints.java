package io.zkpersona.storage.internal.error;

import io.zkpersona.storage.internal.tables.Zkpersona;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.Check;
import org.jooq.Field;
import org.jooq.ForeignKey;
import org.jooq.Key;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Maps violated constraints to fields. Keys and references come from the generated tables; the
 * names of checks and expression indexes contain their column, as the rules for migrations require.
 */
final class Constraints {

  /** The entity type and field of a constraint, as errors name them. */
  record Target(String entityType, String field) {}

  /** The names of a violated constraint and its table. */
  record Violated(String constraint, String table) {

    /** Returns the SQLSTATE of the violation. */
    String state() {
      return switch (constraint.substring(constraint.lastIndexOf('_'))) {
        case "_fkey" -> "23503";
        case "_check" -> "23514";
        case "_excl" -> "23P01";
        default -> "23505";
      };
    }
  }

  private static final List<String> SUFFIXES =
      List.of(
          "_length_check",
          "_range_check",
          "_check",
          "_lower_key",
          "_key",
          "_fkey",
          "_excl",
          "_idx");

  /** The unique indexes on hashed public signals. */
  private static final List<String> STATEMENTS =
      List.of(
          "zk_proofs_user_id_statement_hash_idx",
          "zk_proofs_global_statement_hash_idx",
          "zk_proofs_user_id_statement_hash_proof_hash_idx");

  private static final List<String> BLOCK =
      List.of(
          "behavior_inputs_chain_id_check",
          "behavior_inputs_block_number_check",
          "behavior_inputs_block_hash_check");

  /** Matches the partition's name, which prefixes its own objects, such as its key. */
  private static final Pattern PARTITION =
      Pattern.compile("^behavior_inputs_(default|late|\\d{8})");

  private static final String PARTITIONED = "behavior_inputs";

  /** Matches the name of a constraint and, on a shard, its number. */
  private static final Pattern SHARD =
      Pattern.compile("\\b([a-z0-9_]+_(?:pkey|key|fkey|check|excl|idx))(?:_\\d+)?\\b");

  private static final Map<String, Target> KNOWN = known();

  private Constraints() {}

  /**
   * Finds the target of a constraint by the names that the server reports; empty if it is not one
   * of the library's.
   */
  static Optional<Target> find(@Nullable String constraint, @Nullable String table) {
    if (constraint == null) {
      return Optional.empty();
    }
    String name = PARTITION.matcher(constraint).replaceFirst(PARTITIONED);
    Target target = KNOWN.get(name);
    if (target == null && table != null) {
      String whole = PARTITION.matcher(table).replaceFirst(PARTITIONED);
      if (name.startsWith(whole + "_")) {
        target = new Target(Naming.entityType(whole), byName(name, whole));
      }
    }
    return Optional.ofNullable(target);
  }

  /**
   * Finds the constraint of the library that a message names; null if it names none. From the error
   * of a node, a coordinator of Citus passes on only the message, in which the names are those of a
   * shard.
   */
  static @Nullable Violated inMessage(@Nullable String message) {
    Matcher name = SHARD.matcher(message == null ? "" : message);
    while (name.find()) {
      String constraint = name.group(1);
      Optional<String> table =
          Zkpersona.ZKPERSONA.getTables().stream()
              .map(Table::getName)
              .filter(known -> constraint.startsWith(known + "_"))
              .max(Comparator.comparingInt(String::length));
      if (table.isPresent()) {
        return new Violated(constraint, table.get());
      }
    }
    return null;
  }

  /** Tells whether a constraint keeps proven statements unique. */
  static boolean isOfStatements(@Nullable String constraint) {
    return constraint != null && STATEMENTS.contains(constraint);
  }

  /** Tells whether a constraint limits the uses of a nullifier. */
  static boolean isOfNullifiers(@Nullable String constraint) {
    return "nullifiers_uses_check".equals(constraint);
  }

  private static Map<String, Target> known() {
    Map<String, Target> targets = new HashMap<>();
    for (Table<?> table : Zkpersona.ZKPERSONA.getTables()) {
      for (Key<?> key : table.getKeys()) {
        targets.put(key.getName(), target(table, key.getFields()));
      }
      for (ForeignKey<?, ?> reference : table.getReferences()) {
        targets.put(reference.getName(), target(table, reference.getFields()));
      }
      for (Check<?> check : table.getChecks()) {
        String field = byName(check.getName(), table.getName());
        targets.put(check.getName(), new Target(Naming.entityType(table.getName()), field));
      }
    }
    targets.put("behavior_input_keys_pkey", new Target("behavior input", "externalKey"));
    // The columns of one component.
    BLOCK.forEach(name -> targets.put(name, new Target("behavior input", "block")));
    STATEMENTS.forEach(name -> targets.put(name, new Target("zk proof", "publicSignals")));
    // References two columns, name and version.
    targets.put("zk_proofs_circuit_name_fkey", new Target("zk proof", "circuitName"));
    targets.put("zk_proofs_nullifier_spent_check", new Target("zk proof", "publicSignals"));
    return Map.copyOf(targets);
  }

  private static Target target(Table<?> table, List<? extends Field<?>> fields) {
    List<String> names = fields.stream().map(field -> Naming.component(field.getName())).toList();
    return new Target(Naming.entityType(table.getName()), String.join(", ", names));
  }

  private static String byName(String constraint, String table) {
    String column =
        constraint.startsWith(table + "_") ? constraint.substring(table.length() + 1) : constraint;
    for (String suffix : SUFFIXES) {
      if (column.endsWith(suffix)) {
        column = column.substring(0, column.length() - suffix.length());
        break;
      }
    }
    return Naming.component(column);
  }
}
