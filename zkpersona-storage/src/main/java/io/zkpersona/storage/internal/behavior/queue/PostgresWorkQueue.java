package io.zkpersona.storage.internal.behavior.queue;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims.BEHAVIOR_INPUT_CLAIMS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.behavior.queue.ClaimLostException;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.behavior.queue.DeadLetter;
import io.zkpersona.domain.behavior.queue.QueueDepth;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.storage.internal.behavior.BehaviorInputConditions;
import io.zkpersona.storage.internal.behavior.BehaviorInputTable;
import io.zkpersona.storage.internal.behavior.PostgresBehaviorInputRepository;
import io.zkpersona.storage.internal.behavior.queue.DeadLetters.Requeue;
import io.zkpersona.storage.internal.behavior.queue.FreeInputs.Claim;
import io.zkpersona.storage.internal.behavior.queue.HeldClaims.Completion;
import io.zkpersona.storage.internal.behavior.queue.HeldClaims.Extension;
import io.zkpersona.storage.internal.behavior.queue.HeldClaims.Failure;
import io.zkpersona.storage.internal.error.NotFound;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.signal.Signals;
import io.zkpersona.storage.internal.tables.tables.BehaviorInputClaims;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Query;

public final class PostgresWorkQueue implements WorkQueue {

  private static final int MOST_ATTEMPTS = 1_000;
  private static final int MAX_REASON = 500;

  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
  private static final Duration LONGEST_LEASE = Duration.ofHours(24);
  private static final Duration LONGEST_DELAY = Duration.ofDays(30);
  private static final Duration LONGEST_WAIT = Duration.ofHours(24);

  private static final BehaviorInputClaims CLAIMS = BEHAVIOR_INPUT_CLAIMS;

  private static final Statement<None, QueueDepth> DEPTH =
      Statement.of("work_queue.depth", (in, out) -> countingDepth(out));

  private final RepositoryContext context;
  private final Signals signals;
  private final int maxAttempts;

  /** Creates a queue whose waiters are woken by {@code signals}. */
  public PostgresWorkQueue(RepositoryContext context, Signals signals) {
    this(context, signals, DEFAULT_MAX_ATTEMPTS);
  }

  private PostgresWorkQueue(RepositoryContext context, Signals signals, int maxAttempts) {
    this.context = context;
    this.signals = signals;
    this.maxAttempts = maxAttempts;
  }

  @Override
  public WorkQueue withMaxAttempts(int attempts) {
    return new PostgresWorkQueue(
        context, signals, Required.rows("maxAttempts", attempts, MOST_ATTEMPTS));
  }

  @Override
  public List<ClaimedInput> claimUnprocessed(int limit, Duration lease) {
    Required.rows("limit", limit, PaginationParams.MAX_LIMIT);
    return executor()
        .list(FreeInputs.CLAIM, new Claim(limit, maxAttempts, lease(lease), context.actor()));
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
        executor().list(HeldClaims.COMPLETE, new Completion(given, context.actor())));
  }

  @Override
  public ClaimedInput extend(ClaimedInput claim, Duration lease) {
    Required.argument("claim", claim);
    Instant until =
        executor()
            .first(HeldClaims.EXTEND, new Extension(claim, lease(lease)))
            .orElseThrow(() -> lost(claim));
    return new ClaimedInput(claim.input(), claim.token(), claim.attempt(), until);
  }

  @Override
  public boolean fail(ClaimedInput claim, String reason, Duration retryAfter) {
    Required.argument("claim", claim);
    Failure failure =
        new Failure(
            claim,
            Required.text("reason", reason, MAX_REASON),
            maxAttempts,
            Required.duration("retryAfter", retryAfter, Duration.ZERO, LONGEST_DELAY),
            context.actor());
    int attempts = executor().first(HeldClaims.FAIL, failure).orElseThrow(() -> lost(claim));
    return attempts < maxAttempts;
  }

  @Override
  public void release(ClaimedInput claim) {
    Required.argument("claim", claim);
    if (executor().first(HeldClaims.RELEASE.of(signals.schema()), claim).isEmpty()) {
      throw lost(claim);
    }
  }

  private static ClaimLostException lost(ClaimedInput claim) {
    return new ClaimLostException(claim.input().id().value());
  }

  @Override
  public List<DeadLetter> deadLetters(int limit) {
    return executor()
        .list(DeadLetters.LIST, Required.rows("limit", limit, PaginationParams.MAX_LIMIT));
  }

  @Override
  public boolean requeue(BehaviorInputId id) {
    Required.argument("id", id);
    boolean revived =
        executor()
            .first(DeadLetters.REQUEUE.of(signals.schema()), new Requeue(context.actor(), id))
            .isPresent();
    if (!revived && !new PostgresBehaviorInputRepository(context, queue -> this).existsById(id)) {
      throw NotFound.of(BehaviorInputTable.TABLE.entityType(), id.value());
    }
    return revived;
  }

  @Override
  public QueueDepth depth() {
    return executor().first(DEPTH).orElseThrow();
  }

  private static Query countingDepth(Results<QueueDepth> out) {
    Condition claimed = CLAIMS.LEASED_UNTIL.gt(DatabaseClock.statement());
    var waiting = out.column(count().minus(count().filterWhere(claimed)), Codecs.LONG);
    var held = out.column(count().filterWhere(claimed), Codecs.LONG);
    var dead = out.column(field(DeadLetters.counting()), Codecs.LONG);
    out.as(row -> new QueueDepth(row.get(waiting), row.get(held), row.get(dead)));
    return select(out.fields())
        .from(BEHAVIOR_INPUTS)
        .leftJoin(CLAIMS)
        .on(CLAIMS.BEHAVIOR_INPUT_ID.eq(BEHAVIOR_INPUTS.ID))
        .where(BehaviorInputConditions.OPEN);
  }

  @Override
  public void notifyWorkers() {
    executor().first(WorkNotification.NOTIFY.of(signals.schema()));
  }

  @Override
  public boolean awaitWork(Duration timeout) {
    return new FreeInputWait(executor(), signals.on(WorkNotification.CHANNEL))
        .await(Required.duration("timeout", timeout, Duration.ZERO, LONGEST_WAIT));
  }

  private static Duration lease(Duration lease) {
    return Required.duration("lease", lease, SHORTEST_LEASE, LONGEST_LEASE);
  }

  private SqlExecutor executor() {
    return context.executor();
  }
}
