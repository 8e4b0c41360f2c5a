package io.zkpersona.storage.internal.migrate;

import io.zkpersona.storage.health.SchemaCheck;
import io.zkpersona.storage.health.SchemaCheck.Finding;
import io.zkpersona.storage.health.SchemaCheck.Kind;
import io.zkpersona.storage.internal.migrate.ExpectedSchema.Thing;
import io.zkpersona.storage.internal.migrate.SchemaCatalog.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Compares the objects of a schema with those that its applied migrations create. */
final class SchemaInspection {

  static final String REPAIR_FAILED =
      "make sure that the schema is in the state that the previous migration left, delete the row"
          + " from "
          + Migrator.HISTORY_TABLE
          + " and open again";

  private final AppliedMigrations applied;
  private final ExpectedSchema expected;
  private final List<Finding> findings = new ArrayList<>();

  SchemaInspection(AppliedMigrations applied) {
    this.applied = applied;
    this.expected = new ExpectedSchema(applied);
  }

  /** Returns the names of the tables missing from {@code relations}. */
  List<String> missingTables(List<Found> relations) {
    Set<String> present = new HashSet<>();
    relations.forEach(relation -> present.add(relation.name()));
    return expected.required(ObjectType.TABLE).stream()
        .map(Thing::name)
        .filter(table -> !present.contains(table))
        .toList();
  }

  /** Returns the names of the indexes missing from {@code relations} or invalid. */
  List<String> unusableIndexes(List<Found> relations) {
    Set<String> usable = new HashSet<>();
    relations.stream().filter(Found::usable).forEach(relation -> usable.add(relation.name()));
    return expected.required(ObjectType.INDEX).stream()
        .map(Thing::name)
        .filter(index -> !usable.contains(index))
        .toList();
  }

  /** Returns all defects, given a lookup of the objects of each type. */
  SchemaCheck check(String schema, Function<ObjectType, List<Found>> catalog) {
    applied.failed().forEach(version -> add(Kind.FAILED_MIGRATION, version, REPAIR_FAILED));
    applied
        .edited()
        .forEach(
            version ->
                add(
                    Kind.EDITED_MIGRATION,
                    version,
                    "run the library version whose migrations were applied, or a newer one, without"
                        + " edited migrations"));
    applied
        .pending()
        .forEach(
            version ->
                add(
                    Kind.PENDING_MIGRATION,
                    version,
                    "open with DB_AUTO_MIGRATE=true, as the role that owns the tables"));
    Set<String> missing = new HashSet<>();
    for (ObjectType type : ObjectType.values()) {
      compare(type, catalog.apply(type), missing);
    }
    return new SchemaCheck(schema, findings);
  }

  /** Reports nothing else about a missing table. */
  private void compare(ObjectType type, List<Found> found, Set<String> missingTables) {
    Map<String, Found> byName = new HashMap<>();
    found.forEach(object -> byName.put(shown(object.table(), object.name(), type), object));
    Set<String> ours = new HashSet<>();
    for (Thing thing : expected.required(type)) {
      String name = shown(thing.table(), thing.name(), type);
      ours.add(name);
      Found object = byName.get(name);
      if (object == null && !missingTables.contains(thing.table())) {
        add(
            missing(type),
            name,
            "define it as migration " + thing.since() + " does, or restore it");
        if (type == ObjectType.TABLE) {
          missingTables.add(name);
        }
      } else if (object != null && !object.usable()) {
        unusable(type, name);
      }
    }
    if (type == ObjectType.INDEX) {
      strayIndexes(found, ours);
    }
  }

  private void unusable(ObjectType type, String name) {
    switch (type) {
      case CONSTRAINT ->
          add(Kind.UNVALIDATED_CONSTRAINT, name, "validate it with VALIDATE CONSTRAINT");
      case TRIGGER -> add(Kind.DISABLED_TRIGGER, name, "enable it");
      default -> add(Kind.INVALID_INDEX, name, "rebuild it with REINDEX INDEX CONCURRENTLY");
    }
  }

  /**
   * Reports invalid indexes left by interrupted builds: they slow every write and serve no read.
   */
  private void strayIndexes(List<Found> found, Set<String> ours) {
    for (Found index : found) {
      if (!index.usable() && !ours.contains(index.name())) {
        add(
            Kind.INVALID_INDEX,
            index.name(),
            "not created by the library: drop it, and build it again if it is needed");
      }
    }
  }

  private static String shown(String table, String name, ObjectType type) {
    return switch (type) {
      case TABLE, INDEX, FUNCTION -> name;
      case COLUMN, CONSTRAINT, TRIGGER -> table + "." + name;
    };
  }

  private static Kind missing(ObjectType type) {
    return switch (type) {
      case TABLE -> Kind.MISSING_TABLE;
      case COLUMN -> Kind.MISSING_COLUMN;
      case CONSTRAINT -> Kind.MISSING_CONSTRAINT;
      case INDEX -> Kind.MISSING_INDEX;
      case TRIGGER -> Kind.MISSING_TRIGGER;
      case FUNCTION -> Kind.MISSING_FUNCTION;
    };
  }

  private void add(Kind kind, String object, String remedy) {
    findings.add(new Finding(kind, object, remedy));
  }
}
