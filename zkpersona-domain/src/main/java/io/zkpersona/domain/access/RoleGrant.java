package io.zkpersona.domain.access;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The grant of a role to a user. Immutable and thread-safe.
 *
 * @param userId the user
 * @param roleId the role
 * @param grantedBy the granting actor; null if unknown
 * @param grantedAt the time of the grant or of its renewal, truncated to microseconds
 * @param expiresAt the instant from which the grant is no longer valid, truncated to microseconds;
 *     null if it is valid until revoked
 */
public record RoleGrant(
    UserId userId,
    RoleId roleId,
    @Nullable ActorId grantedBy,
    Instant grantedAt,
    @Nullable Instant expiresAt) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is missing, a time is outside the range of the database,
   *     or {@code expiresAt} is not after {@code grantedAt}
   */
  public RoleGrant {
    Checks.notNull("userId", userId);
    Checks.notNull("roleId", roleId);
    grantedAt = Checks.micros("grantedAt", grantedAt);
    expiresAt = Checks.nullableMicros("expiresAt", expiresAt);
    Checks.after("expiresAt", expiresAt, "grantedAt", grantedAt);
  }
}
