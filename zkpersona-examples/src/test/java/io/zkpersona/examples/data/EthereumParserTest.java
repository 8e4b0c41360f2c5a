package io.zkpersona.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.user.WalletAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EthereumParserTest {

  private static final String HASH = "0x" + "ab".repeat(32);
  private static final String WALLET = "0x" + "0".repeat(39) + "1";
  private static final String TRANSFER_TOPIC =
      "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
  private static final InputFactory INPUTS = new InputFactory("test");

  private final EthereumParser parser = new EthereumParser(INPUTS, Set.of(new LogKey(HASH, 7)));

  @Test
  void aTransactionIsStoredAsItsLineAndDoneByItsSender() throws MalformedLineException {
    String line = transaction("12");

    Item item = parser.transaction(line).orElseThrow();

    BehaviorInput input = item.input();
    assertThat(input.inputData().text()).isEqualTo(line);
    assertThat(input.inputType()).isEqualTo(InputType.TRANSACTION);
    assertThat(input.source()).isEqualTo(BehaviorSource.BLOCKCHAIN);
    assertThat(input.timestamp()).isEqualTo(Instant.parse("2026-01-05T12:00:00Z"));
    assertThat(item.actor()).isEqualTo(new Item.Owner(WalletAddress.of(WALLET)));
  }

  @Test
  void aValueOfMoreDigitsThanALongHoldsStaysExact() throws MalformedLineException {
    String value = "1234567890123456789012345678901";

    Item item = parser.transfer(transfer(value, 1)).orElseThrow();

    assertThat(item.input().inputData().members().get("value"))
        .hasToString("Json[31 characters]")
        .extracting(json -> json.text())
        .isEqualTo(value);
  }

  @Test
  void aTransferIsOfAnNftIfItsLogEntrySaysSo() throws MalformedLineException {
    assertThat(parser.transfer(transfer("1", 7)).orElseThrow().input().inputType())
        .isEqualTo(InputType.NFT);
    assertThat(parser.transfer(transfer("1", 8)).orElseThrow().input().inputType())
        .isEqualTo(InputType.DEFI);
  }

  @Test
  void aLogEntryIsATransferOfAnNftByItsFourTopics() throws MalformedLineException {
    String word = "\"0x" + "0".repeat(64) + "\"";
    String topic = "\"" + TRANSFER_TOPIC + "\"";

    assertThat(EthereumParser.nft(log(topic, word, word, word))).contains(new LogKey(HASH, 3));
    assertThat(EthereumParser.nft(log(topic, word, word))).isEmpty();
    assertThat(EthereumParser.nft(log(word, word, word, word))).isEmpty();
    assertThat(EthereumParser.nft(log())).isEmpty();
  }

  @Test
  void aLogEntryIsDoneByTheSenderOfItsTransactionAndGivesWayToItsTransfer()
      throws MalformedLineException {
    Item item = parser.log(log()).orElseThrow();

    assertThat(item.input().inputType()).isEqualTo(InputType.INTERACTION);
    assertThat(item.actor()).isEqualTo(new Item.SenderOf(InputFactory.transactionKey(HASH)));
    assertThat(item.key()).isEqualTo(parser.transfer(transfer("1", 3)).orElseThrow().key());
  }

  @Test
  void theSameLineHasTheSameKeyInEveryRun() throws MalformedLineException {
    String upperCaseHash = "0x" + "AB".repeat(32);
    EthereumParser again = new EthereumParser(new InputFactory("other"), Set.of());

    ExternalKey key = parser.transaction(transaction("1")).orElseThrow().key();

    assertThat(key.value()).isEqualTo("eip155:1/tx/" + HASH);
    assertThat(again.transaction(transaction("1")).orElseThrow().key()).isEqualTo(key);
    assertThat(again.transaction(transaction("1").replace(HASH, upperCaseHash)).orElseThrow().key())
        .isEqualTo(key);
    assertThat(parser.log(log()).orElseThrow().key().value())
        .isEqualTo("eip155:1/tx/" + HASH + "/log/3");
  }

  @Test
  void theBlockIsKnownWhereTheLineSaysIt() throws MalformedLineException {
    String block = "0x" + "CD".repeat(32);
    String line =
        transaction("1")
            .replace(
                "\"value\"", "\"block_number\": 7, \"block_hash\": \"" + block + "\", \"value\"");

    assertThat(parser.transaction(line).orElseThrow().input().block())
        .isEqualTo(new BlockReference(ChainId.evm(1), 7, block));
    assertThat(parser.transaction(transaction("1")).orElseThrow().input().block()).isNull();
    assertThatThrownBy(() -> parser.transaction(line.replace(": 7", ": 9223372036854775808")))
        .isInstanceOf(MalformedLineException.class)
        .hasMessage("block_number: a number out of range (expected: at most 2^63 - 1)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"value\": 12 | \"value\": \"12\" | value: text of 2 characters (expected: a whole number",
        "\"value\": 12 | \"value\": 1.5 | value: a number with decimals (expected: a whole number",
        "\"value\": 12 | \"value\": -1 | value: a number out of range (expected: a whole number",
        "\"value\": 12 | \"worth\": 12 | value: missing (expected: a whole number",
        "\"value\": 12 | \"value\": | invalid JSON at character",
        "\"value\": 12 | \"value\": 12} { | invalid JSON at character",
        "transaction | log | type: of another file (expected: transaction)",
        "\"hash\": \"0x | \"hash\": \"x | hash: text of 65 characters (expected: 0x and 64 hex",
        "\"from_address\": \"0x0 | \"from_address\": \"0x | from_address: 39 hexadecimal d",
        "from_address | sender | from_address: missing (expected: 0x and 40 hexadecimal digits)",
        "1767614400 | null | block_timestamp: null (expected: a whole number",
        "1767614400 | 99999999999999999 | block_timestamp: out of range (expected: sec",
      })
  void whatIsWrongWithALineIsNamed(String good, String bad, String message) {
    String line = transaction("12").replace(good, bad);

    assertThatThrownBy(() -> parser.transaction(line))
        .isInstanceOf(MalformedLineException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining(WALLET.substring(10));
  }

  @Test
  void aMistypedWalletIsRefused() {
    String mixed = "0x" + "aB".repeat(20);

    assertThatThrownBy(() -> parser.transaction(transaction("1").replace(WALLET, mixed)))
        .isInstanceOf(MalformedLineException.class)
        .hasMessageStartingWith("from_address: mixed case that is not a valid checksum");
  }

  @Test
  void aValueThatNoContractCanHoldIsRefused() {
    assertThatThrownBy(() -> parser.transfer(transfer("9".repeat(78), 1)))
        .isInstanceOf(MalformedLineException.class)
        .hasMessageContaining("below 2^256");
  }

  @Test
  void blocksOnlyTellTheirRange() throws MalformedLineException {
    BlockParser blocks = new BlockParser();

    assertThat(blocks.summary()).isEqualTo("no block");
    for (int number : new int[] {8, 6, 7}) {
      String line = String.format(Locale.ROOT, "{\"type\": \"block\", \"number\": %d}", number);
      assertThat(blocks.parse(line)).isEmpty();
    }

    assertThat(blocks.summary()).isEqualTo("blocks 6 to 8, not stored");
  }

  private static String transaction(String value) {
    return ("{\"type\": \"transaction\", \"hash\": \"%s\", \"from_address\": \"%s\","
            + " \"value\": %s, \"block_timestamp\": 1767614400}")
        .formatted(HASH, WALLET, value);
  }

  private static String transfer(String value, int logIndex) {
    return ("{\"type\": \"token_transfer\", \"from_address\": \"%s\", \"value\": %s,"
            + " \"transaction_hash\": \"%s\", \"log_index\": %d, \"block_timestamp\": 1767614400}")
        .formatted(WALLET, value, HASH, logIndex);
  }

  private static String log(String... topics) {
    return ("{\"type\": \"log\", \"address\": \"%s\", \"topics\": [%s],"
            + " \"transaction_hash\": \"%s\", \"log_index\": 3, \"block_timestamp\": 1767614400}")
        .formatted(WALLET, String.join(", ", topics), HASH);
  }
}
