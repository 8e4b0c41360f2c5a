package io.zkpersona.benchmarks.candidate.hibernate;

import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.data.Found;
import io.zkpersona.benchmarks.data.PageQuery;
import io.zkpersona.benchmarks.data.Position;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spring Data JPA on Hibernate, with a repository that opens a read-only transaction for each
 * query, as the built-in ones do, and with batches that are flushed and cleared.
 */
public final class SpringDataJpa implements Candidate {

  static final int BATCH = 1_000;

  private final AnnotationConfigApplicationContext context;
  private final InputJpaRepository inputs;
  private final JpaTransactionManager transactions;
  private final EntityManager entities;

  /** Creates the candidate on the caller's pool. */
  public SpringDataJpa(DataSource pool) {
    this.context = new AnnotationConfigApplicationContext();
    // Spring must not close the caller's pool.
    context.registerBean(
        DataSource.class, () -> pool, definition -> definition.setDestroyMethodName(""));
    context.register(JpaConfig.class);
    context.refresh();
    this.inputs = context.getBean(InputJpaRepository.class);
    this.transactions = context.getBean(JpaTransactionManager.class);
    this.entities =
        SharedEntityManagerCreator.createSharedEntityManager(
            transactions.getEntityManagerFactory());
  }

  private static List<BehaviorInput> domain(List<InputEntity> rows) {
    return rows.stream().map(InputEntity::toDomain).toList();
  }

  @Override
  public BehaviorInput find(BehaviorInputId id) {
    return inputs.findById(id.value()).orElseThrow().toDomain();
  }

  @Override
  public BehaviorInput save(BehaviorInput input) {
    return inputs.save(InputEntity.of(input, false)).toDomain();
  }

  @Override
  public BehaviorInput update(BehaviorInput input) {
    return inputs.saveAndFlush(InputEntity.of(input, true)).toDomain();
  }

  @Override
  public Found page(PageQuery query) {
    UUID user = query.userId().value();
    Pageable page = new OffsetPage(query.limit(), query.offset());
    if (!query.total()) {
      return new Found(
          domain(inputs.pageWithoutTotal(user, query.from(), query.until(), page)), Found.UNKNOWN);
    }
    Page<InputEntity> found = inputs.page(user, query.from(), query.until(), page);
    return new Found(domain(found.getContent()), found.getTotalElements());
  }

  @Override
  public Supplier<List<BehaviorInput>> slice(Position after, int limit) {
    BehaviorInput last = after.last();
    Limit rows = Limit.of(limit);
    return last == null
        ? () -> domain(inputs.first(rows))
        : () -> domain(inputs.after(last.timestamp(), last.id().value(), rows));
  }

  @Override
  public void saveAll(List<BehaviorInput> rows) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              for (int from = 0; from < rows.size(); from += BATCH) {
                rows.subList(from, Math.min(from + BATCH, rows.size()))
                    .forEach(row -> entities.persist(InputEntity.of(row, false)));
                entities.flush();
                entities.clear();
              }
            });
  }

  @Override
  public int markProcessed(List<BehaviorInputId> ids) {
    return inputs.mark(uuids(ids));
  }

  @Override
  public List<BehaviorInput> findAll(List<BehaviorInputId> ids) {
    return domain(inputs.findMany(uuids(ids)));
  }

  static UUID[] uuids(List<BehaviorInputId> ids) {
    return ids.stream().map(BehaviorInputId::value).toArray(UUID[]::new);
  }

  @Override
  public Stream<BehaviorInput> stream() {
    DefaultTransactionDefinition readOnly = new DefaultTransactionDefinition();
    readOnly.setReadOnly(true);
    TransactionStatus transaction = transactions.getTransaction(readOnly);
    Stream<InputEntity> rows = inputs.streamAll();
    return rows.map(
            row -> {
              entities.detach(row);
              return row.toDomain();
            })
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

  /** A page by offset; Spring's PageRequest supports page numbers only. */
  private static final class OffsetPage extends PageRequest {

    private static final long serialVersionUID = 1L;

    private final long offset;

    OffsetPage(int limit, long offset) {
      super(
          Math.toIntExact(offset / limit), limit, org.springframework.data.domain.Sort.unsorted());
      this.offset = offset;
    }

    @Override
    public long getOffset() {
      return offset;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof OffsetPage that && super.equals(other) && offset == that.offset;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(offset);
    }
  }
}
