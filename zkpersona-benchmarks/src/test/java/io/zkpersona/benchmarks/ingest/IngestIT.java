package io.zkpersona.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Loads, which check their own results; a thousand rows are enough. */
final class IngestIT {

  private static final int ROWS = 1_000;

  @Test
  void bothWaysLoadWhatTheyShould() throws SQLException {
    try (Server server = Server.start("128MB", "off");
        Fixture fixture = Fixture.load(server, Ingest.people(ROWS))) {
      // Users last, because they leave no other rows.
      for (Kind kind : List.of(Kind.INPUTS, Kind.REPUTATION, Kind.USERS)) {
        List<Measured> measured = Ingest.measure(server.jdbcUrl(), kind, ROWS, 1);

        assertThat(measured).extracting(Measured::way).contains(Way.LIBRARY, Way.BY_HAND);
        assertThat(measured)
            .allSatisfy(
                each -> {
                  assertThat(each.nanos()).hasSize(1);
                  assertThat(Measured.parse(each.line())).isEqualTo(each);
                });
      }
      assertThat(fixture.ask("SELECT count(*) FROM users"))
          .isEqualTo(Integer.toString(Repeats.different(ROWS)));
    }
  }

  @Test
  void twoOfFiveRowsAreRepeats() {
    assertThat(IntStream.range(0, ROWS).map(Repeats::number).distinct().count())
        .isEqualTo(Repeats.different(ROWS))
        .isEqualTo(600);
    assertThat(IntStream.range(0, ROWS / 2).map(Repeats::number).max()).hasValue(299);
  }
}
