package io.zkpersona.examples;

import io.zkpersona.domain.error.ValidationException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads files line by line. A line that is malformed is reported and passed over. */
final class Lines {

  private final Progress progress;

  Lines(Progress progress) {
    this.progress = progress;
  }

  /**
   * How a file was.
   *
   * @param lines how many lines it has, blank ones not counted
   * @param malformed how many of them were passed over
   */
  record Count(long lines, long malformed) {}

  /**
   * Reads a file, one line in memory at a time.
   *
   * @param sink takes what became of the good lines; what it throws ends the reading
   * @throws InputException if the file can't be read
   */
  <T> Count read(DataFile file, LineParser<T> parser, Consumer<T> sink) {
    long count = 0;
    long malformed = 0;
    try (LineReader lines = new LineReader(progress.watch(file))) {
      boolean more = true;
      for (String line = lines.next(); more && line != null; line = lines.next()) {
        count++;
        progress.reached(file, lines.number());
        Optional<T> parsed = Optional.empty();
        try {
          LineReader.checkDecoded(line);
          parsed = parser.parse(line);
        } catch (MalformedLineException | ValidationException e) {
          more = !(e instanceof MalformedLineException ending && ending.endsFile());
          malformed++;
          progress.say(
              String.format(
                  Locale.ROOT,
                  "%s, line %d: %s%s",
                  file.name(),
                  lines.number(),
                  e.getMessage(),
                  more ? "" : "; the rest is left out"));
        }
        parsed.ifPresent(sink);
      }
    } catch (IOException e) {
      throw new InputException(file.name() + ": can't be read (expected: a readable file)", e);
    }
    return new Count(count, malformed);
  }
}
