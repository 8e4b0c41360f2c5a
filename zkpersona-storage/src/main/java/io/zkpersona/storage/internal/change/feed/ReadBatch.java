package io.zkpersona.storage.internal.change.feed;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.internal.change.feed.Batches.Entry;
import io.zkpersona.storage.internal.change.feed.Batches.Outcome;
import io.zkpersona.storage.internal.change.feed.Batches.Part;
import io.zkpersona.storage.internal.change.feed.Batches.Place;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch. New events of blocked rows are in it, but not among those to deliver. */
final class ReadBatch implements FeedBatch {

  private final FeedLease lease;
  private final long acknowledgements;
  private final List<Entry> entries;
  private final @Nullable Place end;
  private final boolean atEnd;
  private final List<ChangeEvent> events;

  private ReadBatch(
      FeedLease lease,
      long acknowledgements,
      List<Entry> entries,
      @Nullable Place end,
      boolean atEnd) {
    this.lease = lease;
    this.acknowledgements = acknowledgements;
    this.entries = entries;
    this.end = end;
    this.atEnd = atEnd;
    this.events = entries.stream().filter(ReadBatch::isDelivered).map(Entry::event).toList();
  }

  /** Creates the batch of the rows read, of which the last one is the end. */
  static ReadBatch of(FeedLease lease, List<Part> parts) {
    Part last = parts.get(parts.size() - 1);
    List<Entry> entries = new ArrayList<>();
    for (Part part : parts) {
      if (part.entry() != null) {
        entries.add(part.entry());
      }
    }
    return new ReadBatch(
        lease,
        last.acknowledgements(),
        entries,
        last.end() == null ? lastNew(entries) : last.end(),
        entries.isEmpty() && !last.leadsOn());
  }

  private static boolean isDelivered(Entry entry) {
    return !entry.isNew() || entry.lane() == null;
  }

  private static @Nullable Place lastNew(List<Entry> entries) {
    Place last = null;
    for (Entry entry : entries) {
      last = entry.isNew() ? entry.place() : last;
    }
    return last;
  }

  @Override
  public FeedLease lease() {
    return lease;
  }

  @Override
  public List<ChangeEvent> events() {
    return events;
  }

  @Override
  public boolean isAtEnd() {
    return atEnd;
  }

  @Override
  public FeedBatch first(int count) {
    if (count < 0 || count > events.size()) {
      throw new ValidationException("count", count + " (expected: 0.." + events.size() + ")");
    }
    if (count == events.size()) {
      return this;
    }
    int kept = 0;
    for (int left = count; left > 0 || !isDelivered(entries.get(kept)); kept++) {
      left -= isDelivered(entries.get(kept)) ? 1 : 0;
    }
    List<Entry> first = entries.subList(0, kept);
    return new ReadBatch(lease, acknowledgements, first, lastNew(first), false);
  }

  /** Returns what became of the batch if these events failed. */
  Outcome outcome(Map<ChangeEvent, String> failures) {
    Map<ChangeEvent, String> given = new HashMap<>(Required.argument("failed", failures));
    Map<Long, String> reasons = new HashMap<>();
    for (Map.Entry<ChangeEvent, String> failure : given.entrySet()) {
      ChangeEvent event = Required.argument("failed", failure.getKey());
      if (!events.contains(event)) {
        throw new ValidationException(
            "failed", "an event of another batch (expected: events of the batch)");
      }
      reasons.put(
          event.change().position(), Required.text("reason", failure.getValue(), MAX_REASON));
    }
    Outcome outcome =
        new Outcome(
            lease,
            acknowledgements,
            end,
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    List<Entry> blocking = new ArrayList<>();
    for (Entry entry : entries) {
      settle(entry, reasons.get(entry.place().position()), blocking, outcome);
    }
    return outcome;
  }

  /**
   * Adds an entry to the outcome.
   *
   * @param blocking the entries that failed so far
   */
  private static void settle(
      Entry entry, @Nullable String reason, List<Entry> blocking, Outcome outcome) {
    Long lane = entry.isNew() ? lane(entry, blocking) : entry.lane();
    boolean waits = blocking.stream().anyMatch(failed -> isBehind(entry, failed));
    long position = entry.place().position();
    if (reason != null && !waits) {
      blocking.add(entry);
      outcome.failed().add(position);
      outcome.reasons().add(reason);
      lane = lane == null ? Long.valueOf(position) : lane;
      waits = true;
    }
    if (entry.isNew() && lane != null) {
      outcome.kept().add(entry.place());
      outcome.lanes().add(lane);
    } else if (!entry.isNew() && !waits) {
      outcome.done().add(position);
    }
  }

  /** Returns the lane of a new entry's row: one that was blocked, or is from this batch on. */
  private static @Nullable Long lane(Entry entry, List<Entry> blocking) {
    if (entry.lane() != null) {
      return entry.lane();
    }
    for (Entry failed : blocking) {
      if (isBehind(entry, failed)) {
        return failed.lane() == null ? Long.valueOf(failed.place().position()) : failed.lane();
      }
    }
    return null;
  }

  private static boolean isBehind(Entry entry, Entry failed) {
    return entry.event().isOfSameRow(failed.event())
        || (entry.lane() != null && entry.lane().equals(failed.lane()));
  }
}
