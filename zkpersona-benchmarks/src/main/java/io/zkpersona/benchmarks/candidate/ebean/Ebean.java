package io.zkpersona.benchmarks.candidate.ebean;

import io.ebean.Database;
import io.ebean.ExpressionList;
import io.ebean.PagedList;
import io.ebean.Query;
import io.ebean.Transaction;
import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.candidate.FlatInput;
import io.zkpersona.benchmarks.data.Found;
import io.zkpersona.benchmarks.data.PageQuery;
import io.zkpersona.benchmarks.data.Position;
import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import jakarta.persistence.OptimisticLockException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Ebean with an enhanced bean, unmodifiable reads, and batches without generated keys. */
public final class Ebean implements Candidate {

  private static final int BATCH = 1_000;
  private static final String NEWEST = "timestamp desc, id desc";

  private final Database ebean;

  /** Creates the candidate on the caller's pool. */
  public Ebean(DataSource pool) {
    this.ebean =
        Database.builder()
            .name("run")
            .dataSource(pool)
            .addClass(EbeanInput.class)
            .register(false)
            .defaultDatabase(false)
            .ddlGenerate(false)
            .ddlRun(false)
            .build();
  }

  private static List<BehaviorInput> domain(List<EbeanInput> rows) {
    return rows.stream().map(EbeanInput::toDomain).toList();
  }

  private Query<EbeanInput> query() {
    return ebean.find(EbeanInput.class);
  }

  @Override
  public BehaviorInput find(BehaviorInputId id) {
    return query().setId(id.value()).findOneOrEmpty().orElseThrow().toDomain();
  }

  @Override
  public BehaviorInput save(BehaviorInput input) {
    EbeanInput bean = EbeanInput.created(input);
    ebean.insert(bean);
    return bean.toDomain();
  }

  /**
   * Updates with a query, because updating an unread bean requires reading it or keeps the given
   * version.
   */
  @Override
  public BehaviorInput update(BehaviorInput input) {
    FlatInput flat = FlatInput.of(input);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    int changed =
        ebean
            .update(EbeanInput.class)
            .set("userId", flat.userId())
            .set("behaviorSessionId", flat.behaviorSessionId())
            .set("sessionId", flat.sessionId())
            .setRaw("inputData = ?::jsonb", flat.inputData())
            .set("inputType", flat.inputType())
            .set("source", flat.source())
            .set("timestamp", flat.timestamp())
            .set("processed", flat.processed())
            .set("mid", flat.mid())
            .set("mtime", now)
            .where()
            .idEq(input.id().value())
            .eq("mtime", input.audit().modifiedAt())
            .update();
    if (changed == 0) {
      throw new OptimisticLockException("stale");
    }
    AuditStamp given = input.audit();
    return input.withAudit(
        new AuditStamp(given.createdBy(), given.createdAt(), given.modifiedBy(), now));
  }

  @Override
  public Found page(PageQuery query) {
    ExpressionList<EbeanInput> matching =
        query()
            .where()
            .eq("userId", query.userId().value())
            .ge("timestamp", query.from())
            .lt("timestamp", query.until());
    PagedList<EbeanInput> page =
        matching
            .orderBy(NEWEST)
            .setFirstRow(Math.toIntExact(query.offset()))
            .setMaxRows(query.limit())
            .findPagedList();
    return new Found(domain(page.getList()), query.total() ? page.getTotalCount() : Found.UNKNOWN);
  }

  @Override
  public Supplier<List<BehaviorInput>> slice(Position after, int limit) {
    BehaviorInput last = after.last();
    return last == null
        ? () -> domain(query().orderBy(NEWEST).setMaxRows(limit).findList())
        : () ->
            domain(
                query()
                    .where()
                    .raw("(timestamp, id) < (?, ?)", last.timestamp(), last.id().value())
                    .orderBy(NEWEST)
                    .setMaxRows(limit)
                    .findList());
  }

  @Override
  public void saveAll(List<BehaviorInput> inputs) {
    List<EbeanInput> beans = inputs.stream().map(input -> EbeanInput.created(input)).toList();
    try (Transaction transaction = ebean.beginTransaction()) {
      transaction.setBatchMode(true);
      transaction.setBatchSize(BATCH);
      transaction.setGetGeneratedKeys(false);
      ebean.insertAll(beans, transaction);
      transaction.commit();
    }
  }

  @Override
  public int markProcessed(List<BehaviorInputId> ids) {
    return ebean
        .sqlUpdate(
            "UPDATE behavior_inputs SET processed = true,"
                + " mtime = greatest(clock_timestamp(), mtime + interval '1 microsecond')"
                + " WHERE id = ANY (cast(:ids AS uuid[])) AND NOT processed")
        .setArrayParameter("ids", uuids(ids))
        .execute();
  }

  @Override
  public List<BehaviorInput> findAll(List<BehaviorInputId> ids) {
    return domain(query().where().idIn(uuids(ids)).findList());
  }

  private static List<UUID> uuids(List<BehaviorInputId> ids) {
    return ids.stream().map(BehaviorInputId::value).toList();
  }

  @Override
  public Stream<BehaviorInput> stream() {
    Stream<EbeanInput> rows = query().orderBy("id").setBufferFetchSizeHint(BATCH).findStream();
    return rows.map(EbeanInput::toDomain).onClose(rows::close);
  }

  @Override
  public void close() {
    ebean.shutdown(false, false);
  }
}
