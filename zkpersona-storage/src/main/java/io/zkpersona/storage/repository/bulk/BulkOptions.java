package io.zkpersona.storage.repository.bulk;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.progress.ProgressListener;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.Set;

/** Options of a bulk call: one transaction, or chunks that are committed one by one. Immutable. */
public final class BulkOptions {

  /** The maximum number of rows in a chunk. */
  public static final int MAX_CHUNK_ROWS = 10_000;

  private static final int ATOMIC = 0;

  private final int chunkRows;
  private final long skippedRows;
  private final Set<String> updatedComponents;
  private final ProgressListener progress;

  private BulkOptions(
      int chunkRows, long skippedRows, Set<String> updatedComponents, ProgressListener progress) {
    this.chunkRows = chunkRows;
    this.skippedRows = skippedRows;
    this.updatedComponents = updatedComponents;
    this.progress = progress;
  }

  /**
   * Returns options for an atomic call: one transaction, or one savepoint of the caller's
   * transaction, all rows or none. The call holds a connection while it reads the source.
   */
  public static BulkOptions atomic() {
    return new BulkOptions(ATOMIC, 0, Set.of(), ProgressListener.NONE);
  }

  /**
   * Returns options that commit each chunk of rows in a separate transaction. A call that fails
   * keeps the committed chunks, whose rows {@link
   * io.zkpersona.storage.error.BulkInterruptedException} counts. Not allowed inside a transaction.
   * The call holds no connection while it reads the source; the rows of one chunk are held in
   * memory.
   *
   * @param chunkRows the number of rows in a chunk, 1 to {@value #MAX_CHUNK_ROWS}
   * @throws ValidationException if {@code chunkRows} is out of range
   */
  public static BulkOptions committing(int chunkRows) {
    if (chunkRows < 1 || chunkRows > MAX_CHUNK_ROWS) {
      throw new ValidationException(
          "chunkRows", chunkRows + " (expected: 1.." + MAX_CHUNK_ROWS + ")");
    }
    return new BulkOptions(chunkRows, 0, Set.of(), ProgressListener.NONE);
  }

  /**
   * Returns a copy that skips the first rows of the source, to continue after rows that are already
   * committed. Skipped rows are read, but neither checked nor sent.
   *
   * @param rows the number of rows to skip, 0 or more
   * @throws ValidationException if {@code rows} is negative
   */
  public BulkOptions skipping(long rows) {
    if (rows < 0) {
      throw new ValidationException("rows", rows + " (expected: at least 0)");
    }
    return new BulkOptions(chunkRows, rows, updatedComponents, progress);
  }

  /**
   * Returns a copy that reports progress after each chunk, or, in an atomic call, after about every
   * five thousand rows sent. The total is known if the source is a {@link java.util.Collection}.
   *
   * @param listener receives the progress, counted in rows of the source
   * @throws ValidationException if {@code listener} is null
   */
  public BulkOptions onProgress(ProgressListener listener) {
    if (listener == null) {
      throw new ValidationException("listener", "null (expected: a value)");
    }
    return new BulkOptions(chunkRows, skippedRows, updatedComponents, listener);
  }

  /**
   * Returns a copy with which {@code upsertAll} overwrites only the named components of stored
   * entities. New entities are inserted completely. Other calls reject this option.
   *
   * @param components the names of the record components to overwrite, at least one; {@code
   *     upsertAll} rejects a component that it may not overwrite, naming the allowed ones
   * @throws ValidationException if there is no component, or one of them is null
   */
  public BulkOptions updating(String... components) {
    if (components == null || components.length == 0) {
      throw new ValidationException("components", "none (expected: at least one)");
    }
    Set<String> names = new LinkedHashSet<>();
    for (String component : components) {
      if (component == null) {
        throw new ValidationException("components", "null (expected: a value)");
      }
      names.add(component);
    }
    return new BulkOptions(chunkRows, skippedRows, Collections.unmodifiableSet(names), progress);
  }

  /** Returns the number of rows in a chunk; empty for an atomic call. */
  public OptionalInt chunkRows() {
    return chunkRows == ATOMIC ? OptionalInt.empty() : OptionalInt.of(chunkRows);
  }

  /** Returns the number of rows of the source to skip. */
  public long skippedRows() {
    return skippedRows;
  }

  /** Returns the components that an upsert overwrites; empty for all that it may overwrite. */
  public Set<String> updatedComponents() {
    return updatedComponents;
  }

  /** Returns the listener for the progress; {@link ProgressListener#NONE} by default. */
  public ProgressListener progress() {
    return progress;
  }
}
