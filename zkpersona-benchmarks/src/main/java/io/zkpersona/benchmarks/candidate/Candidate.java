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
 * One library for storing behavior inputs, used as its experienced users would. Every candidate
 * accepts and returns the same domain records, so that none wins by doing less. Thread-safe.
 *
 * <p>An operation that a candidate does not offer throws {@link NotOffered}; {@link Candidates}
 * lists the operations that each offers.
 */
public interface Candidate extends AutoCloseable {

  /** Returns the row with this id, which must exist. */
  default BehaviorInput find(BehaviorInputId id) {
    throw new NotOffered(this);
  }

  /** Inserts a row and returns it with its audit times. */
  default BehaviorInput save(BehaviorInput input) {
    throw new NotOffered(this);
  }

  /** Replaces a row if its modification time equals the given one; returns the new state. */
  default BehaviorInput update(BehaviorInput input) {
    throw new NotOffered(this);
  }

  /** Returns a user's rows in a period, newest first, by offset. */
  default Found page(PageQuery query) {
    throw new NotOffered(this);
  }

  /**
   * Prepares reading the rows after the newest {@code depth} ones, by keyset.
   *
   * @param after the position after those rows; its last row is null at depth 0
   */
  default Supplier<List<BehaviorInput>> slice(Position after, int limit) {
    throw new NotOffered(this);
  }

  /** Returns the rows of all users, newest first, by offset. */
  default List<BehaviorInput> offset(long offset, int limit) {
    throw new NotOffered(this);
  }

  /** Inserts rows, all or none. */
  default void saveAll(List<BehaviorInput> inputs) {
    throw new NotOffered(this);
  }

  /** Marks the rows that are not yet processed; returns their number. */
  default int markProcessed(List<BehaviorInputId> ids) {
    throw new NotOffered(this);
  }

  /** Returns the rows with these ids, in any order. */
  default List<BehaviorInput> findAll(List<BehaviorInputId> ids) {
    throw new NotOffered(this);
  }

  /** Returns every row, in any order, with constant memory. The caller closes the stream. */
  default Stream<BehaviorInput> stream() {
    throw new NotOffered(this);
  }

  /**
   * Claims some of the oldest unprocessed rows under a lease, so that no other caller receives
   * them, and completes them; returns fewer than {@code limit} if others claimed them first.
   */
  default List<BehaviorInput> claim(int limit) {
    throw new NotOffered(this);
  }

  /** Returns the summary of all rows. */
  default BehaviorAnalyticsSummary analytics() {
    throw new NotOffered(this);
  }

  /**
   * Returns the summary of a user's rows. Only this library implements it, for the growth
   * measurement.
   */
  default BehaviorAnalyticsSummary analyticsOf(UserId userId) {
    throw new NotOffered(this);
  }

  /** Returns the calls that change several rows together. */
  default Lifecycle lifecycle() {
    throw new NotOffered(this);
  }

  /** Releases the candidate's resources, but not the pool. */
  @Override
  default void close() {}
}
