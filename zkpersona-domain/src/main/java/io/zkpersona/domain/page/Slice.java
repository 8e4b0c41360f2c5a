package io.zkpersona.domain.page;

import io.zkpersona.domain.validation.Checks;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A contiguous part of a sorted result, read by cursor. Equal by value. Immutable and thread-safe
 * as far as its items are.
 *
 * <p>The cursor in the reading direction exists only if the query found more rows there. The cursor
 * in the opposite direction leads back to where reading came from: its rows existed when the cursor
 * was created and may have been deleted since. An empty slice has no cursors.
 *
 * @param <T> the type of the items
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
   * Creates a slice.
   *
   * @param items the items in order, none null; copied
   * @param nextCursor the position where the next slice begins; null if nothing follows
   * @param previousCursor the position where the preceding slice begins; null if nothing precedes
   */
  public static <T> Slice<T> of(
      List<T> items, @Nullable Cursor nextCursor, @Nullable Cursor previousCursor) {
    return new Slice<>(items, nextCursor, previousCursor);
  }

  /** Returns the items in order; unmodifiable, possibly empty. */
  public List<T> items() {
    return items;
  }

  /** Returns the position where the next slice begins; empty if nothing follows. */
  public Optional<Cursor> nextCursor() {
    return Optional.ofNullable(nextCursor);
  }

  /** Returns the position where the preceding slice begins; empty if nothing precedes. */
  public Optional<Cursor> previousCursor() {
    return Optional.ofNullable(previousCursor);
  }

  /** Tells whether at least one item follows this slice. */
  public boolean hasNext() {
    return nextCursor != null;
  }

  /** Tells whether at least one item precedes this slice. */
  public boolean hasPrevious() {
    return previousCursor != null;
  }

  /**
   * Returns the same slice with each item replaced.
   *
   * @param mapper maps an item to its replacement; must not return null
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

  /** Returns the number of items and whether more precede or follow, without the items. */
  @Override
  public String toString() {
    return "Slice["
        + items.size()
        + " items"
        + (hasPrevious() ? ", some before" : "")
        + (hasNext() ? ", more follow]" : ", the last]");
  }
}
