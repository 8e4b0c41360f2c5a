package io.zkpersona.domain.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Nulls;
import io.zkpersona.domain.error.ValidationException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceTest {
  private static final Cursor NEXT = new Cursor("next");
  private static final Cursor PREVIOUS = new Cursor("previous");

  @Test
  void cursorsTellWhichWaysLeadOn() {
    Slice<String> middle = Slice.of(List.of("a"), NEXT, PREVIOUS);
    assertThat(middle.nextCursor()).contains(NEXT);
    assertThat(middle.previousCursor()).contains(PREVIOUS);
    assertThat(middle.hasNext()).isTrue();
    assertThat(middle.hasPrevious()).isTrue();

    Slice<String> only = Slice.of(List.of(), null, null);
    assertThat(only.nextCursor()).isEmpty();
    assertThat(only.previousCursor()).isEmpty();
    assertThat(only.hasNext()).isFalse();
    assertThat(only.hasPrevious()).isFalse();
  }

  @Test
  void itemsCantBeChanged() {
    List<String> given = new ArrayList<>(List.of("a"));
    Slice<String> slice = Slice.of(given, null, null);
    given.clear();
    assertThat(slice.items()).containsExactly("a");
    assertThatThrownBy(() -> slice.items().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Slice.of(Nulls.nothing(), null, null))
        .isInstanceOf(ValidationException.class)
        .hasMessage("items: null (expected: a value)");
  }

  @Test
  void mappingKeepsTheCursors() {
    assertThat(Slice.of(List.of("a", "bb"), NEXT, PREVIOUS).map(String::length))
        .isEqualTo(Slice.of(List.of(1, 2), NEXT, PREVIOUS));
  }

  @Test
  void equalByValue() {
    Slice<String> slice = Slice.of(List.of("a"), NEXT, PREVIOUS);
    assertThat(slice)
        .isEqualTo(Slice.of(List.of("a"), NEXT, PREVIOUS))
        .hasSameHashCodeAs(Slice.of(List.of("a"), NEXT, PREVIOUS))
        .isNotEqualTo(Slice.of(List.of("b"), NEXT, PREVIOUS))
        .isNotEqualTo(Slice.of(List.of("a"), null, PREVIOUS))
        .isNotEqualTo(Slice.of(List.of("a"), NEXT, null))
        .isNotEqualTo("a");
  }

  @Test
  void toStringShowsNoItem() {
    assertThat(Slice.of(List.of("secret"), NEXT, PREVIOUS))
        .hasToString("Slice[1 items, some before, more follow]");
    assertThat(Slice.of(List.of(), null, null)).hasToString("Slice[0 items, the last]");
  }
}
