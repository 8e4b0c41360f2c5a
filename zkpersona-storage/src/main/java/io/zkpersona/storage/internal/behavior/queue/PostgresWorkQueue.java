package io.zkpersona.storage.internal.behavior.queue;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims.BEHAVIOR_INPUT_CLAIMS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.ClaimedInput;
import io.zkpersona.domain.behavior.DeadLetter;
import io.zkpersona.domain.behavior.FencingToken;
import io.zkpersona.domain.behavior.QueueDepth;
import io.zkpersona.domain.error.ClaimLostException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.storage.internal.behavior.BehaviorInputTable;
import io.zkpersona.storage.internal.behavior.PostgresBehaviorInputRepository;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.execution.WorkSignals;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

public final class PostgresWorkQueue implements WorkQueue {

  private enum Key {
    CLAIM,
    COMPLETE,
    EXTEND,
    FAIL,
    RELEASE,
    DEAD_LETTERS,
    REQUEUE,
    DEPTH,
    NOTIFY,
    FIND_FREE,
    NEXT_FREE
  }

  private static final int MOST_ATTEMPTS = 1_000;
  private static final int MAX_REASON = 500;

  /** The polling interval if there are no notifications. */
  private static final Duration POLL = Duration.ofSeconds(1);

  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
  private static final Duration LONGEST_LEASE = Duration.ofHours(24);
  private static final Duration LONGEST_DELAY = Duration.ofDays(30);
  private static final Duration LONGEST_WAIT = Duration.ofHours(24);

  private static final EntityTable<BehaviorInput, BehaviorInputId> INPUTS =
      BehaviorInputTable.TABLE;
  private static final RowReader<BehaviorInput> INPUT = INPUTS.reader();
  private static final int AFTER_INPUT = INPUTS.fields().size();
  private static final Codec<BehaviorInputId> ID = Codecs.of(BEHAVIOR_INPUTS.ID);
  private static final Codec<FencingToken> TOKEN = Codecs.of(BEHAVIOR_INPUT_CLAIMS.FENCING_TOKEN);
  private static final Codec<Integer> ATTEMPTS = Codecs.of(BEHAVIOR_INPUT_CLAIMS.ATTEMPTS);
  private static final Codec<String> REASON = Codecs.of(BEHAVIOR_INPUT_CLAIMS.FAILURE_REASON);

  private final RepositoryContext context;
  private final int maxAttempts;

  public PostgresWorkQueue(RepositoryContext context) {
    this(context, DEFAULT_MAX_ATTEMPTS);
  }

  private PostgresWorkQueue(RepositoryContext context, int maxAttempts) {
    this.context = context;
    this.maxAttempts = maxAttempts;
  }

  @Override
  public WorkQueue withMaxAttempts(int attempts) {
    return new PostgresWorkQueue(context, Required.rows("maxAttempts", attempts, MOST_ATTEMPTS));
  }

  @Override
  public List<ClaimedInput> claimUnprocessed(int limit, Duration lease) {
    long rows = Required.rows("limit", limit, PaginationParams.MAX_LIMIT);
    return executor()
        .list(
            "work_queue.claim",
            shape(Key.CLAIM, ClaimStatements::claim),
            PostgresWorkQueue::claimed,
            rows,
            maxAttempts,
            lease(lease),
            context.actor());
  }

  private static ClaimedInput claimed(Row row) {
    return new ClaimedInput(
        INPUT.read(row),
        read(row, TOKEN, AFTER_INPUT + 1),
        read(row, ATTEMPTS, AFTER_INPUT + 2),
        read(row, Codecs.INSTANT, AFTER_INPUT + 3));
  }

  @Override
  public void complete(ClaimedInput claim) {
    if (completeAll(List.of(Required.argument("claim", claim))).isEmpty()) {
      throw lost(claim);
    }
  }

  @Override
  public Set<BehaviorInputId> completeAll(Collection<ClaimedInput> claims) {
    List<ClaimedInput> given = Required.elements("claims", claims);
    if (given.isEmpty()) {
      return Set.of();
    }
    return new LinkedHashSet<>(
        executor()
            .list(
                "work_queue.complete",
                shape(Key.COMPLETE, WorkQueueStatements::complete),
                row -> read(row, ID, 1),
                given.stream().map(claim -> claim.input().id()).toList(),
                given.stream().map(ClaimedInput::token).toList(),
                context.actor()));
  }

  @Override
  public ClaimedInput extend(ClaimedInput claim, Duration lease) {
    Required.argument("claim", claim);
    Instant until =
        ofClaim(
            "work_queue.extend",
            shape(Key.EXTEND, WorkQueueStatements::extend),
            row -> read(row, Codecs.INSTANT, 1),
            claim,
            lease(lease));
    return new ClaimedInput(claim.input(), claim.token(), claim.attempt(), until);
  }

  @Override
  public boolean fail(ClaimedInput claim, String reason, Duration retryAfter) {
    Required.argument("claim", claim);
    int attempts =
        ofClaim(
            "work_queue.fail",
            shape(Key.FAIL, WorkQueueStatements::fail),
            row -> read(row, ATTEMPTS, 1),
            claim,
            Required.text("reason", reason, MAX_REASON),
            maxAttempts,
            Required.duration("retryAfter", retryAfter, Duration.ZERO, LONGEST_DELAY),
            context.actor());
    return attempts < maxAttempts;
  }

  @Override
  public void release(ClaimedInput claim) {
    Required.argument("claim", claim);
    ofClaim(
        "work_queue.release",
        shape(Key.RELEASE, params -> WorkQueueStatements.release(params, schema())),
        row -> true,
        claim);
  }

  /** Runs a statement on a claim, which binds the id and the token first. */
  private <R> R ofClaim(
      String operation,
      SqlShape shape,
      RowReader<R> reader,
      ClaimedInput claim,
      @Nullable Object... values) {
    @Nullable Object[] all = new @Nullable Object[values.length + 2];
    all[0] = List.of(claim.input().id());
    all[1] = List.of(claim.token());
    System.arraycopy(values, 0, all, 2, values.length);
    return executor().first(operation, shape, reader, all).orElseThrow(() -> lost(claim));
  }

  private static ClaimLostException lost(ClaimedInput claim) {
    return new ClaimLostException(claim.input().id().value());
  }

  @Override
  public List<DeadLetter> deadLetters(int limit) {
    long rows = Required.rows("limit", limit, PaginationParams.MAX_LIMIT);
    return executor()
        .list(
            "work_queue.dead_letters",
            shape(Key.DEAD_LETTERS, WorkQueueStatements::deadLetters),
            row ->
                new DeadLetter(
                    INPUT.read(row),
                    read(row, ATTEMPTS, AFTER_INPUT + 1),
                    row.read(REASON, AFTER_INPUT + 2)),
            rows);
  }

  @Override
  public boolean requeue(BehaviorInputId id) {
    boolean revived =
        executor()
            .first(
                "work_queue.requeue",
                shape(Key.REQUEUE, params -> WorkQueueStatements.requeue(params, schema())),
                row -> true,
                context.actor(),
                Required.argument("id", id))
            .isPresent();
    if (!revived && !new PostgresBehaviorInputRepository(context).existsById(id)) {
      throw EntityNotFoundException.of(INPUTS.entityType(), id.value());
    }
    return revived;
  }

  @Override
  public QueueDepth depth() {
    return executor()
        .first(
            "work_queue.depth",
            shape(Key.DEPTH, WorkQueueStatements::depth),
            row ->
                new QueueDepth(
                    read(row, Codecs.LONG, 1),
                    read(row, Codecs.LONG, 2),
                    read(row, Codecs.LONG, 3)))
        .orElseThrow();
  }

  @Override
  public void notifyWorkers() {
    executor()
        .first(
            "work_queue.notify",
            shape(Key.NOTIFY, params -> WorkQueueStatements.notifyWorkers(params, schema())),
            row -> true);
  }

  @Override
  public boolean awaitWork(Duration timeout) {
    long deadline =
        System.nanoTime()
            + Required.duration("timeout", timeout, Duration.ZERO, LONGEST_WAIT).toNanos();
    requireNoTransaction();
    try (WorkSignals.Wait wait = context.signals().begin(deadline)) {
      Optional<Duration> next = nextFree();
      long free = next.map(left -> System.nanoTime() + left.toNanos()).orElse(deadline + 1);
      long until = free - deadline < 0 ? free : deadline;
      return await(wait, until) || free - deadline <= 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits for a signal; polls for work if no notifications arrive. */
  private boolean await(WorkSignals.Wait wait, long until) throws InterruptedException {
    while (wait.isPolled() && until - System.nanoTime() > POLL.toNanos()) {
      if (wait.await(System.nanoTime() + POLL.toNanos()) || isFree()) {
        return true;
      }
    }
    return wait.await(until);
  }

  private void requireNoTransaction() {
    boolean autoCommit =
        executor().read("work_queue.await", connection -> connection.getAutoCommit());
    if (!autoCommit) {
      throw new TransactionException(
          "awaitWork in a transaction, which it would keep open (expected: outside of one)");
    }
  }

  /** Returns the time until an input can be claimed, as far as the database knows. */
  private Optional<Duration> nextFree() {
    if (isFree()) {
      return Optional.of(Duration.ZERO);
    }
    Optional<Duration> next =
        executor()
            .first(
                "work_queue.next_free",
                shape(Key.NEXT_FREE, ClaimStatements::nextFree),
                row ->
                    Optional.ofNullable(row.read(Codecs.INSTANT, 1))
                        .map(at -> Duration.between(read(row, Codecs.INSTANT, 2), at)))
            .orElseThrow();
    // An input that became free between the two queries is in neither result.
    return isFree() ? Optional.of(Duration.ZERO) : next;
  }

  private boolean isFree() {
    return executor()
        .first("work_queue.find_free", shape(Key.FIND_FREE, ClaimStatements::findFree), row -> true)
        .isPresent();
  }

  private static Duration lease(Duration lease) {
    return Required.duration("lease", lease, SHORTEST_LEASE, LONGEST_LEASE);
  }

  private static <T> T read(Row row, Codec<T> codec, int position) {
    return Objects.requireNonNull(row.read(codec, position));
  }

  private String schema() {
    return context.signals().schema();
  }

  private SqlExecutor executor() {
    return context.executor();
  }

  private SqlShape shape(Key key, Function<Params, Query> statement) {
    return context.shapes().get(key, statement);
  }
}
