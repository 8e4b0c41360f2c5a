package io.zkpersona.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.BulkInterruptedException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.ReplyCutter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are lost after the write: the caller must not treat it as failed. */
@NewestServerOnly
class OutcomeIT {

  private TestDatabase database;
  private ReplyCutter cutter;
  private DatabaseManager manager;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    cutter = ReplyCutter.to(database.port());
    manager =
        DatabaseManager.open(
            database.configThrough(cutter.port()).maxConnections(1).minConnections(0).build());
    manager.repositories().users().count();
  }

  @AfterEach
  void close() {
    manager.close();
    cutter.close();
    database.close();
  }

  private static CreateUserRequest request(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }

  @Test
  void aSingleWriteWhoseAnswerIsLostWasDoneOnceAndIsFound() {
    cutter.cutNextReply();

    OutcomeUnknownException lost =
        catchThrowableOfType(
            OutcomeUnknownException.class,
            () -> manager.repositories().users().create(request("ada")));

    assertThat(lost.code().retryable()).isFalse();
    assertThat(lost.trace().ids()).hasSize(1);
    awaitRows("SELECT count(*) FROM zkpersona.users", "1");
    assertThat(manager.outcomeOf(lost)).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void aSaveThatIsRepeatedAfterALostAnswerFindsItsOwnSuccess() {
    User ada = manager.repositories().users().create(request("ada"));
    manager.repositories().users().deleteById(ada.id());
    cutter.cutNextReply();

    assertThatThrownBy(() -> manager.repositories().users().save(ada))
        .isInstanceOf(OutcomeUnknownException.class);
    awaitRows("SELECT count(*) FROM zkpersona.users", "1");

    assertThatThrownBy(() -> manager.repositories().users().save(ada))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class, e -> assertThat(e.isContentAsGiven()).isTrue());
    assertThatThrownBy(
            () -> manager.repositories().users().save(ada.withUsername(new Username("other"))))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class, e -> assertThat(e.isContentAsGiven()).isFalse());
  }

  @Test
  void anUpdateThatIsRepeatedAfterALostAnswerFindsItsOwnSuccess() {
    User ada = manager.repositories().users().create(request("ada"));
    User changed = ada.withUsername(new Username("ada lovelace"));
    cutter.cutNextReply();

    assertThatThrownBy(() -> manager.repositories().users().update(changed))
        .isInstanceOf(OutcomeUnknownException.class);
    awaitRows("SELECT count(*) FROM zkpersona.users WHERE username = 'ada lovelace'", "1");

    assertThatThrownBy(() -> manager.repositories().users().update(changed))
        .isInstanceOfSatisfying(
            StaleEntityException.class, e -> assertThat(e.isContentAsGiven()).isTrue());
    assertThatThrownBy(
            () -> manager.repositories().users().update(ada.withUsername(new Username("other"))))
        .isInstanceOfSatisfying(
            StaleEntityException.class, e -> assertThat(e.isContentAsGiven()).isFalse());
  }

  @Test
  void aReadWhoseAnswerIsLostMayBeRepeated() {
    cutter.cutNextReply();

    assertThatThrownBy(() -> manager.repositories().users().count())
        .isInstanceOf(DatabaseUnavailableException.class);

    assertThat(manager.repositories().users().count()).isZero();
  }

  @Test
  void aTransactionWhoseCommitIsNotAnsweredIsFoundByItsRows() {
    OutcomeUnknownException lost =
        catchThrowableOfType(
            OutcomeUnknownException.class,
            () ->
                manager.inTransaction(
                    TransactionOptions.defaults().retries(5),
                    tx -> {
                      tx.users().create(request("ada"));
                      cutter.cutNextReply();
                    }));

    awaitRows("SELECT count(*) FROM zkpersona.users", "1");
    assertThat(manager.outcomeOf(lost)).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void aTransactionThatInsertedNothingIsFoundByTheServersIdOfIt() {
    User ada = manager.repositories().users().create(request("ada"));

    OutcomeUnknownException lost =
        catchThrowableOfType(
            OutcomeUnknownException.class,
            () ->
                manager.inTransaction(
                    tx -> {
                      tx.users().deleteById(ada.id());
                      // The first reply answers the query for the transaction id.
                      cutter.cutReplyAfter(1);
                    }));

    assertThat(lost.trace().transactionId()).isNotNull();
    awaitRows("SELECT count(*) FROM zkpersona.users", "0");
    assertThat(manager.outcomeOf(lost)).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void aTransactionThatOnlyReadMayBeRepeated() {
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      tx.users().count();
                      cutter.cutNextReply();
                    }))
        .isInstanceOf(DatabaseUnavailableException.class);
  }

  @Test
  void aChunkWhoseCommitIsNotAnsweredIsToldApartFromThoseThatAreCommitted() {
    List<CreateUserRequest> requests =
        IntStream.range(0, 300).mapToObj(i -> request("user " + i)).toList();
    cutter.cutCommits();

    BulkInterruptedException ended =
        catchThrowableOfType(
            BulkInterruptedException.class,
            () -> manager.repositories().users().createAll(requests, BulkOptions.committing(100)));

    assertThat(ended.committedRows()).isZero();
    assertThat(ended.uncertainRows()).isEqualTo(100);
    awaitRows("SELECT count(*) FROM zkpersona.users", "100");
    OutcomeUnknownException lost = (OutcomeUnknownException) ended.getCause();
    assertThat(manager.outcomeOf(lost)).isEqualTo(Outcome.COMMITTED);
    manager
        .repositories()
        .users()
        .createAll(
            requests,
            BulkOptions.committing(100).skipping(ended.committedRows() + ended.uncertainRows()));
    assertThat(manager.repositories().users().count()).isEqualTo(300);
  }

  /** Waits, because the server may still be working after its client has gone. */
  private void awaitRows(String question, String expected) {
    Eventually.holds(question, () -> database.queryOne(question).equals(expected));
  }
}
