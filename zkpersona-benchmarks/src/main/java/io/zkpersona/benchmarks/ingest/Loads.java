package io.zkpersona.benchmarks.ingest;

import java.sql.SQLException;

/** The loads of one kind of rows, each into an emptied table. */
interface Loads {

  /**
   * Loads in one way.
   *
   * @param way the implementation
   * @param times records the time of each load
   * @throws IllegalStateException if a load has an unexpected result
   */
  void turn(Way way, Times times) throws SQLException;
}
