package io.zkpersona.domain.page;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a result, found by offset. Equal by value. Immutable and thread-safe as far as its
 * items are.
 *
 * @param <T> what the page holds
 */
public final class Page<T> {
  private final List<T> items;
  private final PaginationParams params;
  private final boolean hasNext;
  private final @Nullable Long total;

  private Page(List<T> items, PaginationParams params, boolean hasNext, @Nullable Long total) {
    this.items = List.copyOf(Checks.notNull("items", items));
    this.params = Checks.notNull("params", params);
    this.hasNext = hasNext;
    this.total = total;
    Checks.range("items", this.items.size(), 0, params.limit());
    if (total != null) {
      Checks.atLeast("total", total, 0);
    }
  }

  /**
   * Makes a page.
   *
   * @param items the items in their order, no more than the limit and none null; copied
   * @param params which page it is
   * @param hasNext whether at least one item follows
   * @param total how many items there are on all pages, 0 or more; null if not counted
   * @throws ValidationException if there are more items than the limit allows, or total is negative
   */
  public static <T> Page<T> of(
      List<T> items, PaginationParams params, boolean hasNext, @Nullable Long total) {
    return new Page<>(items, params, hasNext, total);
  }

  /** The items in their order; unmodifiable, possibly empty. */
  public List<T> items() {
    return items;
  }

  /** Which page this is, as it was asked for. */
  public PaginationParams params() {
    return params;
  }

  /** How many items there are on all pages together; empty if they were not counted. */
  public OptionalLong total() {
    return total == null ? OptionalLong.empty() : OptionalLong.of(total);
  }

  /** The number of this page, from 1; for an offset inside a page, the page it lies in. */
  public long pageNumber() {
    return params.offset() / params.limit() + 1;
  }

  /** How many items a full page holds: the limit that was asked for. */
  public int pageSize() {
    return params.limit();
  }

  /** How many pages of this size there are; empty if the items were not counted. */
  public OptionalLong totalPages() {
    if (total == null) {
      return OptionalLong.empty();
    }
    long full = total / params.limit();
    return OptionalLong.of(total % params.limit() == 0 ? full : full + 1);
  }

  /** Whether at least one item follows this page. */
  public boolean hasNext() {
    return hasNext;
  }

  /** Whether this page passed over items: its offset is above 0. */
  public boolean hasPrevious() {
    return params.offset() > 0;
  }

  /**
   * The same page of other items.
   *
   * @param mapper gives for each item the one to take its place, never null
   */
  public <R> Page<R> map(Function<? super T, ? extends R> mapper) {
    return new Page<>(items.stream().<R>map(mapper).toList(), params, hasNext, total);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Page<?> that
        && hasNext == that.hasNext
        && items.equals(that.items)
        && params.equals(that.params)
        && Objects.equals(total, that.total);
  }

  @Override
  public int hashCode() {
    return Objects.hash(items, params, hasNext, total);
  }

  /** Number, size and total, without the items. */
  @Override
  public String toString() {
    return "Page["
        + items.size()
        + " items, page "
        + pageNumber()
        + (total == null ? "" : ", total " + total)
        + (hasNext ? ", more follow]" : ", the last]");
  }
}
