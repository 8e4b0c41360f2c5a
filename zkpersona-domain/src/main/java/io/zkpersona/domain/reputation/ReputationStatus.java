package io.zkpersona.domain.reputation;

import io.zkpersona.domain.validation.EnumValues;

/** Where a reputation record stands; a new record is {@link #ACTIVE}. */
public enum ReputationStatus {
  /** In force within its effective time. */
  ACTIVE("active"),

  /** Kept as history. */
  ARCHIVED("archived"),

  /** Its subject or a peer objects. */
  DISPUTED("disputed"),

  /** Found wrong; not to be relied on. */
  INVALIDATED("invalidated");

  private static final EnumValues<ReputationStatus> VALUES =
      EnumValues.of(values(), ReputationStatus::value);

  private final String value;

  ReputationStatus(String value) {
    this.value = value;
  }

  /** The text by which the database knows this constant, such as {@code active}. */
  public String value() {
    return value;
  }

  /**
   * Whether a record that stands here may go there: an active one may be disputed, invalidated and
   * archived; a disputed one likewise, or become active again; an archived one may still be
   * invalidated; an invalidated one stays so.
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
   * The constant that {@link #value()} names, letter case included.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static ReputationStatus fromValue(String value) {
    return VALUES.get(value);
  }
}
