package io.zkpersona.examples;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.user.WalletAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one line of a file becomes.
 *
 * @param input the input to store, without its user yet
 * @param actor how its user is found
 * @param toldBy the input that tells the same, which makes this one needless if it is stored; null
 *     if there can't be one
 */
record Item(BehaviorInput input, Actor actor, @Nullable BehaviorInputId toldBy) {

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
  record SenderOf(BehaviorInputId transaction) implements Actor {}
}
