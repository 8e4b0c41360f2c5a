package io.zkpersona.cli.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one file. Not thread-safe.
 *
 * @param <E> the entity type
 */
interface RowReader<E> extends Closeable {

  /** Returns the next row; null after the last one. */
  @Nullable E next() throws IOException;

  /**
   * Returns the number of rows in the file's last line; empty if it was not reached or is absent.
   */
  OptionalLong announcedRows();
}
