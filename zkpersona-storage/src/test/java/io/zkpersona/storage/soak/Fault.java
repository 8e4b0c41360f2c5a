package io.zkpersona.storage.soak;

import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.ReplicatedPair;
import io.zkpersona.storage.testing.wire.TcpProxy;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** Faults of a database while it is written to. */
enum Fault {
  KILL_ONE {
    @Override
    void happen(ReplicatedPair pair) throws SQLException {
      kill(pair, "1");
    }
  },
  KILL_ALL {
    @Override
    void happen(ReplicatedPair pair) throws SQLException {
      kill(pair, "ALL");
    }
  },
  CUT {
    @Override
    void happen(ReplicatedPair pair) {
      TcpProxy door = pair.door();
      door.cut();
      door.mend();
    }
  },
  FREEZE {
    @Override
    void happen(ReplicatedPair pair) throws InterruptedException {
      TcpProxy door = pair.door();
      door.freeze();
      TimeUnit.MILLISECONDS.sleep(FROZEN_MILLIS);
      door.thaw();
    }
  },
  FAIL_OVER {
    @Override
    void happen(ReplicatedPair pair) throws IOException, SQLException {
      pair.failOver();
    }
  };

  private static final long FROZEN_MILLIS = 1_500;

  /** Causes the fault and returns when the database is reachable again. */
  abstract void happen(ReplicatedPair pair) throws IOException, SQLException, InterruptedException;

  private static void kill(ReplicatedPair pair, String howMany) throws SQLException {
    try (Connection connection = pair.connect()) {
      Backends.one(
          connection,
          "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity"
              + " WHERE application_name = 'zkpersona-storage' ORDER BY random() LIMIT "
              + howMany
              + ") AS ours");
    }
  }
}
