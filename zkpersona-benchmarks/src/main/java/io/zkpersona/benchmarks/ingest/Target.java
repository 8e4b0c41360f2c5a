package io.zkpersona.benchmarks.ingest;

import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.storage.repository.Repositories;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The destination of loads.
 *
 * @param fixture empties and inspects tables
 * @param pool the pool for plain JDBC
 * @param repositories the library's repositories on the same pool
 * @param rows the number of rows per load
 */
record Target(Fixture fixture, DataSource pool, Repositories repositories, int rows) {

  /**
   * Truncates a table and all that refer to it. The planner assumes that a new table will grow; it
   * would plan sequential scans of a table that it knows to be empty.
   */
  void empty(String table) throws SQLException {
    fixture.run("TRUNCATE " + table + " CASCADE");
  }

  /** Counts the rows of a table. */
  long count(String table) throws SQLException {
    return Long.parseLong(fixture.ask("SELECT count(*) FROM " + table));
  }

  /** Compares the result of a load with the expected one. */
  static void require(String what, long expected, long actual) {
    if (expected != actual) {
      throw new IllegalStateException(what + ": " + actual + " (expected: " + expected + ")");
    }
  }
}
