package io.zkpersona.storage.internal.access;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.cache.CachedKind;
import io.zkpersona.storage.internal.cache.Loaded;
import io.zkpersona.storage.internal.cache.ReadCache;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Serves the permissions of users from a cache, outside transactions. */
public final class CachedAccessControl extends PostgresAccessControl {

  private final ReadCache cache;

  /** Creates the access control. */
  public CachedAccessControl(RepositoryContext context, ReadCache cache) {
    super(context);
    this.cache = cache;
  }

  @Override
  public Set<String> permissionsOf(UserId userId) {
    Required.argument("userId", userId);
    return context.executor().takesPart()
        ? super.permissionsOf(userId)
        : Collections.unmodifiableSet(new LinkedHashSet<>(names(userId)));
  }

  @Override
  public boolean has(UserId userId, String permission) {
    Required.argument("userId", userId);
    Required.argument("permission", permission);
    return context.executor().takesPart()
        ? super.has(userId, permission)
        : names(userId).contains(permission);
  }

  private List<String> names(UserId userId) {
    return Objects.requireNonNull(
        cache.get(CachedKind.PERMISSIONS, userId, () -> load(context, userId)));
  }

  /** Reads the permissions of a user, which hold until the first of its grants expires. */
  public static Loaded<List<String>> load(RepositoryContext context, UserId userId) {
    List<Held> held = context.executor().list(HELD, userId);
    Duration validFor =
        held.stream()
            .filter(one -> one.until() != null)
            .map(one -> Duration.between(one.now(), one.until()))
            .min(Duration::compareTo)
            .orElse(null);
    return new Loaded<>(held.stream().map(Held::permission).distinct().toList(), validFor);
  }
}
