package io.zkpersona.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.cli.testing.Person;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Without the classes of jline, on which the bar depends, it would be absent without an error. */
class ProgressTest {

  @Test
  void aPersonSeesABar() {
    assertThat(drawnFor(Person.answering(""))).contains("loading 100%", "50/50 rows");
  }

  @Test
  void nobodySeesNothing() {
    assertThat(drawnFor(Person.nobody())).isEmpty();
  }

  private static String drawnFor(Person person) {
    ByteArrayOutputStream drawn = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(drawn, true, StandardCharsets.UTF_8);
    try (Progress progress = Progress.start(person, err, "loading", "rows", 50)) {
      progress.at(50);
    }
    return drawn.toString(StandardCharsets.UTF_8);
  }
}
