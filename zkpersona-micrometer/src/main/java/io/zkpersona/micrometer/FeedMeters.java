package io.zkpersona.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.change.ChangeSubscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Binds meters of the subscriptions to the feed of changes. Subscriptions come and go, so that each
 * sample replaces the meters. Thread-safe.
 */
final class FeedMeters implements MeterBinder {

  private static final double MILLIS_A_SECOND = 1e3;

  private record Bound(MultiGauge changes, MultiGauge age) {}

  private final DatabaseManager database;
  private final List<Bound> bound = new CopyOnWriteArrayList<>();
  private final Sampled<List<ChangeSubscription>> subscriptions;

  FeedMeters(DatabaseManager database, Duration interval, Executor thread) {
    this.database = database;
    this.subscriptions = new Sampled<>(this::sample, interval, thread);
  }

  private List<ChangeSubscription> sample() {
    List<ChangeSubscription> now = database.repositories().changes().feed().subscriptions();
    bound.forEach(meters -> show(meters, now));
    return now;
  }

  private static void show(Bound meters, List<ChangeSubscription> subscriptions) {
    List<Row<?>> changes = new ArrayList<>();
    List<Row<?>> ages = new ArrayList<>();
    for (ChangeSubscription one : subscriptions) {
      Tags tags = Tags.of("subscription", one.name());
      changes.add(Row.of(tags.and("state", "unread"), one.unread()));
      changes.add(Row.of(tags.and("state", "waiting"), one.waiting() - one.deadLetters()));
      changes.add(Row.of(tags.and("state", "dead"), one.deadLetters()));
      ages.add(Row.of(tags, () -> secondsSince(one.undeliveredSince())));
    }
    meters.changes.register(changes, true);
    meters.age.register(ages, true);
  }

  private static double secondsSince(@Nullable Instant time) {
    return time == null
        ? 0
        : Math.max(0, Duration.between(time, Instant.now()).toMillis() / MILLIS_A_SECOND);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    bound.add(
        new Bound(
            MultiGauge.builder("zkpersona.feed.changes")
                .description("Recorded changes that a subscription has not delivered")
                .register(registry),
            MultiGauge.builder("zkpersona.feed.undelivered")
                .description("The age of the earliest change that a subscription has not delivered")
                .baseUnit("seconds")
                .register(registry)));
    // Asking for it takes the samples.
    Gauge.builder("zkpersona.feed.subscriptions", () -> subscriptions.get(List::size))
        .description("Subscriptions to the feed of changes")
        .register(registry);
  }
}
