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
 * The migrations of a history beside those that this library brings. Versions are texts of four
 * digits, whose order is that of the numbers.
 *
 * @param entries what the history holds, the oldest first, without what concerns no version
 * @param library what this library brings, by version
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

  /** A migration that this library brings. */
  record LibraryMigration(int checksum, String description) {}

  /** The version of the baseline, if the database was adopted. */
  Optional<String> baseline() {
    return entries.stream()
        .filter(entry -> entry.type().equals(BASELINE))
        .map(Entry::version)
        .max(Comparator.naturalOrder());
  }

  /** The newest version that was applied, or that a baseline stands for. */
  Optional<String> current() {
    return entries.stream()
        .filter(Entry::success)
        .map(Entry::version)
        .max(Comparator.naturalOrder());
  }

  /** The newest version that this library brings. */
  String latest() {
    return library.lastKey();
  }

  /** The versions noted as failed. */
  List<String> failed() {
    return entries.stream().filter(entry -> !entry.success()).map(Entry::version).toList();
  }

  /** The versions that were applied from another text than this library's. */
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

  /** The versions that are still to be applied. */
  List<String> pending() {
    String baseline = baseline().orElse("");
    List<String> noted = entries.stream().map(Entry::version).toList();
    return library.keySet().stream()
        .filter(version -> version.compareTo(baseline) > 0 && !noted.contains(version))
        .toList();
  }

  /** All of it, for callers. */
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
