package io.zkpersona.domain.reputation;

import io.zkpersona.domain.validation.EnumValues;

/** The status of a reputation record; a new record is {@link #ACTIVE}. */
public enum ReputationStatus {
  /** Effective during its effective period. */
  ACTIVE("active"),

  /** Kept as history. */
  ARCHIVED("archived"),

  /** Contested by its subject or a peer. */
  DISPUTED("disputed"),

  /** Found wrong and unreliable. */
  INVALIDATED("invalidated");

  private static final EnumValues<ReputationStatus> VALUES =
      EnumValues.of(values(), ReputationStatus::value);

  private final String value;

  ReputationStatus(String value) {
    this.value = value;
  }

  /** Returns the text that represents this constant in the database, such as {@code active}. */
  public String value() {
    return value;
  }

  /**
   * Tells whether a record in this status may change to another. An active record may become
   * disputed, invalidated or archived. A disputed record may become active, invalidated or
   * archived. An archived record may only become invalidated. An invalidated record never changes.
   */
  public boolean mayBecome(ReputationStatus next) {
    return switch (this) {
      case ACTIVE -> next != ACTIVE;
      case DISPUTED -> next != DISPUTED;
      case ARCHIVED -> next == INVALIDATED;
      case INVALIDATED -> false;
    };
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static ReputationStatus fromValue(String value) {
    return VALUES.get(value);
  }
}
