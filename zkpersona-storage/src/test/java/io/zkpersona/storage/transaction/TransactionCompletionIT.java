package io.zkpersona.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.ReplyCutter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transaction tells its listeners how it ended. */
@NewestServerOnly
class TransactionCompletionIT {

  private final List<Completion> heard = new ArrayList<>();
  private TestDatabase database;
  private DatabaseManager manager;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = DatabaseManager.open(database.config().maxConnections(1).build());
  }

  @AfterEach
  void close() {
    manager.close();
    database.close();
  }

  @Test
  void theCommitIsToldAfterItInTheOrderAskedFor() {
    List<String> order = new ArrayList<>();

    manager.inTransaction(
        tx -> {
          tx.users().create(CreateUserRequest.builder().build());
          tx.afterCompletion(
              end -> order.add(end + " with " + manager.repositories().users().count()));
          tx.inTransaction(nested -> nested.afterCompletion(end -> order.add("nested " + end)));
          assertThat(order).isEmpty();
        });

    assertThat(order).containsExactly("COMMITTED with 1", "nested COMMITTED");
  }

  @Test
  void aBlockThatFailsIsToldAsRolledBack() {
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      tx.afterCompletion(heard::add);
                      throw new IllegalStateException("the block's own");
                    }))
        .hasMessage("the block's own");

    assertThat(heard).containsExactly(Completion.ROLLED_BACK);
  }

  @Test
  void aNestedBlockThatWasUndoneIsToldAsRolledBackThoughTheOuterOneWasCommitted() {
    manager.inTransaction(
        tx -> {
          assertThatThrownBy(
                  () ->
                      tx.inTransaction(
                          nested -> {
                            nested.inTransaction(deeper -> deeper.afterCompletion(heard::add));
                            throw new IllegalStateException("the block's own");
                          }))
              .hasMessage("the block's own");
          tx.afterCompletion(heard::add);
        });

    assertThat(heard).containsExactly(Completion.ROLLED_BACK, Completion.COMMITTED);
  }

  @Test
  void aCommitWhoseAnswerIsLostIsToldAsUnknown() {
    try (ReplyCutter cutter = ReplyCutter.to(database.port());
        DatabaseManager cut = DatabaseManager.open(database.configThrough(cutter.port()).build())) {
      cut.repositories().users().count();

      assertThatThrownBy(
              () ->
                  cut.inTransaction(
                      tx -> {
                        tx.users().create(CreateUserRequest.builder().build());
                        tx.afterCompletion(heard::add);
                        cutter.cutNextReply();
                      }))
          .isInstanceOf(OutcomeUnknownException.class);
    }

    assertThat(heard).containsExactly(Completion.UNKNOWN);
  }

  @Test
  void eachAttemptTellsItsOwnCallbacks() {
    List<Integer> attempts = new ArrayList<>();

    manager.inTransaction(
        TransactionOptions.defaults().retries(1),
        tx -> {
          attempts.add(attempts.size());
          tx.afterCompletion(heard::add);
          if (attempts.size() == 1) {
            throw TransactionException.conflict("once more", "40001", null);
          }
        });

    assertThat(heard).containsExactly(Completion.ROLLED_BACK, Completion.COMMITTED);
  }

  @Test
  void aCallbackThatFailsIsLoggedAndKeepsNothingElseFromHappening() {
    try (LogCapture log = new LogCapture()) {
      manager.inTransaction(
          tx -> {
            tx.users().create(CreateUserRequest.builder().build());
            tx.afterCompletion(
                end -> {
                  throw new IllegalStateException("the callback's own");
                });
            tx.afterCompletion(heard::add);
          });

      assertThat(log.text())
          .contains("a completion callback failed; the outcome of its transaction is COMMITTED");
    }
    assertThat(heard).containsExactly(Completion.COMMITTED);
    assertThat(manager.repositories().users().count()).isOne();
  }

  @Test
  void anEndedTransactionTakesNoCallbackAndNoneTakesNull() {
    List<Transaction> kept = new ArrayList<>();
    manager.inTransaction(
        tx -> {
          kept.add(tx);
          assertThatThrownBy(() -> tx.afterCompletion(null))
              .isInstanceOf(ValidationException.class)
              .hasMessageStartingWith("callback: null");
        });

    assertThatThrownBy(() -> kept.get(0).afterCompletion(heard::add))
        .isInstanceOf(TransactionException.class);
    assertThat(heard).isEmpty();
  }
}
