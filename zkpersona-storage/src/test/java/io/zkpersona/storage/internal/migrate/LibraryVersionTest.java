package io.zkpersona.storage.internal.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryVersionTest {

  @ParameterizedTest
  @CsvSource({"0.1.0, 0.1.0", "1.20.300, 1.20.300", "0.1.0-SNAPSHOT, 0.1.0", "2.0.0-rc-1.2, 2.0.0"})
  void whatFollowsAHyphenDoesNotCount(String text, String expected) {
    assertThat(LibraryVersion.of(text)).hasToString(expected);
  }

  @Test
  void partsAreComparedAsNumbers() {
    List<LibraryVersion> ascending =
        Stream.of("0.1.0", "0.1.9", "0.1.10", "0.2.0", "0.10.0", "1.0.0", "9.9.9", "10.0.0")
            .map(LibraryVersion::of)
            .toList();

    List<LibraryVersion> shuffled = ascending.stream().collect(Collectors.toList());
    Collections.shuffle(shuffled, new Random(1));
    Collections.sort(shuffled);

    assertThat(shuffled).isEqualTo(ascending);
    assertThat(LibraryVersion.of("1.2.3-SNAPSHOT"))
        .isEqualByComparingTo(LibraryVersion.of("1.2.3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.2", "1.2.3.4", "1..3", "a.b.c", "1.2.x", "-1.2.3"})
  void whatIsNoVersionIsRefused(String text) {
    assertThatThrownBy(() -> LibraryVersion.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLibraryKnowsItsOwnVersion() {
    assertThat(LibraryVersion.current()).isGreaterThanOrEqualTo(LibraryVersion.of("0.1.0"));
  }
}
