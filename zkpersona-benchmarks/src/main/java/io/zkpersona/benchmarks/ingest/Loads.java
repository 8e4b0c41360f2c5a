package io.zkpersona.benchmarks.ingest;

import java.sql.SQLException;

/** The loads of one kind of rows, each into a table that was emptied. */
interface Loads {

  /**
   * Loads in one way.
   *
   * @param way who loads
   * @param times takes the time of each load
   * @throws IllegalStateException if a load comes to something else than it should
   */
  void turn(Way way, Times times) throws SQLException;
}
