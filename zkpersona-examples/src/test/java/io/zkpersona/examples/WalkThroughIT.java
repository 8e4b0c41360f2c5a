package io.zkpersona.examples;

import static io.zkpersona.examples.WalkDatabase.WALLET;
import static io.zkpersona.examples.WalkDatabase.count;
import static io.zkpersona.examples.WalkDatabase.transferred;
import static io.zkpersona.examples.WalkDatabase.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.examples.data.DataSet;
import io.zkpersona.storage.DatabaseManager;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole example, run in this JVM. */
class WalkThroughIT {

  /** The folder of the real data, as a system property or an environment variable. */
  private static final String DATA_PROPERTY = "zkpersona.data";

  private static final String DATA_VARIABLE = "ZKPERSONA_DATA";

  private static final Map<String, String> CLEANING_UP = Map.of("CLEANUP_TEST_DATA", "true");

  private final WalkDatabase database = WalkDatabase.create();

  @Test
  void theSampleIsWalkedInFourteenSteps() {
    WalkRun run = database.walk();

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().filter(line -> line.startsWith("Step "))).hasSize(14);
    IntStream.rangeClosed(1, 14)
        .forEach(step -> assertThat(run.out()).containsOnlyOnce("\nStep " + step + ": "));
    assertThat(run.out())
        .contains("sent or voted: 8.", "reported above and skipped: 0.")
        .contains("add up to 1574850257071341996549578295739.")
        .contains("0xa11C...00aC in lower case finds the same user: yes.")
        .contains("By cursor: 49 inputs were read in 3 slices of up to 20.")
        .contains("Marking one: changed. Marking it again: nothing to change.")
        .contains("The first slice of 6 ends with the same inputs: yes.")
        .contains("Health:     healthy")
        .contains("Kept: 49 inputs, 12 proofs, 6 reputations and 13 users created for them.")
        .doesNotContain("\tat ", "Exception");
    database.look(WalkDatabase::assertHoldsTheSample);
  }

  @Test
  void aSecondWalkDoublesNothingAndSaysHowMuchWasThere() {
    WalkRun first = database.walk();
    assertThat(first.out()).contains("recognized by their external keys: 0.");
    List<BehaviorInput> stored = loaded();

    WalkRun second = database.walk();

    assertThat(second.err()).isEmpty();
    assertThat(second.exitCode()).isZero();
    assertThat(second.out())
        .contains("recognized by their external keys: 49.", "sent or voted: 0.")
        .containsPattern("ethereum/transactions.ndjson +12 +0 +12 +0")
        .containsPattern("snapshot/votes.csv +22 +0 +21 +0");
    assertThat(loaded()).isEqualTo(stored);
    database.look(WalkDatabase::assertHoldsTheSample);
  }

  /** Returns the inputs as loaded; later steps mark some as processed. */
  private List<BehaviorInput> loaded() {
    List<BehaviorInput> inputs = new ArrayList<>();
    database.look(
        db ->
            db.repositories().behaviorInputs().findAll().stream()
                .map(input -> input.withProcessed(false).withAudit(AuditStamp.unsaved()))
                .forEach(inputs::add));
    assertThat(inputs).hasSize(49).allMatch(input -> input.externalKey() != null);
    assertThat(inputs.stream().filter(input -> input.block() != null)).hasSize(28);
    return inputs;
  }

  @Test
  void whenEverythingIsProcessedTheWalkStillEnds() {
    database.walk();
    database.walk();
    WalkRun third = database.walk();
    WalkRun fourth = database.walk();

    assertThat(third.out()).contains("0 inputs still wait.");
    assertThat(fourth.err()).isEmpty();
    assertThat(fourth.exitCode()).isZero();
    assertThat(fourth.out()).contains("0 inputs wait; the oldest 0 are taken.");
  }

  @Test
  void cleaningUpLeavesWhatIsNotTheExamples() {
    database.look(
        db -> {
          User host =
              db.repositories().users().getOrCreateByWalletAddress(WalletAddress.of(WALLET));
          saveInputOf(db, host);
        });
    database.walk();
    WalkRun run = database.walk(CLEANING_UP);

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("Deleted: 49 inputs, 12 proofs, 6 reputations and 12 users created for them.");
    database.look(
        db -> {
          assertThat(db.repositories().users().findAll())
              .containsExactly(user(db, WALLET).orElseThrow());
          assertThat(db.repositories().behaviorInputs().findAll())
              .singleElement()
              .extracting(BehaviorInput::source)
              .isEqualTo(BehaviorSource.MOBILE);
        });
  }

  @Test
  void aUserOfTheExampleThatSomethingElseNeedsIsKept() {
    database.walk();
    database.look(db -> saveInputOf(db, user(db, WALLET).orElseThrow()));

    WalkRun run = database.walk(CLEANING_UP);

    assertThat(run.out())
        .contains("Deleted: 49 inputs, 12 proofs, 6 reputations and 12 users")
        .contains("Left: 0 inputs; users of the example that other rows refer to: 1.");
    database.look(db -> assertThat(user(db, WALLET)).isPresent());
  }

  private static void saveInputOf(DatabaseManager database, User user) {
    database
        .repositories()
        .behaviorInputs()
        .save(
            BehaviorInput.builder()
                .userId(user.id())
                .source(BehaviorSource.MOBILE)
                .inputData(Json.emptyObject())
                .build());
  }

  @Test
  void thePasswordIsMasked() {
    String url = database.url().replace("postgres@", "postgres:hush-hush@");

    WalkRun run = database.walk(Map.of("DATABASE_URL", url));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("postgresql://postgres:****@").doesNotContain("hush-hush");
  }

  @Test
  void aRefusedRoleEndsWithOneLine() {
    String url = database.url().replace("postgres@", "nobody:secret@");

    WalkRun run = database.walk(Map.of("DATABASE_URL", url));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().startsWith("error: DATABASE_URL: ");
    assertThat(run.err() + run.out()).doesNotContain("secret");
  }

  @Test
  void withoutAUrlAServerIsStartedAndStopped() {
    WalkRun run = WalkRun.of(Map.of());

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    Matcher port = Pattern.compile("postgres@localhost:(\\d+)/").matcher(run.out());
    assertThat(port.find()).isTrue();
    String url = "jdbc:postgresql://localhost:%s/postgres?user=postgres".formatted(port.group(1));
    assertThatThrownBy(() -> DriverManager.getConnection(url)).isInstanceOf(SQLException.class);
  }

  @Test
  void theRealDataAddsUp() {
    Optional<Path> data = realData();
    assumeThat(data).as("set %s or -D%s", DATA_VARIABLE, DATA_PROPERTY).isPresent();
    String folder = data.orElseThrow().toString();

    for (int time = 1; time <= 2; time++) {
      WalkRun run = database.walk("--data", folder);
      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
    }

    database.look(
        db -> {
          assertThat(count(db, InputType.TRANSACTION)).isEqualTo(298);
          assertThat(count(db, InputType.DEFI)).isEqualTo(282);
          assertThat(count(db, InputType.NFT)).isEqualTo(9);
          assertThat(count(db, InputType.INTERACTION)).isEqualTo(681 - 291);
          assertThat(count(db, InputType.DAO)).isEqualTo(5_001);
          assertThat(db.repositories().behaviorInputs().count()).isEqualTo(5_980);
          assertThat(db.repositories().users().count()).isEqualTo(3_385 + 40);
          assertThat(transferred(db)).isEqualTo(new BigInteger("18038949443500091328294109550989"));
          assertThat(count(db, VerificationStatus.VERIFIED)).isEqualTo(120 + 15);
          assertThat(count(db, VerificationStatus.FAILED)).isEqualTo(12);
          // Malleated proofs, which follow another proof of their statement.
          assertThat(count(db, VerificationStatus.EXPIRED)).isEqualTo(2);
          assertThat(db.repositories().zkProofs().count()).isEqualTo(120 + 15 + 12 + 2);
          assertThat(db.repositories().reputationRecords().count()).isEqualTo(120);
          assertThat(WalkDatabase.proofsAsText(db))
              .contains("pi_a")
              .doesNotContain(secrets(Path.of(folder, DataSet.GROTH16_PROOFS)));
        });
  }

  /** Returns the secrets, which occur only in private witnesses. */
  private static List<String> secrets(Path proofs) {
    try {
      List<String> secrets =
          Pattern.compile("\"secret\": ?\"(\\d+)\"")
              .matcher(Files.readString(proofs))
              .results()
              .map(match -> match.group(1))
              .distinct()
              .toList();
      assertThat(secrets).hasSize(40);
      return secrets;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Resolves a relative path against the project's root, where Maven is run. */
  private static Optional<Path> realData() {
    return Stream.of(System.getProperty(DATA_PROPERTY), System.getenv(DATA_VARIABLE))
        .filter(value -> value != null && !value.isEmpty())
        .findFirst()
        .map(value -> Path.of("..").resolve(value));
  }
}
