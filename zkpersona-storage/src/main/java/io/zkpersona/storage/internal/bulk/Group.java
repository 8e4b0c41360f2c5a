package io.zkpersona.storage.internal.bulk;

import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.DatabaseUnavailableException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ManagerClosedException;
import io.zkpersona.domain.error.OutcomeUnknownException;
import io.zkpersona.domain.error.StatementTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of several callers together, and again in parts if they are refused, until each
 * caller has what is its own.
 *
 * <p>Rows that wait for a lock keep others waiting. So that those do not queue one limit behind the
 * other, each row hears within twice the limit from when it was handed over: after the first wait
 * in vain, parts wait for less, and what is overdue then fails as the part it was tried in.
 *
 * @param <E> a row
 */
final class Group<E> {

  /** A row that somebody waits for. */
  interface Member<E> {

    /** What is to be written. */
    E value();

    /** When it was handed over, by {@link System#nanoTime}; those after it came later. */
    long handedOver();

    /** It is. */
    void stored(E value);

    /** It is not, or nobody knows. */
    void failed(Throwable failure);
  }

  /** Writes rows in one transaction. */
  @FunctionalInterface
  public interface Writer<E> {

    /**
     * Gives the rows back as they are stored, in their order, or throws and has written nothing.
     *
     * @param wait how long it may wait for a lock; null if as long as usual
     */
    List<E> write(List<E> rows, @Nullable Duration wait);
  }

  private static final long SHORTEST_WAIT = Duration.ofMillis(10).toNanos();

  private final Writer<E> writer;
  private final long longestWait;

  /**
   * Writes with {@code writer}.
   *
   * @param longestWait how long it usually waits for a lock at most; zero if there is no limit
   */
  Group(Writer<E> writer, Duration longestWait) {
    this.writer = writer;
    this.longestWait = longestWait.toNanos();
  }

  /** Tells every member, and never throws. */
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

  /** Those at the beginning have had their time. */
  private <M extends Member<E>> List<M> withoutOverdue(List<M> part, Throwable waited) {
    int overdue = 0;
    while (overdue < part.size() && age(part.get(overdue)) >= 2 * longestWait) {
      overdue++;
    }
    fail(part.subList(0, overdue), waited);
    return part.subList(overdue, part.size());
  }

  /**
   * How long a part may wait for a lock, so that the row in it that came first hears in time. A row
   * that is tried alone waits as long in all as it would have waited outside a group.
   *
   * @param left how many rows are to be written again, this part's included; 0 if it is the first
   *     attempt
   * @return null if that is as long as usual
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

  /** Whether it is certain that nothing was written, and writing less may do. */
  private static boolean isUndone(Throwable failure) {
    if (failure instanceof DatabaseUnavailableException
        || failure instanceof OutcomeUnknownException
        || failure instanceof ManagerClosedException) {
      return false;
    }
    // A rule that is broken may be the library's own, of which the server said nothing.
    if (failure instanceof ConstraintException) {
      return true;
    }
    return failure instanceof DatabaseException database
        ? database.sqlState().isPresent()
        : failure instanceof RuntimeException;
  }

  /** Each further attempt that such a row is part of may wait again. */
  private static boolean isWait(Throwable failure) {
    return failure instanceof StatementTimeoutException
        || (failure instanceof DatabaseException database
            && database.code() == ErrorCode.TRANSACTION_CONFLICT);
  }

  private static <E> void fail(List<? extends Member<E>> part, Throwable failure) {
    part.forEach(member -> member.failed(failure));
  }

  /** Puts a part's own parts before all others, which keeps the order. */
  private static <E> void split(
      List<? extends Member<E>> part, int size, Deque<List<? extends Member<E>>> parts) {
    for (int end = part.size(); end > 0; ) {
      int start = (end - 1) / size * size;
      parts.addFirst(part.subList(start, end));
      end = start;
    }
  }
}
