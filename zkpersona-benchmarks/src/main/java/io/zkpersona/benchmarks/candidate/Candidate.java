package io.zkpersona.benchmarks.candidate;

import io.zkpersona.benchmarks.data.Found;
import io.zkpersona.benchmarks.data.PageQuery;
import io.zkpersona.benchmarks.data.Position;
import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One way to keep behavior inputs, written as its own users would write it well. Every candidate
 * takes and gives the same domain records, so that none wins by doing less. Thread-safe.
 *
 * <p>An operation that a candidate does not take part in throws {@link
 * UnsupportedOperationException}; {@link Candidates} knows who takes part in what.
 */
public interface Candidate extends AutoCloseable {

  /** The row with this id, which exists. */
  default BehaviorInput find(BehaviorInputId id) {
    throw new UnsupportedOperationException();
  }

  /** Inserts a row and gives it back with its times. */
  default BehaviorInput save(BehaviorInput input) {
    throw new UnsupportedOperationException();
  }

  /** Replaces a row if its time of modification is still the given one; gives the new state. */
  default BehaviorInput update(BehaviorInput input) {
    throw new UnsupportedOperationException();
  }

  /** A user's rows in a period, the newest first, by offset. */
  default Found page(PageQuery query) {
    throw new UnsupportedOperationException();
  }

  /**
   * Prepares reading the rows that come after the newest {@code depth} ones, by keyset.
   *
   * @param after the last row before them; null at depth 0
   */
  default Supplier<List<BehaviorInput>> slice(Position after, int limit) {
    throw new UnsupportedOperationException();
  }

  /** All users' rows, the newest first, by offset. */
  default List<BehaviorInput> offset(long offset, int limit) {
    throw new UnsupportedOperationException();
  }

  /** Inserts rows, all or none. */
  default void saveAll(List<BehaviorInput> inputs) {
    throw new UnsupportedOperationException();
  }

  /** Marks those of the rows as processed that are not yet; gives their number. */
  default int markProcessed(List<BehaviorInputId> ids) {
    throw new UnsupportedOperationException();
  }

  /** The rows with these ids, in any order. */
  default List<BehaviorInput> findAll(List<BehaviorInputId> ids) {
    throw new UnsupportedOperationException();
  }

  /** Every row, in any order, with flat memory. Closed by the caller. */
  default Stream<BehaviorInput> stream() {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes some of the oldest unprocessed rows under a lease, so that no other caller gets them, and
   * completes them; fewer than {@code limit} where others took them first.
   */
  default List<BehaviorInput> claim(int limit) {
    throw new UnsupportedOperationException();
  }

  /** Counts everything there is. */
  default BehaviorAnalyticsSummary analytics() {
    throw new UnsupportedOperationException();
  }

  /** Counts what is a user's. Only this library does, whose growth is measured. */
  default BehaviorAnalyticsSummary analyticsOf(UserId userId) {
    throw new UnsupportedOperationException();
  }

  /** Gives back what was opened; not the pool. */
  @Override
  default void close() {}
}
