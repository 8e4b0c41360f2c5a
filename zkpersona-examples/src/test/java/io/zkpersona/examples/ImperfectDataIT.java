package io.zkpersona.examples;

import static io.zkpersona.examples.WalkDatabase.count;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.examples.data.DataFile;
import io.zkpersona.examples.data.DataSet;
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

/** The example on folders with missing or malformed files. */
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
        .contains("ethereum/transactions.ndjson, line 3: invalid JSON at character ")
        .contains("ethereum/logs.ndjson, line 1: topics: missing (expected: an array of strings)")
        .contains("ethereum/token_transfers.ndjson, line 11: not a JSON object")
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
        .contains("; further ones are not shown");
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
        .contains("ethereum/transactions.ndjson is missing and skipped")
        .contains("ethereum/token_transfers.ndjson is missing and skipped")
        .doesNotContain("proofs/groth16/proofs.ndjson is missing");
    database.look(
        db -> {
          assertThat(count(db, InputType.DAO)).isEqualTo(21);
          // Only the transfers identify these log entries.
          assertThat(count(db, InputType.INTERACTION)).isEqualTo(16);
        });
  }

  @Test
  void malformedProofsAreReportedAndTheRestIsStored() throws IOException {
    String good = Files.readAllLines(folder.resolve(DataSet.GROTH16_PROOFS)).get(1);
    insert(DataSet.GROTH16_PROOFS, 2, "{\"id\": 1}");
    insert(DataSet.GROTH16_PROOFS, 4, good.replace("\"pi_c\"", "\"input\""));
    insert(DataSet.PLONK_PROOFS, 1, "{");
    insert(DataSet.VARIANTS, 3, "[]");
    insert(DataSet.VARIANTS, 1, variants().get(0).replace("\"baseId\":0", "\"baseId\":77"));

    WalkRun run = walk();

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("proofs/groth16/proofs.ndjson, line 2: proof: missing")
        .contains(
            "proofs/groth16/proofs.ndjson, id 7: refused: proofData.input: named like a private"
                + " witness")
        .containsPattern("proofs/groth16/proofs.ndjson +9 +7 +0 +0 +1 +1")
        .contains("proofs/plonk/proofs.ndjson, line 1: invalid JSON at character ")
        .contains("proofs/groth16/variants.ndjson, line 4: not a JSON object")
        .containsPattern("malleated_negA_negB +77 +OK +not tried: there is no such proof");
    database.look(WalkDatabase::assertHoldsTheSample);
  }

  @Test
  void proofFilesThatAFolderLacksAreLeftOut() throws IOException {
    for (String name : List.of(DataSet.GROTH16_KEY, DataSet.PLONK_PROOFS)) {
      Files.delete(folder.resolve(name));
    }

    WalkRun run = walk();

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("proofs/groth16/verification_key.json is missing and skipped")
        .contains("proofs/plonk/proofs.ndjson is missing and skipped")
        .contains("No leaderboard has an entry.");
    database.look(db -> assertThat(db.repositories().zkProofs().count()).isZero());
  }

  @Test
  void aFolderWithoutProofsIsWalkedToTheEnd() throws IOException {
    for (String name : DataSet.PROOFS) {
      Files.delete(folder.resolve(name));
    }

    WalkRun run = walk();

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Kept: 49 inputs, 0 proofs, 0 reputations and 8 users");
  }

  @Test
  void aKeyThatIsNoneLeavesItsProofsOut() throws IOException {
    Files.writeString(folder.resolve(DataSet.GROTH16_KEY), "{\"protocol\": \"groth16\"");

    WalkRun run = walk();

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("proofs/groth16/verification_key.json: ")
        .contains("; its proofs are skipped");
    database.look(db -> assertThat(db.repositories().zkProofs().count()).isEqualTo(2));
  }

  @Test
  void anotherKeyForTheSameCircuitLeavesItsProofsOut() throws IOException {
    walk();
    Path key = folder.resolve(DataSet.PLONK_KEY);
    String text = Files.readString(key);
    // k1 and k2 are small numbers, and others work as well.
    Files.writeString(key, text.replaceFirst("\"k1\": ?\"\\d+\"", "\"k1\": \"5\""));
    assertThat(Files.readString(key)).isNotEqualTo(text);

    WalkRun run = walk();

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("proofs/plonk/verification_key.json: .*; its proofs are skipped")
        .doesNotContain("reading proofs/plonk");
    database.look(db -> assertThat(count(db, VerificationStatus.VERIFIED)).isEqualTo(8));
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

  private List<String> variants() throws IOException {
    return Files.readAllLines(folder.resolve(DataSet.VARIANTS));
  }

  private WalkRun walk() {
    return database.walk("--data", folder.toString());
  }

  /** Inserts a line at the given line number, starting at 1. */
  private void insert(String name, int number, String line) throws IOException {
    Path path = folder.resolve(name);
    List<String> lines = new ArrayList<>(Files.readAllLines(path));
    lines.add(number - 1, line);
    Files.write(path, lines, StandardCharsets.UTF_8);
  }
}
