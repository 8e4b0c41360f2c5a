package io.zkpersona.cli.command;

import io.zkpersona.cli.option.ExitCode;
import io.zkpersona.cli.option.Surroundings;
import io.zkpersona.cli.output.Output;
import io.zkpersona.cli.report.Reports;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.storage.DatabaseManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a page of charts. */
@Command(
    name = "report",
    description = {
      "Writes one HTML page of charts from the live data: activity, proofs, reputation, leaderboard,"
          + " queue, health.",
      "The page holds no personal data and loads nothing. It reads whole tables: run it where that"
          + " disturbs nobody."
    },
    footer = {
      "",
      "Examples:",
      "  zkpersona report --out report.html",
      "  zkpersona report --out may.html --from 2026-05-01T00:00:00Z --until 2026-06-01T00:00:00Z"
    })
final class ReportCommand extends DatabaseCommand {

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
  private Path out = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = "Beginning of the activity. Default: the first input.")
  private @Nullable Instant from;

  @Option(
      names = "--until",
      paramLabel = "INSTANT",
      description = "End of the activity, exclusive. Default: the last input.")
  private @Nullable Instant until;

  @Option(
      names = "--category",
      description =
          "Category of the scores. Default: ${DEFAULT-VALUE}. One of:"
              + " ${COMPLETION-CANDIDATES}")
  private ScoringCategory category = ScoringCategory.OVERALL;

  @Option(
      names = "--period",
      description =
          "Period of the scores. Default: ${DEFAULT-VALUE}. One of:" + " ${COMPLETION-CANDIDATES}")
  private ScoringPeriod period = ScoringPeriod.CURRENT;

  ReportCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    if (from != null && until != null && !from.isBefore(until)) {
      throw usage("--from: not before --until (expected: an earlier instant)");
    }
  }

  @Override
  ExitCode run(DatabaseManager database, Output output) throws IOException {
    Reports.write(database, out, from, until, category, period);
    output.show(Map.of("report", out.toString()), text -> text.line("report written to " + out));
    return ExitCode.OK;
  }
}
