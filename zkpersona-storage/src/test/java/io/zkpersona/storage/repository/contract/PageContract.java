package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.Page;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.domain.page.TotalCount;
import io.zkpersona.storage.repository.contract.EntityFixture.Sort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Pages by offset, compared with a list sorted in Java. */
interface PageContract<E extends Record & Entity<I>, I extends EntityId, F extends Record>
    extends Subject<E, I, F> {

  /** Returns a filter that matches some rows and not others. */
  default F someFilter(List<E> rows) {
    for (E row : rows) {
      F filter =
          Components.only(
              fixture().filter(row, row),
              List.of(Components.names(fixture().noFilter.getClass()).get(0)));
      int size = ordered(rows, filter, fixture().sorts().get(0), SortOrder.ASCENDING).size();
      if (size > 10 && size < rows.size() && !filter.equals(fixture().noFilter)) {
        return filter;
      }
    }
    throw new AssertionError("no row makes such a filter");
  }

  /** Returns filters by a member and by time: from an instant, until one, and between two. */
  default List<F> timedFilters(List<E> rows) {
    F some = someFilter(rows);
    List<Instant> times =
        rows.stream()
            .filter(row -> fixture().matches(some, row))
            .map(fixture()::time)
            .sorted()
            .toList();
    Instant from = times.get(times.size() / 4);
    Instant until = times.get(times.size() * 3 / 4);
    F since = Components.with(some, fixture().range().get(0), from);
    F before = Components.with(some, fixture().range().get(1), until);
    F during = Components.with(since, fixture().range().get(1), until);
    assertThat(rows).anyMatch(row -> fixture().matches(during, row));
    return List.of(since, before, during);
  }

  /** Returns the matching rows in the requested order; ties are ordered by id. */
  default List<E> ordered(List<E> rows, F filter, Sort<E> sort, SortOrder order) {
    Comparator<E> comparator = sort.comparator().thenComparing(fixture().byId());
    return rows.stream()
        .filter(row -> fixture().matches(filter, row))
        .sorted(order == SortOrder.ASCENDING ? comparator : comparator.reversed())
        .toList();
  }

  @Test
  default void pagesFollowOneAnotherInEveryOrder() {
    List<E> rows = stored(60);
    List<F> filters = new ArrayList<>(timedFilters(rows));
    filters.add(fixture().noFilter);
    filters.add(someFilter(rows));
    for (F filter : filters) {
      for (Sort<E> sort : fixture().sorts()) {
        for (SortOrder order : SortOrder.values()) {
          for (TotalCount total : TotalCount.values()) {
            List<E> expected = ordered(rows, filter, sort, order);
            PaginationParams first = new PaginationParams(7, 0, sort.name(), order, total);
            assertThat(walk(filter, first, expected.size())).isEqualTo(expected);
          }
        }
      }
    }
  }

  private List<E> walk(F filter, PaginationParams first, int size) {
    List<E> seen = new ArrayList<>();
    PaginationParams params = first;
    for (int number = 1; ; number++) {
      Page<E> page =
          filter.equals(fixture().noFilter)
              ? filterable().findPage(params)
              : filterable().findPage(filter, params);
      seen.addAll(page.items());
      assertThat(page.pageNumber()).isEqualTo(number);
      assertThat(page.hasPrevious()).isEqualTo(number > 1);
      assertThat(page.hasNext()).isEqualTo(seen.size() < size);
      if (params.totalCount() == TotalCount.EXACT) {
        assertThat(page.total()).hasValue(size);
        assertThat(page.totalPages()).hasValue((size + 6) / 7);
      } else {
        assertThat(page.total()).isEmpty();
        assertThat(page.totalPages()).isEmpty();
      }
      if (!page.hasNext()) {
        return seen;
      }
      params = params.next();
    }
  }

  @Test
  default void theNewestComeFirstUnlessSaidOtherwise() {
    List<E> rows = stored(30);
    Sort<E> sort = fixture().sorts().get(0);
    List<E> expected = ordered(rows, fixture().noFilter, sort, SortOrder.DESCENDING);

    Page<E> page = filterable().findPage(PaginationParams.firstPage());

    assertThat(page.items())
        .isEqualTo(expected.subList(0, Math.min(PaginationParams.DEFAULT_LIMIT, expected.size())));
    assertThat(filterable().findSlice(SliceParams.firstSlice()).items()).isEqualTo(page.items());
  }

  @Test
  default void aPageThatEndsWithTheLastRowHasNoNext() {
    List<E> rows = stored(30);
    int size =
        ordered(rows, fixture().noFilter, fixture().sorts().get(0), SortOrder.ASCENDING).size();

    PaginationParams exact = PaginationParams.builder().limit(size).build();
    assertThat(filterable().findPage(exact).items()).hasSize(size);
    assertThat(filterable().findPage(exact).hasNext()).isFalse();
    assertThat(filterable().findPage(exact.withLimit(size - 1)).hasNext()).isTrue();
    assertThat(filterable().findPage(exact.withOffset(1)).items()).hasSize(size - 1);
  }

  @Test
  default void theTotalIsRightOnAPagePastTheEnd() {
    List<E> rows = stored(40);
    for (F each : List.of(fixture().noFilter, someFilter(rows))) {
      int size = ordered(rows, each, fixture().sorts().get(0), SortOrder.ASCENDING).size();
      for (long offset : new long[] {size, size + 1L, 1_000_000, Long.MAX_VALUE}) {
        PaginationParams params = PaginationParams.builder().offset(offset).build();

        Page<E> plain = filterable().findPage(each, params);
        Page<E> counted = filterable().findPage(each, params.withTotal());

        assertThat(plain.items()).isEmpty();
        assertThat(plain.hasNext()).isFalse();
        assertThat(plain.hasPrevious()).isTrue();
        assertThat(plain.total()).isEmpty();
        assertThat(counted.items()).isEmpty();
        assertThat(counted.total()).hasValue(size);
      }
    }
  }

  @Test
  default void anEmptyTableHasAnEmptyPageAndATotalOfNone() {
    PaginationParams params = PaginationParams.firstPage();

    Page<E> page = filterable().findPage(params.withTotal());

    assertThat(page.items()).isEmpty();
    assertThat(page.total()).hasValue(0);
    assertThat(page.totalPages()).hasValue(0);
    assertThat(page.hasNext()).isFalse();
    assertThat(page.hasPrevious()).isFalse();
    assertThat(filterable().findPage(params).total()).isEmpty();
    assertThat(filterable().findPage(params.withTotal().withOffset(5)).total()).hasValue(0);
  }

  @Test
  default void pagesInsideATransactionSeeWhatItWrote() {
    List<E> before = stored(10);
    undone(
        tx -> {
          E added = fixture().repository(tx).save(fixture().minimal(draw()));
          Page<E> page =
              fixture().filterable(tx).findPage(PaginationParams.builder().limit(100).build());
          assertThat(page.items()).contains(added);
        });
    assertThat(rows()).isEqualTo(before.size());
  }

  @Test
  default void anUnknownSortColumnIsRefusedWithTheKnownOnes() {
    String[] known = fixture().sorts().stream().map(Sort::name).toArray(String[]::new);
    for (String name : List.of("id", known[0].toUpperCase(Locale.ROOT), "id; --", "ü")) {
      for (var call :
          List.<ThrowingCallable>of(
              () -> filterable().findPage(PaginationParams.builder().sortBy(name).build()),
              () ->
                  filterable()
                      .findPage(
                          fixture().noFilter, PaginationParams.builder().sortBy(name).build()),
              () -> filterable().findSlice(SliceParams.builder().sortBy(name).build()))) {
        assertThatThrownBy(call)
            .isInstanceOfSatisfying(
                ValidationException.class,
                refused -> assertThat(refused.fields()).containsExactly("sortBy"))
            .hasMessageContaining(String.join(", ", known));
      }
    }
  }
}
