package io.zkpersona.storage.change.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.repository.change.RunnerOptions;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import io.zkpersona.storage.repository.change.SubscriptionOptions.Content;
import io.zkpersona.storage.repository.change.SubscriptionOptions.Start;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The options of subscriptions and runners. */
class FeedOptionsTest {

  @Test
  void theDefaultsAreAsDocumented() {
    assertThat(SubscriptionOptions.defaults())
        .isEqualTo(
            new SubscriptionOptions(
                Start.BEGINNING,
                EnumSet.allOf(ChangedEntity.class),
                Content.NONE,
                10,
                Duration.ofSeconds(1),
                100));
    assertThat(RunnerOptions.defaults())
        .isEqualTo(new RunnerOptions(Duration.ofSeconds(1), Duration.ofSeconds(30), 100));
  }

  @Test
  void eachOptionIsChangedAlone() {
    assertThat(
            SubscriptionOptions.defaults()
                .start(Start.NOW)
                .entities(Set.of(ChangedEntity.ROLE))
                .content(Content.BEFORE)
                .maxAttempts(1_000)
                .retryDelay(Duration.ofDays(30))
                .maxBlocked(10_000))
        .isEqualTo(
            new SubscriptionOptions(
                Start.NOW,
                Set.of(ChangedEntity.ROLE),
                Content.BEFORE,
                1_000,
                Duration.ofDays(30),
                10_000));
    assertThat(
            RunnerOptions.defaults()
                .poll(Duration.ofHours(1))
                .lease(Duration.ofHours(24))
                .batch(1_000))
        .isEqualTo(new RunnerOptions(Duration.ofHours(1), Duration.ofHours(24), 1_000));
  }

  @Test
  void theEntitiesAreCopied() {
    Set<ChangedEntity> given = EnumSet.of(ChangedEntity.ROLE);
    SubscriptionOptions options = SubscriptionOptions.defaults().entities(given);
    given.clear();

    assertThat(options.entities()).containsExactly(ChangedEntity.ROLE);
    assertThatThrownBy(() -> options.entities().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void delaysAreCutToMicroseconds() {
    assertThat(SubscriptionOptions.defaults().retryDelay(Duration.ofNanos(1_999)).retryDelay())
        .isEqualTo(Duration.ofNanos(1_000));
  }

  @Test
  void nullIsRefusedByName() {
    SubscriptionOptions options = SubscriptionOptions.defaults();
    assertThatThrownBy(() -> options.start(null))
        .isInstanceOf(ValidationException.class)
        .hasMessage("start: null (expected: a value)");
    assertThatThrownBy(() -> options.content(null)).hasMessage("content: null (expected: a value)");
    assertThatThrownBy(() -> options.entities(null))
        .hasMessage("entities: null (expected: a value)");
    assertThatThrownBy(() -> options.retryDelay(null))
        .hasMessage("retryDelay: null (expected: a value)");
    assertThatThrownBy(() -> RunnerOptions.defaults().poll(null))
        .hasMessage("poll: null (expected: a value)");
    assertThatThrownBy(() -> RunnerOptions.defaults().lease(Duration.ofMillis(999)))
        .hasMessage("lease: PT0.999S (expected: PT1S..PT24H)");
  }
}
