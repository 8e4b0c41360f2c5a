package io.zkpersona.domain.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Nulls;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.InvalidCursorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliceParamsTest {

  @Test
  void defaults() {
    SliceParams expected = new SliceParams(20, null, null, SortOrder.DESCENDING);
    assertThat(SliceParams.builder().build()).isEqualTo(expected);
    assertThat(SliceParams.firstSlice()).isEqualTo(expected);
    assertThat(expected.toBuilder().build()).isEqualTo(expected);
  }

  @Test
  void valuesOutsideTheirRangeAreRefused() {
    SliceParams first = SliceParams.firstSlice();
    assertThatThrownBy(() -> first.withLimit(0)).hasMessage("limit: 0 (expected: 1..1000)");
    assertThatThrownBy(() -> first.withLimit(1_001)).hasMessage("limit: 1001 (expected: 1..1000)");
    assertThatThrownBy(() -> first.withSortBy("a\0"))
        .hasMessage("sortBy: NUL at character 1 (expected: text without it)");
    assertThatThrownBy(() -> first.withOrder(Nulls.nothing()))
        .hasMessage("order: null (expected: a value)");
  }

  @Test
  void aCursorIsKeptButNotShown() {
    Cursor cursor = new Cursor("AZaz09-_.~");
    assertThat(cursor.value()).isEqualTo("AZaz09-_.~");
    assertThat(cursor).hasToString("Cursor[10 characters]");
    assertThat(SliceParams.firstSlice().withCursor(cursor).cursor()).isEqualTo(cursor);
    assertThat(new Cursor("x".repeat(1_000)).value()).hasSize(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a/b", "a+b", "a=", "ä", "\0", "a\n"})
  void aCursorThatIsNotUrlSafeIsRefused(String text) {
    assertThatThrownBy(() -> new Cursor(text))
        .isInstanceOfSatisfying(
            InvalidCursorException.class,
            error -> {
              assertThat(error.code()).isEqualTo(ErrorCode.INVALID_CURSOR);
              assertThat(error.fields()).containsExactly("cursor");
            });
  }

  @Test
  void aCursorThatIsNullOrTooLongIsRefused() {
    assertThatThrownBy(() -> new Cursor(Nulls.nothing()))
        .isInstanceOf(InvalidCursorException.class)
        .hasMessage("cursor: null (expected: a cursor from a slice)");
    assertThatThrownBy(() -> new Cursor("x".repeat(1_001)))
        .isInstanceOf(InvalidCursorException.class)
        .hasMessage("cursor: 1001 characters (expected: 1..1000)");
  }
}
