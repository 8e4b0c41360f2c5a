package io.zkpersona.storage.change.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.RunnerOptions;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import io.zkpersona.storage.testing.server.RuntimeRole;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls that are refused, and names that are not. */
@ExtendWith(RuntimeRole.class)
class FeedArgumentsIT extends FeedFixture {

  @Test
  void theFirstTickIsRefusedInATransactionThatHasWritten() {
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      tx.users().save(User.builder().build());
                      tx.changes().feed().tick();
                    }))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("outside of a transaction");
    assertThat(all().users().count()).isZero();
    user();
    assertThat(feed().tick()).isTrue();
    assertThat(feed().tick()).isFalse();
  }

  @Test
  void waitingAndRunningAreRefusedInATransaction() {
    feed().subscribe(NAME, OPTIONS);
    manager.inTransaction(
        tx -> {
          ChangeFeed inside = tx.changes().feed();
          assertThatThrownBy(() -> inside.await(NAME, Duration.ZERO))
              .isInstanceOf(TransactionException.class)
              .hasMessageContaining("outside of one");
          assertThatThrownBy(() -> inside.start(Map.of(), RunnerOptions.defaults()))
              .isInstanceOf(TransactionException.class)
              .hasMessageContaining("outside of one");
        });
  }

  @Test
  void argumentsAreCheckedByName() {
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    FeedBatch batch = read(lease);
    String tooLong = "x".repeat(ChangeFeed.MAX_NAME + 1);

    for (Map.Entry<String, Runnable> call :
        Map.<String, Runnable>ofEntries(
                Map.entry("name: null", () -> feed().subscribe(null, OPTIONS)),
                Map.entry("name: empty", () -> feed().subscribe("", OPTIONS)),
                Map.entry("name: 101 characters", () -> feed().subscribe(tooLong, OPTIONS)),
                Map.entry("name: NUL", () -> feed().subscribe("\0", OPTIONS)),
                Map.entry("options: null", () -> feed().subscribe(NAME, null)),
                Map.entry("lease: PT0.5S", () -> feed().claim(NAME, Duration.ofMillis(500))),
                Map.entry("duration: PT25H", () -> feed().extend(lease, Duration.ofHours(25))),
                Map.entry("limit: 0", () -> feed().read(lease, 0)),
                Map.entry("limit: 1001", () -> feed().deadLetters(NAME, 1_001)),
                Map.entry("timeout: PT-1S", () -> feed().await(NAME, Duration.ofSeconds(-1))),
                Map.entry("batch: null", () -> feed().acknowledge(null)),
                Map.entry("failed: null", () -> feed().acknowledge(batch, null)),
                Map.entry(
                    "handlers: null", () -> manager.startDelivery(null, RunnerOptions.defaults())),
                Map.entry(
                    "options: null (expected: a value)",
                    () -> manager.startDelivery(Map.of(), null)),
                Map.entry("entities: none", () -> OPTIONS.entities(Set.of())),
                Map.entry("maxAttempts: 0", () -> OPTIONS.maxAttempts(0)),
                Map.entry("maxBlocked: 10001", () -> OPTIONS.maxBlocked(10_001)),
                Map.entry("retryDelay: PT721H", () -> OPTIONS.retryDelay(Duration.ofHours(721))),
                Map.entry("poll: PT0S", () -> RunnerOptions.defaults().poll(Duration.ZERO)),
                Map.entry("batch: 0", () -> RunnerOptions.defaults().batch(0)))
            .entrySet()) {
      assertThatThrownBy(call.getValue()::run)
          .isInstanceOf(ValidationException.class)
          .hasMessageStartingWith(call.getKey());
    }
  }

  @Test
  void namesMayBeAnyText() {
    String name = "рассылка \"1\" 'x' 😀";
    assertThat(feed().subscribe(name, OPTIONS)).isTrue();
    user();

    FeedLease lease = feed().claim(name, LEASE).orElseThrow();

    assertThat(lease.subscription()).isEqualTo(name);
    assertThat(drain(lease)).hasSize(1);
    assertThat(state().name()).isEqualTo(name);
    assertThat(feed().subscribe(name.toUpperCase(Locale.ROOT), SubscriptionOptions.defaults()))
        .isTrue();
  }
}
