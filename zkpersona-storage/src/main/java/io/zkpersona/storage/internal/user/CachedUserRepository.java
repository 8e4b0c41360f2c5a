package io.zkpersona.storage.internal.user;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.cache.CachedKind;
import io.zkpersona.storage.internal.cache.Loaded;
import io.zkpersona.storage.internal.cache.ReadCache;
import io.zkpersona.storage.internal.cache.ReadCache.Unique;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.Optional;

/** Serves users by id and by wallet from a cache, outside transactions. */
public final class CachedUserRepository extends PostgresUserRepository {

  private final ReadCache cache;

  /** Creates the repository. */
  public CachedUserRepository(RepositoryContext context, ReadCache cache) {
    super(context);
    this.cache = cache;
  }

  @Override
  public Optional<User> findById(UserId id) {
    Required.argument("id", id);
    return executor().takesPart()
        ? super.findById(id)
        : Optional.ofNullable(cache.get(CachedKind.USER, id, () -> load(id)));
  }

  private Loaded<User> load(UserId id) {
    return new Loaded<>(super.findById(id).orElse(null), null);
  }

  @Override
  public Optional<User> findByWalletAddress(WalletAddress walletAddress) {
    Required.argument("walletAddress", walletAddress);
    if (executor().takesPart()) {
      return super.findByWalletAddress(walletAddress);
    }
    Optional<User> found =
        cache.get(
            CachedKind.USER,
            new Unique<>(
                walletAddress.value(),
                () -> findHolder(executor(), walletAddress).map(User::id),
                user -> holds(user, walletAddress)),
            this::load);
    return found.filter(user -> user.status() != UserStatus.DELETED);
  }

  private static boolean holds(User user, WalletAddress wallet) {
    WalletAddress held = user.walletAddress();
    return held != null && ManyUsers.spellings(wallet).contains(held);
  }
}
