package io.zkpersona.benchmarks.ingest;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import java.sql.SQLException;
import java.util.List;

/**
 * Loads one kind of rows in turns and prints the times. Runs as a separate process with a small
 * heap.
 */
public final class Ingest {

  /** The largest number of rows per load. */
  public static final int MOST_ROWS = 1_000_000;

  private static final int ROWS_A_USER = 5;
  private static final int ROWS_A_SESSION = 100;
  private static final List<Way> WAYS = List.of(Way.values());

  private Ingest() {}

  /**
   * Returns the users and sessions of the rows.
   *
   * @param rows the number of rows per load
   */
  public static Dataset people(int rows) {
    return new Dataset(0, rows / ROWS_A_USER, 1 + rows / ROWS_A_SESSION);
  }

  /** Expects a JDBC URL, the kind, the number of rows per load, and the number of turns. */
  public static void main(String[] args) throws SQLException {
    measure(args[0], Kind.valueOf(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]))
        .forEach(measured -> System.out.println(measured.line()));
  }

  /**
   * Loads and checks every result.
   *
   * @param jdbcUrl a database with the {@linkplain #people people}; its content is not restored
   * @param kind the kind of rows
   * @param rows the number of rows per load, a multiple of ten, at most {@value #MOST_ROWS}
   * @param turns the number of measured turns per way, after one that is not measured
   * @throws IllegalStateException if a load has an unexpected result
   */
  public static List<Measured> measure(String jdbcUrl, Kind kind, int rows, int turns)
      throws SQLException {
    try (HikariDataSource pool = Server.pool("ingest", jdbcUrl);
        Fixture fixture = Fixture.loaded(pool, people(rows));
        DatabaseManager database =
            DatabaseManager.using(pool, DatabaseConfig.forDataSource().build())) {
      Loads loads = kind.into(new Target(fixture, pool, database.repositories(), rows));
      for (Way way : WAYS) {
        loads.turn(way, new Times());
      }
      Times times = new Times();
      for (int turn = 0; turn < turns; turn++) {
        for (int i = 0; i < WAYS.size(); i++) {
          loads.turn(WAYS.get((turn + i) % WAYS.size()), times);
        }
      }
      return times.all();
    }
  }
}
