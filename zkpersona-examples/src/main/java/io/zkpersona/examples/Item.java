package io.zkpersona.examples;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.user.WalletAddress;
import java.util.Objects;

/**
 * What one line of a file becomes.
 *
 * @param input the input to store, without its user yet
 * @param actor how its user is found
 */
record Item(BehaviorInput input, Actor actor) {

  /** The name by which its event is known. */
  ExternalKey key() {
    return Objects.requireNonNull(input.externalKey());
  }

  /** Who did it, as far as the line knows. */
  sealed interface Actor {}

  /**
   * The owner of a wallet, who becomes a user.
   *
   * @param address the wallet
   */
  record Owner(WalletAddress address) implements Actor {}

  /**
   * The owner of a wallet if that is a user already: it may as well be a contract.
   *
   * @param address the wallet
   */
  record KnownOwner(WalletAddress address) implements Actor {}

  /**
   * Whoever sent a transaction, if it is stored.
   *
   * @param transaction the transaction
   */
  record SenderOf(ExternalKey transaction) implements Actor {}
}
