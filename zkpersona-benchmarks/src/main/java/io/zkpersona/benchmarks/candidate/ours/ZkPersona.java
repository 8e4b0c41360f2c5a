package io.zkpersona.benchmarks.candidate.ours;

import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.benchmarks.data.Found;
import io.zkpersona.benchmarks.data.PageQuery;
import io.zkpersona.benchmarks.data.Position;
import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.Page;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.TotalCount;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import io.zkpersona.storage.tenant.Tenant;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** This library. */
public final class ZkPersona implements Candidate {

  private static final Duration LEASE = Duration.ofMinutes(1);

  private static final String TENANT = "bench";

  private final DatabaseManager database;
  private final BehaviorInputRepository inputs;
  private final WorkQueue queue;
  private final Lifecycle lifecycle;

  /** Creates the candidate on the caller's pool. */
  public ZkPersona(DataSource pool) {
    this(DatabaseManager.using(pool, DatabaseConfig.forDataSource().build()));
  }

  private ZkPersona(DatabaseManager database) {
    this(database, database.repositories());
  }

  private ZkPersona(DatabaseManager database, Repositories repositories) {
    this.database = database;
    this.inputs = repositories.behaviorInputs();
    this.queue = repositories.behaviorInputs().workQueue();
    this.lifecycle = new ZkPersonaLifecycle(repositories);
  }

  /** Creates the candidate on the caller's pool, with a listener. */
  public static ZkPersona listened(DataSource pool) {
    return new ZkPersona(
        DatabaseManager.builder(DatabaseConfig.forDataSource().build())
            .dataSource(pool)
            .listener(new AddingListener())
            .open());
  }

  /**
   * Creates the candidate on the caller's pool, in a tenant. Its inputs are a copy of those that
   * the other candidates read, in the same order and with the same indexes.
   */
  public static ZkPersona inTenant(DataSource pool) {
    DatabaseManager database = DatabaseManager.using(pool, DatabaseConfig.forDataSource().build());
    database.tenants().dropWithAllData(TENANT);
    Tenant tenant = database.tenants().create(TENANT);
    String table = tenant.schema() + ".behavior_inputs";
    database.withConnection(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            // Without triggers, so that no users need to be there.
            statement.execute("SET session_replication_role = replica");
            statement.execute(
                "INSERT INTO " + table + " SELECT * FROM zkpersona.behavior_inputs ORDER BY ctid");
            statement.execute("SET session_replication_role = DEFAULT");
            return statement.execute("VACUUM ANALYZE " + table);
          }
        });
    return new ZkPersona(database, tenant.repositories());
  }

  @Override
  public BehaviorInput find(BehaviorInputId id) {
    return inputs.getById(id);
  }

  @Override
  public BehaviorInput save(BehaviorInput input) {
    return inputs.save(input);
  }

  @Override
  public BehaviorInput update(BehaviorInput input) {
    return inputs.update(input);
  }

  @Override
  public Found page(PageQuery query) {
    Page<BehaviorInput> page =
        inputs.findPage(
            BehaviorInputFilter.builder()
                .userId(query.userId())
                .startDate(query.from())
                .endDate(query.until())
                .build(),
            PaginationParams.builder()
                .limit(query.limit())
                .offset(query.offset())
                .totalCount(query.total() ? TotalCount.EXACT : TotalCount.NONE)
                .build());
    return new Found(page.items(), page.total().orElse(Found.UNKNOWN));
  }

  /** Pages to the position, because only its cursor identifies it. */
  @Override
  public Supplier<List<BehaviorInput>> slice(Position after, int limit) {
    SliceParams params = SliceParams.builder().limit(limit).build();
    long left = after.depth();
    while (left > 0) {
      int step = (int) Math.min(left, PaginationParams.MAX_LIMIT);
      Slice<BehaviorInput> passed = inputs.findSlice(params.withLimit(step));
      params = params.withCursor(passed.nextCursor().orElseThrow());
      left -= step;
    }
    SliceParams there = params;
    return () -> inputs.findSlice(there).items();
  }

  @Override
  public List<BehaviorInput> offset(long offset, int limit) {
    return inputs.findPage(PaginationParams.builder().limit(limit).offset(offset).build()).items();
  }

  @Override
  public void saveAll(List<BehaviorInput> rows) {
    inputs.saveAll(rows);
  }

  @Override
  public int markProcessed(List<BehaviorInputId> ids) {
    return inputs.markAsProcessed(ids);
  }

  @Override
  public List<BehaviorInput> findAll(List<BehaviorInputId> ids) {
    return inputs.findAllById(ids);
  }

  @Override
  public Stream<BehaviorInput> stream() {
    return inputs.stream();
  }

  @Override
  public List<BehaviorInput> claim(int limit) {
    List<ClaimedInput> claims = queue.claimUnprocessed(limit, LEASE);
    queue.completeAll(claims);
    return claims.stream().map(ClaimedInput::input).toList();
  }

  @Override
  public BehaviorAnalyticsSummary analytics() {
    return inputs.analyticsSummary(BehaviorInputFilter.none());
  }

  @Override
  public BehaviorAnalyticsSummary analyticsOf(UserId userId) {
    return inputs.analyticsSummary(BehaviorInputFilter.builder().userId(userId).build());
  }

  @Override
  public Lifecycle lifecycle() {
    return lifecycle;
  }

  @Override
  public void close() {
    database.close();
  }
}
