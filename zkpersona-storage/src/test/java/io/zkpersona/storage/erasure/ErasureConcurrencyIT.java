package io.zkpersona.storage.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.user.ErasureReport;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rows added while a person is erased are erased too, or refused. */
@NewestServerOnly
public class ErasureConcurrencyIT extends ErasureFixture {

  private static final int WRITERS = 7;

  @Test
  void whatIsJustBeingAddedIsWaitedForAndErasedToo() throws SQLException {
    Person person = person();
    assertWaitedForAndErased(person, "user_id", person.user.id().value());
  }

  /** Added without a user id, in the person's session. */
  @Test
  void whatIsJustBeingAddedToASessionIsWaitedForAndErasedToo() throws SQLException {
    Person person = person();
    assertWaitedForAndErased(person, "behavior_session_id", person.session.id().value());
  }

  private void assertWaitedForAndErased(Person person, String column, UUID id) throws SQLException {
    try (Connection writer = database.connect()) {
      writer.setAutoCommit(false);
      Backends.execute(
          writer,
          """
          INSERT INTO zkpersona.behavior_inputs (%s, input_data, "timestamp")
          VALUES ('%s', '"%s"', now())
          """
              .formatted(column, id, MARK));
      CompletableFuture<ErasureReport> erased =
          OwnThreads.supply(() -> all().users().erase(person.user.id()));
      Eventually.holds("the erasure waits", this::oneWaits);
      writer.commit();

      assertThat(erased.join().removed()).containsEntry("behavior_inputs", 3L);
    }
    assertNothingIsLeftOf(person);
  }

  /** The challenges of the new wallet are the person's as well. */
  @Test
  void aWalletThatIsChangedMeanwhileIsErasedToo() throws SQLException {
    Person person = person();
    try (Connection writer = database.connect()) {
      writer.setAutoCommit(false);
      for (String table : List.of("users", "wallet_challenges")) {
        Backends.execute(
            writer,
            "UPDATE zkpersona.%s SET wallet_address = '0x00000000000000000000000000000000000000aa'"
                .formatted(table));
      }
      CompletableFuture<ErasureReport> erased =
          OwnThreads.supply(() -> all().users().erase(person.user.id()));
      Eventually.holds("the erasure waits", this::oneWaits);
      writer.commit();

      assertThat(erased.join().removed()).containsEntry("wallet_challenges", 2L);
    }
    assertNothingIsLeftOf(person);
  }

  @Test
  void aReadThatIsJustBeingRecordedIsWaitedForAndErasedToo() throws SQLException {
    Person person = person();
    try (Connection reader = database.connect()) {
      reader.setAutoCommit(false);
      Backends.execute(
          reader,
          "SELECT zkpersona.changes_record_reads('behavior_inputs', ARRAY['%s']::uuid[], NULL)"
              .formatted(person.input.id().value()));
      CompletableFuture<ErasureReport> erased =
          OwnThreads.supply(() -> all().users().erase(person.user.id()));
      Eventually.holds("the erasure waits", this::oneWaits);
      reader.commit();

      assertThat(erased.join().total()).isPositive();
    }
    assertNothingIsLeftOf(person);
  }

  private boolean oneWaits() {
    return database.queryOne(Backends.WAITING_FOR_A_LOCK).equals("1");
  }

  /** A writer holds an input and waits for the user; the erasure does the opposite. */
  @Test
  void aDeadlockWithAWriterIsSurvived() throws SQLException {
    Person person = person();
    try (Connection writer = database.connect()) {
      writer.setAutoCommit(false);
      Backends.execute(writer, "SET deadlock_timeout = '10min'");
      Backends.execute(
          writer,
          "SELECT FROM zkpersona.behavior_inputs WHERE id = '%s' FOR KEY SHARE"
              .formatted(person.input.id().value()));
      CompletableFuture<ErasureReport> erased =
          OwnThreads.supply(() -> all().users().erase(person.user.id()));
      Eventually.holds("the erasure waits for the input", this::oneWaits);
      Backends.execute(
          writer,
          """
          INSERT INTO zkpersona.scoring_results
            (user_id, behavior_input_id, score, model_version, "timestamp")
          VALUES ('%s', '%s', 1, '%s', now())
          """
              .formatted(person.user.id().value(), person.input.id().value(), MARK));
      writer.commit();

      assertThat(erased.join().removed()).containsEntry("scoring_results", 3L);
    }
    assertNothingIsLeftOf(person);
  }

  /** The holder of the counts keeps its locks, and may itself wait for the person being erased. */
  @Test
  void whoIsLongAtTheCountsKeepsNobodyFromBeingErased() throws SQLException {
    Person person = person();
    all().behaviorInputs().activityRollup().enable();
    try (Connection other = database.connect();
        DatabaseManager impatient = database.openImpatient()) {
      other.setAutoCommit(false);
      Backends.execute(
          other,
          "SELECT"
              + " pg_advisory_xact_lock('zkpersona.behavior_activity_changes'::regclass::oid::bigint)");

      assertThat(impatient.repositories().users().erase(person.user.id()).total()).isPositive();

      other.commit();
    }
    assertThat(all().behaviorInputs().activityRollup().fold()).isPositive();
    assertThat(all().behaviorInputs().activityRollup().verify()).isZero();
    assertNothingIsLeftOf(person);
  }

  @Test
  void nothingThatWritersAddMeanwhileSurvives() throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      Person person = new Person(database, all(), MARK, round + 1);
      AtomicInteger turn = new AtomicInteger();
      AtomicBoolean over = new AtomicBoolean();

      var outcomes =
          Together.run(
              WRITERS + 1,
              () -> {
                if (turn.getAndIncrement() > 0) {
                  return write(person, over);
                }
                try {
                  return all().users().erase(person.user.id()).total();
                } finally {
                  over.set(true);
                }
              });

      Together.values(outcomes);
      assertNothingIsLeftOf(person);
    }
  }

  /** Adds rows until it is refused or the erasure is over, and returns their number. */
  private long write(Person person, AtomicBoolean over) {
    UserId user = person.user.id();
    long written = 0;
    while (!over.get()) {
      try {
        BehaviorInput mine = all().behaviorInputs().save(person.inputOf(user));
        all().behaviorInputs().save(person.inputOf(null));
        all().behaviorSessions().start(user, SessionType.WEB);
        all()
            .scoringResults()
            .createAndMarkProcessed(
                CreateScoringResultRequest.builder()
                    .behaviorInputId(mine.id())
                    .score(BigDecimal.ONE)
                    .modelVersion(MARK)
                    .build());
        written++;
      } catch (ConstraintException | EntityNotFoundException refused) {
        return written;
      } catch (TransactionException lostADeadlock) {
        // Try again, as a service would.
      }
    }
    return written;
  }
}
