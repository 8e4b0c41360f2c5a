package io.zkpersona.benchmarks.latency;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.benchmarks.candidate.ordinary.OrdinaryLifecycle;
import io.zkpersona.benchmarks.candidate.ours.ZkPersonaLifecycle;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.lifecycle.Call;
import io.zkpersona.benchmarks.lifecycle.LifecycleFixture;
import io.zkpersona.benchmarks.lifecycle.Work;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes the same calls by plain JDBC and by this library in turns, each through its network. */
public final class Latency implements AutoCloseable {

  private final LifecycleFixture fixture;
  private final Network byHand;
  private final Network library;
  private final DatabaseManager database;

  /**
   * Opens both ways.
   *
   * @param fixture the rows, which are prepared and checked without delay
   * @param oneWay the delay of each direction of a round trip
   */
  public Latency(Server server, LifecycleFixture fixture, Duration oneWay) {
    this.fixture = fixture;
    this.byHand = new Network(server, "by hand", oneWay);
    this.library = new Network(server, "library", oneWay);
    this.database = DatabaseManager.using(library.pool(), DatabaseConfig.forDataSource().build());
  }

  /**
   * Measures one kind of calls, after a turn of each way that is not counted.
   *
   * @param turns the number of turns of each way
   * @param calls the number of calls of a turn
   */
  public Figures measure(Call call, int turns, int calls) throws SQLException {
    Lifecycle ordinary = new OrdinaryLifecycle(byHand.pool());
    Lifecycle ours = new ZkPersonaLifecycle(database.repositories());
    List<Figures.Turn> ordinaryTurns = new ArrayList<>();
    List<Figures.Turn> ourTurns = new ArrayList<>();
    for (int turn = 0; turn <= turns; turn++) {
      if (turn % 2 == 0) {
        ordinaryTurns.add(turn(call, ordinary, byHand, calls));
        ourTurns.add(turn(call, ours, library, calls));
      } else {
        ourTurns.add(turn(call, ours, library, calls));
        ordinaryTurns.add(turn(call, ordinary, byHand, calls));
      }
    }
    return new Figures(call, ordinaryTurns.subList(1, turns + 1), ourTurns.subList(1, turns + 1));
  }

  private Figures.Turn turn(Call call, Lifecycle subject, Network network, int calls)
      throws SQLException {
    Work work = call.on(fixture);
    work.prepare(calls + 1);
    // The pool tests a connection that was idle for long.
    work.call(subject);
    long start = System.nanoTime();
    int trips =
        network
            .counter()
            .during(
                () -> {
                  for (int i = 0; i < calls; i++) {
                    work.call(subject);
                  }
                });
    double micros = (System.nanoTime() - start) / 1e3;
    work.check();
    work.restore();
    return new Figures.Turn(micros / calls, (double) trips / calls);
  }

  @Override
  public void close() {
    database.close();
    library.close();
    byHand.close();
  }
}
