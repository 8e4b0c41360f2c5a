package io.zkpersona.storage.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.listener.FinishedOperation.Result;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.ReplyCutter;
import io.zkpersona.storage.transaction.Completion;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listeners that fail, and calls that fail in the worst way. */
@NewestServerOnly
class ListenerFailureIT {

  /** Throws at every event. */
  private static final class Failing implements StorageListener {

    @Override
    public OperationScope operationStarted(String operation, OperationKind kind) {
      if (operation.equals("users.find")) {
        throw new IllegalStateException("at the start");
      }
      if (operation.equals("users.count")) {
        return null;
      }
      return finished -> {
        throw new AssertionError("at the end");
      };
    }

    @Override
    public void operationRefused(String operation, ErrorCode error) {
      throw new IllegalStateException("refused");
    }

    @Override
    public void transactionFinished(FinishedTransaction transaction) {
      throw new StackOverflowError("transaction");
    }

    @Override
    public void migrationFinished(FinishedMigration migration) {
      throw new IllegalStateException("migration");
    }
  }

  private TestDatabase database;

  @BeforeEach
  void create() {
    database = TestDatabase.empty();
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void aListenerThatThrowsIsLoggedOnceAndAffectsNothing() {
    Heard before = new Heard();
    Heard after = new Heard();
    try (LogCapture log = new LogCapture();
        DatabaseManager manager =
            DatabaseManager.builder(database.config().build())
                .listener(before)
                .listener(new Failing())
                .listener(after)
                .open()) {
      User ada = manager.repositories().users().create(named("ada"));
      assertThat(manager.repositories().users().findAll()).containsExactly(ada);
      assertThat(manager.repositories().users().count()).isEqualTo(1);
      try (Stream<User> stream = manager.repositories().users().stream()) {
        assertThat(stream).containsExactly(ada);
      }
      manager.inTransaction(tx -> tx.users().deleteById(ada.id()));
      assertThatThrownBy(() -> manager.repositories().zkProofs().markExpired(ZkProofId.generate()))
          .isInstanceOf(RuntimeException.class);

      assertThat(log.lines("WARN")).hasSize(1);
      assertThat(log.lines("WARN").get(0))
          .contains(StorageListener.class.getName(), Failing.class.getName());
      assertThat(before.migrations).isNotEmpty().hasSameSizeAs(after.migrations);
      for (Heard heard : new Heard[] {before, after}) {
        assertThat(heard.one("users.save").result()).isEqualTo(Result.SUCCEEDED);
        assertThat(heard.one("users.find").rows()).isEqualTo(1);
        assertThat(heard.transactions).hasSize(1);
        assertThat(heard.refused).hasSize(1);
        assertThat(heard.finished).hasSameSizeAs(heard.started);
      }
    }
  }

  @Test
  void anUnknownOutcomeIsHeardAsSuch() {
    Heard heard = new Heard();
    try (ReplyCutter cutter = ReplyCutter.to(database.port())) {
      try (DatabaseManager manager =
          DatabaseManager.builder(
                  database.configThrough(cutter.port()).maxConnections(1).minConnections(0).build())
              .listener(heard)
              .open()) {
        manager.repositories().users().count();
        heard.forget();
        cutter.cutNextReply();
        assertThatThrownBy(() -> manager.repositories().users().create(named("ada")))
            .isInstanceOf(OutcomeUnknownException.class);

        FinishedOperation save = heard.one("users.save");
        assertThat(save.result()).isEqualTo(Result.UNKNOWN);
        assertThat(save.error()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);

        manager.repositories().users().count();
        heard.forget();
        cutter.cutCommits();
        assertThatThrownBy(() -> manager.inTransaction(tx -> tx.users().create(named("bob"))))
            .isInstanceOf(OutcomeUnknownException.class);

        assertThat(heard.one("users.save").result()).isEqualTo(Result.SUCCEEDED);
        assertThat(heard.one("transaction").result()).isEqualTo(Result.UNKNOWN);
        assertThat(heard.transactions.element().completion()).isEqualTo(Completion.UNKNOWN);
        assertThat(heard.transactions.element().error()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
      }
    }
  }

  private static CreateUserRequest named(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }
}
