package io.zkpersona.storage.health;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the schema stands, against what this library brings.
 *
 * @param schema the schema the tables live in
 * @param current the newest version applied, null for an empty schema
 * @param latest the newest version this library brings
 * @param migrations every migration applied or pending, oldest first
 */
public record MigrationStatus(
    String schema, @Nullable String current, String latest, List<Migration> migrations) {

  /** Copies the list. */
  public MigrationStatus {
    migrations = List.copyOf(migrations);
  }

  /**
   * Whether nothing that this library brings is missing.
   *
   * @return true if no migration is pending and none failed
   */
  public boolean isUpToDate() {
    return migrations.stream()
        .noneMatch(
            migration -> migration.state() == State.PENDING || migration.state() == State.FAILED);
  }

  /**
   * One migration.
   *
   * @param version its number, {@code 0001} for instance
   * @param description what its file name says it does
   * @param state whether it was applied
   * @param appliedAt when it was applied, null if it was not
   */
  public record Migration(
      String version, String description, State state, @Nullable Instant appliedAt) {}

  /** Whether a migration was applied. */
  public enum State {
    /** Applied by this library or an older one. */
    APPLIED,
    /** Taken as applied when an existing database was adopted. */
    BASELINE,
    /** Not applied yet. */
    PENDING,
    /** Noted as failed: nothing is applied until its row is gone from the history. */
    FAILED,
    /** Applied by a newer library; this one does not know it. */
    FUTURE
  }
}
