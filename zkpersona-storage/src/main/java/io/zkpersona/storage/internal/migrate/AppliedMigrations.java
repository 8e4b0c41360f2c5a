package io.zkpersona.storage.internal.migrate;

import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.MigrationStatus.Migration;
import io.zkpersona.storage.health.MigrationStatus.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of a history compared with those of this library. Versions are texts of four
 * digits, so their text order is their numeric order.
 *
 * @param entries the versioned entries of the history, oldest first
 * @param library the migrations of this library, by version
 */
record AppliedMigrations(List<Entry> entries, SortedMap<String, LibraryMigration> library) {

  private static final String BASELINE = "BASELINE";

  /** A row of the history. */
  record Entry(
      String type,
      String version,
      String description,
      @Nullable Integer checksum,
      boolean success,
      Instant installedAt) {}

  /** A migration of this library. */
  record LibraryMigration(int checksum, String description) {

    /** Returns the name of its file. */
    String script(String version) {
      return "V" + version + "__" + description.replace(' ', '_') + ".sql";
    }
  }

  /** Returns the version of the baseline, if the database was adopted. */
  Optional<String> baseline() {
    return entries.stream()
        .filter(entry -> entry.type().equals(BASELINE))
        .map(Entry::version)
        .max(Comparator.naturalOrder());
  }

  /** Returns the newest version that was applied or that a baseline represents. */
  Optional<String> current() {
    return entries.stream()
        .filter(Entry::success)
        .map(Entry::version)
        .max(Comparator.naturalOrder());
  }

  /** Returns the newest version of this library. */
  String latest() {
    return library.lastKey();
  }

  /** Returns the versions recorded as failed. */
  List<String> failed() {
    return entries.stream().filter(entry -> !entry.success()).map(Entry::version).toList();
  }

  /** Returns the versions whose applied text differs from this library's. */
  List<String> edited() {
    return entries.stream()
        .filter(entry -> entry.success() && !entry.type().equals(BASELINE))
        .filter(entry -> library.containsKey(entry.version()))
        .filter(
            entry ->
                !Objects.equals(
                    entry.checksum(),
                    Objects.requireNonNull(library.get(entry.version())).checksum()))
        .map(Entry::version)
        .toList();
  }

  /** Returns the versions that are not yet applied. */
  List<String> pending() {
    String baseline = baseline().orElse("");
    List<String> noted = entries.stream().map(Entry::version).toList();
    return library.keySet().stream()
        .filter(version -> version.compareTo(baseline) > 0 && !noted.contains(version))
        .toList();
  }

  /** Returns the public status. */
  MigrationStatus status(String schema) {
    List<Migration> migrations = new ArrayList<>();
    for (Entry entry : entries) {
      migrations.add(
          new Migration(entry.version(), entry.description(), state(entry), entry.installedAt()));
    }
    for (String version : pending()) {
      String description = Objects.requireNonNull(library.get(version)).description();
      migrations.add(new Migration(version, description, State.PENDING, null));
    }
    migrations.sort(Comparator.comparing(Migration::version));
    return new MigrationStatus(schema, current().orElse(null), latest(), migrations);
  }

  private State state(Entry entry) {
    if (!entry.success()) {
      return State.FAILED;
    }
    if (entry.type().equals(BASELINE)) {
      return State.BASELINE;
    }
    return entry.version().compareTo(latest()) > 0 ? State.FUTURE : State.APPLIED;
  }
}
