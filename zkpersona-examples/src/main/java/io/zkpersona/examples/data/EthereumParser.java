package io.zkpersona.examples.data;

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
 * Creates inputs from ethereum-etl output. Each line is stored as it is, so that numbers too large
 * for a {@code long} or {@code double} stay exact.
 */
public final class EthereumParser {

  /** The first topic of a token transfer: the hash of {@code Transfer(address,address,uint256)}. */
  private static final String TRANSFER =
      "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

  /** An NFT transfer has four topics, the token id included; a transfer of an amount has three. */
  private static final int NFT_TOPICS = 4;

  private final InputFactory inputs;
  private final Set<LogKey> nfts;

  /**
   * Creates a parser.
   *
   * @param inputs creates the inputs
   * @param nfts the log entries that are transfers of an NFT
   */
  public EthereumParser(InputFactory inputs, Set<LogKey> nfts) {
    this.inputs = inputs;
    this.nfts = nfts;
  }

  /** Returns the key of a log entry if it is the transfer of an NFT (ERC-721). */
  public static Optional<LogKey> nft(String line) throws MalformedLineException {
    JsonLine json = JsonLine.parse(line);
    List<String> topics = json.texts("topics");
    return topics.size() == NFT_TOPICS && topics.get(0).equalsIgnoreCase(TRANSFER)
        ? Optional.of(LogKey.of(json))
        : Optional.empty();
  }

  /** Parses a transaction; its sender becomes a user. */
  public Optional<Item> transaction(String line) throws MalformedLineException {
    JsonLine json = JsonLine.parse(line);
    json.checkType("transaction");
    json.wholeNumber("value");
    ExternalKey key = InputFactory.transactionKey(json.hash("hash"));
    WalletAddress sender = json.address("from_address");
    return Optional.of(
        new Item(input(key, InputType.TRANSACTION, json, line), new Item.Owner(sender)));
  }

  /**
   * Parses a token transfer. Its log entry tells whether it moves an amount or an NFT. The owner of
   * the tokens may be a contract, so only existing users are linked.
   */
  public Optional<Item> transfer(String line) throws MalformedLineException {
    JsonLine json = JsonLine.parse(line);
    json.checkType("token_transfer");
    json.wholeNumber("value");
    LogKey log = LogKey.of(json);
    InputType type = nfts.contains(log) ? InputType.NFT : InputType.DEFI;
    WalletAddress from = json.address("from_address");
    return Optional.of(
        new Item(input(InputFactory.logKey(log), type, json, line), new Item.KnownOwner(from)));
  }

  /**
   * Parses a log entry, performed by the sender of its transaction. A token transfer with the same
   * key is more detailed.
   */
  public Optional<Item> log(String line) throws MalformedLineException {
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

  /** Returns the block that contains the line's event; null if the line does not name one. */
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
