package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.bulk.AbsentRows;
import io.zkpersona.storage.internal.bulk.BulkCall;
import io.zkpersona.storage.internal.bulk.BulkWrites;
import io.zkpersona.storage.internal.bulk.Chunk;
import io.zkpersona.storage.internal.bulk.GroupCommit;
import io.zkpersona.storage.internal.bulk.ManyRows;
import io.zkpersona.storage.internal.bulk.UpsertedColumns;
import io.zkpersona.storage.internal.bulk.Written;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.error.RowErrors;
import io.zkpersona.storage.internal.execution.LockWait;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.repository.Repository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The bulk operations of every repository, implemented once over an entity's declaration. */
abstract class BulkRepository<E extends Entity<I>, I extends EntityId> implements Repository<E, I> {

  private static final String ENTITIES = "entities";

  protected final RepositoryContext context;
  protected final EntityTable<E, I> entity;
  protected final Supplier<I> newId;
  private final EntityStatements<E, ?, I, ?> statements;

  BulkRepository(
      RepositoryContext context, EntityStatements<E, ?, I, ?> statements, Supplier<I> newId) {
    this.context = context;
    this.entity = statements.entity;
    this.newId = newId;
    this.statements = statements;
  }

  /** Returns the name under which a call is timed. */
  protected final String operation(String name) {
    return entity.operation(name);
  }

  protected final SqlExecutor executor() {
    return context.executor();
  }

  /** Returns the executor of calls that only read. */
  protected final SqlExecutor reader() {
    return context.reader();
  }

  /** Returns the entities with these ids, ordered by id; the call is timed under the given name. */
  protected abstract List<E> findAllById(String operation, List<I> ids);

  /** Inserts one entity with its dependent rows. */
  protected abstract E insert(E value);

  /**
   * Inserts checked entities with their dependent rows; if one is rejected, some may have been
   * inserted.
   */
  protected void insertMany(SqlExecutor tx, String operation, List<E> values) {
    statements.rows.insert(tx, operation, values);
  }

  /**
   * Inserts entities as {@link #insertMany} does; if the outcome of the commit is unknown, the
   * error names them.
   */
  private void insertNamed(SqlExecutor tx, String operation, List<E> values) {
    naming(
        tx,
        values,
        () -> {
          insertMany(tx, operation, values);
          return true;
        });
  }

  private <T> T naming(SqlExecutor on, List<E> values, Supplier<T> insert) {
    return on.inserting(
        entity.entityType(),
        () -> values.stream().map(value -> value.id().value()).toList(),
        insert);
  }

  @Override
  public final List<E> findAllById(Collection<I> ids) {
    return findAllById(operation("find_all_by_id"), Required.elements("ids", ids));
  }

  @Override
  public final Stream<E> streamAllById(Iterable<? extends I> ids) {
    String operation = operation("stream_all_by_id");
    return ById.stream(Required.argument("ids", ids), chunk -> findAllById(operation, chunk));
  }

  @Override
  public final List<E> saveAll(Collection<E> values) {
    String operation = operation("save_all");
    List<E> given =
        Required.elements(ENTITIES, values).stream()
            .map(value -> entity.createdBy(context.actor(), value))
            .toList();
    Chunk<E, List<E>> chunk =
        Chunk.ofAtomic(operation, (on, rows) -> insertStamped(on, operation, rows));
    List<E> rows = new ArrayList<>(given.size());
    for (E value : given) {
      try {
        rows.add(entity.toInsert(value));
      } catch (ValidationException e) {
        throw chunk.firstBadOr(RowErrors.at(e, rows.size()), executor(), rows, 0);
      }
    }
    return rows.isEmpty() ? List.of() : chunk.send(executor(), rows, 0);
  }

  /**
   * Inserts entities, all or none, and returns them with their times. The default of both times is
   * the transaction's, which is the same instant for all of them.
   */
  private List<E> insertStamped(SqlExecutor on, String operation, List<E> values) {
    Instant now =
        isPlainInsert() && values.size() < ManyRows.COPY_FROM
            ? naming(
                on,
                values,
                () -> on.first(statements.bulk.insert().as(operation), values).orElseThrow())
            : on.atomically(
                operation,
                tx -> {
                  Instant time = tx.first(WriteStatements.TRANSACTION_TIME).orElseThrow();
                  insertNamed(tx, operation, values);
                  return time;
                });
    List<E> stored = new ArrayList<>(values.size());
    values.forEach(value -> stored.add(entity.stamped(value, now, now)));
    return List.copyOf(stored);
  }

  /** Returns the entity of a request, which may be a caller's lambda. */
  protected final E made(CreateRequest<E, I> request) {
    return Required.argument(
        "request.toEntity", Required.argument("request", request).toEntity(newId.get()));
  }

  @Override
  public final List<E> createAll(Collection<? extends CreateRequest<E, I>> requests) {
    return saveAll(Required.elements("requests", requests).stream().map(this::made).toList());
  }

  @Override
  public final BulkResult saveAll(Iterable<? extends E> entities, BulkOptions options) {
    return insertAll(ENTITIES, entities, this::insertable, options);
  }

  @Override
  public final BulkResult createAll(
      Iterable<? extends CreateRequest<E, I>> requests, BulkOptions options) {
    return insertAll(
        "requests", requests, (CreateRequest<E, I> request) -> insertable(made(request)), options);
  }

  @Override
  public final BulkResult insertAbsent(Iterable<? extends E> entities, BulkOptions options) {
    String operation = operation("insert_absent");
    AbsentRows<E, I> absent =
        new AbsentRows<>(entity, statements.absent, this::insertNamed, isPlainInsert());
    return call(
        operation,
        ENTITIES,
        entities,
        this::insertable,
        (tx, rows) -> absent.insert(tx, operation, rows),
        options);
  }

  /** Tells whether an insert writes to the entity's own table only. */
  protected boolean isPlainInsert() {
    return true;
  }

  private <S> BulkResult insertAll(
      String name, Iterable<? extends S> source, Function<S, E> prepare, BulkOptions options) {
    String operation = operation("save_all");
    return call(
        operation,
        name,
        source,
        prepare,
        (tx, rows) -> {
          insertNamed(tx, operation, rows);
          return new Written(rows.size(), 0, 0);
        },
        options);
  }

  /** Opens a group commit writer. */
  protected final GroupCommitWriter<E, I> groupCommitWriter(GroupCommitOptions options) {
    Required.argument("options", options);
    executor().requireHandover();
    return new GroupCommit<>(
        executor(),
        operation("save_in_group"),
        value -> insertable(Required.argument("entity", value)),
        this::made,
        this::insertGroup,
        context.longestWait(),
        options);
  }

  /** Writes a group; a single row is inserted as {@link #save} does it, with the same result. */
  private List<E> insertGroup(List<E> values, @Nullable Duration wait) {
    if (values.size() == 1 && wait == null) {
      return List.of(insert(values.get(0)));
    }
    String operation = operation("save_group");
    return wait == null
        ? insertStamped(executor(), operation, values)
        : executor()
            .atomically(
                operation,
                tx -> {
                  LockWait.limit(tx, wait);
                  return insertStamped(tx, operation, values);
                });
  }

  /** Called with the entities of a bulk update, for its side effects. */
  protected void updatedAll(SqlExecutor tx, List<E> rows) {}

  private E insertable(E given) {
    return entity.toInsert(entity.createdBy(context.actor(), given));
  }

  @Override
  public final BulkResult updateAll(Iterable<? extends E> entities, BulkOptions options) {
    String operation = operation("update_all");
    BulkWrites<E, I> bulk = bulk(entity.updatable());
    return call(
        operation,
        ENTITIES,
        entities,
        entity::toUpdate,
        (tx, rows) -> {
          Written written = bulk.update(tx, rows);
          updatedAll(tx, rows);
          return written;
        },
        options);
  }

  @Override
  public final BulkResult upsertAll(Iterable<? extends E> entities, BulkOptions options) {
    String operation = operation("upsert_all");
    Set<String> chosen = Required.argument("options", options).updatedComponents();
    BulkWrites<E, I> bulk = bulk(UpsertedColumns.of(entity, chosen));
    return new BulkCall<E, E>(
            executor(),
            operation,
            ENTITIES,
            entity::toUpdate,
            (tx, rows) -> bulk.upsert(tx, operation, rows, chosen.isEmpty(), this::insertNamed),
            options)
        .upsert(entities);
  }

  @Override
  public final BulkResult deleteAllById(Iterable<? extends I> ids, BulkOptions options) {
    BulkWrites<E, I> bulk = bulk(entity.updatable());
    return call(operation("delete_all_by_id"), "ids", ids, (I id) -> id, bulk::delete, options);
  }

  private BulkWrites<E, I> bulk(List<Column<E, ?>> updated) {
    return new BulkWrites<>(entity, statements.bulk, updated, context.actor());
  }

  private <S, T> BulkResult call(
      String operation,
      String name,
      Iterable<? extends S> source,
      Function<S, T> prepare,
      Chunk.Sender<T, Written> sender,
      BulkOptions options) {
    return new BulkCall<>(executor(), operation, name, prepare, sender, options).run(source);
  }
}
