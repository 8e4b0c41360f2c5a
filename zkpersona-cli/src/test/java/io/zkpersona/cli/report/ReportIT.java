package io.zkpersona.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.abort;

import io.zkpersona.cli.report.Chromium.Scheme;
import io.zkpersona.cli.testing.TestDatabase;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.storage.DatabaseManager;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page about a populated and about an empty database. */
class ReportIT {

  private static final int PHONE = 500;

  /** Kept, so that people can look at the pages and pictures. */
  private static final Path FOLDER = Path.of("target", "report").toAbsolutePath();

  private static DatabaseManager database;
  private static List<UserId> users;
  private static Report report;
  private static Path page;

  @BeforeAll
  static void writeThePage() throws IOException {
    Files.createDirectories(FOLDER);
    database = TestDatabase.migrated().open();
    users = Population.in(database.repositories());
    report =
        new ReportReader(database, Instant.now())
            .read(null, null, ScoringCategory.OVERALL, ScoringPeriod.CURRENT);
    page = written(database, "report.html");
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Path written(DatabaseManager from, String name) throws IOException {
    Path file = FOLDER.resolve(name);
    Reports.write(from, file, null, null, ScoringCategory.OVERALL, ScoringPeriod.CURRENT);
    return file;
  }

  private static Chromium chromium() {
    return new Chromium(
        Chromium.find().orElseGet(() -> abort("no Chromium: apt-get install chromium")), FOLDER);
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void everyInputIsInOneBucketOfItsTypeAndOfItsSource() {
    Report.Activity activity = report.activity();

    assertThat(activity.step()).isEqualTo("1 day");
    assertThat(activity.labels()).hasSizeBetween(40, 42).isSorted();
    for (var series : List.of(activity.byType(), activity.bySource())) {
      assertThat(series.values()).allMatch(counts -> counts.size() == activity.labels().size());
      assertThat(series.values().stream().mapToLong(ReportIT::sum).sum())
          .isEqualTo(Population.INPUTS);
    }
    assertThat(activity.byType()).hasSize(4);
    assertThat(activity.bySource()).hasSize(3);
  }

  @Test
  void activityEndsWhereItIsAskedTo() {
    Instant until = Instant.now().minus(Duration.ofDays(20));
    Instant from = until.minus(Duration.ofHours(36));
    Report.Activity part =
        new ReportReader(database, Instant.now())
            .read(from, until, ScoringCategory.OVERALL, ScoringPeriod.CURRENT)
            .activity();

    assertThat(part.step()).isEqualTo("1 hour");
    long expected =
        database
            .repositories()
            .behaviorInputs()
            .count(BehaviorInputFilter.builder().startDate(from).endDate(until).build());
    assertThat(part.byType().values().stream().mapToLong(ReportIT::sum).sum())
        .isEqualTo(expected)
        .isPositive();
  }

  @Test
  void scoresQueueAndTotalsAreThoseOfTheDatabase() {
    assertThat(report.totals())
        .containsEntry("users", (long) Population.USERS)
        .containsEntry("inputs", (long) Population.INPUTS)
        .containsEntry("reputation records", Population.USERS * 12L);
    assertThat(sum(report.reputation().counts())).isEqualTo(Population.USERS);
    assertThat(report.reputation().means()).hasSize(ReportReader.TREND_POINTS);
    assertThat(report.reputation().numbers().get(11)).isEqualTo(Population.USERS);
    assertThat(report.leaderboard()).hasSize(10).extracting(Report.Place::rank).isSorted();
    assertThat(report.queue().waiting()).isEqualTo(Population.INPUTS / 10);
    assertThat(report.queue().oldestSeconds()).isNotNull();
    assertThat(report.proofs())
        .containsOnly(
            entry("pending", Population.PROOFS / 4L),
            entry("verified", Population.PROOFS / 2L),
            entry("failed", Population.PROOFS / 4L),
            entry("expired", 0L));
    assertThat(report.health().status()).isEqualTo("healthy");
    assertThat(report.health().upToDate()).isTrue();
  }

  @Test
  void itNamesNobodyAndLoadsNothing() throws IOException {
    String text = Files.readString(page);

    assertThat(text)
        .doesNotContain(
            Population.MARKER, "@example.org", "0x000000000000", "{{", "sourceMappingURL");
    assertThat(users).noneMatch(user -> text.contains(user.value().toString()));
    assertThat(text).doesNotContainPattern("(src|href)=[\"']?http");
  }

  @Test
  void aBrowserDrawsEveryChart() throws Exception {
    assertThat(chromium().elementsOf(page))
        .contains("data-charts=\"by-type by-source proofs distribution trend queue\"")
        .contains("<td>1</td>")
        .doesNotContain("<p class=\"empty\">");
  }

  @Test
  void withoutDataThePageSaysSo() throws Exception {
    try (DatabaseManager empty = TestDatabase.migrated().open()) {
      Path nothing = written(empty, "empty.html");

      assertThat(chromium().elementsOf(nothing))
          .contains("data-charts=\"\"", "No public score yet.", "Nothing waits.");
    }
  }

  /** On a phone the charts are below each other; in each scheme, colors suit the background. */
  @ParameterizedTest
  @CsvSource({"LIGHT, 1200", "DARK, 1200", "LIGHT, 500", "DARK, 500"})
  void everyChartIsSeenOnDesktopAndPhoneInBothSchemes(Scheme scheme, int width) throws Exception {
    BufferedImage picture =
        chromium().pictureOf(page, scheme, width, width == PHONE ? 3_300 : 2_300);

    assertThat(picture.getWidth()).isEqualTo(width);
    Color corner = new Color(picture.getRGB(1, 1));
    assertThat(corner).isEqualTo(scheme == Scheme.DARK ? new Color(0x12161d) : new Color(0xf5f6f8));
    // The first color of the palette: bars of three charts, the line of one.
    int drawn = count(picture, scheme == Scheme.DARK ? 0x4aa8e0 : 0x0072b2);
    assertThat(drawn).isGreaterThan(width * 30);
    // The second and third are those of stacked series.
    assertThat(count(picture, scheme == Scheme.DARK ? 0xf2b741 : 0xe69f00))
        .isGreaterThan(width * 15);
  }

  private static int count(BufferedImage picture, int rgb) {
    int found = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        if ((picture.getRGB(x, y) & 0xffffff) == rgb) {
          found++;
        }
      }
    }
    return found;
  }
}
