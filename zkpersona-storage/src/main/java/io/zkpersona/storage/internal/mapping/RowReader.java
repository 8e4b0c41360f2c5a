package io.zkpersona.storage.internal.mapping;

/** Creates a value from a row. */
@FunctionalInterface
public interface RowReader<R> {

  /** Reads the row at which {@code row} is positioned. */
  R read(Row row);
}
