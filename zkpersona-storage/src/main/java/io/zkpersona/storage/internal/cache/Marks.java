package io.zkpersona.storage.internal.cache;

import io.zkpersona.storage.cache.CacheSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Marks the values that this process is writing. A mark that nobody ends ends by itself.
 * Thread-safe.
 */
final class Marks {

  /** A mark of one call or transaction. */
  record Mark(Object writer, long until) {}

  private final ConcurrentHashMap<CacheSubject, List<Mark>> marks = new ConcurrentHashMap<>();

  /** Adds a mark. */
  void add(CacheSubject subject, Mark mark) {
    marks.merge(subject, List.of(mark), Marks::both);
  }

  private static List<Mark> both(List<Mark> some, List<Mark> others) {
    List<Mark> all = new ArrayList<>(some);
    all.addAll(others);
    return List.copyOf(all);
  }

  /** Removes the marks of a writer. */
  void remove(Set<CacheSubject> subjects, Object writer) {
    subjects.forEach(
        subject ->
            marks.computeIfPresent(
                subject, (key, all) -> without(all, mark -> mark.writer == writer)));
  }

  /** Tells whether a value is being written. */
  boolean isWritten(CacheSubject subject) {
    return !marks.isEmpty()
        && (isMarked(subject) || isMarked(new CacheSubject(subject.kind(), null)));
  }

  private boolean isMarked(CacheSubject subject) {
    if (!marks.containsKey(subject)) {
      return false;
    }
    long now = System.nanoTime();
    return marks.computeIfPresent(
            subject, (key, all) -> without(all, mark -> now - mark.until >= 0))
        != null;
  }

  private static @Nullable List<Mark> without(List<Mark> all, Predicate<Mark> gone) {
    List<Mark> left = all.stream().filter(gone.negate()).toList();
    return left.isEmpty() ? null : left;
  }
}
