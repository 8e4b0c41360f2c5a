package io.zkpersona.storage.internal.bulk;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.error.Refused;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends some rows, all or none, and names the first bad one by its index.
 *
 * @param <T> a row
 * @param <R> what comes of sending
 */
public final class Portion<T, R> {

  /**
   * Sends what was checked; of what is refused in the middle, the transaction undoes the rest.
   *
   * @param <T> a row
   * @param <R> what comes of it
   */
  @FunctionalInterface
  public interface Sender<T, R> {

    /** Sends all of them, at least one. */
    public R send(SqlExecutor tx, List<T> rows);
  }

  private final String operation;
  private final Sender<T, R> sender;

  public Portion(String operation, Sender<T, R> sender) {
    this.operation = operation;
    this.sender = sender;
  }

  /** Sends rows, of which the first has an index in the source. */
  public R send(SqlExecutor on, List<T> rows, long index) {
    try {
      return on.atomically(operation, tx -> sender.send(tx, rows));
    } catch (ZkPersonaException failure) {
      throw Refused.is(failure) ? firstBadOr(failure, on, rows, index) : failure;
    }
  }

  /**
   * Why the first bad row is refused, or else what was found already: one of the rows, or one
   * behind them. A row before that one may be bad in a way that only the server can tell.
   */
  public ZkPersonaException firstBadOr(
      ZkPersonaException refused, SqlExecutor on, List<T> rows, long index) {
    try {
      return firstBad(on, rows, index).orElse(refused);
    } catch (ZkPersonaException e) {
      // That others came in the way of the search makes the refusal no less true.
      refused.addSuppressed(e);
      return refused;
    }
  }

  /**
   * The server says that a statement failed, not at which row; this halves the rows until one is
   * left, in a transaction that is always undone. Empty if none is bad, or no longer.
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
    return found == null ? null : Refused.at(found, index + from);
  }

  private @Nullable ZkPersonaException refusal(SqlExecutor tx, List<T> rows) {
    try {
      tx.atomically(operation, savepoint -> sender.send(savepoint, rows));
      return null;
    } catch (ZkPersonaException e) {
      if (Refused.is(e)) {
        return e;
      }
      throw e;
    }
  }

  /** Undoes a transaction that was only there to find something out. */
  private static final class Undo extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable ZkPersonaException found;

    Undo(@Nullable ZkPersonaException found) {
      super(null, null, false, false);
      this.found = found;
    }
  }
}
