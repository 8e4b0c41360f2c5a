package io.zkpersona.storage.repository;

import io.zkpersona.domain.access.InsufficientPermissionsException;
import io.zkpersona.domain.access.RoleGrant;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Role-based access control. Each call is one statement; nothing is cached unless the caller asks
 * for it ({@code DatabaseManager.cached}), so a revocation takes effect immediately. A user has the
 * permissions of the roles granted to them, as long as the grant has not expired and the user is
 * active. Expiry is compared with the database's time at the start of the transaction. No argument
 * may be null unless stated otherwise.
 *
 * <p>Every call may also throw the exceptions that any call of a {@link Repository} may throw.
 * Thread-safe, unless obtained from a transaction.
 */
public interface AccessControl {

  /**
   * Grants a role to a user, regardless of the user's status. Granting it again replaces the
   * grantor, the grant time and the expiry.
   *
   * <p>Repeat: grants the role again, with a later grant time.
   *
   * @param userId the user's id
   * @param roleId the role's id
   * @param expiresAt the instant at which the grant expires, truncated to microseconds; null for no
   *     expiry
   * @return the grant as stored; the grantor is the actor that {@link Repositories#as} names
   * @throws MissingReferenceException if there is no such user or role
   * @throws ValidationException if {@code expiresAt} is not later than now
   */
  RoleGrant grant(UserId userId, RoleId roleId, @Nullable Instant expiresAt);

  /**
   * Revokes a role from a user.
   *
   * <p>Repeat: returns false; the grant is gone.
   *
   * @param userId the user's id
   * @param roleId the role's id
   * @return whether the user had the role, including an expired grant
   */
  boolean revoke(UserId userId, RoleId roleId);

  /**
   * Adds a permission to a role.
   *
   * <p>Repeat: returns false; the role has the permission.
   *
   * @param roleId the role's id
   * @param permissionId the permission's id
   * @return whether the role did not have it before
   * @throws MissingReferenceException if there is no such role or permission
   */
  boolean addPermission(RoleId roleId, PermissionId permissionId);

  /**
   * Removes a permission from a role.
   *
   * <p>Repeat: returns false; the role no longer has the permission.
   *
   * @param roleId the role's id
   * @param permissionId the permission's id
   * @return whether the role had it
   */
  boolean removePermission(RoleId roleId, PermissionId permissionId);

  /**
   * Returns the permissions that a user has through all roles.
   *
   * @param userId the user's id
   * @return the names of the permissions, sorted by character value; empty for a user that does not
   *     exist or is not active; unmodifiable
   */
  Set<String> permissionsOf(UserId userId);

  /**
   * Returns a user's grants that have not expired, regardless of the user's status.
   *
   * @param userId the user's id
   * @return the grants, ordered by role id; unmodifiable
   */
  List<RoleGrant> rolesOf(UserId userId);

  /**
   * Tells whether a user has a permission.
   *
   * @param userId the user's id
   * @param permission the permission's name, such as {@code proof:verify}; case-sensitive
   * @return true if the user has it; false also for a user that does not exist or is not active,
   *     and for an unknown permission name
   */
  boolean has(UserId userId, String permission);

  /**
   * Requires that a user has a permission.
   *
   * @param userId the user's id
   * @param permission the permission's name, such as {@code proof:verify}; case-sensitive
   * @throws InsufficientPermissionsException if {@link #has} returns false
   */
  void require(UserId userId, String permission);
}
