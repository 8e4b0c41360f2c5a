package io.zkpersona.domain.access;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a user has a role. Immutable and thread-safe.
 *
 * @param userId who has it
 * @param roleId which role
 * @param grantedBy who granted it; null if unknown
 * @param grantedAt when it was granted, or granted anew, cut to microseconds
 * @param expiresAt the grant counts before this instant, cut to microseconds; null if it counts
 *     until it is revoked
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
   * @throws ValidationException if a value is missing, a time is outside what the database can
   *     hold, or {@code expiresAt} is not after {@code grantedAt}
   */
  public RoleGrant {
    Checks.notNull("userId", userId);
    Checks.notNull("roleId", roleId);
    grantedAt = Checks.micros("grantedAt", grantedAt);
    expiresAt = Checks.nullableMicros("expiresAt", expiresAt);
    Checks.after("expiresAt", expiresAt, "grantedAt", grantedAt);
  }
}
