package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.Page;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.storage.internal.error.NotFound;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.Last;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.Acting.By;
import io.zkpersona.storage.internal.query.FilterConditions;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.repository.ReadStatements.Listed;
import io.zkpersona.storage.internal.repository.WriteStatements.Times;
import io.zkpersona.storage.internal.repository.WriteStatements.Update;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.change.History;
import io.zkpersona.storage.repository.change.HistoryOf;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operations of every repository, implemented once over the declarations of an entity and its
 * filter. Entities found by id are whole; lists, streams and pages by a filter may contain smaller
 * views.
 *
 * @param <E> the entity
 * @param <L> an element of a list: the entity itself, or a smaller view of the same row
 */
public class ListedRepository<E extends Entity<I>, L extends Entity<I>, I extends EntityId, F>
    extends BulkRepository<E, I> implements FilterablePaginatedRepository<L, F>, HistoryOf<L, I> {

  protected final FilterConditions<F> filters;
  private final ReadStatements<E, I, F> reads;
  private final ReadStatements<L, I, F> lists;
  private final WriteStatements<E, I, F> writes;
  private final Pages<L, I, F> pages;
  private final AlreadyStored<E, I> stored;
  private final EntityStatements<E, L, I, F> statements;

  protected ListedRepository(
      RepositoryContext context, EntityStatements<E, L, I, F> statements, Supplier<I> newId) {
    super(context, statements, newId);
    this.statements = statements;
    this.filters = statements.filters;
    this.reads = statements.reads;
    this.lists = statements.lists;
    this.writes = statements.writes();
    this.pages = new Pages<>(context, statements.listed, filters, lists);
    this.stored = new AlreadyStored<>(this);
  }

  @Override
  public Optional<E> findById(I id) {
    return findById(reader(), id);
  }

  @Override
  public E getById(I id) {
    return findById(id).orElseThrow(() -> notFound(id));
  }

  /** Returns an entity as it is stored now, which an outdated read does not tell. */
  protected final E stored(I id) {
    return findById(executor(), id).orElseThrow(() -> notFound(id));
  }

  final Optional<E> findById(SqlExecutor on, I id) {
    return on.first(reads.findById, required(id));
  }

  @Override
  protected final List<E> findAllById(String operation, List<I> ids) {
    return reader().list(reads.findAllById.as(operation), ids);
  }

  @Override
  public boolean existsById(I id) {
    return reader().first(reads.exists, required(id)).isPresent();
  }

  @Override
  public List<E> findAll() {
    F none = filters.none();
    return atMost(reads.list(none), none);
  }

  @Override
  public Stream<E> stream() {
    F none = filters.none();
    return reader().stream(reads.stream(none), none);
  }

  @Override
  public long count() {
    return count(filters.none());
  }

  @Override
  public E save(E value) {
    return insert(Required.argument("entity", value));
  }

  /**
   * Finds the entity with a name: first the composed spelling, in which names are stored, then the
   * given one.
   */
  protected final Optional<E> findByName(Statement<String, E> byName, String name) {
    return Composed.first(name, spelling -> reader().first(byName, spelling));
  }

  /** Inserts an entity; returns empty if one of its unique values is taken. */
  protected final Optional<E> saveUnlessTaken(E value) {
    return insert(writes.insertUnlessTaken, value);
  }

  @Override
  protected E insert(E value) {
    try {
      return insert(writes.insert, value).orElseThrow();
    } catch (DuplicateEntityException e) {
      throw stored.refused(value, e);
    }
  }

  private Optional<E> insert(Statement<E, Times> statement, E given) {
    E value = entity.toInsert(entity.createdBy(context.actor(), given));
    return executor()
        .inserting(
            entity.entityType(),
            () -> List.of(value.id().value()),
            () ->
                executor()
                    .first(statement, value)
                    .map(times -> entity.stamped(value, times.createdAt(), times.modifiedAt())));
  }

  @Override
  public E create(CreateRequest<E, I> request) {
    return insert(made(request));
  }

  @Override
  public E update(E value) {
    Required.argument("entity", value);
    if (entity.changes().needStored(value)) {
      return executor().atomicallyUntil(operation("update"), tx -> compared(tx, value));
    }
    return tryUpdate(executor(), value)
        .orElseThrow(
            () ->
                findById(executor(), value.id())
                    .<ZkPersonaException>map(current -> stored.stale(current, value))
                    .orElseGet(() -> notFound(value.id())));
  }

  private Last<Update<E>, AuditStamp, E> compared(SqlExecutor tx, E value) {
    E current = lock(tx, value.id());
    if (!current.audit().modifiedAt().equals(value.audit().modifiedAt())) {
      throw stored.stale(current, value);
    }
    entity.changes().check(current, value);
    return lastUpdate(current, value);
  }

  private Last<Update<E>, AuditStamp, E> lastUpdate(E locked, E changed) {
    E value = entity.toUpdate(changed);
    return new Last<>(
        updating(locked, value),
        new Update<>(value, context.actor()),
        stamp ->
            entity.with(
                value,
                // The row is locked: only the caller's own function can have changed it.
                stamp.orElseThrow(
                    () -> new StaleEntityException(entity.entityType(), value.id().value()))));
  }

  @Override
  public E update(I id, UnaryOperator<E> change) {
    required(id);
    Required.argument("change", change);
    return executor()
        .atomicallyUntil(
            operation("modify"),
            tx -> {
              E current = lock(tx, id);
              return lastUpdate(current, changed(current, change.apply(current)));
            });
  }

  /** Returns the result of the caller's function with the stored stamp, after checking it. */
  private E changed(E current, @Nullable E changed) {
    if (changed == null) {
      throw new ValidationException(
          "change", "the function returned null (expected: the changed entity)");
    }
    if (!changed.id().equals(current.id())) {
      throw new ValidationException("id", "changed by the function (expected: the same id)");
    }
    entity.changes().check(current, changed);
    return entity.with(changed, current.audit());
  }

  /**
   * Returns the statements that update an entity to this value, each like {@link
   * WriteStatements#update}: each runs only if those before it changed nothing.
   */
  protected List<Statement<Update<E>, AuditStamp>> updating(E value) {
    return List.of(writes.update);
  }

  /** Returns the statement that updates the locked entity to a value. */
  protected Statement<Update<E>, AuditStamp> updating(E locked, E value) {
    return writes.update;
  }

  /** Reads an entity and locks it against changes until the transaction ends. */
  protected final E lock(SqlExecutor tx, I id) {
    return tx.first(reads.lockById, required(id)).orElseThrow(() -> notFound(id));
  }

  private Optional<E> tryUpdate(SqlExecutor on, E given) {
    E value = entity.toUpdate(given);
    return on.firstOf(updating(value), new Update<>(value, context.actor()))
        .map(stamp -> entity.with(value, stamp));
  }

  @Override
  public void deleteById(I id) {
    if (executor().update(writes.deleteById, by(required(id))) == 0) {
      throw notFound(id);
    }
  }

  @Override
  public List<L> find(F filter) {
    return atMost(lists.list(Required.argument("filter", filter)), filter);
  }

  /**
   * Returns all matches, as an operation of this name; fails if there are more than the limit
   * rather than return a part.
   */
  protected final List<L> listAtMost(String operation, F filter) {
    return atMost(lists.list(Required.argument("filter", filter)).as(operation), filter);
  }

  /** Returns all rows of a statement; fails if there are more than the limit. */
  protected final <T> List<T> atMost(Statement<Listed<F>, T> statement, F filter) {
    long limit = context.findAllLimit();
    List<T> found = reader().list(statement, new Listed<>(filter, limit + 1));
    if (found.size() > limit) {
      throw new ResultTooLargeException(limit);
    }
    return List.copyOf(found);
  }

  @Override
  public Stream<L> stream(F filter) {
    return reader().stream(lists.stream(Required.argument("filter", filter)), filter);
  }

  @Override
  public long count(F filter) {
    return pages.count(Required.argument("filter", filter));
  }

  @Override
  public long delete(F filter) {
    if (filters.isUnrestricted(Required.argument("filter", filter))) {
      throw new ValidationException(
          "filter",
          "no member is set (expected: at least one; call deleteEverything() to delete all rows)");
    }
    return executor().update(writes.delete(filter), by(filter));
  }

  @Override
  public long deleteEverything() {
    return executor().update(writes.deleteEverything, by(None.NONE));
  }

  @Override
  public Page<L> findPage(PaginationParams params) {
    return findPage(filters.none(), params);
  }

  @Override
  public Page<L> findPage(F filter, PaginationParams params) {
    return pages.page(Required.argument("filter", filter), Required.argument("params", params));
  }

  @Override
  public Slice<L> findSlice(SliceParams params) {
    return findSlice(filters.none(), params);
  }

  @Override
  public Slice<L> findSlice(F filter, SliceParams params) {
    return pages.slice(Required.argument("filter", filter), Required.argument("params", params));
  }

  @Override
  public final History<L, I> history() {
    return new EntityHistory<>(context, statements.listed, statements.history());
  }

  protected final EntityNotFoundException notFound(I id) {
    return NotFound.of(entity.entityType(), id.value());
  }

  private <P> By<P> by(P value) {
    return new By<>(value, context.actor());
  }

  private I required(I id) {
    return Required.argument("id", id);
  }
}
