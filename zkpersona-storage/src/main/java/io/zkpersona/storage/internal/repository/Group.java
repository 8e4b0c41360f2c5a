package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.DatabaseUnavailableException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ManagerClosedException;
import io.zkpersona.domain.error.OutcomeUnknownException;
import io.zkpersona.domain.error.StatementTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Writes rows of several callers together, and again in parts if they are refused, until each
 * caller has what is its own.
 *
 * @param <E> a row
 */
final class Group<E> {

  /** A row that somebody waits for. */
  interface Member<E> {

    /** What is to be written. */
    E value();

    /** It is. */
    void stored(E value);

    /** It is not, or nobody knows. */
    void failed(Throwable failure);
  }

  private final UnaryOperator<List<E>> writer;

  /**
   * Writes with {@code writer}, which gives the rows back as they are stored, in their order, or
   * throws and has written nothing.
   */
  Group(UnaryOperator<List<E>> writer) {
    this.writer = writer;
  }

  /** Tells every member, and never throws. */
  void write(List<? extends Member<E>> members) {
    Deque<List<? extends Member<E>>> parts = new ArrayDeque<>();
    parts.add(members);
    for (var part = parts.poll(); part != null; part = parts.poll()) {
      List<E> stored;
      try {
        stored = writer.apply(part.stream().<E>map(Member::value).toList());
      } catch (Throwable failure) {
        if (!isUndone(failure)) {
          fail(part, failure);
          parts.forEach(rest -> fail(rest, failure));
          return;
        }
        if (part.size() == 1) {
          fail(part, failure);
        } else {
          split(part, isWait(failure) ? 1 : (part.size() + 1) / 2, parts);
        }
        continue;
      }
      for (int i = 0; i < part.size(); i++) {
        part.get(i).stored(stored.get(i));
      }
    }
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

  /** Each further attempt that such a row is part of may take as long again. */
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
