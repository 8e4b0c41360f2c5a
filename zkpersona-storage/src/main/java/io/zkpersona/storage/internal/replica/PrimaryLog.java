package io.zkpersona.storage.internal.replica;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where the end of the primary's log was, and when, so that a replica's position tells
 * how old its data is. Thread-safe.
 */
final class PrimaryLog {

  /** More than are kept of {@link #OLDEST} four times a second. */
  private static final int BOUND = 1_024;

  private static final int PARTS = 64;

  /** The largest bound that a caller may ask for. */
  private static final long OLDEST = Duration.ofDays(1).toNanos();

  /** Rising in time; in position too, unless the primary lost the end of its log in a crash. */
  private final List<Sight> samples = new ArrayList<>();

  synchronized void add(Sight primary) {
    samples.add(primary);
    if (samples.size() >= BOUND) {
      thinOut();
    }
  }

  /** Drops samples so that the gap before each is at most a small part of its age. */
  private void thinOut() {
    Deque<Sight> kept = new ArrayDeque<>();
    long now = samples.get(samples.size() - 1).at();
    for (int i = samples.size() - 1; i >= 0 && now - samples.get(i).at() <= OLDEST; i--) {
      Sight sample = samples.get(i);
      Sight next = kept.peekFirst();
      if (next == null || next.at() - sample.at() >= (now - next.at()) / PARTS) {
        kept.addFirst(sample);
      }
    }
    samples.clear();
    samples.addAll(kept);
  }

  synchronized int size() {
    return samples.size();
  }

  synchronized @Nullable Sight newest() {
    return samples.isEmpty() ? null : samples.get(samples.size() - 1);
  }

  /**
   * Returns the latest known time whose state a replica contains, as {@link System#nanoTime}
   * counts; empty if it is unknown. Positions before a change of the timeline can't be compared.
   */
  synchronized OptionalLong timeOf(Sight replica) {
    for (int i = samples.size() - 1; i >= 0; i--) {
      Sight sample = samples.get(i);
      if (!isSameLog(sample, replica)) {
        return OptionalLong.empty();
      }
      if (sample.position() <= replica.position()) {
        return OptionalLong.of(sample.at());
      }
    }
    return OptionalLong.empty();
  }

  /** Tells whether positions can be compared, and stand for the same database. */
  static boolean isSameLog(Sight one, Sight other) {
    return one.server().system() == other.server().system()
        && one.server().database() == other.server().database()
        && one.timeline() == other.timeline();
  }
}
