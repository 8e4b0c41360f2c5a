package io.zkpersona.examples;

import static io.zkpersona.examples.WalkDatabase.count;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.InputType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk over folders that lack something, or hold what they should not. */
class ImperfectDataIT {

  private final WalkDatabase database = WalkDatabase.create();

  @TempDir private Path folder;

  @BeforeEach
  void copySample() throws IOException {
    for (DataFile file : DataSet.sample().files()) {
      Path target = folder.resolve(file.name());
      Files.createDirectories(target.getParent());
      try (InputStream in = file.open()) {
        Files.copy(in, target);
      }
    }
  }

  @Test
  void malformedLinesAreReportedAndTheRestIsLoaded() throws IOException {
    insert(DataSet.BLOCKS, 4, "{}");
    insert(DataSet.TRANSACTIONS, 3, "{\"type\": \"transaction\", ");
    insert(DataSet.LOGS, 1, "{\"type\": \"log\"}");
    insert(DataSet.TOKEN_TRANSFERS, 11, "[]");
    insert(DataSet.VOTES, 5, "ORCHARD,0x1,0x12345,1,\"1,2026-01-07");

    WalkRun run = walk();

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("ethereum/blocks.ndjson, line 4: number: missing (expected: a whole number")
        .contains("ethereum/transactions.ndjson, line 3: no JSON at character ")
        .contains("ethereum/logs.ndjson, line 1: topics: missing (expected: an array of texts)")
        .contains("ethereum/token_transfers.ndjson, line 11: no JSON object")
        .contains("snapshot/votes.csv, line 5: quotes that are not closed")
        .contains("Malformed lines, reported above and skipped: 5.");
    database.look(WalkDatabase::assertHoldsTheSample);
  }

  @Test
  void whatPostgresCannotHoldIsReportedAsMalformed() throws IOException {
    String good = Files.readAllLines(folder.resolve(DataSet.TRANSACTIONS)).get(0);
    insert(DataSet.TRANSACTIONS, 1, good.replace("\"input\": \"", "\"input\": \"\\u0000"));

    WalkRun run = walk();

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("ethereum/transactions.ndjson, line 1: json: ");
    database.look(WalkDatabase::assertHoldsTheSample);
  }

  @Test
  void aLineThatComesTwiceIsStoredOnce() throws IOException {
    String line = Files.readAllLines(folder.resolve(DataSet.TOKEN_TRANSFERS)).get(3);
    insert(DataSet.TOKEN_TRANSFERS, 5, line);

    WalkRun run = walk();

    assertThat(run.exitCode()).isZero();
    database.look(WalkDatabase::assertHoldsTheSample);
  }

  @Test
  void aHeaderThatCannotBeReadLeavesTheFileOut() throws IOException {
    insert(DataSet.VOTES, 1, "who,what");

    WalkRun run = walk();

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("snapshot/votes.csv, line 1: no column symbol")
        .contains("; the rest is left out");
    database.look(
        db -> {
          assertThat(count(db, InputType.DAO)).isZero();
          assertThat(db.repositories().behaviorInputs().count()).isEqualTo(28);
        });
  }

  @Test
  void whatAFolderLacksIsLeftOut() throws IOException {
    for (String name : List.of(DataSet.BLOCKS, DataSet.TRANSACTIONS, DataSet.TOKEN_TRANSFERS)) {
      Files.delete(folder.resolve(name));
    }

    WalkRun run = walk();

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("ethereum/transactions.ndjson is not there and left out")
        .contains("ethereum/token_transfers.ndjson is not there and left out");
    database.look(
        db -> {
          assertThat(count(db, InputType.DAO)).isEqualTo(21);
          // Without the transfers nothing else tells of these log entries.
          assertThat(count(db, InputType.INTERACTION)).isEqualTo(16);
        });
  }

  @Test
  void aFolderWithoutAGoodLineEndsWithOneLine() throws IOException {
    for (String name : DataSet.FILE_NAMES) {
      Files.writeString(folder.resolve(name), "\n");
    }

    WalkRun run = walk();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("error: nothing was loaded");
  }

  private WalkRun walk() {
    return database.walk("--data", folder.toString());
  }

  /** Puts a line where it will have a number, from 1. */
  private void insert(String name, int number, String line) throws IOException {
    Path path = folder.resolve(name);
    List<String> lines = new ArrayList<>(Files.readAllLines(path));
    lines.add(number - 1, line);
    Files.write(path, lines, StandardCharsets.UTF_8);
  }
}
