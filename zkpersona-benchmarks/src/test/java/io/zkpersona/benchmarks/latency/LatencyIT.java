package io.zkpersona.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.lifecycle.Call;
import io.zkpersona.benchmarks.lifecycle.LifecycleFixture;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every kind of calls through a delayed connection; they check their own results. */
final class LatencyIT {

  private static final Duration ONE_WAY = Duration.ofNanos(200_000);

  @Test
  void bothWaysMakeTheirCallsAndTheirTripsAreCounted() throws SQLException, IOException {
    Map<Call, Figures> figures = new EnumMap<>(Call.class);
    try (Server server = Server.start("128MB", "off");
        Fixture fixture = Fixture.load(server, Dataset.of(10_000));
        LifecycleFixture lifecycle = LifecycleFixture.load(server, fixture);
        Latency latency = new Latency(server, lifecycle, ONE_WAY)) {
      for (Call call : Call.values()) {
        figures.put(call, latency.measure(call, 1, 3));
      }
    }
    assertThat(figures).containsOnlyKeys(Call.values());
    figures.forEach(
        (call, of) -> {
          for (List<Figures.Turn> turns : List.of(of.byHand(), of.library())) {
            assertThat(turns).as(call.label()).hasSize(1);
            assertThat(Figures.trips(turns)).as(call.label()).isGreaterThanOrEqualTo(1);
            // No call is faster than its round trips.
            assertThat(Figures.micros(turns))
                .as(call.label())
                .isGreaterThanOrEqualTo(Figures.trips(turns) * 2 * ONE_WAY.toNanos() / 1e3);
          }
        });
    // One for each statement, and one for the commit.
    assertThat(Figures.trips(figures.get(Call.CREATE_PROOF).byHand())).isEqualTo(4);
    assertThat(Figures.trips(figures.get(Call.VERIFY_PROOF).byHand())).isEqualTo(3);
    assertThat(Figures.trips(figures.get(Call.UPDATE).byHand())).isEqualTo(3);
  }

  @Test
  void theTargetIsForCallsOfThreeTripsOrMore() {
    Figures two = figures(new Figures.Turn(100, 2), new Figures.Turn(40, 1));
    Figures three = figures(new Figures.Turn(100, 3), new Figures.Turn(50, 1));
    Figures slow = figures(new Figures.Turn(100, 3), new Figures.Turn(51, 2));
    assertThat(two.isTargeted()).isFalse();
    assertThat(three.isTargeted()).isTrue();
    assertThat(three.isMet()).isTrue();
    assertThat(slow.isMet()).isFalse();
    assertThat(slow.ratio()).isEqualTo(0.51);
  }

  private static Figures figures(Figures.Turn byHand, Figures.Turn library) {
    return new Figures(Call.UPDATE, List.of(byHand), List.of(library));
  }
}
