package io.zkpersona.domain.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Nulls;
import io.zkpersona.domain.error.ValidationException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of events on a chain and of their blocks. */
class ChainEventTest {

  private static final ChainId ETHEREUM = ChainId.evm(1);
  private static final ChainId BITCOIN = new ChainId("bip122:000000000019d6689c085ae165831e93");
  private static final ChainId SOLANA = new ChainId("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp");
  private static final String HASH = "0x" + "aB3".repeat(21) + "4";
  private static final String LOWER = HASH.toLowerCase(Locale.ROOT);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eip155:1",
        "bip122:000000000019d6689c085ae165831e93",
        "cosmos:cosmoshub-3",
        "starknet:SN_GOERLI",
        "abc:1"
      })
  void chainIdsOfCaip2AreTaken(String id) {
    assertThat(new ChainId(id)).hasToString(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "eip155",
        "eip155:",
        "ei:1",
        "EIP155:1",
        "eip155:1:0x00",
        "eip155:1 ",
        "toolongns:1",
        "eip155:123456789012345678901234567890123",
        "eip155:1\n",
        "eip155:é"
      })
  void anythingElseIsNoChainId(String id) {
    assertThatThrownBy(() -> new ChainId(id))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("chain: not a CAIP-2 chain id (expected: namespace:reference");
  }

  @Test
  void keysOfTransactionsAndLogsAreTheSameInEverySpellingOfTheHash() {
    assertThat(ExternalKey.ofTransaction(ETHEREUM, HASH).value()).isEqualTo("eip155:1/tx/" + LOWER);
    assertThat(ExternalKey.ofLog(ETHEREUM, HASH, 12).value())
        .isEqualTo("eip155:1/tx/" + LOWER + "/log/12");
    assertThat(ExternalKey.ofLog(ETHEREUM, HASH.replace("0x", "0X"), 12))
        .isEqualTo(ExternalKey.ofLog(ETHEREUM, LOWER, 12))
        .isNotEqualTo(ExternalKey.ofLog(ETHEREUM, LOWER, 1))
        .isNotEqualTo(ExternalKey.ofLog(ChainId.evm(10), LOWER, 12));
    assertThat(ExternalKey.ofTransaction(BITCOIN, "AB".repeat(32)))
        .isEqualTo(ExternalKey.ofTransaction(BITCOIN, "ab".repeat(32)));
  }

  /** Base58 is case-sensitive. */
  @Test
  void hashesThatAreNotHexadecimalAreKeptAsGiven() {
    assertThat(new BlockReference(SOLANA, 1, "4sGjMW1sUnHzSxGspuhpqLDx6wiyjNtZAMdL4VZHirAn").hash())
        .isEqualTo("4sGjMW1sUnHzSxGspuhpqLDx6wiyjNtZAMdL4VZHirAn");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0x", "0x12", "hush", "0x12345678901234567890123456789012345678901234"})
  void whatIsNoHashOfItsChainIsRefusedWithoutBeingShown(String hash) {
    assertThatThrownBy(() -> ExternalKey.ofTransaction(ETHEREUM, hash))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("transactionHash: ")
        .hasMessageContaining("0x and 64 hexadecimal digits")
        .hasMessageNotContaining("hush");
    assertThatThrownBy(() -> new BlockReference(ETHEREUM, 1, hash))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("hash: ");
  }

  /** Otherwise the hash of a transaction could equal the key of another one's log entry. */
  @Test
  void aHashHoldsNoSlash() {
    assertThatThrownBy(() -> ExternalKey.ofTransaction(SOLANA, "5eykt/log/1"))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void keysAreOf1To200PrintableCharacters() {
    assertThatCode(() -> new ExternalKey("!")).doesNotThrowAnyException();
    assertThatCode(() -> new ExternalKey("~".repeat(200))).doesNotThrowAnyException();
    for (String refused :
        new String[] {"", "~".repeat(201), "a b", "a\n", "\u00e9", "a\u200b", "\0"}) {
      assertThatThrownBy(() -> new ExternalKey(refused))
          .isInstanceOf(ValidationException.class)
          .hasMessageContaining("externalKey: ");
    }
  }

  @Test
  void numbersAreNotNegativeAndRangesNotReversed() {
    assertThatThrownBy(() -> ChainId.evm(0)).isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> ExternalKey.ofLog(ETHEREUM, HASH, -1))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> new BlockReference(ETHEREUM, -1, HASH))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> BlockRange.from(ETHEREUM, -1)).isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> new BlockRange(ETHEREUM, null, -1L))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> new BlockRange(ETHEREUM, 2L, 1L))
        .isInstanceOf(ValidationException.class);
    assertThatCode(() -> new BlockRange(ETHEREUM, 1L, 1L)).doesNotThrowAnyException();
    assertThatThrownBy(() -> BlockRange.of(Nulls.nothing()))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void whatWasDerivedIsTakenBackUnlessSaidOtherwise() {
    assertThat(InvalidationRule.defaults())
        .isEqualTo(
            new InvalidationRule(
                InvalidationRule.Scores.DELETE,
                InvalidationRule.Proofs.DELETE,
                InvalidationRule.Reputation.INVALIDATE));
    assertThatThrownBy(() -> InvalidationRule.builder().proofs(Nulls.nothing()).build())
        .isInstanceOf(ValidationException.class);
  }
}
