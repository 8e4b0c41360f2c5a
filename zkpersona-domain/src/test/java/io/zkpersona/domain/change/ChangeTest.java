package io.zkpersona.domain.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Nulls;
import io.zkpersona.domain.error.ValidationException;
import org.junit.jupiter.api.Test;

class ChangeTest {
  private final Change<String> keep = Change.keep();
  private final Change<String> to = Change.to("new");
  private final Change<String> clear = Change.clear();

  @Test
  void keepingLeavesSettingReplacesClearingEmpties() {
    assertThat(keep.applyTo("old")).isEqualTo("old");
    assertThat(keep.applyTo(null)).isNull();
    assertThat(to.applyTo("old")).isEqualTo("new");
    assertThat(to.applyTo(null)).isEqualTo("new");
    assertThat(clear.applyTo("old")).isNull();
    assertThat(clear.applyTo(null)).isNull();
  }

  @Test
  void eachKnowsWhatItIs() {
    assertThat(keep.isKeep()).isTrue();
    assertThat(to.isKeep()).isFalse();
    assertThat(clear.isKeep()).isFalse();
    assertThat(clear.isClear()).isTrue();
    assertThat(keep.isClear()).isFalse();
    assertThat(to.isClear()).isFalse();
    assertThat(to.value()).contains("new");
    assertThat(keep.value()).isEmpty();
    assertThat(clear.value()).isEmpty();
  }

  @Test
  void mappingChangesOnlyAValue() {
    assertThat(to.map(String::length)).isEqualTo(Change.to(3));
    assertThat(keep.map(String::length)).isEqualTo(Change.keep());
    assertThat(clear.map(String::length)).isEqualTo(Change.clear());
  }

  @Test
  void settingToNullIsRefused() {
    assertThatThrownBy(() -> Change.to(Nulls.nothing()))
        .isInstanceOf(ValidationException.class)
        .hasMessage("value: null (expected: a value)");
    assertThatThrownBy(() -> to.map(text -> Nulls.<String>nothing()))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void aFieldThatCantBeEmptyIsNotCleared() {
    assertThat(keep.notCleared("status")).isSameAs(keep);
    assertThat(to.notCleared("status")).isSameAs(to);
    assertThatThrownBy(() -> clear.notCleared("status"))
        .isInstanceOf(ValidationException.class)
        .hasMessage("status: cleared (expected: kept or set, it can't be empty)");
  }

  @Test
  void equalByValueAndSilentAboutIt() {
    assertThat(to).isEqualTo(Change.to("new")).hasSameHashCodeAs(Change.to("new"));
    assertThat(to).isNotEqualTo(Change.to("other"));
    assertThat(keep).isNotEqualTo(clear);
    assertThat(to).hasToString("Change[to a new value]");
    assertThat(keep).hasToString("Change[keep]");
    assertThat(clear).hasToString("Change[clear]");
  }
}
