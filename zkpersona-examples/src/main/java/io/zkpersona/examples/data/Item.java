package io.zkpersona.examples.data;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.user.WalletAddress;
import java.util.Objects;

/**
 * The result of parsing one line of a file.
 *
 * @param input the input to store, still without a user
 * @param actor the rule for finding its user
 */
public record Item(BehaviorInput input, Actor actor) {

  /** Returns the external key of the input. */
  public ExternalKey key() {
    return Objects.requireNonNull(input.externalKey());
  }

  /** The actor, as far as the line identifies it. */
  public sealed interface Actor {}

  /**
   * The owner of a wallet, who becomes a user.
   *
   * @param address the wallet
   */
  public record Owner(WalletAddress address) implements Actor {}

  /**
   * The owner of a wallet if already a user, because the address may belong to a contract.
   *
   * @param address the wallet
   */
  public record KnownOwner(WalletAddress address) implements Actor {}

  /**
   * The sender of a transaction, if the transaction is stored.
   *
   * @param transaction the transaction
   */
  public record SenderOf(ExternalKey transaction) implements Actor {}
}
