package io.zkpersona.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.WalletAddress;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoteParserTest {

  private static final String HEADER = "symbol,proposal_id,voter,voting_power,choice,created";
  private static final String VOTER = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

  private final VoteParser parser = new VoteParser(new InputFactory("test"));

  @BeforeEach
  void readTheHeader() throws MalformedLineException {
    assertThat(parser.parse(HEADER)).isEmpty();
  }

  @Test
  void aVoteIsGovernanceOnTheDayItWasCast() throws MalformedLineException {
    Item item = vote("ORCHARD,0x1," + VOTER + ",12.50,2,2026-01-07");

    BehaviorInput input = item.input();
    assertThat(input.inputType()).isEqualTo(InputType.DAO);
    assertThat(input.source()).isEqualTo(BehaviorSource.API);
    assertThat(input.timestamp()).isEqualTo(Instant.parse("2026-01-07T00:00:00Z"));
    assertThat(item.actor()).isEqualTo(new Item.Owner(WalletAddress.of(VOTER)));
    assertThat(input.inputData())
        .isEqualTo(
            Json.of(
                """
                {"symbol": "ORCHARD", "proposal_id": "0x1", "voter": "%s", "voting_power": 12.5,
                 "choice": "2", "created": "2026-01-07"}
                """
                    .formatted(VOTER)));
  }

  @Test
  void aQuotedChoiceKeepsItsCommasAndQuotes() throws MalformedLineException {
    Item item = vote("ORCHARD,0x1," + VOTER + ",1,\"{'1': 60, \"\"2\"\": 40}\",2026-01-07");

    assertThat(item.input().inputData().members())
        .containsEntry("choice", Json.of("\"{'1': 60, \\\"2\\\": 40}\""));
  }

  @Test
  void aVotingPowerStaysExact() throws MalformedLineException {
    String power = "12345678901234567890.000000000000000042";
    Item large = vote("ORCHARD,0x1," + VOTER + "," + power + ",1,2026-01-07");
    Item small = vote("ORCHARD,0x1," + VOTER + ",1.9e-16,1,2026-01-07");

    assertThat(large.input().inputData().members()).containsEntry("voting_power", Json.of(power));
    assertThat(small.input().inputData().members())
        .containsEntry("voting_power", Json.of("0.00000000000000019"));
  }

  @Test
  void anotherSpellingOfTheWalletIsTheSameVoterAndTheSameVote() throws MalformedLineException {
    Item checksummed = vote("ORCHARD,0x1," + VOTER + ",1,1,2026-01-07");
    Item lower = vote("ORCHARD,0x1,0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed,1,1,2026-01-07");

    assertThat(lower.actor()).isEqualTo(checksummed.actor());
    assertThat(lower.key()).isEqualTo(checksummed.key());
    assertThat(lower.key().value()).isEqualTo("snapshot/0x1/vote/" + VOTER);
  }

  @Test
  void columnsMayComeInAnotherOrder() throws MalformedLineException {
    VoteParser other = new VoteParser(new InputFactory("test"));
    other.parse("created,note,choice,voting_power,voter,proposal_id,symbol");

    Item item = other.parse("2026-01-07,any,1,1," + VOTER + ",0x1,ORCHARD").orElseThrow();

    assertThat(item.key()).isEqualTo(vote("ORCHARD,0x1," + VOTER + ",1,1,2026-01-07").key());
  }

  @Test
  void aHeaderWithoutAColumnEndsTheFile() {
    VoteParser other = new VoteParser(new InputFactory("test"));

    assertThatThrownBy(() -> other.parse("symbol,proposal_id,voter,choice"))
        .isInstanceOfSatisfying(
            MalformedLineException.class, e -> assertThat(e.endsFile()).isTrue())
        .hasMessageStartingWith("no column voting_power, created");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "O,0x1,VOTER,1,1 | 5 fields (expected: 6)",
        "O,0x1,VOTER,1,{'1': 1, '2': 1},2026-01-07 | 7 fields (expected: 6)",
        "O,0x1,VOTER,1,\"1,2026-01-07 | quotes that are not closed",
        "O,0x1,VOTER,1,\"1\"x,2026-01-07 | quotes that are not closed",
        "O,0x1,VOTER,much,1,2026-01-07 | voting_power: not a valid number (expected: a number from"
            + " 0)",
        "O,0x1,VOTER,-1,1,2026-01-07 | voting_power: not a valid number (expected: a number from"
            + " 0)",
        "O,0x1,VOTER,1,1,2026-02-30 | created: not a date (expected: such as 2026-01-31)",
        "O,0x1,VOTER,1,,2026-01-07 | choice: empty (expected: a value)",
        "O,0x1,0x12,1,1,2026-01-07 | voter: ",
        "O,0x1,alice.example.eth,1,1,2026-01-07 | voter: not an address of a known chain (expected",
      })
  void whatIsWrongWithALineIsNamed(String line, String message) {
    assertThatThrownBy(() -> parser.parse(line.replace("VOTER", VOTER)))
        .isInstanceOfSatisfying(
            MalformedLineException.class, e -> assertThat(e.endsFile()).isFalse())
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("alice");
  }

  private Item vote(String line) throws MalformedLineException {
    return parser.parse(line).orElseThrow();
  }
}
