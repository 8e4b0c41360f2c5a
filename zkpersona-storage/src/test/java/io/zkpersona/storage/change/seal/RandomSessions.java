package io.zkpersona.storage.change.seal;

import io.zkpersona.storage.testing.server.Backends;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sessions that write roles in transactions, which end in a random way and order. */
final class RandomSessions implements AutoCloseable {

  private static final int SESSIONS = 6;
  private static final int MOST_PREPARED = 10;

  private final Random random;
  private final List<Connection> sessions = new ArrayList<>();
  private final List<String> prepared = new ArrayList<>();
  private final boolean[] isOpen = new boolean[SESSIONS];
  private final Connection ticking;
  private int names;

  RandomSessions(Random random, String url) throws SQLException {
    this.random = random;
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(DriverManager.getConnection(url));
    }
    this.ticking = DriverManager.getConnection(url);
  }

  void tick() throws SQLException {
    Backends.execute(ticking, "SELECT zkpersona.changes_tick()");
  }

  /** Does one thing. */
  void step() throws SQLException {
    if (!prepared.isEmpty() && random.nextInt(6) == 0) {
      String end = random.nextInt(4) == 0 ? "ROLLBACK PREPARED '" : "COMMIT PREPARED '";
      Backends.execute(ticking, end + prepared.remove(random.nextInt(prepared.size())) + "'");
      return;
    }
    int i = random.nextInt(SESSIONS);
    Connection session = sessions.get(i);
    int dice = random.nextInt(8);
    if (!isOpen[i]) {
      isOpen[i] = dice < 6;
      Backends.execute(session, (isOpen[i] ? "BEGIN; " : "") + insert());
    } else if (dice < 3) {
      Backends.execute(session, insert());
    } else if (dice == 3) {
      // The id of a subtransaction is another one than that of the transaction.
      Backends.execute(session, "SAVEPOINT s; " + insert() + "; RELEASE s");
    } else if (dice == 4 && prepared.size() < MOST_PREPARED) {
      String name = "p" + ++names;
      Backends.execute(session, "PREPARE TRANSACTION '" + name + "'");
      prepared.add(name);
      isOpen[i] = false;
    } else {
      Backends.execute(session, dice == 5 ? "ROLLBACK" : "COMMIT");
      isOpen[i] = false;
    }
  }

  private String insert() {
    return "INSERT INTO zkpersona.roles (name) SELECT gen_random_uuid()::text"
        + " FROM generate_series(1, "
        + (1 + random.nextInt(4))
        + ")";
  }

  /** Ends all transactions. */
  void end() throws SQLException {
    for (int i = 0; i < SESSIONS; i++) {
      if (isOpen[i]) {
        Backends.execute(sessions.get(i), random.nextBoolean() ? "COMMIT" : "ROLLBACK");
        isOpen[i] = false;
      }
    }
    for (String name : prepared) {
      Backends.execute(ticking, "COMMIT PREPARED '" + name + "'");
    }
    prepared.clear();
  }

  @Override
  public void close() throws SQLException {
    for (Connection session : sessions) {
      session.close();
    }
    ticking.close();
  }
}
