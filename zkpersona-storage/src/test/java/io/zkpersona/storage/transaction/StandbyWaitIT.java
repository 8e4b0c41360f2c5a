package io.zkpersona.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.Username;
import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.BulkInterruptedException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A server whose standby does not answer: each commit is done locally and waits. A session
 * terminated meanwhile answers with an error, and its commit stays.
 */
@NewestServerOnly
class StandbyWaitIT {

  private static EmbeddedPostgres server;
  private static Connection other;
  private DatabaseManager manager;

  @BeforeAll
  static void start() throws SQLException {
    server = EmbeddedPostgres.builder().setting("synchronous_commit", "on").start();
    DatabaseManager.open(config()).close();
    other = DriverManager.getConnection(server.jdbcUrl("postgres"));
  }

  @AfterAll
  static void stop() throws SQLException {
    other.close();
    server.close();
  }

  @BeforeEach
  void loseTheStandby() throws SQLException {
    manager = DatabaseManager.open(config());
    setStandbys("*");
  }

  @AfterEach
  void doWithoutOne() throws SQLException {
    setStandbys("");
    manager.close();
  }

  private static DatabaseConfig config() {
    return DatabaseConfig.builder().databaseUrl(server.url()).maxConnections(2).build();
  }

  private static void setStandbys(String names) throws SQLException {
    Backends.execute(other, "ALTER SYSTEM SET synchronous_standby_names = '" + names + "'");
    Backends.execute(other, "SELECT pg_reload_conf()");
    Eventually.holds(
        "standbys: " + names, () -> one("SHOW synchronous_standby_names").equals(names));
  }

  private static String one(String sql) {
    try {
      return Backends.one(other, sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aSingleWriteMayHaveBeenDone() {
    OutcomeUnknownException lost =
        lost("single", name -> manager.repositories().users().create(named(name)));

    assertThat(manager.outcomeOf(lost)).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void aTransactionMayHaveBeenCommitted() {
    OutcomeUnknownException lost =
        lost("block", name -> manager.inTransaction(tx -> tx.users().create(named(name))));

    assertThat(manager.outcomeOf(lost)).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void aChunkMayHaveBeenCommitted() {
    CompletableFuture<BulkInterruptedException> ended =
        ending(
            BulkInterruptedException.class,
            () ->
                manager
                    .repositories()
                    .users()
                    .createAll(
                        List.of(named("first of a chunk"), named("second of a chunk")),
                        BulkOptions.committing(2)));

    assertThat(ended.join().uncertainRows()).isEqualTo(2);
    assertThat(ended.join()).hasCauseInstanceOf(OutcomeUnknownException.class);
    assertThat(manager.repositories().users().findByUsername("second of a chunk")).isPresent();
  }

  private OutcomeUnknownException lost(String name, Consumer<String> write) {
    OutcomeUnknownException lost =
        ending(OutcomeUnknownException.class, () -> write.accept(name)).join();
    assertThat(manager.repositories().users().findByUsername(name)).isPresent();
    return lost;
  }

  /** Starts a write, and terminates its session while it waits for the standby. */
  private static <X extends Throwable> CompletableFuture<X> ending(
      Class<X> expected, Runnable write) {
    CompletableFuture<X> thrown =
        OwnThreads.supply(() -> catchThrowableOfType(expected, write::run));
    Eventually.holds(
        "a commit that waits",
        () ->
            one("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE wait_event = 'SyncRep'")
                .equals("1"));
    return thrown;
  }

  private static CreateUserRequest named(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }
}
