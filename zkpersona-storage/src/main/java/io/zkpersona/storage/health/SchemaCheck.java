package io.zkpersona.storage.health;

import java.util.List;

/**
 * The defects of the schema, according to the system catalog and the migration history. Immutable.
 * Safe to publish: holds only names of schema objects.
 *
 * @param schema the schema the tables live in
 * @param findings the defects, most serious first; empty if there are none
 */
public record SchemaCheck(String schema, List<Finding> findings) {

  /** Copies the list. */
  public SchemaCheck {
    findings = List.copyOf(findings);
  }

  /**
   * Tells whether the schema has no defects.
   *
   * @return true if there is no finding
   */
  public boolean isSound() {
    return findings.isEmpty();
  }

  /**
   * A defect of the schema.
   *
   * @param kind the type of the defect
   * @param object the name of the defective object, such as {@code users}, {@code users.email} or,
   *     for a migration, {@code 0009}
   * @param remedy the action that repairs it
   */
  public record Finding(Kind kind, String object, String remedy) {}

  /** The types of schema defects. */
  public enum Kind {
    /** The migration history records a failed migration. */
    FAILED_MIGRATION,
    /** A migration differs from the one that was applied. */
    EDITED_MIGRATION,
    /** A migration was not applied. */
    PENDING_MIGRATION,
    /** A table is missing. */
    MISSING_TABLE,
    /** A column is missing. */
    MISSING_COLUMN,
    /** A constraint is missing. */
    MISSING_CONSTRAINT,
    /** A constraint was not validated: rows older than it may violate it. */
    UNVALIDATED_CONSTRAINT,
    /** An index is missing. */
    MISSING_INDEX,
    /** The build of an index did not finish: the server does not use it. */
    INVALID_INDEX,
    /** A function is missing. */
    MISSING_FUNCTION,
    /** A trigger is missing. */
    MISSING_TRIGGER,
    /** A trigger is disabled. */
    DISABLED_TRIGGER
  }
}
