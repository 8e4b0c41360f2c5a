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
 * @param byWallet the user of each requested wallet, in the order of first occurrence
 * @param created how many of these users the call created
 * @param existing how many of these users existed before or were created by concurrent calls
 */
public record WalletUsers(Map<WalletAddress, User> byWallet, int created, int existing) {

  /** Copies the map, keeping its order. */
  public WalletUsers {
    byWallet = Collections.unmodifiableMap(new LinkedHashMap<>(byWallet));
  }

  /**
   * Returns the user of a requested wallet.
   *
   * @param wallet the wallet
   * @return its user
   * @throws ValidationException if the wallet was not requested
   */
  public User user(WalletAddress wallet) {
    User user = byWallet.get(wallet);
    if (user == null) {
      throw new ValidationException(
          "wallet", "not a requested wallet (expected: a wallet that was passed to the call)");
    }
    return user;
  }

  @Override
  public String toString() {
    return "WalletUsers[created=" + created + ", existing=" + existing + "]";
  }
}
