package io.zkpersona.cli.transfer;

import java.io.Closeable;
import java.io.IOException;

/** Writes the rows of one export. Not thread-safe. */
interface RowWriter extends Closeable {

  /** Writes a row. */
  void write(Object entity) throws IOException;

  /** Writes the last line, which tells how many rows there are, so that a cut is noticed. */
  void finish(long rows) throws IOException;
}
