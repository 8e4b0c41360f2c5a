package io.zkpersona.storage.internal.cache;

import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.cache.SharedCache;
import io.zkpersona.storage.internal.cache.Marks.Mark;
import io.zkpersona.storage.internal.execution.WriteWatch;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Marks what a call or transaction writes: while it is marked, nobody serves it from a cache.
 * Before the mark and after its end the values are dropped, so that what was read before is never
 * put back.
 */
final class MarkedWrites implements WriteWatch.Writing {

  private final NearCache near;
  private final Marks marks;
  private final @Nullable SharedCache shared;
  private final Duration longest;
  private final Set<CacheSubject> touched = new HashSet<>();
  private final String writer = UUID.randomUUID().toString();

  MarkedWrites(NearCache near, Marks marks, @Nullable SharedCache shared, Duration longest) {
    this.near = near;
    this.marks = marks;
    this.shared = shared;
    this.longest = longest;
  }

  @Override
  public void touch(Set<CacheSubject> subjects) {
    touched.addAll(subjects);
    Mark mark = new Mark(writer, System.nanoTime() + longest.toNanos());
    subjects.forEach(subject -> marks.add(subject, mark));
    subjects.forEach(near::drop);
    if (shared != null) {
      shared.mark(writer, subjects, longest);
    }
  }

  @Override
  public void end(boolean known) {
    if (known && shared != null) {
      shared.unmark(writer, touched);
    }
    touched.forEach(near::drop);
    if (known) {
      marks.remove(touched, writer);
    }
  }
}
