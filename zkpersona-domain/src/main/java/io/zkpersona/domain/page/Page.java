package io.zkpersona.domain.page;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a result, read by offset. Equal by value. Immutable and thread-safe as far as its
 * items are.
 *
 * @param <T> the type of the items
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
   * Creates a page.
   *
   * @param items the items in order, at most {@code params.limit()} and none null; copied
   * @param params the request that this page answers
   * @param hasNext whether at least one item follows
   * @param total the number of items on all pages, 0 or more; null if not counted
   * @throws ValidationException if there are more items than the limit allows, or total is negative
   */
  public static <T> Page<T> of(
      List<T> items, PaginationParams params, boolean hasNext, @Nullable Long total) {
    return new Page<>(items, params, hasNext, total);
  }

  /** Returns the items in order; unmodifiable, possibly empty. */
  public List<T> items() {
    return items;
  }

  /** Returns the request that this page answers. */
  public PaginationParams params() {
    return params;
  }

  /** Returns the number of items on all pages; empty if they were not counted. */
  public OptionalLong total() {
    return total == null ? OptionalLong.empty() : OptionalLong.of(total);
  }

  /** Returns the number of this page, from 1. An offset inside a page counts as that page. */
  public long pageNumber() {
    return params.offset() / params.limit() + 1;
  }

  /** Returns the number of items on a full page, which is the requested limit. */
  public int pageSize() {
    return params.limit();
  }

  /** Returns the number of pages of this size; empty if the items were not counted. */
  public OptionalLong totalPages() {
    if (total == null) {
      return OptionalLong.empty();
    }
    long full = total / params.limit();
    return OptionalLong.of(total % params.limit() == 0 ? full : full + 1);
  }

  /** Tells whether at least one item follows this page. */
  public boolean hasNext() {
    return hasNext;
  }

  /** Tells whether this page skipped items, that is, whether its offset is above 0. */
  public boolean hasPrevious() {
    return params.offset() > 0;
  }

  /**
   * Returns the same page with each item replaced.
   *
   * @param mapper maps an item to its replacement; must not return null
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

  /** Returns the page number, size and total, without the items. */
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
