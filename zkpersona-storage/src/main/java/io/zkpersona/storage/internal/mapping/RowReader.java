package io.zkpersona.storage.internal.mapping;

/** Makes a value of a row. */
@FunctionalInterface
public interface RowReader<R> {

  /** Reads the row that {@code row} stands on. */
  R read(Row row);
}
