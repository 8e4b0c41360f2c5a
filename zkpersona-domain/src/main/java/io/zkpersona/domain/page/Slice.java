package io.zkpersona.domain.page;

import io.zkpersona.domain.validation.Checks;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of a sorted result, found by cursor. Equal by value. Immutable and thread-safe as far
 * as its items are.
 *
 * <p>What lies ahead, in the direction that was read, was looked for. What lies behind is where the
 * cursor came from: it was there when the cursor was made, and may have been deleted since. A slice
 * without items has no cursors.
 *
 * @param <T> what the slice holds
 */
public final class Slice<T> {
  private final List<T> items;
  private final @Nullable Cursor nextCursor;
  private final @Nullable Cursor previousCursor;

  private Slice(List<T> items, @Nullable Cursor nextCursor, @Nullable Cursor previousCursor) {
    this.items = List.copyOf(Checks.notNull("items", items));
    this.nextCursor = nextCursor;
    this.previousCursor = previousCursor;
  }

  /**
   * Makes a slice.
   *
   * @param items the items in their order, none null; copied
   * @param nextCursor where the next slice begins; null if nothing follows
   * @param previousCursor where the slice before this one begins; null if nothing precedes
   */
  public static <T> Slice<T> of(
      List<T> items, @Nullable Cursor nextCursor, @Nullable Cursor previousCursor) {
    return new Slice<>(items, nextCursor, previousCursor);
  }

  /** The items in their order; unmodifiable, possibly empty. */
  public List<T> items() {
    return items;
  }

  /** Where the next slice begins; empty if nothing follows. */
  public Optional<Cursor> nextCursor() {
    return Optional.ofNullable(nextCursor);
  }

  /** Where the slice before this one begins; empty if nothing precedes. */
  public Optional<Cursor> previousCursor() {
    return Optional.ofNullable(previousCursor);
  }

  /** Whether at least one item follows this slice. */
  public boolean hasNext() {
    return nextCursor != null;
  }

  /** Whether at least one item precedes this slice. */
  public boolean hasPrevious() {
    return previousCursor != null;
  }

  /**
   * The same slice of other items.
   *
   * @param mapper gives for each item the one to take its place, never null
   */
  public <R> Slice<R> map(Function<? super T, ? extends R> mapper) {
    return new Slice<>(items.stream().<R>map(mapper).toList(), nextCursor, previousCursor);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Slice<?> that
        && items.equals(that.items)
        && Objects.equals(nextCursor, that.nextCursor)
        && Objects.equals(previousCursor, that.previousCursor);
  }

  @Override
  public int hashCode() {
    return Objects.hash(items, nextCursor, previousCursor);
  }

  /** The number of items and which ways lead on, without the items. */
  @Override
  public String toString() {
    return "Slice["
        + items.size()
        + " items"
        + (hasPrevious() ? ", some before" : "")
        + (hasNext() ? ", more follow]" : ", the last]");
  }
}
