package io.zkpersona.storage.bulk;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The program of {@link FlatMemoryIT}: more rows than fit in its memory at once. */
final class FlatMemoryProcess {

  static final int ROWS = 25_000;

  private static final String FILLER = "x".repeat(1_600);
  private static final BulkOptions CHUNKS = BulkOptions.committing(2_000);

  private FlatMemoryProcess() {}

  public static void main(String[] args) {
    try (DatabaseManager manager =
        DatabaseManager.open(
            DatabaseConfig.builder().databaseUrl(args[0]).maxConnections(3).build())) {
      BehaviorInputRepository inputs = manager.repositories().behaviorInputs();
      if (args[1].equals("list")) {
        List<BehaviorInput> stored = inputs.saveAll(source().toList());
        System.out.println("saved " + stored.size());
      } else {
        streamed(inputs);
      }
    }
  }

  private static void streamed(BehaviorInputRepository inputs) {
    expect(ROWS, inputs.saveAll(source()::iterator, BulkOptions.atomic()).inserted());
    try (Stream<BehaviorInput> all = inputs.stream()) {
      expect(ROWS, all.filter(row -> row.inputData().text().contains(FILLER)).count());
    }
    BulkResult again = inputs.insertAbsent(source()::iterator, CHUNKS);
    expect(0, again.rows());
    expect(ROWS, again.present());
    BulkResult upserted =
        inputs.upsertAll(source().skip(ROWS / 2).map(FlatMemoryProcess::renamed)::iterator, CHUNKS);
    expect(ROWS / 2, upserted.updated());
    try (Stream<BehaviorInput> byId =
        inputs.streamAllById(source().skip(ROWS / 2).map(BehaviorInput::id)::iterator)) {
      expect(
          ROWS / 2,
          inputs.updateAll(byId.map(row -> row.withProcessed(true))::iterator, CHUNKS).updated());
    }
    expect(
        ROWS,
        inputs
            .deleteAllById(source().map(BehaviorInput::id)::iterator, BulkOptions.atomic())
            .deleted());
    System.out.println("done");
  }

  private static Stream<BehaviorInput> source() {
    return IntStream.range(0, ROWS)
        .mapToObj(
            number ->
                BehaviorInput.builder()
                    .id(new BehaviorInputId(new UUID(0x7000L, Long.MIN_VALUE | number)))
                    .timestamp(Instant.EPOCH.plusSeconds(number))
                    .inputData(
                        Json.of("{\"number\": %d, \"text\": \"%s\"}".formatted(number, FILLER)))
                    .build());
  }

  private static BehaviorInput renamed(BehaviorInput row) {
    return row.withSessionId(new SessionText("renamed"));
  }

  private static void expect(long wanted, long found) {
    if (wanted != found) {
      throw new AssertionError(found + " (expected: " + wanted + ")");
    }
  }
}
