package io.zkpersona.storage.internal.bulk;

import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.error.StatementTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of several callers together; if the write is rejected, splits it and tries again
 * until each caller has its own result.
 *
 * <p>A row that waits for a lock delays the others. To keep the limits from adding up, each row
 * gets its result within twice the limit from when it was handed over: after the first lock
 * timeout, parts wait less, and overdue rows fail with the error of the part they were tried in.
 *
 * @param <E> a row
 */
final class Group<E> {

  /** A row that a caller waits for. */
  interface Member<E> {

    /** Returns the value to be written. */
    E value();

    /**
     * Returns the {@link System#nanoTime} at which it was handed over, in whose order members are.
     */
    long handedOver();

    /** Called when the row is stored. */
    void stored(E value);

    /** Called when the row is not stored, or its outcome is unknown. */
    void failed(Throwable failure);
  }

  /** Writes rows in one transaction. */
  @FunctionalInterface
  public interface Writer<E> {

    /**
     * Returns the rows as stored, in order, or throws and has written nothing.
     *
     * @param wait the limit of a lock wait; null for the usual one
     */
    List<E> write(List<E> rows, @Nullable Duration wait);
  }

  private static final long SHORTEST_WAIT = Duration.ofMillis(10).toNanos();

  private final Writer<E> writer;
  private final long longestWait;

  /**
   * Creates a group that writes with {@code writer}.
   *
   * @param longestWait the usual limit of a lock wait; zero if there is none
   */
  Group(Writer<E> writer, Duration longestWait) {
    this.writer = writer;
    this.longestWait = longestWait.toNanos();
  }

  /** Writes the rows and completes every member; never throws. */
  void write(List<? extends Member<E>> members) {
    Deque<List<? extends Member<E>>> parts = new ArrayDeque<>();
    parts.add(members);
    int left = members.size();
    Throwable waited = null;
    for (var next = parts.poll(); next != null; next = parts.poll()) {
      var part = waited == null ? next : withoutOverdue(next, waited);
      left -= next.size() - part.size();
      if (part.isEmpty()) {
        continue;
      }
      List<E> stored;
      try {
        stored = writer.write(values(part), wait(part, waited == null ? 0 : left));
      } catch (Throwable failure) {
        if (!isUndone(failure)) {
          fail(part, failure);
          parts.forEach(rest -> fail(rest, failure));
          return;
        }
        boolean wait = isWait(failure);
        if (part.size() == 1) {
          fail(part, failure);
          left--;
        } else {
          split(part, wait && longestWait == 0 ? 1 : (part.size() + 1) / 2, parts);
        }
        waited = wait && longestWait > 0 ? failure : waited;
        continue;
      }
      left -= part.size();
      for (int i = 0; i < part.size(); i++) {
        part.get(i).stored(stored.get(i));
      }
    }
  }

  private static <E> List<E> values(List<? extends Member<E>> part) {
    return part.stream().<E>map(Member::value).toList();
  }

  /** Fails the members at the beginning whose time is over, and returns the others. */
  private <M extends Member<E>> List<M> withoutOverdue(List<M> part, Throwable waited) {
    int overdue = 0;
    while (overdue < part.size() && age(part.get(overdue)) >= 2 * longestWait) {
      overdue++;
    }
    fail(part.subList(0, overdue), waited);
    return part.subList(overdue, part.size());
  }

  /**
   * Returns the limit of a part's lock wait, so that its oldest row gets its result in time. A row
   * that is tried alone waits as long in all as it would outside a group.
   *
   * @param left how many rows are to be written again, this part's included; 0 at the first attempt
   * @return null for the usual limit
   */
  private @Nullable Duration wait(List<? extends Member<E>> part, int left) {
    long age = age(part.get(0));
    if (longestWait == 0 || (left == 0 && age <= longestWait)) {
      return null;
    }
    long most = 2 * longestWait - age;
    long wait = most;
    if (left > 0) {
      wait = part.size() == 1 && age < longestWait ? longestWait - age : most / (2L * left);
    }
    return Duration.ofNanos(Math.max(SHORTEST_WAIT, wait));
  }

  private static long age(Member<?> member) {
    return System.nanoTime() - member.handedOver();
  }

  /** Tells whether it is certain that nothing was written and a smaller write may succeed. */
  private static boolean isUndone(Throwable failure) {
    if (failure instanceof DatabaseUnavailableException
        || failure instanceof OutcomeUnknownException
        || failure instanceof ManagerClosedException) {
      return false;
    }
    // The library itself may report a broken rule, without an SQLSTATE.
    if (failure instanceof ConstraintException) {
      return true;
    }
    return failure instanceof DatabaseException database
        ? database.sqlState().isPresent()
        : failure instanceof RuntimeException;
  }

  /**
   * Tells whether the failure was a wait, which each further attempt with such a row may repeat.
   */
  private static boolean isWait(Throwable failure) {
    return failure instanceof StatementTimeoutException
        || (failure instanceof DatabaseException database
            && database.code() == ErrorCode.TRANSACTION_CONFLICT);
  }

  private static <E> void fail(List<? extends Member<E>> part, Throwable failure) {
    part.forEach(member -> member.failed(failure));
  }

  /** Puts the pieces of a part before all other parts, which keeps the order. */
  private static <E> void split(
      List<? extends Member<E>> part, int size, Deque<List<? extends Member<E>>> parts) {
    for (int end = part.size(); end > 0; ) {
      int start = (end - 1) / size * size;
      parts.addFirst(part.subList(start, end));
      end = start;
    }
  }
}
