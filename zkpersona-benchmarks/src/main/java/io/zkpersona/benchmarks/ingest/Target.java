package io.zkpersona.benchmarks.ingest;

import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.storage.repository.Repositories;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Where rows are loaded to.
 *
 * @param fixture empties tables and looks at them
 * @param pool for loads by hand
 * @param repositories the library's, on the same pool
 * @param rows how many are loaded at a time
 */
record Target(Fixture fixture, DataSource pool, Repositories repositories, int rows) {

  /**
   * Makes a table, and all that refer to it, as good as new. Of a new table the server assumes that
   * it will grow; one that it knows to be empty it would plan to read whole.
   */
  void empty(String table) throws SQLException {
    fixture.run("TRUNCATE " + table + " CASCADE");
  }

  /** Counts the rows of a table. */
  long count(String table) throws SQLException {
    return Long.parseLong(fixture.ask("SELECT count(*) FROM " + table));
  }

  /** Compares a number that a load came to with what it should be. */
  static void require(String what, long expected, long actual) {
    if (expected != actual) {
      throw new IllegalStateException(what + ": " + actual + " (expected: " + expected + ")");
    }
  }
}
