package io.zkpersona.examples;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.WalletAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes inputs of what ethereum-etl writes. The text of a line is stored as it is, so that numbers
 * of more digits than a {@code long} or {@code double} holds stay exact.
 */
final class EthereumParser {

  /** The first topic of a token transfer: the hash of {@code Transfer(address,address,uint256)}. */
  private static final String TRANSFER =
      "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

  /** With the token's number among the topics there are four; an amount is not among them. */
  private static final int NFT_TOPICS = 4;

  private final InputFactory inputs;
  private final Set<LogKey> nfts;

  /**
   * Makes a parser.
   *
   * @param nfts the log entries that are transfers of an NFT
   */
  EthereumParser(InputFactory inputs, Set<LogKey> nfts) {
    this.inputs = inputs;
    this.nfts = nfts;
  }

  /** The key of a log entry if it is the transfer of an NFT (ERC-721). */
  static Optional<LogKey> nft(String line) throws MalformedLineException {
    JsonLine json = JsonLine.parse(line);
    List<String> topics = json.texts("topics");
    return topics.size() == NFT_TOPICS && topics.get(0).equalsIgnoreCase(TRANSFER)
        ? Optional.of(LogKey.of(json))
        : Optional.empty();
  }

  /** A transaction; who sent it becomes a user. */
  Optional<Item> transaction(String line) throws MalformedLineException {
    JsonLine json = JsonLine.parse(line);
    json.checkType("transaction");
    json.wholeNumber("value");
    ExternalKey key = InputFactory.transactionKey(json.hash("hash"));
    WalletAddress sender = json.address("from_address");
    return Optional.of(
        new Item(input(key, InputType.TRANSACTION, json, line), new Item.Owner(sender)));
  }

  /**
   * A token transfer. Its log entry tells whether it moves an amount or an NFT; whose tokens were
   * moved need not be a person, so only who is a user already is named.
   */
  Optional<Item> transfer(String line) throws MalformedLineException {
    JsonLine json = JsonLine.parse(line);
    json.checkType("token_transfer");
    json.wholeNumber("value");
    LogKey log = LogKey.of(json);
    InputType type = nfts.contains(log) ? InputType.NFT : InputType.DEFI;
    WalletAddress from = json.address("from_address");
    return Optional.of(
        new Item(input(InputFactory.logKey(log), type, json, line), new Item.KnownOwner(from)));
  }

  /** A log entry; done by who sent its transaction. A token transfer of the same key tells more. */
  Optional<Item> log(String line) throws MalformedLineException {
    JsonLine json = JsonLine.parse(line);
    json.checkType("log");
    json.texts("topics");
    json.address("address");
    LogKey log = LogKey.of(json);
    return Optional.of(
        new Item(
            input(InputFactory.logKey(log), InputType.INTERACTION, json, line),
            new Item.SenderOf(InputFactory.transactionKey(log.transactionHash()))));
  }

  private BehaviorInput input(ExternalKey key, InputType type, JsonLine json, String line)
      throws MalformedLineException {
    return inputs.input(
        key,
        block(json),
        type,
        BehaviorSource.BLOCKCHAIN,
        json.time("block_timestamp"),
        Json.of(line));
  }

  /** The block that a line was seen in; null if it says nothing of one. */
  private static @Nullable BlockReference block(JsonLine json) throws MalformedLineException {
    if (!json.has("block_hash")) {
      return null;
    }
    try {
      return new BlockReference(
          InputFactory.CHAIN,
          json.wholeNumber("block_number").longValueExact(),
          json.hash("block_hash"));
    } catch (ArithmeticException e) {
      throw new MalformedLineException("block_number", "a number out of range", "at most 2^63 - 1");
    }
  }
}
