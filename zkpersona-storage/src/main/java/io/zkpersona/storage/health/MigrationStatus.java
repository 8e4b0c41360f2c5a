package io.zkpersona.storage.health;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of the schema, compared with those of this library.
 *
 * @param schema the schema the tables live in
 * @param current the newest applied version; null for an empty schema
 * @param latest the newest version that this library contains
 * @param migrations all applied and pending migrations, oldest first
 */
public record MigrationStatus(
    String schema, @Nullable String current, String latest, List<Migration> migrations) {

  /** Copies the list. */
  public MigrationStatus {
    migrations = List.copyOf(migrations);
  }

  /**
   * Tells whether all migrations of this library are applied.
   *
   * @return true if no migration is pending or failed
   */
  public boolean isUpToDate() {
    return migrations.stream()
        .noneMatch(
            migration -> migration.state() == State.PENDING || migration.state() == State.FAILED);
  }

  /**
   * One migration.
   *
   * @param version its number, for example {@code 0001}
   * @param description the description from its file name
   * @param state its state
   * @param appliedAt when it was applied; null if it was not
   */
  public record Migration(
      String version, String description, State state, @Nullable Instant appliedAt) {}

  /** The state of a migration. */
  public enum State {
    /** Applied by this library or an older one. */
    APPLIED,
    /** Assumed to be applied when an existing database was adopted. */
    BASELINE,
    /** Not applied yet. */
    PENDING,
    /** Recorded as failed: no migration runs until its row is removed from the history. */
    FAILED,
    /** Applied by a newer library; this one does not know it. */
    FUTURE
  }
}
