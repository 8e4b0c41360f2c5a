package io.zkpersona.storage.behavior.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A queue of inputs, and a way to let time pass in it. */
public abstract class QueueFixture {

  public static final Duration LEASE = Duration.ofMinutes(5);
  public static final Instant TIME = Instant.parse("2024-05-06T07:08:09.123456Z");

  public static TestDatabase database;
  public static DatabaseManager manager;

  @BeforeAll
  public static void open() {
    database = TestDatabase.migrated();
    manager =
        DatabaseManager.open(
            database.config().maxConnections(12).lockTimeout(Duration.ofSeconds(5)).build());
  }

  @AfterAll
  public static void close() {
    manager.close();
    database.close();
  }

  @BeforeEach
  public void startEmpty() {
    Rows.deleteAll(database);
  }

  @AfterEach
  public void noConnectionIsLeftOut() {
    assertThat(manager.poolStats().orElseThrow().active()).isZero();
  }

  public static Repositories all() {
    return manager.repositories();
  }

  public static WorkQueue queue() {
    return all().behaviorInputs().workQueue();
  }

  /** Stores this many inputs, one second apart. */
  public static List<BehaviorInput> inputs(int count) {
    List<BehaviorInput> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(
          BehaviorInput.builder()
              .timestamp(TIME.plusSeconds(i))
              .inputData(Json.of("{\"n\": " + i + "}"))
              .build());
    }
    return all().behaviorInputs().saveAll(inputs);
  }

  public static ClaimedInput claimOne() {
    List<ClaimedInput> claims = queue().claimUnprocessed(1, LEASE);
    assertThat(claims).hasSize(1);
    return claims.get(0);
  }

  public static List<BehaviorInput> inputsOf(Collection<ClaimedInput> claims) {
    return claims.stream().map(ClaimedInput::input).toList();
  }

  /** Lets every lease and every delay expire. */
  public static void passTime() {
    database.execute(
        """
        UPDATE zkpersona.behavior_input_claims
        SET available_at = now() - interval '1 second', leased_until = now() - interval '1 second'
        WHERE leased_until IS NOT NULL;
        UPDATE zkpersona.behavior_input_claims SET available_at = now() - interval '1 second'
        WHERE leased_until IS NULL
        """);
  }

  public static List<BehaviorInputId> claimRows() {
    return database.query("SELECT behavior_input_id FROM zkpersona.behavior_input_claims").stream()
        .map(BehaviorInputId::of)
        .collect(Collectors.toList());
  }

  public static BehaviorInput stored(BehaviorInput input) {
    return all().behaviorInputs().getById(input.id());
  }
}
