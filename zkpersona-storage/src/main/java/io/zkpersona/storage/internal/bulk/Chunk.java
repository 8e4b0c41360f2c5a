package io.zkpersona.storage.internal.bulk;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.error.RowErrors;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends a chunk of rows, all or none, and identifies the first bad one by its index.
 *
 * @param <T> a row
 * @param <R> the result of sending
 */
public final class Chunk<T, R> {

  /**
   * Sends rows that were checked; if some are rejected, the transaction undoes the others.
   *
   * @param <T> a row
   * @param <R> the result
   */
  @FunctionalInterface
  public interface Sender<T, R> {

    /** Sends all rows, at least one. */
    public R send(SqlExecutor tx, List<T> rows);
  }

  private final String operation;
  private final Sender<T, R> sender;

  /** Sends rows all or none, on any executor. */
  private final Sender<T, R> atomic;

  /** Sends rows in a transaction, or in a savepoint of one. */
  public Chunk(String operation, Sender<T, R> sender) {
    this(operation, sender, (on, rows) -> on.atomically(operation, tx -> sender.send(tx, rows)));
  }

  private Chunk(String operation, Sender<T, R> sender, Sender<T, R> atomic) {
    this.operation = operation;
    this.sender = sender;
    this.atomic = atomic;
  }

  /** Sends rows by a sender that inserts all or none of them by itself. */
  public static <T, R> Chunk<T, R> ofAtomic(String operation, Sender<T, R> sender) {
    return new Chunk<>(operation, sender, sender);
  }

  /** Sends rows; {@code index} is the first one's index in the source. */
  public R send(SqlExecutor on, List<T> rows, long index) {
    try {
      return atomic.send(on, rows);
    } catch (ZkPersonaException failure) {
      throw RowErrors.isOfRow(failure) ? firstBadOr(failure, on, rows, index) : failure;
    }
  }

  /**
   * Returns the error of the first bad row, or the given error, which concerns one of the rows or a
   * row after them. An earlier row may be bad in a way that only the server can tell.
   */
  public ZkPersonaException firstBadOr(
      ZkPersonaException refused, SqlExecutor on, List<T> rows, long index) {
    try {
      return firstBad(on, rows, index).orElse(refused);
    } catch (ZkPersonaException e) {
      // The search failed for another reason; the rejection still holds.
      refused.addSuppressed(e);
      return refused;
    }
  }

  /**
   * Finds the first bad row. The server reports which statement failed, not which row, so this
   * halves the rows until one is left, in a transaction that is always rolled back. Empty if no row
   * is bad, or none is any longer.
   */
  private Optional<ZkPersonaException> firstBad(SqlExecutor on, List<T> rows, long index) {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    try {
      return on.atomically(
          operation,
          tx -> {
            throw new Undo(search(tx, rows, index));
          });
    } catch (Undo undone) {
      return Optional.ofNullable(undone.found);
    }
  }

  private @Nullable ZkPersonaException search(SqlExecutor tx, List<T> rows, long index) {
    int from = 0;
    int size = rows.size();
    while (size > 1) {
      int half = size / 2;
      if (refusal(tx, rows.subList(from, from + half)) == null) {
        from += half;
        size -= half;
      } else {
        size = half;
      }
    }
    ZkPersonaException found = refusal(tx, rows.subList(from, from + 1));
    return found == null ? null : RowErrors.at(found, index + from);
  }

  private @Nullable ZkPersonaException refusal(SqlExecutor tx, List<T> rows) {
    try {
      tx.atomically(operation, savepoint -> sender.send(savepoint, rows));
      return null;
    } catch (ZkPersonaException e) {
      if (RowErrors.isOfRow(e)) {
        return e;
      }
      throw e;
    }
  }

  /** Rolls back a transaction that only searched. */
  private static final class Undo extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable ZkPersonaException found;

    Undo(@Nullable ZkPersonaException found) {
      super(null, null, false, false);
      this.found = found;
    }
  }
}
