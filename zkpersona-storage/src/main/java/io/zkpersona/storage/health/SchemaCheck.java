package io.zkpersona.storage.health;

import java.util.List;

/**
 * What is wrong with the schema, as its catalogue and its migration history show it. Immutable;
 * safe to show, for it holds names of the schema's objects only.
 *
 * @param schema the schema the tables live in
 * @param findings what is wrong, the most serious first; empty if nothing is
 */
public record SchemaCheck(String schema, List<Finding> findings) {

  /** Copies the list. */
  public SchemaCheck {
    findings = List.copyOf(findings);
  }

  /**
   * Whether nothing is wrong.
   *
   * @return true if there is no finding
   */
  public boolean isSound() {
    return findings.isEmpty();
  }

  /**
   * One thing that is wrong.
   *
   * @param kind in which way
   * @param object its name, such as {@code users}, {@code users.email} or {@code 0009} for a
   *     migration
   * @param remedy what to do about it
   */
  public record Finding(Kind kind, String object, String remedy) {}

  /** The ways in which a schema can be wrong. */
  public enum Kind {
    /** The history says that a migration failed. */
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
    /** A constraint does not hold for rows that are older than it. */
    UNVALIDATED_CONSTRAINT,
    /** An index is missing. */
    MISSING_INDEX,
    /** An index was not built to the end: the server does not use it. */
    INVALID_INDEX,
    /** A function is missing. */
    MISSING_FUNCTION,
    /** A trigger is missing. */
    MISSING_TRIGGER,
    /** A trigger is switched off. */
    DISABLED_TRIGGER
  }
}
