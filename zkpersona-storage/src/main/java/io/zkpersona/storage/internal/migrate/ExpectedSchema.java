package io.zkpersona.storage.internal.migrate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The objects that the migrations create, from a list generated when the jar was built. */
final class ExpectedSchema {

  private static final String RESOURCE = "/zkpersona-schema.txt";

  /**
   * The tables that every adopted database has; the first migration after the baseline checks for
   * them.
   */
  private static final Set<String> ENTITIES =
      Set.of(
          "users",
          "behavior_sessions",
          "behavior_inputs",
          "scoring_results",
          "zk_proofs",
          "reputation_records");

  private final AppliedMigrations applied;
  private final List<Thing> things;

  /**
   * A schema object.
   *
   * @param since the migration that creates it
   * @param table the table that it belongs to; a hyphen if none
   */
  record Thing(String since, ObjectType type, String table, String name) {

    static Thing of(String line) {
      String[] parts = line.split(" ", 4);
      return new Thing(parts[0], ObjectType.of(parts[1]), parts[2], parts[3]);
    }
  }

  /** Expects the objects of the applied migrations. */
  ExpectedSchema(AppliedMigrations applied) {
    this.applied = applied;
    this.things = all();
  }

  private static List<Thing> all() {
    return LibraryResource.lines(RESOURCE).stream().map(Thing::of).toList();
  }

  /** Returns the names of all tables, including the history, and indexes. */
  static List<String> relations() {
    return Stream.concat(
            Stream.of(Migrator.HISTORY_TABLE),
            all().stream()
                .filter(
                    thing -> thing.type() == ObjectType.TABLE || thing.type() == ObjectType.INDEX)
                .map(Thing::name))
        .distinct()
        .toList();
  }

  /** Returns the required objects of a type. */
  List<Thing> required(ObjectType type) {
    String current = applied.current().orElse("");
    String baseline = applied.baseline().orElse("");
    Set<String> optional = new HashSet<>();
    for (Thing thing : things) {
      if (thing.type() == ObjectType.TABLE
          && thing.since().compareTo(baseline) <= 0
          && !ENTITIES.contains(thing.name())) {
        optional.add(thing.name());
      }
    }
    return things.stream()
        .filter(thing -> thing.type() == type && thing.since().compareTo(current) <= 0)
        .filter(thing -> !optional.contains(thing.table()))
        .filter(thing -> thing.since().compareTo(baseline) > 0 || isOfEveryone(thing))
        .toList();
  }

  /** An adopted database must have the columns of the entities; its keys and indexes may differ. */
  private static boolean isOfEveryone(Thing thing) {
    return (thing.type() == ObjectType.TABLE || thing.type() == ObjectType.COLUMN)
        && ENTITIES.contains(thing.table());
  }
}
