package io.zkpersona.storage.repository;

import io.zkpersona.domain.access.RoleGrant;
import io.zkpersona.domain.error.InsufficientPermissionsException;
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
 * Who may do what. Each call is one statement; nothing is cached, so that what is revoked counts
 * for nothing from then on. A user has the permissions of the roles granted to them, as long as the
 * grant has not expired and the user is active. The time is the database's, at the start of the
 * transaction. No argument may be null unless it is said so.
 *
 * <p>Calls may throw what every call of a {@link Repository} may. Thread-safe, unless it is a
 * transaction's.
 */
public interface AccessControl {

  /**
   * Grants a role to a user, whatever the user's status. Granting it again replaces who granted it,
   * when, and until when it counts.
   *
   * <p>Repeat: grants the same again, with a later time.
   *
   * @param userId who gets it
   * @param roleId which role
   * @param expiresAt the grant counts before this instant, cut to microseconds; null until it is
   *     revoked
   * @return the grant as stored, granted by whom {@link Repositories#as} names
   * @throws MissingReferenceException if there is no such user or role
   * @throws ValidationException if {@code expiresAt} is not later than now
   */
  RoleGrant grant(UserId userId, RoleId roleId, @Nullable Instant expiresAt);

  /**
   * Takes a role from a user.
   *
   * <p>Repeat: gives false; the grant is gone.
   *
   * @param userId from whom
   * @param roleId which role
   * @return whether the user had it, expired grants included
   */
  boolean revoke(UserId userId, RoleId roleId);

  /**
   * Lets a role carry a permission.
   *
   * <p>Repeat: gives false; the role carries it.
   *
   * @param roleId which role
   * @param permissionId which permission
   * @return whether that is new
   * @throws MissingReferenceException if there is no such role or permission
   */
  boolean addPermission(RoleId roleId, PermissionId permissionId);

  /**
   * Lets a role no longer carry a permission.
   *
   * <p>Repeat: gives false; the role no longer carries it.
   *
   * @param roleId which role
   * @param permissionId which permission
   * @return whether it did
   */
  boolean removePermission(RoleId roleId, PermissionId permissionId);

  /**
   * What a user is granted, by all roles together.
   *
   * @param userId whose permissions
   * @return the names, in the order of their characters; empty for a user that does not exist or is
   *     not active. Unmodifiable
   */
  Set<String> permissionsOf(UserId userId);

  /**
   * The grants that a user has and that have not expired, whatever the user's status.
   *
   * @param userId whose roles
   * @return the grants, ordered by the id of the role; unmodifiable
   */
  List<RoleGrant> rolesOf(UserId userId);

  /**
   * Whether a user is granted a permission.
   *
   * @param userId who
   * @param permission the permission's name, such as {@code proof:verify}, letter case included
   * @return false also for a user that does not exist or is not active, and for a name that no
   *     permission has
   */
  boolean has(UserId userId, String permission);

  /**
   * Refuses a user that is not granted a permission.
   *
   * @param userId who
   * @param permission the permission's name, such as {@code proof:verify}, letter case included
   * @throws InsufficientPermissionsException if {@link #has} is false
   */
  void require(UserId userId, String permission);
}
