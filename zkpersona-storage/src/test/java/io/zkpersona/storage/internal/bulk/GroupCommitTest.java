package io.zkpersona.storage.internal.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.storage.internal.execution.ConnectionSource;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.StatementCache;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The group commit queue over writers without a database, including writers that fail badly. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupCommitTest {

  private static final BehaviorInput INPUT =
      BehaviorInput.builder().inputData(Json.emptyObject()).build();

  /** Fails when asked for a connection. */
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

  private static GroupCommit<BehaviorInput, BehaviorInputId> writer(
      UnaryOperator<List<BehaviorInput>> writer) {
    return new GroupCommit<>(
        new SqlExecutor(new Unconnected(), new StatementCache("", ""), null),
        "test.save",
        UnaryOperator.identity(),
        request -> request.toEntity(BehaviorInputId.generate()),
        (rows, wait) -> writer.apply(rows),
        Duration.ZERO,
        GroupCommitOptions.defaults());
  }

  /** On two processors, asynchronous completion would start a thread for each row. */
  @Test
  void fewThreadsTellManyRowsApart() {
    Set<Thread> told = ConcurrentHashMap.newKeySet();
    try (var writer = writer(UnaryOperator.identity())) {
      List<CompletableFuture<Boolean>> results =
          IntStream.range(0, 500)
              .mapToObj(i -> writer.saveAsync(INPUT))
              .map(saved -> saved.thenApply(row -> told.add(Thread.currentThread())))
              .toList();
      results.forEach(CompletableFuture::join);
    }
    told.remove(Thread.currentThread());

    assertThat(told)
        .hasSizeLessThanOrEqualTo(Math.max(2, Runtime.getRuntime().availableProcessors()))
        .extracting(Thread::getName)
        .containsOnly("zkpersona-test.save-told");
  }

  @Test
  void whateverBreaksTheTaskThatWritesIsToldAndNobodyWaitsForever() {
    boolean[] broken = {true};
    try (var writer = writer(rows -> broken[0] ? List.of() : rows)) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> writer.save(INPUT)).isInstanceOf(RuntimeException.class);
      }
      broken[0] = false;

      assertThat(writer.save(INPUT)).isEqualTo(INPUT);
    }
  }
}
