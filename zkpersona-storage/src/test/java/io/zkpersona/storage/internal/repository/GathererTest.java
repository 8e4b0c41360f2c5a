package io.zkpersona.storage.internal.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.storage.internal.query.ConnectionSource;
import io.zkpersona.storage.internal.query.SqlExecutor;
import io.zkpersona.storage.repository.GatherOptions;
import java.sql.Connection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What gathers rows, over a writer that breaks off in ways that no writer should. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GathererTest {

  private static final BehaviorInput INPUT =
      BehaviorInput.builder().inputData(Json.emptyObject()).build();

  /** Nothing of it is asked for a connection. */
  private static final class Unconnected implements ConnectionSource {

    @Override
    public Connection acquire() {
      throw new AssertionError("a connection was asked for");
    }

    @Override
    public void release(Connection connection) {}

    @Override
    public void requireHandover() {}
  }

  private static Gatherer<BehaviorInput, BehaviorInputId> gatherer(
      UnaryOperator<List<BehaviorInput>> writer) {
    return new Gatherer<>(
        new SqlExecutor(new Unconnected(), null),
        "test.save",
        UnaryOperator.identity(),
        request -> request.toEntity(BehaviorInputId.generate()),
        writer,
        GatherOptions.defaults());
  }

  @Test
  void whateverBreaksTheTaskThatWritesIsToldAndNobodyWaitsForever() {
    boolean[] broken = {true};
    try (var gatherer = gatherer(rows -> broken[0] ? List.of() : rows)) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> gatherer.save(INPUT)).isInstanceOf(RuntimeException.class);
      }
      broken[0] = false;

      assertThat(gatherer.save(INPUT)).isEqualTo(INPUT);
    }
  }
}
