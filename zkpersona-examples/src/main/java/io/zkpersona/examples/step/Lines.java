package io.zkpersona.examples.step;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.examples.console.Progress;
import io.zkpersona.examples.data.DataFile;
import io.zkpersona.examples.data.InputException;
import io.zkpersona.examples.data.LineParser;
import io.zkpersona.examples.data.LineReader;
import io.zkpersona.examples.data.MalformedLineException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads files line by line. Malformed lines are reported and skipped. */
public final class Lines {

  private final Progress progress;

  /** Creates a reader of files that reports its progress. */
  public Lines(Progress progress) {
    this.progress = progress;
  }

  /**
   * The line counts of a file.
   *
   * @param lines the number of lines, without blank ones
   * @param malformed the number of lines skipped
   */
  record Count(long lines, long malformed) {}

  /**
   * Reads a file, with one line in memory at a time.
   *
   * @param sink receives the parsed lines; an exception from it ends the reading
   * @throws InputException if the file cannot be read
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
          lines.checkDecoded();
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
                  more ? "" : "; further ones are not shown"));
        }
        parsed.ifPresent(sink);
      }
    } catch (IOException e) {
      throw new InputException(file.name() + ": can't be read (expected: a readable file)", e);
    }
    return new Count(count, malformed);
  }
}
