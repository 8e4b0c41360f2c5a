package io.zkpersona.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.error.BulkInterruptedException;
import io.zkpersona.domain.error.DatabaseUnavailableException;
import io.zkpersona.domain.error.OutcomeUnknownException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.plan.Recorder;
import io.zkpersona.storage.repository.CutCase.Extent;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.MessageCutter;
import io.zkpersona.storage.testing.MessageCutter.Side;
import io.zkpersona.storage.testing.TestDatabase;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a write again and again over a pool of one connection, which is cut behind another message
 * each time, and compares what its caller hears with what is stored.
 */
final class Cuts implements AutoCloseable {

  private static final int MOST = 2_000;
  private static final RoleId NOBODYS = RoleId.generate();

  private final TestDatabase database = TestDatabase.migrated();
  private final DatabaseManager uncut = database.open();
  private final MessageCutter cutter;
  private final DatabaseManager manager;
  private final StoredState stored;
  private final Recorder recorder = new Recorder();
  private final Repositories repositories;
  private int made; static long[] T=new long[5];

  /** What was there before, and what is there when the write was done once. */
  private record Expected(List<String> before, List<String> done) {}

  Cuts() throws SQLException {
    URI server = URI.create(database.url());
    cutter = MessageCutter.to(server.getPort());
    String url = database.url().replace(":" + server.getPort() + "/", ":" + cutter.port() + "/");
    manager =
        DatabaseManager.open(
            database.config().databaseUrl(url).maxConnections(1).minConnections(0).build());
    stored = new StoredState(database);
    repositories = recorder.recording(Repositories.class, manager.repositories());
  }

  Recorder recorder() {
    return recorder;
  }

  int made() {
    return made;
  }

  /** Cuts a write behind every message of either side. */
  void everywhere(CutCase write) throws InterruptedException {
    // The pool has much to say of each connection that breaks.
    try (LogCapture quiet = new LogCapture()) {
      cutEverywhere(write);
    }
  }

  private void cutEverywhere(CutCase write) throws InterruptedException {
    List<String> done = once(write);
    for (Side side : Side.values()) {
      CutCase.Write ready = null;
      List<String> before = List.of();
      boolean passed = false;
      for (int messages = 0; !passed && messages < MOST; messages++) {
        if (ready == null) {
          ready = prepare(write);
          before = stored.rows();
        }
        long t0=System.nanoTime();
        connect();
        T[0]+=System.nanoTime()-t0; t0=System.nanoTime();
        cutter.cutAfter(side, messages);
        ZkPersonaException failure = thrownBy(write, ready);
        boolean cut = cutter.disarm();
        T[1]+=System.nanoTime()-t0; t0=System.nanoTime();
        made++;
        passed = failure == null;
        if (cut && !passed) {
          cutter.awaitEnd();
        }
        T[2]+=System.nanoTime()-t0; t0=System.nanoTime();
        String where = write.name() + ", behind message " + messages + " of the " + side;
        try {
          if (check(write, ready, failure, new Expected(before, done))) {
            ready = null;
          }
        T[3]+=System.nanoTime()-t0; t0=System.nanoTime();
        } catch (AssertionError e) {
          throw new AssertionError(where + ": " + e.getMessage(), failure == null ? e : failure);
        }
      }
      assertThat(passed).as(write.name() + " came through").isTrue();
    }
  }

  /** What was cut when all was answered is noticed by the next call only. */
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

  /** What a call that is not cut stores, and what the same call makes of that. */
  private List<String> once(CutCase write) {
    long t0=System.nanoTime();
    CutCase.Write ready = prepare(write);
        T[4]+=System.nanoTime()-t0;
    connect();
    make(write, ready);
    List<String> done = StoredState.comparable(stored.rows());
    if (write.repeat().mayBeMade()) {
      repeat(write, ready, done);
    }
    return done;
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

  /** Checks a call's end; gives back whether something was stored by it. */
  private boolean check(
      CutCase write,
      CutCase.Write ready,
      @Nullable ZkPersonaException failure,
      Expected expected) {
    List<String> rows = stored.rows();
    boolean untouched = rows.equals(expected.before());
    boolean done = StoredState.comparable(rows).equals(expected.done());
    if (failure == null) {
      assertThat(StoredState.comparable(rows)).as("acknowledged").isEqualTo(expected.done());
      return true;
    }
    if (!untouched && !write.inParts()) {
      assertThat(StoredState.comparable(rows)).as("once or not at all").isEqualTo(expected.done());
    }
    ZkPersonaException heard =
        failure instanceof BulkInterruptedException && failure.getCause() instanceof ZkPersonaException cause ? cause : failure;
    if (cutter.mayHaveCommitted()) {
      assertThat(heard).isInstanceOf(OutcomeUnknownException.class);
    } else {
      assertThat(heard).isInstanceOf(DatabaseUnavailableException.class);
      if (!write.inParts()) {
        assertThat(untouched).as("retryable, so nothing is stored").isTrue();
      }
    }
    assertThat(manager.repositories().roles().count()).as("the next call").isNotNegative();
    if (heard instanceof OutcomeUnknownException lost) {
      checkOutcome(write, lost, done, untouched);
    }
    if (untouched) {
      return false;
    }
    if (write.repeat().mayBeMade()) {
      repeat(write, ready, expected.done());
    }
    return true;
  }

  private void checkOutcome(
      CutCase write, OutcomeUnknownException lost, boolean done, boolean untouched) {
    switch (manager.outcomeOf(lost)) {
      case COMMITTED ->
          assertThat(done || (write.inParts() && !untouched)).as("said to be committed").isTrue();
      case NOT_COMMITTED ->
          assertThat(untouched || write.inParts()).as("said to be absent").isTrue();
      case IN_PROGRESS -> throw new AssertionError("said to be in progress");
      case UNKNOWN ->
          assertThat(write.repeat().mayBeMade() && write.extent() != Extent.IN_TRANSACTION).as("unknown, and not to be repeated").isTrue();
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
System.out.println("MADE "+made+" "+java.util.Arrays.stream(T).map(x->x/1000000).boxed().toList());
    stored.close();
    manager.close();
    cutter.close();
    uncut.close();
    database.close();
  }
}
