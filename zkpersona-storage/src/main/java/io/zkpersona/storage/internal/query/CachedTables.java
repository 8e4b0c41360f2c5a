package io.zkpersona.storage.internal.query;

import static io.zkpersona.storage.internal.tables.tables.AuthSessions.AUTH_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.Permissions.PERMISSIONS;
import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;
import static io.zkpersona.storage.internal.tables.tables.RolePermissions.ROLE_PERMISSIONS;
import static io.zkpersona.storage.internal.tables.tables.Roles.ROLES;
import static io.zkpersona.storage.internal.tables.tables.ScoringResults.SCORING_RESULTS;
import static io.zkpersona.storage.internal.tables.tables.UserRoles.USER_ROLES;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;

import io.zkpersona.storage.cache.CacheKind;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Table;

/**
 * The kinds of cached values that depend on each table. That a row is missing is not cached, unless
 * a list of rows is, so inserts matter less than updates. A delete also counts where its foreign
 * keys reach.
 */
public final class CachedTables {

  /** The kinds of changes to a table. */
  public enum Change {
    INSERT,
    UPDATE,
    DELETE
  }

  private static final Set<CacheKind> PERMISSION = Set.of(CacheKind.PERMISSIONS);
  private static final Set<CacheKind> SESSION = Set.of(CacheKind.SESSIONS);
  private static final Set<CacheKind> REPUTATION = Set.of(CacheKind.REPUTATION);

  private static final Map<String, Set<CacheKind>> BY_INSERT =
      Map.of(
          USER_ROLES.getName(), PERMISSION,
          ROLE_PERMISSIONS.getName(), PERMISSION,
          AUTH_SESSIONS.getName(), SESSION,
          REPUTATION_RECORDS.getName(), REPUTATION);

  private static final Map<String, Set<CacheKind>> BY_UPDATE =
      Map.of(
          USERS.getName(), Set.of(CacheKind.USER, CacheKind.PERMISSIONS, CacheKind.SESSIONS),
          ROLES.getName(), PERMISSION,
          PERMISSIONS.getName(), PERMISSION,
          USER_ROLES.getName(), PERMISSION,
          ROLE_PERMISSIONS.getName(), PERMISSION,
          AUTH_SESSIONS.getName(), SESSION,
          REPUTATION_RECORDS.getName(), REPUTATION);

  private static final Map<String, Set<CacheKind>> BY_DELETE =
      Map.of(
          USERS.getName(), Set.of(CacheKind.values()),
          ROLES.getName(), PERMISSION,
          PERMISSIONS.getName(), PERMISSION,
          USER_ROLES.getName(), PERMISSION,
          ROLE_PERMISSIONS.getName(), PERMISSION,
          AUTH_SESSIONS.getName(), SESSION,
          REPUTATION_RECORDS.getName(), REPUTATION,
          ZK_PROOFS.getName(), REPUTATION,
          SCORING_RESULTS.getName(), REPUTATION,
          BEHAVIOR_INPUTS.getName(), REPUTATION);

  /** Under an alias a table keeps its class, and not its name. */
  private static final Map<Class<?>, String> NAMES =
      Stream.of(
              USERS,
              ROLES,
              PERMISSIONS,
              USER_ROLES,
              ROLE_PERMISSIONS,
              AUTH_SESSIONS,
              REPUTATION_RECORDS,
              ZK_PROOFS,
              SCORING_RESULTS,
              BEHAVIOR_INPUTS)
          .collect(Collectors.toUnmodifiableMap(Object::getClass, Table::getName));

  private CachedTables() {}

  static Set<CacheKind> of(Change change, Table<?> table) {
    return dependent(change, NAMES.getOrDefault(table.getClass(), table.getName()));
  }

  /** Returns the kinds that depend on a change of a table. */
  public static Set<CacheKind> dependent(Change change, String table) {
    Map<String, Set<CacheKind>> dependents =
        switch (change) {
          case INSERT -> BY_INSERT;
          case UPDATE -> BY_UPDATE;
          case DELETE -> BY_DELETE;
        };
    return dependents.getOrDefault(table, Set.of());
  }
}
