package io.zkpersona.benchmarks.candidate.springjdbc;

import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.data.Found;
import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.benchmarks.data.PageQuery;
import io.zkpersona.benchmarks.data.Position;
import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spring Data JDBC with a repository of string queries; inserts use the template, as rows with
 * client-generated ids require.
 */
public final class SpringDataJdbc implements Candidate {

  private final AnnotationConfigApplicationContext context;
  private final InputRepository inputs;
  private final JdbcAggregateOperations template;
  private final JdbcTransactionManager transactions;

  /** Creates the candidate on the caller's pool. */
  public SpringDataJdbc(DataSource pool) {
    this.context = new AnnotationConfigApplicationContext();
    // Spring must not close the caller's pool.
    context.registerBean(
        DataSource.class, () -> pool, definition -> definition.setDestroyMethodName(""));
    context.register(JdbcConfig.class);
    context.refresh();
    this.inputs = context.getBean(InputRepository.class);
    this.template = context.getBean(JdbcAggregateOperations.class);
    this.transactions = context.getBean(JdbcTransactionManager.class);
  }

  private static List<BehaviorInput> domain(Iterable<InputEntity> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(InputEntity::toDomain).toList();
  }

  @Override
  public BehaviorInput find(BehaviorInputId id) {
    return inputs.findById(id.value()).orElseThrow().toDomain();
  }

  @Override
  public BehaviorInput save(BehaviorInput input) {
    return template.insert(InputEntity.created(input)).toDomain();
  }

  /** Updates with a query, because a version property must be a number. */
  @Override
  public BehaviorInput update(BehaviorInput input) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    AuditStamp audit = input.audit();
    int changed =
        inputs.update(
            input.id().value(),
            InputRows.uuid(input.userId()),
            InputRows.uuid(input.behaviorSessionId()),
            input.sessionId() == null ? null : input.sessionId().value(),
            input.inputData(),
            input.inputType().value(),
            input.source().value(),
            input.timestamp(),
            input.processed(),
            InputRows.uuid(audit.modifiedBy()),
            now,
            audit.modifiedAt());
    if (changed == 0) {
      throw new OptimisticLockingFailureException("stale");
    }
    return input.withAudit(
        new AuditStamp(audit.createdBy(), audit.createdAt(), audit.modifiedBy(), now));
  }

  @Override
  public Found page(PageQuery query) {
    UUID user = query.userId().value();
    return new Found(
        domain(inputs.page(user, query.from(), query.until(), query.limit(), query.offset())),
        query.total() ? inputs.count(user, query.from(), query.until()) : Found.UNKNOWN);
  }

  @Override
  public Supplier<List<BehaviorInput>> slice(Position after, int limit) {
    BehaviorInput last = after.last();
    return last == null
        ? () -> domain(inputs.first(limit))
        : () -> domain(inputs.after(last.timestamp(), last.id().value(), limit));
  }

  @Override
  public void saveAll(List<BehaviorInput> rows) {
    List<InputEntity> entities = rows.stream().map(InputEntity::created).toList();
    new TransactionTemplate(transactions)
        .executeWithoutResult(status -> template.insertAll(entities));
  }

  @Override
  public int markProcessed(List<BehaviorInputId> ids) {
    return inputs.mark(uuids(ids));
  }

  private static UUID[] uuids(List<BehaviorInputId> ids) {
    return ids.stream().map(BehaviorInputId::value).toArray(UUID[]::new);
  }

  /** Uses a query, because the derived one has a parameter for each id. */
  @Override
  public List<BehaviorInput> findAll(List<BehaviorInputId> ids) {
    return domain(inputs.all(uuids(ids)));
  }

  @Override
  public Stream<BehaviorInput> stream() {
    DefaultTransactionDefinition readOnly = new DefaultTransactionDefinition();
    readOnly.setReadOnly(true);
    TransactionStatus transaction = transactions.getTransaction(readOnly);
    Stream<InputEntity> rows = inputs.streamAll();
    return rows.map(InputEntity::toDomain)
        .onClose(
            () -> {
              rows.close();
              transactions.rollback(transaction);
            });
  }

  @Override
  public void close() {
    context.close();
  }
}
