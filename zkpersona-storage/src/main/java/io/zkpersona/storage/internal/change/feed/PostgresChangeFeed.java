package io.zkpersona.storage.internal.change.feed;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.FeedLeaseLostException;
import io.zkpersona.storage.error.SubscriptionNotFoundException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.change.feed.Batches.Reading;
import io.zkpersona.storage.internal.change.feed.DeadChanges.Chosen;
import io.zkpersona.storage.internal.change.feed.DeadChanges.Part;
import io.zkpersona.storage.internal.change.feed.Subscriptions.Claim;
import io.zkpersona.storage.internal.change.feed.Subscriptions.Claimed;
import io.zkpersona.storage.internal.change.feed.Subscriptions.Extension;
import io.zkpersona.storage.internal.change.feed.Subscriptions.Wanted;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.signal.Signals;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.ChangeFeedRunner;
import io.zkpersona.storage.repository.change.ChangeHandler;
import io.zkpersona.storage.repository.change.ChangeSubscription;
import io.zkpersona.storage.repository.change.DeadChange;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.RunnerOptions;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import io.zkpersona.storage.transaction.OptionedTransactions;
import io.zkpersona.storage.transaction.TransactionalChangeHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The feed, by functions of the database. */
public final class PostgresChangeFeed implements ChangeFeed {

  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
  private static final Duration LONGEST_LEASE = Duration.ofHours(24);
  private static final Duration LONGEST_WAIT = Duration.ofHours(24);

  private final SqlExecutor executor;
  private final Signals signals;

  /** Creates a feed whose waiters are woken by {@code signals}. */
  public PostgresChangeFeed(SqlExecutor executor, Signals signals) {
    this.executor = executor;
    this.signals = signals;
  }

  @Override
  public boolean subscribe(String name, SubscriptionOptions options) {
    return one(
        Subscriptions.SUBSCRIBE, new Wanted(name(name), Required.argument("options", options)));
  }

  @Override
  public boolean unsubscribe(String name) {
    return executor.first(Subscriptions.UNSUBSCRIBE, name(name)).isPresent();
  }

  @Override
  public List<ChangeSubscription> subscriptions() {
    return executor.list(Subscriptions.LIST, None.NONE);
  }

  @Override
  public Optional<FeedLease> claim(String name, Duration lease) {
    Claimed claimed =
        executor
            .first(Subscriptions.CLAIM, new Claim(name(name), lease("lease", lease)))
            .orElseThrow();
    if (!claimed.exists()) {
      throw new SubscriptionNotFoundException(name);
    }
    return claimed.lease();
  }

  @Override
  public FeedLease extend(FeedLease lease, Duration duration) {
    Required.argument("lease", lease);
    Instant until =
        executor
            .first(Subscriptions.EXTEND, new Extension(lease, lease("duration", duration)))
            .orElseThrow(() -> new FeedLeaseLostException(lease.subscription(), null));
    return new FeedLease(lease.subscription(), lease.token(), until);
  }

  @Override
  public boolean release(FeedLease lease) {
    return executor.first(Subscriptions.RELEASE, Required.argument("lease", lease)).isPresent();
  }

  @Override
  public boolean tick() {
    return one(Subscriptions.TICK, None.NONE);
  }

  @Override
  public FeedBatch read(FeedLease lease, int limit) {
    Required.argument("lease", lease);
    Reading reading = new Reading(lease, Required.rows("limit", limit, PaginationParams.MAX_LIMIT));
    try {
      return ReadBatch.of(lease, executor.list(Batches.READ, reading));
    } catch (DatabaseException e) {
      throw explained(e, lease.subscription());
    }
  }

  @Override
  public int acknowledge(FeedBatch batch, Map<ChangeEvent, String> failed) {
    if (!(Required.argument("batch", batch) instanceof ReadBatch read)) {
      throw new ValidationException("batch", "not of this feed (expected: one that read returned)");
    }
    try {
      return Math.toIntExact(
          executor.first(Batches.ACKNOWLEDGE, read.outcome(failed)).orElseThrow());
    } catch (DatabaseException e) {
      throw explained(e, read.lease().subscription());
    }
  }

  @Override
  public boolean await(String name, Duration timeout) {
    name(name);
    Duration longest = Required.duration("timeout", timeout, Duration.ZERO, LONGEST_WAIT);
    try {
      return new FeedWait(executor, signals.on(FeedNotification.CHANNEL)).await(name, longest);
    } catch (DatabaseException e) {
      throw explained(e, name);
    }
  }

  @Override
  public void wake() {
    executor.first(FeedNotification.NOTIFY.of(signals.schema()));
  }

  @Override
  public List<DeadChange> deadLetters(String name, int limit) {
    return executor.list(
        DeadChanges.LIST,
        new Part(name(name), Required.rows("limit", limit, PaginationParams.MAX_LIMIT)));
  }

  @Override
  public boolean retry(String name, long position) {
    return executor
        .first(DeadChanges.RETRY.of(signals.schema()), new Chosen(name(name), position))
        .isPresent();
  }

  @Override
  public int retryAll(String name) {
    return executor.list(DeadChanges.RETRY_ALL.of(signals.schema()), name(name)).size();
  }

  @Override
  public boolean skip(String name, long position) {
    return executor
        .first(DeadChanges.SKIP.of(signals.schema()), new Chosen(name(name), position))
        .isPresent();
  }

  @Override
  public Instant deliveredUntil() {
    return one(Subscriptions.DELIVERED_UNTIL, None.NONE);
  }

  @Override
  public int prune() {
    return Math.toIntExact(one(Subscriptions.PRUNE, None.NONE));
  }

  @Override
  public ChangeFeedRunner start(Map<String, ChangeHandler> handlers, RunnerOptions options) {
    int batch = Required.argument("options", options).batch();
    return run(
        handlers, options, (name, handler) -> new DeliveryAtLeastOnce(this, name, handler, batch));
  }

  /** Starts a runner that handles and acknowledges events in transactions of {@code database}. */
  public ChangeFeedRunner start(
      OptionedTransactions database,
      Map<String, TransactionalChangeHandler> handlers,
      RunnerOptions options) {
    int batch = Required.argument("options", options).batch();
    return run(
        handlers,
        options,
        (name, handler) -> new DeliveryExactlyOnce(this, name, database, handler, batch));
  }

  private <H> ChangeFeedRunner run(
      Map<String, H> handlers, RunnerOptions options, BiFunction<String, H, Delivery> delivery) {
    Map<String, Delivery> deliveries = new TreeMap<>();
    Required.argument("handlers", handlers)
        .forEach(
            (name, handler) ->
                deliveries.put(
                    name(name), delivery.apply(name, Required.argument("handler", handler))));
    if (executor.isInTransaction()) {
      throw new TransactionException(
          "a runner inside a transaction, which would end before it (expected: outside of one)");
    }
    if (deliveries.isEmpty()) {
      throw new ValidationException("handlers", "none (expected: at least one)");
    }
    return Runner.start(this, List.copyOf(deliveries.values()), options);
  }

  private <P, R> R one(Statement<P, R> statement, P values) {
    try {
      return executor.first(statement, values).orElseThrow();
    } catch (DatabaseException e) {
      throw explained(e, "");
    }
  }

  /** Translates the refusals of the functions. */
  private static RuntimeException explained(DatabaseException e, String subscription) {
    return switch (e.sqlState().orElse("")) {
      case "ZK211" ->
          new DatabaseUnavailableException(
              "the server is a standby, which does not know the running transactions (expected: the"
                  + " primary; with several hosts, targetServerType=primary in the URL finds it)",
              "ZK211",
              e);
      case "ZK212" ->
          new TransactionException(
              "the first tick of a database, and the first after a restore, in a transaction that"
                  + " has written or is not READ COMMITTED (expected: outside of a transaction)",
              "ZK212",
              e);
      case "ZK215" ->
          new TransactionException(
              "a new subscription in a transaction of another isolation than READ COMMITTED"
                  + " (expected: READ COMMITTED, or outside; nothing was changed)",
              "ZK215",
              e);
      case "ZK214" -> new FeedLeaseLostException(subscription, e);
      default -> e;
    };
  }

  private static String name(String name) {
    String text = Required.text("name", name, MAX_NAME);
    if (text.isEmpty()) {
      throw new ValidationException("name", "empty (expected: 1.." + MAX_NAME + " characters)");
    }
    return text;
  }

  private static Duration lease(String name, Duration lease) {
    return Required.duration(name, lease, SHORTEST_LEASE, LONGEST_LEASE);
  }
}
