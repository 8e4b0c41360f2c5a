package io.zkpersona.cli.report;

import io.zkpersona.cli.transfer.OutputFile;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.storage.DatabaseManager;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes pages about live data. */
public final class Reports {

  private Reports() {}

  /**
   * Writes a page; the file appears when it is complete and replaces an existing one.
   *
   * @param database the database
   * @param out the file
   * @param from the beginning of the activity; null for the first input
   * @param until the end of the activity, exclusive; null for the last input
   * @param category the category of the scores
   * @param period the period of the scores
   * @throws IOException if the file can't be written
   */
  public static void write(
      DatabaseManager database,
      Path out,
      @Nullable Instant from,
      @Nullable Instant until,
      ScoringCategory category,
      ScoringPeriod period)
      throws IOException {
    try (OutputFile file = OutputFile.create(out)) {
      Report report = new ReportReader(database, Instant.now()).read(from, until, category, period);
      try (OutputStream page = file.open()) {
        page.write(ReportPage.of(report).getBytes(StandardCharsets.UTF_8));
      }
      file.keep();
    }
  }
}
