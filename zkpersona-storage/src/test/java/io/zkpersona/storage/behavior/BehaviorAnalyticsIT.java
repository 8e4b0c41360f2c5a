package io.zkpersona.storage.behavior;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.contract.Components;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The summary, compared with one computed in Java. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class BehaviorAnalyticsIT {

  private static final int ROWS = 400;
  private static final int FILTERS = 80;

  private final BehaviorInputFixture fixture = new BehaviorInputFixture();
  private TestDatabase database;
  private DatabaseManager manager;
  private Draw draw;
  private List<BehaviorInput> rows;

  @BeforeAll
  void store() {
    database = TestDatabase.migrated();
    manager = database.open();
    draw = new Draw(99, new References(manager.repositories(), fixture.fixturesBefore()));
    List<BehaviorInput> given = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      given.add(fixture.random(draw));
    }
    rows = inputs().saveAll(given);
  }

  @AfterAll
  void close() {
    manager.close();
    database.close();
  }

  private BehaviorInputRepository inputs() {
    return manager.repositories().behaviorInputs();
  }

  @Test
  void everythingIsSummedUp() {
    BehaviorAnalyticsSummary summary = inputs().analyticsSummary(BehaviorInputFilter.none());

    assertThat(summary).isEqualTo(expected(rows));
    assertThat(summary.totalInputs()).isEqualTo(ROWS);
    assertThat(summary.processedInputs()).isBetween(1L, ROWS - 1L);
    assertThat(summary.uniqueSessions()).isGreaterThan(draw.references().sessions.size());
    assertThat(summary.countByType()).containsOnlyKeys(InputType.values());
  }

  @Test
  void whatMatchesAFilterIsSummedUp() {
    List<String> members = Components.names(BehaviorInputFilter.class);
    for (int i = 0; i < FILTERS; i++) {
      List<String> some = new ArrayList<>(members);
      some.removeIf(member -> draw.below(3) > 0);
      BehaviorInputFilter filter =
          Components.only(fixture.filter(draw.of(rows), draw.of(rows)), some);

      assertThat(inputs().analyticsSummary(filter))
          .as(filter.toString())
          .isEqualTo(expected(rows.stream().filter(row -> fixture.matches(filter, row)).toList()));
    }
  }

  @Test
  void nothingIsSummedUpToZeroWithoutTimes() {
    BehaviorAnalyticsSummary summary =
        inputs()
            .analyticsSummary(
                BehaviorInputFilter.builder().sessionId(new SessionText("nobody's")).build());

    assertThat(summary)
        .isEqualTo(new BehaviorAnalyticsSummary(0, 0, 0, Map.of(), Map.of(), null, null));
    assertThat(summary.firstTimestamp()).isNull();
    assertThat(summary.lastTimestamp()).isNull();
  }

  @Test
  void aTransactionSumsUpWhatItWrote() {
    BehaviorInputFilter mine =
        BehaviorInputFilter.builder().sessionId(new SessionText("mine alone")).build();
    BehaviorInput input =
        References.input().withSessionId(new SessionText("mine alone")).withProcessed(true);
    long total =
        manager.<Long>callInTransaction(
            tx -> {
              tx.behaviorInputs().save(input);
              BehaviorAnalyticsSummary summary = tx.behaviorInputs().analyticsSummary(mine);
              assertThat(summary).isEqualTo(expected(List.of(input)));
              tx.behaviorInputs().deleteById(input.id());
              return summary.totalInputs();
            });
    assertThat(total).isOne();
  }

  /** Computes the expected summary in Java. */
  public static BehaviorAnalyticsSummary expected(List<BehaviorInput> inputs) {
    List<Instant> times =
        inputs.stream().map(BehaviorInput::timestamp).sorted(Comparator.naturalOrder()).toList();
    return new BehaviorAnalyticsSummary(
        inputs.size(),
        inputs.stream().filter(BehaviorInput::processed).count(),
        inputs.stream()
            .map(BehaviorAnalyticsIT::session)
            .filter(Objects::nonNull)
            .distinct()
            .count(),
        inputs.stream()
            .collect(Collectors.groupingBy(BehaviorInput::inputType, Collectors.counting())),
        inputs.stream()
            .collect(Collectors.groupingBy(BehaviorInput::source, Collectors.counting())),
        times.isEmpty() ? null : times.get(0),
        times.isEmpty() ? null : times.get(times.size() - 1));
  }

  private static Object session(BehaviorInput input) {
    return input.behaviorSessionId() != null ? input.behaviorSessionId() : input.sessionId();
  }
}
