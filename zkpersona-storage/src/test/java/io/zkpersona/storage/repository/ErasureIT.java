package io.zkpersona.storage.repository;

import static io.zkpersona.storage.repository.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.error.UserNotFoundException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.user.ErasureReport;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.Backends;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person is gone, whole, and nobody else is. */
class ErasureIT {

  private static final String MARK = "quokka";
  private static final int WRITERS = 7;

  private TestDatabase database;
  private DatabaseManager manager;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = database.open();
  }

  @AfterEach
  void close() {
    assertThat(manager.poolStats().orElseThrow().active()).isZero();
    manager.close();
    database.close();
  }

  private Repositories all() {
    return manager.repositories();
  }

  private Person person() {
    return new Person(database, all(), MARK, 1);
  }

  /** Every row of every table as text, by table. */
  private Map<String, List<String>> dump() {
    return database
        .query(
            "SELECT relname FROM pg_class WHERE relnamespace = 'zkpersona'::regnamespace"
                + " AND relkind = 'r' ORDER BY 1")
        .stream()
        .collect(
            Collectors.toMap(
                table -> table,
                table ->
                    database.query("SELECT t::text FROM zkpersona." + table + " AS t ORDER BY 1")));
  }

  private List<String> rowsWith(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return dump().values().stream()
        .flatMap(List::stream)
        .filter(row -> row.toLowerCase(Locale.ROOT).contains(wanted))
        .toList();
  }

  private void assertNothingIsLeftOf(Person person) {
    assertThat(rowsWith(person.mark)).isEmpty();
    assertThat(rowsWith(person.user.walletAddress().value())).isEmpty();
    assertThat(rowsWith(person.user.id().value().toString())).isEmpty();
    assertThat(rowsWith(person.session.id().value().toString())).isEmpty();
  }

  @Test
  void nothingOfThePersonIsLeftAndTheReportSaysWhatWasRemoved() {
    Person person = person();
    Map<String, List<String>> before = dump();
    assertThat(rowsWith(MARK)).hasSizeGreaterThan(15);

    ErasureReport report = all().users().erase(person.user.id());

    assertNothingIsLeftOf(person);
    assertThat(report.userId()).isEqualTo(person.user.id());
    assertThat(report.detached()).isEqualTo(Map.of("sponsored_transactions", 1L));
    Map<String, List<String>> after = dump();
    Map<String, Long> gone =
        before.keySet().stream()
            .filter(table -> before.get(table).size() > after.get(table).size())
            .collect(
                Collectors.toMap(
                    table -> table,
                    table -> (long) before.get(table).size() - after.get(table).size()));
    assertThat(report.removed()).isEqualTo(gone).hasSize(12);
    assertThat(report.total()).isEqualTo(gone.values().stream().mapToLong(Long::longValue).sum());
    // What stops double use.
    assertThat(after.get("nullifiers")).isEqualTo(before.get("nullifiers")).hasSize(1);
    assertThat(after.get("sponsored_transactions")).hasSize(1);
    assertThat(after.get("sponsors")).isEqualTo(before.get("sponsors"));
    assertThat(after.get("sponsor_daily_budgets")).isEqualTo(before.get("sponsor_daily_budgets"));
    assertThat(all().users().findById(person.user.id())).isEmpty();
  }

  @Test
  void whatIsOthersStaysAsItIs() {
    Person other = new Person(database, all(), "numbat", 2);
    Map<String, List<String>> before = dump();
    Person person = person();
    BehaviorInput guest =
        all()
            .behaviorInputs()
            .save(other.inputOf(other.user.id()).withBehaviorSessionId(person.session.id()));
    database.execute(
        "UPDATE zkpersona.zk_proofs SET verifier_id = '%s' WHERE user_id = '%s'"
            .formatted(person.user.id().value(), other.user.id().value()));

    all().users().erase(person.user.id());

    // Done in the session of the person, it stays its own.
    assertThat(all().behaviorInputs().getById(guest.id()))
        .isEqualTo(guest.withBehaviorSessionId(null));
    all().behaviorInputs().deleteById(guest.id());
    // The nullifier that the person spent stays spent.
    database.execute(
        "DELETE FROM zkpersona.nullifiers WHERE hash = sha256('"
            + MARK
            + "');"
            + "UPDATE zkpersona.zk_proofs SET verifier_id = NULL WHERE verifier_id IS NOT NULL;"
            + " DELETE FROM zkpersona.sponsored_transactions WHERE user_id IS NULL");
    assertThat(dump()).isEqualTo(before);
  }

  @Test
  void aUserOfAnyStatusIsErasedWithOrWithoutAnything() {
    for (UserStatus status : UserStatus.values()) {
      User user = all().users().save(User.builder().status(status).build());

      ErasureReport report = all().users().erase(user.id());

      assertThat(report.total()).isOne();
      assertThat(report.removed()).containsEntry("users", 1L).containsEntry("behavior_inputs", 0L);
      assertThatThrownBy(() -> all().users().erase(user.id()))
          .isInstanceOfSatisfying(
              UserNotFoundException.class,
              missing -> assertThat(missing.id()).contains(user.id().value()));
    }
    assertThat(dump().get("users")).isEmpty();
    assertRefused("id", () -> all().users().erase(null));
  }

  /** As another program may have stored it: no domain type would take it. */
  @Test
  void aUserWhoseRowBreaksARuleIsErased() {
    UserId user = UserId.generate();
    database.execute(
        """
        INSERT INTO zkpersona.users (id, email, wallet_address, privacy_settings)
        VALUES ('%s', 'a@b.c', 'Another Chain', '{"data_sharing": "quokka"}')
        """
            .formatted(user.value()));
    assertThatThrownBy(() -> all().users().findById(user));

    all().users().erase(user);

    assertThat(dump().get("users")).isEmpty();
  }

  @Test
  void whoDetachesASponsoredTransactionIsNamed() {
    Person person = person();
    ActorId actor = ActorId.of(UserId.generate());

    all().as(actor).users().erase(person.user.id());

    assertThat(database.queryOne("SELECT mid FROM zkpersona.sponsored_transactions"))
        .isEqualTo(actor.value().toString());
    assertThat(
            database.queryOne(
                "SELECT user_id IS NULL AND mtime > ctime FROM zkpersona.sponsored_transactions"))
        .isEqualTo("t");
  }

  @Test
  void anErasureIsUndoneWithItsTransaction() {
    Person person = person();
    Map<String, List<String>> before = dump();

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      assertThat(tx.users().erase(person.user.id()).total()).isGreaterThan(15);
                      assertThat(tx.users().findById(person.user.id())).isEmpty();
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");

    assertThat(dump()).isEqualTo(before);
  }

  /** Its tables of version 1 to 6 are its own, or none. */
  @Test
  void aDatabaseThatWasAdoptedWithoutTheBaseTablesErasesToo() {
    Person person = person();
    database.execute(
        """
        DROP TABLE zkpersona.zkml_proofs, zkpersona.refresh_tokens, zkpersona.auth_sessions,
          zkpersona.user_roles, zkpersona.wallet_challenges, zkpersona.sponsored_transactions;
        CREATE TABLE zkpersona.auth_sessions (token text)
        """);

    ErasureReport report = all().users().erase(person.user.id());

    assertNothingIsLeftOf(person);
    assertThat(report.removed())
        .containsOnlyKeys(
            "reputation_records",
            "verification_attempts",
            "zk_proofs",
            "scoring_results",
            "behavior_inputs",
            "behavior_sessions",
            "users");
    assertThat(report.detached()).isEmpty();
  }

  @Test
  void whatIsJustBeingAddedIsWaitedForAndErasedToo() throws SQLException {
    Person person = person();
    String user = person.user.id().value().toString();
    try (Connection writer = database.connect()) {
      writer.setAutoCommit(false);
      Backends.execute(
          writer,
          """
          INSERT INTO zkpersona.behavior_inputs (user_id, input_data, "timestamp")
          VALUES ('%s', '"%s"', now())
          """
              .formatted(user, MARK));
      CompletableFuture<ErasureReport> erased =
          CompletableFuture.supplyAsync(() -> all().users().erase(person.user.id()));
      Eventually.holds("the erasure waits", this::oneWaits);
      writer.commit();

      assertThat(erased.join().removed()).containsEntry("behavior_inputs", 3L);
    }
    assertNothingIsLeftOf(person);
  }

  private boolean oneWaits() {
    return database.queryOne(Backends.WAITING_FOR_A_LOCK).equals("1");
  }

  /** A writer holds an input and waits for the user, the erasure the other way around. */
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
          CompletableFuture.supplyAsync(() -> all().users().erase(person.user.id()));
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

  /** Adds what it can, until it is refused or the erasure is over, whatever became of it. */
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
        // And tries again, as a service would.
      }
    }
    return written;
  }
}
