package io.zkpersona.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.user.User;
import io.zkpersona.storage.error.DeadlineExceededException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Transactions end at their deadline, and keep nothing then. */
@NewestServerOnly
class TransactionDeadlineIT extends DeadlineFixture {

  private static TransactionOptions soon() {
    return TransactionOptions.defaults().deadline(SOON);
  }

  @Test
  void aTransactionKeepsNothingOfWhatItDidBefore() {
    assertExceeded(
        () ->
            manager.inTransaction(
                soon(),
                tx -> {
                  tx.users().save(User.builder().build());
                  tx.withConnection(
                      connection -> Backends.execute(connection, "SELECT pg_sleep(20)"));
                }));
    assertThat(users()).isZero();
  }

  /** The time that the block itself takes counts. */
  @Test
  void nothingIsSentOrCommittedAfterTheDeadline() {
    assertExceeded(
        () ->
            manager.inTransaction(
                soon(),
                tx -> {
                  tx.users().save(User.builder().build());
                  waitOut();
                  tx.users().count();
                }));
    assertExceeded(
        () ->
            manager.inTransaction(
                soon(),
                tx -> {
                  tx.users().save(User.builder().build());
                  waitOut();
                }));
    assertThat(users()).isZero();
  }

  @Test
  void aBlockThatSwallowsTheErrorIsNotCommitted() {
    assertExceeded(
        () ->
            manager.inTransaction(
                soon(),
                tx -> {
                  tx.users().save(User.builder().build());
                  assertThatThrownBy(
                          () ->
                              tx.inTransaction(
                                  inner ->
                                      inner.withConnection(
                                          c -> Backends.execute(c, "SELECT pg_sleep(20)"))))
                      .isInstanceOf(DeadlineExceededException.class);
                }));
    assertThat(users()).isZero();
  }

  @Test
  void retriesAndTheirPausesEndWithIt() {
    AtomicInteger attempts = new AtomicInteger();

    assertExceeded(
        () ->
            manager.inTransaction(
                soon().retries(100),
                tx -> {
                  attempts.incrementAndGet();
                  throw TransactionException.conflict("planted", "40001", null);
                }));

    assertThat(attempts).hasValueBetween(2, 99);
  }

  /** Otherwise locks would be held as long as the block runs. */
  @Test
  void aBlockThatGoesOnLosesItsConnection() {
    assertExceeded(
        () ->
            manager.inTransaction(
                soon(),
                tx -> {
                  tx.users().save(User.builder().build());
                  Eventually.holds(
                      "the server has ended the transaction",
                      () ->
                          database
                              .queryOne(
                                  "SELECT count(*) FROM pg_stat_activity WHERE datname ="
                                      + " current_database() AND state = 'idle in transaction'")
                              .equals("0"));
                  tx.users().count();
                }));
    assertThat(users()).isZero();
  }

  /** The server would answer a canceled wait for a standby as if the standby had the commit. */
  @Test
  void aCommitOnItsWayIsNotCancelled() {
    slowCommit("0.9");

    manager.inTransaction(soon(), tx -> tx.users().save(User.builder().build()));

    assertThat(users()).isEqualTo(1);
  }

  @Test
  void aCommitThatIsNotAnsweredAtAllIsOfUnknownOutcome() {
    slowCommit("20");
    long start = System.nanoTime();

    assertThatThrownBy(
            () -> manager.inTransaction(soon(), tx -> tx.users().save(User.builder().build())))
        .isInstanceOf(OutcomeUnknownException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MOST);
    assertThat(users()).isZero();
  }

  private void slowCommit(String seconds) {
    database.execute(
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN PERFORM pg_sleep(%s); RETURN NULL; END';".formatted(seconds)
            + " CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON zkpersona.users"
            + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow()");
  }

  @Test
  void aNestedTransactionHasItsOutersDeadlineOnly() {
    manager.inTransaction(
        soon(),
        tx -> {
          manager.inTransaction(soon(), inner -> inner.users().count());
          assertThatThrownBy(
                  () ->
                      manager.inTransaction(
                          TransactionOptions.defaults().deadline(Duration.ofMinutes(1)),
                          inner -> {}))
              .isInstanceOf(TransactionException.class);
        });
  }
}
