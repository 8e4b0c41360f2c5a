package io.zkpersona.storage.tenant;

import io.zkpersona.domain.error.ZkPersonaException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of migrating all tenants. Immutable.
 *
 * @param migrated how many tenants had pending migrations, which were applied
 * @param unchanged how many tenants had none
 * @param notStarted how many tenants were left because the thread was interrupted
 * @param failures the failures by the name of the tenant, in ascending order of the names
 */
public record TenantMigrations(
    int migrated, int unchanged, int notStarted, Map<String, ZkPersonaException> failures) {

  /** Copies the failures. */
  public TenantMigrations {
    failures = Collections.unmodifiableMap(new TreeMap<>(failures));
  }

  /** Returns whether all tenants are at this library's version now. */
  public boolean isComplete() {
    return failures.isEmpty() && notStarted == 0;
  }

  /** Returns the numbers and the names of the tenants that failed, without their errors. */
  @Override
  public String toString() {
    return "TenantMigrations[migrated="
        + migrated
        + ", unchanged="
        + unchanged
        + ", notStarted="
        + notStarted
        + ", failed="
        + failures.keySet()
        + "]";
  }
}
