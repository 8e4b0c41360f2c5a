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
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Binds meters of the subscriptions to the feed of changes. Subscriptions come and go, and each
 * sample adds and removes their meters. Thread-safe.
 */
final class FeedMeters implements MeterBinder {

  private static final double MILLIS_A_SECOND = 1e3;

  private record Bound(MultiGauge changes, MultiGauge age) {}

  private final DatabaseManager database;
  private final List<Bound> bound = new CopyOnWriteArrayList<>();
  private final Sampled<List<ChangeSubscription>> subscriptions;
  private volatile Map<String, ChangeSubscription> latest = Map.of();

  FeedMeters(DatabaseManager database, Duration interval, Executor thread) {
    this.database = database;
    this.subscriptions = new Sampled<>(this::sample, interval, thread);
  }

  private List<ChangeSubscription> sample() {
    List<ChangeSubscription> now = database.repositories().changes().feed().subscriptions();
    latest = now.stream().collect(Collectors.toMap(ChangeSubscription::name, one -> one));
    bound.forEach(this::show);
    return now;
  }

  /** Adds the meters of new subscriptions and removes those of former ones; the others stay. */
  private void show(Bound meters) {
    List<Row<?>> changes = new ArrayList<>();
    List<Row<?>> ages = new ArrayList<>();
    for (String name : latest.keySet()) {
      Tags tags = Tags.of("subscription", name);
      changes.add(Row.of(tags.and("state", "unread"), now(name, ChangeSubscription::unread)));
      changes.add(
          Row.of(
              tags.and("state", "waiting"), now(name, one -> one.waiting() - one.deadLetters())));
      changes.add(Row.of(tags.and("state", "dead"), now(name, ChangeSubscription::deadLetters)));
      ages.add(Row.of(tags, now(name, one -> secondsSince(one.undeliveredSince()))));
    }
    meters.changes.register(changes);
    meters.age.register(ages);
  }

  private Supplier<Number> now(String name, ToDoubleFunction<ChangeSubscription> figure) {
    return () -> {
      ChangeSubscription one = latest.get(name);
      return one == null ? Double.NaN : figure.applyAsDouble(one);
    };
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
