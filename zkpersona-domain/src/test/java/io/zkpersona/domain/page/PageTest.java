package io.zkpersona.domain.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Nulls;
import io.zkpersona.domain.error.ValidationException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {
  private static final PaginationParams THIRD =
      PaginationParams.builder().limit(2).offset(4).build();

  @Test
  void holdsWhatItWasGiven() {
    Page<String> page = Page.of(List.of("a", "b"), THIRD, true, 7L);
    assertThat(page.items()).containsExactly("a", "b");
    assertThat(page.params()).isEqualTo(THIRD);
    assertThat(page.total()).hasValue(7);
    assertThat(page.pageNumber()).isEqualTo(3);
    assertThat(page.pageSize()).isEqualTo(2);
    assertThat(page.totalPages()).hasValue(4);
    assertThat(page.hasNext()).isTrue();
    assertThat(page.hasPrevious()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "2,1", "3,2", "9223372036854775807,4611686018427387904"})
  void totalPagesCountsABegunPage(long total, long pages) {
    assertThat(Page.of(List.of(), THIRD, false, total).totalPages()).hasValue(pages);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "2,2", "3,2", "9223372036854775807,4611686018427387904"})
  void pageNumbersStartAtOne(long offset, long number) {
    Page<String> page = Page.of(List.of(), THIRD.withOffset(offset), false, null);
    assertThat(page.pageNumber()).isEqualTo(number);
    assertThat(page.hasPrevious()).isEqualTo(offset > 0);
  }

  @Test
  void withoutATotalThereIsNone() {
    Page<String> page = Page.of(List.of("a"), THIRD, false, null);
    assertThat(page.total()).isEmpty();
    assertThat(page.totalPages()).isEmpty();
    assertThat(page.hasNext()).isFalse();
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThatThrownBy(() -> Page.of(List.of(1, 2, 3), THIRD, false, null))
        .isInstanceOf(ValidationException.class)
        .hasMessage("items: 3 (expected: 0..2)");
    assertThatThrownBy(() -> Page.of(List.of(), THIRD, false, -1L))
        .hasMessage("total: -1 (expected: at least 0)");
    assertThatThrownBy(() -> Page.of(Nulls.nothing(), THIRD, false, null))
        .hasMessage("items: null (expected: a value)");
    assertThatThrownBy(() -> Page.of(List.of(), Nulls.nothing(), false, null))
        .hasMessage("params: null (expected: a value)");
  }

  @Test
  void itemsCantBeChanged() {
    List<String> given = new ArrayList<>(List.of("a"));
    Page<String> page = Page.of(given, THIRD, false, null);
    given.clear();
    assertThat(page.items()).containsExactly("a");
    assertThatThrownBy(() -> page.items().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void mappingKeepsEverythingElse() {
    assertThat(Page.of(List.of("a", "bb"), THIRD, true, 7L).map(String::length))
        .isEqualTo(Page.of(List.of(1, 2), THIRD, true, 7L));
  }

  @Test
  void equalByValue() {
    Page<String> page = Page.of(List.of("a"), THIRD, true, 7L);
    assertThat(page)
        .isEqualTo(Page.of(List.of("a"), THIRD, true, 7L))
        .hasSameHashCodeAs(Page.of(List.of("a"), THIRD, true, 7L))
        .isNotEqualTo(Page.of(List.of("b"), THIRD, true, 7L))
        .isNotEqualTo(Page.of(List.of("a"), THIRD.next(), true, 7L))
        .isNotEqualTo(Page.of(List.of("a"), THIRD, false, 7L))
        .isNotEqualTo(Page.of(List.of("a"), THIRD, true, null))
        .isNotEqualTo("a");
  }

  @Test
  void toStringShowsNoItem() {
    assertThat(Page.of(List.of("secret"), THIRD, true, 7L))
        .hasToString("Page[1 items, page 3, total 7, more follow]");
    assertThat(Page.of(List.of(), THIRD, false, null))
        .hasToString("Page[0 items, page 3, the last]");
  }
}
