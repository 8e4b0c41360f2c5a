package io.zkpersona.storage.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.change.Revision;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The activity counts are made once more from recorded changes alone, and come to the same. */
class RollupFromHistoryIT extends ChangeFixture {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private static final List<InputType> TYPES =
      List.of(InputType.GENERAL, InputType.DAO, InputType.DEFI);

  private record Cell(@Nullable UserId user, InputType type, LocalDate day) {

    static Cell of(BehaviorInput input) {
      return new Cell(
          input.userId(),
          input.inputType(),
          input.timestamp().atZone(ZoneOffset.UTC).toLocalDate());
    }
  }

  private record Counts(long inputs, long processed) {

    Counts plus(int sign, BehaviorInput input) {
      return new Counts(inputs + sign, processed + (input.processed() ? sign : 0));
    }
  }

  @Test
  void theRollupIsMadeFromTheHistoryAlone() {
    changes().startRecording(Set.of(ChangedEntity.BEHAVIOR_INPUT));
    all().behaviorInputs().activityRollup().enable();
    Random random = new Random(7);
    List<UserId> users = List.of(user().id(), user().id(), user().id());
    List<BehaviorInput> stored = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      stored.add(
          BehaviorInput.builder()
              .userId(random.nextInt(4) == 0 ? null : users.get(random.nextInt(3)))
              .inputType(TYPES.get(random.nextInt(TYPES.size())))
              .timestamp(START.plusSeconds(random.nextInt(4 * 86_400)))
              .inputData(Json.emptyObject())
              .build());
    }
    stored = new ArrayList<>(all().behaviorInputs().saveAll(stored));
    for (int i = 0; i < 150; i++) {
      int at = random.nextInt(stored.size());
      BehaviorInput input = stored.get(at);
      switch (random.nextInt(4)) {
        case 0 -> {
          all().behaviorInputs().deleteById(input.id());
          stored.remove(at);
        }
        case 1 ->
            stored.set(
                at,
                all()
                    .behaviorInputs()
                    .update(input.id(), one -> one.withTimestamp(START.plusSeconds(90_000))));
        default ->
            stored.set(
                at, all().behaviorInputs().update(input.id(), one -> one.withProcessed(true)));
      }
    }
    all().users().deleteById(users.get(2));
    all().behaviorInputs().activityRollup().fold();

    Map<Cell, Counts> counts = new HashMap<>();
    try (Stream<Revision<BehaviorInput>> history = all().behaviorInputs().history().stream()) {
      history.forEach(
          revision -> {
            count(counts, revision.before(), -1);
            count(counts, revision.after(), 1);
          });
    }
    counts.values().removeIf(new Counts(0, 0)::equals);

    Map<String, String> kept = new HashMap<>();
    OWN.database()
        .query(
            "SELECT concat_ws('|', user_id, input_type, day) || '=' || sum(inputs) || ' '"
                + " || sum(processed) FROM zkpersona.behavior_activity"
                + " GROUP BY user_id, input_type, day HAVING sum(inputs) > 0")
        .forEach(line -> kept.put(line.split("=", -1)[0], line.split("=", -1)[1]));
    Map<String, String> made = new HashMap<>();
    counts.forEach(
        (cell, count) ->
            made.put(
                (cell.user() == null ? "" : cell.user().value() + "|")
                    + cell.type().value()
                    + "|"
                    + cell.day(),
                count.inputs() + " " + count.processed()));
    assertThat(made).hasSizeGreaterThan(15).isEqualTo(kept);
  }

  private static void count(Map<Cell, Counts> counts, @Nullable BehaviorInput input, int sign) {
    if (input != null) {
      counts.merge(
          Cell.of(input),
          new Counts(0, 0).plus(sign, input),
          (one, other) ->
              new Counts(one.inputs() + other.inputs(), one.processed() + other.processed()));
    }
  }
}
