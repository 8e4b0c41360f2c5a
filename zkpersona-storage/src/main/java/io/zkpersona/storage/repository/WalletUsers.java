package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.WalletAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The users of many wallets. Immutable and thread-safe; {@link #toString()} shows the counts only.
 *
 * @param byWallet the user of each wallet that was asked for, in the order in which each came first
 * @param created how many of these users the call created
 * @param existing how many others they are: there already, or created by others at the same time
 */
public record WalletUsers(Map<WalletAddress, User> byWallet, int created, int existing) {

  /** Copies the map, and its order. */
  public WalletUsers {
    byWallet = Collections.unmodifiableMap(new LinkedHashMap<>(byWallet));
  }

  /**
   * The user of a wallet that was asked for.
   *
   * @param wallet the wallet
   * @return its user
   * @throws ValidationException if the wallet was not asked for
   */
  public User user(WalletAddress wallet) {
    User user = byWallet.get(wallet);
    if (user == null) {
      throw new ValidationException(
          "wallet", "not among those asked for (expected: one that the call was given)");
    }
    return user;
  }

  @Override
  public String toString() {
    return "WalletUsers[created=" + created + ", existing=" + existing + "]";
  }
}
