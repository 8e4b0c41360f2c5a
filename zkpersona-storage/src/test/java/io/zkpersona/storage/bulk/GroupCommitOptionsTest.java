package io.zkpersona.storage.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GroupCommitOptionsTest {

  @Test
  void theDefaults() {
    GroupCommitOptions defaults = GroupCommitOptions.defaults();

    assertThat(defaults.maxRows()).isEqualTo(1_000);
    assertThat(defaults.maxWaiting()).isEqualTo(10_000);
    assertThat(defaults.maxWait()).isEqualTo(Duration.ofSeconds(30));
    assertThat(defaults.linger()).isEqualTo(Duration.ZERO);
  }

  @Test
  void eachChangesOneAndKeepsTheOthers() {
    assertThat(
            GroupCommitOptions.defaults()
                .withMaxRows(1)
                .withMaxWaiting(1_000_000)
                .withMaxWait(Duration.ofDays(1))
                .withLinger(Duration.ofSeconds(1)))
        .isEqualTo(new GroupCommitOptions(1, 1_000_000, Duration.ofDays(1), Duration.ofSeconds(1)));
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    GroupCommitOptions options = GroupCommitOptions.defaults();
    Map.<String, List<ThrowingCallable>>of(
            "maxRows",
            List.of(() -> options.withMaxRows(0), () -> options.withMaxRows(10_001)),
            "maxWaiting",
            List.of(() -> options.withMaxWaiting(0), () -> options.withMaxWaiting(1_000_001)),
            "maxWait",
            List.of(
                () -> options.withMaxWait(null),
                () -> options.withMaxWait(Duration.ofNanos(-1)),
                () -> options.withMaxWait(Duration.ofDays(1).plusNanos(1))),
            "linger",
            List.of(
                () -> options.withLinger(null),
                () -> options.withLinger(Duration.ofNanos(-1)),
                () -> options.withLinger(Duration.ofSeconds(1).plusNanos(1))))
        .forEach(
            (name, calls) ->
                calls.forEach(
                    call ->
                        assertThatThrownBy(call)
                            .isInstanceOfSatisfying(
                                ValidationException.class,
                                refused -> assertThat(refused.fields()).containsExactly(name))));
  }
}
