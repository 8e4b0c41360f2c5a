package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.ValidationException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a bulk call deals with many rows: as one transaction, or in chunks that are committed one by
 * one. Immutable.
 */
public final class BulkOptions {

  /** The most rows that a chunk may have. */
  public static final int MAX_CHUNK_ROWS = 10_000;

  private static final int ATOMIC = 0;

  private final int chunkRows;
  private final long skippedRows;
  private final Set<String> updatedComponents;
  private final @Nullable Consumer<? super BulkProgress> progress;

  private BulkOptions(
      int chunkRows,
      long skippedRows,
      Set<String> updatedComponents,
      @Nullable Consumer<? super BulkProgress> progress) {
    this.chunkRows = chunkRows;
    this.skippedRows = skippedRows;
    this.updatedComponents = updatedComponents;
    this.progress = progress;
  }

  /**
   * One transaction, or one savepoint of the caller's: all rows or none. While the source is read a
   * connection is held.
   */
  public static BulkOptions atomic() {
    return new BulkOptions(ATOMIC, 0, Set.of(), null);
  }

  /**
   * A transaction for each chunk of rows, so that a call that ends early leaves whole chunks, which
   * {@link io.zkpersona.domain.error.BulkInterruptedException} counts. Inside a transaction this is
   * refused. While the source is read no connection is held; a chunk's rows are in memory.
   *
   * @param chunkRows how many rows a chunk has, 1 to {@value #MAX_CHUNK_ROWS}
   * @throws ValidationException if {@code chunkRows} is out of its range
   */
  public static BulkOptions committing(int chunkRows) {
    if (chunkRows < 1 || chunkRows > MAX_CHUNK_ROWS) {
      throw new ValidationException(
          "chunkRows", chunkRows + " (expected: 1.." + MAX_CHUNK_ROWS + ")");
    }
    return new BulkOptions(chunkRows, 0, Set.of(), null);
  }

  /**
   * A copy that passes over the first rows of the source, to go on after what is committed already.
   * They are read, and neither checked nor sent.
   *
   * @param rows how many, 0 or more
   * @throws ValidationException if {@code rows} is negative
   */
  public BulkOptions skipping(long rows) {
    if (rows < 0) {
      throw new ValidationException("rows", rows + " (expected: at least 0)");
    }
    return new BulkOptions(chunkRows, rows, updatedComponents, progress);
  }

  /**
   * A copy that tells how far a call has come: after each chunk, or in an atomic call after each
   * five thousand or so rows that were sent. The callback runs on the calling thread; what it
   * throws ends the call as a failing source does.
   *
   * @param callback is told
   * @throws ValidationException if {@code callback} is null
   */
  public BulkOptions onProgress(Consumer<? super BulkProgress> callback) {
    if (callback == null) {
      throw new ValidationException("callback", "null (expected: a value)");
    }
    return new BulkOptions(chunkRows, skippedRows, updatedComponents, callback);
  }

  /**
   * A copy with which {@code upsertAll} overwrites only some components of the entities that are
   * stored already; all else of these stays. Those that are not stored are inserted whole. Other
   * calls refuse it.
   *
   * @param components the names of the record's components to overwrite, at least one; {@code
   *     upsertAll} refuses those that it may not overwrite, and names the right ones
   * @throws ValidationException if there is none, or one of them is null
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

  /** How many rows are committed at a time; empty if all are at once. */
  public OptionalInt chunkRows() {
    return chunkRows == ATOMIC ? OptionalInt.empty() : OptionalInt.of(chunkRows);
  }

  /** How many rows of the source are passed over. */
  public long skippedRows() {
    return skippedRows;
  }

  /** Which components an upsert overwrites; empty for all that it may. */
  public Set<String> updatedComponents() {
    return updatedComponents;
  }

  /**
   * Tells the callback, if there is one.
   *
   * @param reached how far the call has come
   */
  public void report(BulkProgress reached) {
    if (progress != null) {
      progress.accept(reached);
    }
  }
}
