package io.zkpersona.domain.change;

import io.zkpersona.domain.validation.EnumValues;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** A kind of row whose changes can be recorded. */
public enum ChangedEntity {
  /** Users. */
  USER("users"),

  /** Behavior sessions. */
  BEHAVIOR_SESSION("behavior_sessions"),

  /** Behavior inputs. */
  BEHAVIOR_INPUT("behavior_inputs"),

  /** Scoring results. */
  SCORING_RESULT("scoring_results"),

  /** Proofs, without their documents. */
  ZK_PROOF("zk_proofs"),

  /** Reputation records. */
  REPUTATION_RECORD("reputation_records"),

  /** Roles. */
  ROLE("roles"),

  /** Permissions. */
  PERMISSION("permissions"),

  /** Permissions granted to roles; identified by the role and the permission. */
  ROLE_PERMISSION("role_permissions"),

  /** Roles granted to users; identified by the user and the role. */
  USER_ROLE("user_roles"),

  /** Sponsors. */
  SPONSOR("sponsors"),

  /** Sponsored transactions. */
  SPONSORED_TRANSACTION("sponsored_transactions"),

  /** Sign-in sessions, without their tokens. */
  AUTH_SESSION("auth_sessions");

  private static final EnumValues<ChangedEntity> VALUES =
      EnumValues.of(values(), ChangedEntity::value);

  private final String value;

  ChangedEntity(String value) {
    this.value = value;
  }

  /**
   * Returns what changes rarely and matters much: users, roles, permissions and their grants,
   * proofs, reputation, and sponsorship. Not sessions, inputs and scores, which are many.
   *
   * @return an unmodifiable set
   */
  public static Set<ChangedEntity> sensitive() {
    return Collections.unmodifiableSet(
        EnumSet.complementOf(
            EnumSet.of(BEHAVIOR_SESSION, BEHAVIOR_INPUT, SCORING_RESULT, AUTH_SESSION)));
  }

  /** Returns the name of the table. */
  public String value() {
    return value;
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static ChangedEntity fromValue(String value) {
    return VALUES.get(value);
  }
}
