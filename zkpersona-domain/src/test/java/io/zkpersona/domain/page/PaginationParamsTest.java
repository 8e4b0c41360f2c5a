package io.zkpersona.domain.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Nulls;
import io.zkpersona.domain.error.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaginationParamsTest {

  @Test
  void defaults() {
    PaginationParams expected =
        new PaginationParams(20, 0, null, SortOrder.DESCENDING, TotalCount.NONE);
    assertThat(PaginationParams.builder().build()).isEqualTo(expected);
    assertThat(PaginationParams.firstPage()).isEqualTo(expected);
  }

  @Test
  void builderSetsEveryValue() {
    PaginationParams params =
        PaginationParams.builder()
            .limit(5)
            .offset(10)
            .sortBy("ctime")
            .order(SortOrder.ASCENDING)
            .totalCount(TotalCount.EXACT)
            .build();
    assertThat(params)
        .isEqualTo(new PaginationParams(5, 10, "ctime", SortOrder.ASCENDING, TotalCount.EXACT));
    assertThat(params.toBuilder().build()).isEqualTo(params);
    assertThat(params.withSortBy(null).sortBy()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000})
  void limitsWithinTheRangeAreTaken(int limit) {
    assertThat(PaginationParams.firstPage().withLimit(limit).limit()).isEqualTo(limit);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1_001, 5_000, Integer.MIN_VALUE})
  void limitsOutsideTheRangeAreRefused(int limit) {
    assertThatThrownBy(() -> PaginationParams.builder().limit(limit).build())
        .isInstanceOf(ValidationException.class)
        .hasMessage("limit: " + limit + " (expected: 1..1000)");
  }

  @Test
  void otherValuesOutsideTheirRangeAreRefused() {
    PaginationParams first = PaginationParams.firstPage();
    assertThatThrownBy(() -> first.withOffset(-1))
        .isInstanceOf(ValidationException.class)
        .hasMessage("offset: -1 (expected: at least 0)");
    assertThatThrownBy(() -> first.withSortBy(""))
        .hasMessage("sortBy: 0 characters (expected: 1..63)");
    assertThatThrownBy(() -> first.withSortBy("x".repeat(64)))
        .hasMessage("sortBy: 64 characters (expected: 1..63)");
    assertThatThrownBy(() -> first.withOrder(Nulls.nothing()))
        .hasMessage("order: null (expected: a value)");
    assertThatThrownBy(() -> first.withTotalCount(Nulls.nothing()))
        .hasMessage("totalCount: null (expected: a value)");
  }

  @Test
  void nextFollowsWithoutGapOrOverlap() {
    PaginationParams params = PaginationParams.builder().limit(7).offset(3).sortBy("mtime").build();
    assertThat(params.next()).isEqualTo(params.withOffset(10));
    assertThat(params.withOffset(Long.MAX_VALUE - 7).next().offset()).isEqualTo(Long.MAX_VALUE);
    PaginationParams last = params.withOffset(Long.MAX_VALUE - 6);
    assertThatThrownBy(last::next)
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith("offset: ");
  }

  @Test
  void withTotalAsksForTheExactCount() {
    assertThat(PaginationParams.firstPage().withTotal().totalCount()).isEqualTo(TotalCount.EXACT);
  }
}
