package io.zkpersona.storage.change.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.change.ChangeFeedRunner;
import io.zkpersona.storage.repository.change.ChangeHandler;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.RunnerOptions;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.RuntimeRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Threads that deliver. */
@ExtendWith(RuntimeRole.class)
@SuppressWarnings("try") // a runner delivers until it is closed
class FeedRunnerIT extends FeedFixture {

  private static final RunnerOptions QUICK = RunnerOptions.defaults().poll(Duration.ofMillis(20));

  private final List<ChangeEvent> taken = new CopyOnWriteArrayList<>();

  private ChangeFeedRunner run(ChangeHandler handler) {
    return feed().start(Map.of(NAME, handler), QUICK);
  }

  private void awaitTaken(int count) {
    Eventually.holds(count + " events", () -> taken.size() >= count);
  }

  @Test
  void severalSubscriptionsAreServedEachInTheOrderOfItsRows() {
    List<ChangeEvent> other = new CopyOnWriteArrayList<>();
    feed().subscribe(NAME, OPTIONS);
    feed().subscribe("other", OPTIONS);
    User user = user();
    try (ChangeFeedRunner runner =
        feed().start(Map.of(NAME, taken::add, "other", other::add), QUICK.batch(2))) {
      for (int i = 0; i < 9; i++) {
        touch(user);
      }
      awaitTaken(10);
      Eventually.holds("the other's events", () -> other.size() == 10);
    }

    assertThat(positions(taken)).hasSize(10).isSorted();
    assertThat(positions(other)).isEqualTo(positions(taken));
    assertThat(drain(claim())).isEmpty();
  }

  @Test
  void closingWaitsForTheHandlerAndAcknowledgesItsEvent() throws InterruptedException {
    feed().subscribe(NAME, OPTIONS);
    user();
    User second = user();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    ChangeFeedRunner runner =
        run(
            event -> {
              begun.countDown();
              end.await();
              taken.add(event);
            });
    begun.await();
    runner.stop();
    CompletableFuture<Void> closing = OwnThreads.run(runner::close);
    assertThat(closing.isDone()).isFalse();

    end.countDown();
    closing.join();

    assertThat(taken).hasSize(1);
    assertThat(ids(drain(claim()))).containsExactly(second.id().value());
    runner.close();
  }

  @Test
  void anEventThatFailsIsTriedAgainAndNothingElseWaits() {
    feed().subscribe(NAME, OPTIONS.retryDelay(Duration.ofMillis(1)).maxAttempts(3));
    User good = user();
    User bad = user();
    User worse = user();
    List<UUID> failing = List.of(bad.id().value(), worse.id().value());
    try (LogCapture log = new LogCapture();
        ChangeFeedRunner runner =
            run(
                event -> {
                  UUID id = event.change().entityId();
                  if (failing.contains(id)
                      && (event.attempt() == 1 || id.equals(worse.id().value()))) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("personal data");
                  }
                  taken.add(event);
                })) {
      awaitTaken(2);
      Eventually.holds("a dead letter", () -> state().deadLetters() == 1);
      user();
      awaitTaken(3);
      assertThat(log.text()).doesNotContain("personal data").contains("dead letters");
    }

    assertThat(ids(taken).subList(0, 2)).containsExactly(good.id().value(), bad.id().value());
    assertThat(feed().deadLetters(NAME, 1).get(0).failureReason())
        .isEqualTo("java.lang.AssertionError");
  }

  @Test
  void aRetriedDeadLetterIsDeliveredAtOnce() {
    feed().subscribe(NAME, OPTIONS.maxAttempts(1));
    user();
    FeedLease lease = claim();
    FeedBatch batch = read(lease);
    feed().acknowledge(batch, Map.of(batch.events().get(0), "no"));
    feed().release(lease);
    try (ChangeFeedRunner runner =
        feed().start(Map.of(NAME, taken::add), QUICK.poll(Duration.ofHours(1)))) {
      Eventually.holds("a lease", () -> state().leasedUntil() != null);
      feed().retry(NAME, batch.events().get(0).change().position());
      awaitTaken(1);
    }
  }

  @Test
  void aWriterThatWakesIsNotKeptWaiting() {
    feed().subscribe(NAME, OPTIONS);
    try (ChangeFeedRunner runner =
        feed().start(Map.of(NAME, taken::add), QUICK.poll(Duration.ofHours(1)))) {
      Eventually.holds("a lease", () -> state().leasedUntil() != null);
      user();
      feed().wake();
      awaitTaken(1);
    }
  }

  @Test
  void theLeaseIsExtendedWhileAHandlerRuns() throws InterruptedException {
    feed().subscribe(NAME, OPTIONS);
    user();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    ChangeHandler slow =
        event -> {
          begun.countDown();
          end.await();
          taken.add(event);
        };
    try (ChangeFeedRunner runner =
        feed().start(Map.of(NAME, slow), QUICK.lease(Duration.ofSeconds(1)))) {
      begun.await();
      Instant first = state().leasedUntil();
      Eventually.holds(
          "the second extension",
          () ->
              state().leasedUntil() != null
                  && state().leasedUntil().isAfter(first.plusMillis(400)));
      end.countDown();
      awaitTaken(1);
    }
    assertThat(taken).hasSize(1);
    assertThat(drain(claim())).isEmpty();
  }

  @Test
  void aRunnerWaitsForAnotherWorkersLease() {
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    User user = user();
    try (ChangeFeedRunner runner = run(taken::add)) {
      assertThat(ids(drain(lease))).containsExactly(user.id().value());
      User second = user();
      feed().release(lease);
      awaitTaken(1);
      assertThat(ids(taken)).containsExactly(second.id().value());
    }
  }

  @Test
  void aLateRunnerIsRefusedAndContinues() throws InterruptedException {
    feed().subscribe(NAME, OPTIONS);
    user();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (ChangeFeedRunner runner =
        run(
            event -> {
              begun.countDown();
              end.await();
              taken.add(event);
            })) {
      begun.await();
      endLeases();
      FeedLease other = claim();
      assertThat(drain(other)).hasSize(1);
      end.countDown();
      awaitTaken(1);
      User second = user();
      feed().release(other);
      awaitTaken(2);
      assertThat(ids(taken).get(1)).isEqualTo(second.id().value());
    }
    assertThat(taken).hasSize(2);
  }

  @Test
  void aHandlerMayCloseItsRunner() {
    feed().subscribe(NAME, OPTIONS);
    user();
    user();
    AtomicReference<ChangeFeedRunner> own = new AtomicReference<>();
    CountDownLatch known = new CountDownLatch(1);
    own.set(
        run(
            event -> {
              known.await();
              own.get().close();
              taken.add(event);
            }));
    known.countDown();
    Eventually.holds("the released lease", () -> !taken.isEmpty() && state().leasedUntil() == null);

    own.get().close();
    assertThat(taken).hasSize(1);
    assertThat(drain(claim())).hasSize(1);
  }

  @Test
  void aSubscriptionThatIsMissingIsWaitedFor() {
    user();
    try (LogCapture log = new LogCapture();
        ChangeFeedRunner runner = run(taken::add)) {
      Eventually.holds("a warning", () -> log.text().contains("delivery is interrupted"));
      feed().subscribe(NAME, OPTIONS);
      awaitTaken(1);
    }
  }
}
