package io.zkpersona.storage.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.cut.CutCase.Extent;
import io.zkpersona.storage.error.BulkInterruptedException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.plan.Recorder;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.StoredState;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.MessageCutter;
import io.zkpersona.storage.testing.wire.MessageCutter.Side;
import io.zkpersona.storage.transaction.Outcome;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a write over a pool of one connection, cuts the connection after a different message each
 * time, and compares the exception that the caller gets with the stored rows.
 */
final class Cuts implements AutoCloseable {

  private static final boolean ALL = Boolean.getBoolean("zkpersona.test.everyCut");
  private static final int LAST = 1;
  private static final int EACH = 16;
  private static final RoleId NOBODYS = RoleId.generate();

  private final TestDatabase database = TestDatabase.migrated();
  private final DatabaseManager uncut = database.open();
  private final MessageCutter cutter;
  private final DatabaseManager manager;
  private final StoredState stored;
  private final Recorder recorder = new Recorder();
  private final Repositories repositories;

  /** A write to make and the rows before it. */
  private record Given(CutCase.Write ready, List<String> before) {}

  /** The rows that a write leaves and the number of messages it takes. */
  private record Made(List<String> done, int ofClient, int ofServer) {
    int messages(Side side) {
      return side == Side.CLIENT ? ofClient : ofServer;
    }
  }

  /** Chooses the messages of one side after which the write is cut. */
  @FunctionalInterface
  private interface Points {
    boolean cutBehind(Side side, int messages, int last);
  }

  Cuts() throws SQLException {
    cutter = MessageCutter.to(database.port());
    manager =
        DatabaseManager.open(
            database.configThrough(cutter.port()).maxConnections(1).minConnections(0).build());
    stored = new StoredState(database);
    repositories = recorder.recording(Repositories.class, manager.repositories());
  }

  Recorder recorder() {
    return recorder;
  }

  /**
   * Cuts a write before its first message, around its last ones and, in the middle of a long
   * exchange, after every sixteenth; or after every one if the build asks for that.
   */
  void everywhere(CutCase write) throws InterruptedException {
    cut(
        write,
        (side, messages, last) ->
            ALL || messages == 0 || messages >= last - LAST || messages % EACH == 0);
  }

  /** Cuts a write before and after the message that commits it. */
  void decisively(CutCase write) throws InterruptedException {
    cut(write, (side, messages, last) -> side == Side.CLIENT && messages >= last - LAST);
  }

  private void cut(CutCase write, Points points) throws InterruptedException {
    // The pool logs each broken connection.
    LogCapture quiet = new LogCapture();
    try {
      cutAt(write, points);
    } finally {
      quiet.close();
    }
  }

  private void cutAt(CutCase write, Points points) throws InterruptedException {
    Made once = once(write);
    for (Side side : Side.values()) {
      int last = once.messages(side);
      Given given = null;
      boolean passed = false;
      // Passing on none of the server's messages equals passing on all of the client's.
      for (int messages = side == Side.CLIENT ? 0 : 1;
          side == Side.CLIENT ? messages <= last : !passed;
          messages++) {
        if (!points.cutBehind(side, messages, last)) {
          if (messages >= last) {
            break;
          }
          continue;
        }
        if (given == null) {
          CutCase.Write ready = prepare(write);
          given = new Given(ready, stored.rows());
        }
        connect();
        cutter.cutAfter(side, messages);
        ZkPersonaException failure = thrownBy(write, given.ready());
        passed = failure == null;
        if (cutter.disarm() && !passed) {
          cutter.awaitEnd();
        }
        try {
          given = check(write, given, failure, once.done()) ? null : given;
        } catch (AssertionError e) {
          String where = write.name() + ", behind message " + messages + " of the " + side + ": ";
          throw new AssertionError(where + e.getMessage(), failure == null ? e : failure);
        }
      }
    }
  }

  /** Opens a connection. A cut after the last answer is only noticed by the next call. */
  private void connect() {
    try {
      manager.repositories().roles().existsById(NOBODYS);
    } catch (DatabaseUnavailableException e) {
      manager.repositories().roles().existsById(NOBODYS);
    }
  }

  private CutCase.Write prepare(CutCase write) {
    stored.clear();
    return write.given().apply(uncut.repositories());
  }

  /** Makes an uncut call, and repeats it if that is allowed. */
  private Made once(CutCase write) {
    CutCase.Write ready = prepare(write);
    connect();
    cutter.cutAfter(Side.CLIENT, Integer.MAX_VALUE);
    make(write, ready);
    Made made =
        new Made(
            StoredState.comparable(stored.rows()),
            cutter.passedOn(Side.CLIENT),
            cutter.passedOn(Side.SERVER));
    cutter.disarm();
    if (write.repeat().mayBeMade()) {
      repeat(write, ready, made.done());
    }
    return made;
  }

  private void repeat(CutCase write, CutCase.Write ready, List<String> done) {
    ZkPersonaException refused = thrownBy(write, ready);
    if (write.repeat().refusals().isEmpty()) {
      assertThat(refused).as("a repeat").isNull();
    } else {
      assertThat(refused).as("a repeat").isNotNull();
      assertThat(write.repeat().refusals()).contains(refused.getClass());
    }
    if (write.repeat().addsNothing()) {
      assertThat(StoredState.comparable(stored.rows())).as("after a repeat").isEqualTo(done);
    }
  }

  /** Checks the outcome of a call and returns whether it stored anything. */
  private boolean check(
      CutCase write, Given given, @Nullable ZkPersonaException failure, List<String> wanted) {
    List<String> rows = stored.rows();
    boolean untouched = rows.equals(given.before());
    List<String> comparable = StoredState.comparable(rows);
    if (failure == null) {
      assertThat(comparable).as("acknowledged").isEqualTo(wanted);
      return true;
    }
    if (!untouched && !write.inParts()) {
      assertThat(comparable).as("once or not at all").isEqualTo(wanted);
    }
    ZkPersonaException heard =
        failure instanceof BulkInterruptedException ended ? heard(given, ended, rows) : failure;
    if (!cutter.mayHaveCommitted()) {
      assertThat(heard).isInstanceOf(DatabaseUnavailableException.class);
      assertThat(untouched || write.inParts()).as("said to be repeated, so absent").isTrue();
    } else {
      assertThat(heard).isInstanceOf(OutcomeUnknownException.class);
    }
    assertThat(manager.repositories().roles().count()).as("the next call").isNotNegative();
    if (heard instanceof OutcomeUnknownException lost) {
      checkOutcome(write, lost, untouched);
    }
    if (!untouched && write.repeat().mayBeMade()) {
      repeat(write, given.ready(), wanted);
    }
    return !untouched;
  }

  /** Returns the cause of an interrupted call, after checking the number of rows it reported. */
  private ZkPersonaException heard(Given given, BulkInterruptedException ended, List<String> rows) {
    long committed = ended.committedRows();
    if (ended.getCause() instanceof OutcomeUnknownException lost
        && manager.outcomeOf(lost) == Outcome.COMMITTED) {
      committed += ended.uncertainRows();
    }
    assertThat((long) rows.size() - given.before().size()).isEqualTo(committed);
    given.ready().endedAfter(committed);
    return (ZkPersonaException) ended.getCause();
  }

  private void checkOutcome(CutCase write, OutcomeUnknownException lost, boolean untouched) {
    switch (manager.outcomeOf(lost)) {
      case COMMITTED -> assertThat(untouched).as("said to be committed, and absent").isFalse();
      case NOT_COMMITTED ->
          assertThat(untouched || write.inParts()).as("said to be absent, and there").isTrue();
      case IN_PROGRESS -> throw new AssertionError("said to be in progress");
      case UNKNOWN ->
          assertThat(write.repeat().mayBeMade() && write.extent() != Extent.IN_TRANSACTION)
              .as("unknown, and not to be repeated")
              .isTrue();
    }
  }

  private void make(CutCase write, CutCase.Write ready) {
    if (write.extent() == Extent.IN_TRANSACTION) {
      manager.inTransaction(tx -> ready.by(tx));
    } else {
      ready.by(repositories);
    }
  }

  private @Nullable ZkPersonaException thrownBy(CutCase write, CutCase.Write ready) {
    try {
      make(write, ready);
      return null;
    } catch (ZkPersonaException e) {
      return e;
    }
  }

  @Override
  public void close() throws SQLException {
    stored.close();
    manager.close();
    cutter.close();
    uncut.close();
    database.close();
  }
}
