package io.zkpersona.storage.repository.contract;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.Repository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Describes an entity to the contracts: its filter, its sort columns and its components. */
public abstract class EntityFixture<
    E extends Record & Entity<I>, I extends EntityId, F extends Record> {

  /** A column that pages can be sorted by, with the comparator that it amounts to. */
  public record Sort<E>(String name, Comparator<E> comparator) {

    public static <E, C extends Comparable<? super C>> Sort<E> by(
        String name, Function<E, C> value) {
      return new Sort<>(name, Comparator.comparing(value));
    }
  }

  public final Class<E> type;
  public final String entityType;
  public final F noFilter;
  public final Supplier<I> newId;
  private final @Nullable Class<? extends Record> createRequest;

  /** Describes an entity without a request class: functions of the id create it. */
  public EntityFixture(Class<E> type, String entityType, F noFilter, Supplier<I> newId) {
    this(type, entityType, noFilter, newId, null);
  }

  public EntityFixture(
      Class<E> type,
      String entityType,
      F noFilter,
      Supplier<I> newId,
      @Nullable Class<? extends Record> createRequest) {
    this.type = type;
    this.entityType = entityType;
    this.noFilter = noFilter;
    this.newId = newId;
    this.createRequest = createRequest;
  }

  public abstract Repository<E, I> repository(Repositories all);

  /** Returns the same repository as {@link #repository}. */
  public abstract FilterablePaginatedRepository<E, F> filterable(Repositories all);

  /** Returns the repository of lists, whose elements may be smaller views of the entities. */
  public FilterablePaginatedRepository<?, F> lists(Repositories all) {
    return filterable(all);
  }

  /** Returns the number of earlier fixtures, whose entities it may refer to. */
  public abstract int fixturesBefore();

  /** Returns a new entity with every nullable component null. */
  public abstract E minimal(Draw draw);

  /** Returns a new entity with random values. */
  public abstract E random(Draw draw);

  /** Returns its references, each to a row that does not exist; none by default. */
  public Map<String, EntityId> dangling() {
    return Map.of();
  }

  /** Returns the entity that a request with these values creates, apart from id and stamp. */
  public E requested(E values) {
    return values;
  }

  /** Returns the stored entity with everything that an update may change taken from another one. */
  public E changed(E stored, E other) {
    return withAudit(withId(other, stored.id()), stored.audit());
  }

  /** Returns the components that only lifecycle steps change. */
  public List<String> lifecycle() {
    return List.of();
  }

  /** Returns the other components, besides id and stamp, that no update may change. */
  public List<String> fixed() {
    return List.of();
  }

  /** Returns the components that an upsert overwrites. */
  public final List<String> overwritten() {
    List<String> names = new ArrayList<>(Components.names(type));
    names.removeAll(List.of("id", "audit"));
    names.removeAll(lifecycle());
    names.removeAll(fixed());
    return names;
  }

  /** Returns an entity each of whose components can change alone. */
  public E comparable(Draw draw) {
    return random(draw);
  }

  /** Returns an entity to store, in which an upsert may then change this component. */
  public E overwritable(E entity, String component) {
    return entity;
  }

  /** Returns the entity that an upsert makes from the stored and the given one. */
  public final E upserted(E stored, E given) {
    return Components.merged(given, stored, lifecycle());
  }

  /** Returns a changed copy to upsert that is valid with the stored lifecycle. */
  public final E changedForUpsert(E stored, Draw draw) {
    return draw.valid(
        () -> {
          E changed = fitted(stored, changed(stored, random(draw)));
          upserted(stored, changed);
          return changed;
        });
  }

  /** Returns the changed copy without values that break a constraint with the stored lifecycle. */
  public E fitted(E stored, E changed) {
    return changed;
  }

  /** Returns the component and those that a constraint requires to change with it. */
  public List<String> together(String component) {
    return List.of(component);
  }

  /** Returns the columns that pages can be sorted by; the first is the default. */
  public List<Sort<E>> sorts() {
    return List.of(
        Sort.by("createdAt", entity -> entity.audit().createdAt()),
        Sort.by("modifiedAt", entity -> entity.audit().modifiedAt()));
  }

  /** Returns the time that a filter's range applies to; by default that of the creation. */
  public Instant time(E entity) {
    return entity.audit().createdAt();
  }

  /** Returns the names of the filter's range members: from, then until. */
  public List<String> range() {
    return List.of("startDate", "endDate");
  }

  /**
   * Returns a filter with every member set that the first entity has a value for; ranges end at the
   * second.
   */
  public abstract F filter(E one, E other);

  /** Tells whether the entity matches the filter, in plain Java. */
  public abstract boolean matches(F filter, E entity);

  /** Tells whether a filter has nothing that narrows it. */
  public boolean saysNothing(F filter) {
    return filter.equals(noFilter);
  }

  /** Returns what the history holds of the entity. */
  public Object recorded(E entity) {
    return entity;
  }

  /** Returns a numeric component. */
  public abstract long counter(E entity);

  /** Returns a copy with another number. */
  public abstract E counted(E entity, long counter);

  public final String table() {
    return "zkpersona." + entityType.replace(' ', '_') + "s";
  }

  /** Returns the request to create an entity with these values. */
  @SuppressWarnings("unchecked") // the fixture pairs the types
  public final CreateRequest<E, I> createRequest(E values) {
    return createRequest == null
        ? id -> withAudit(withId(values, id), AuditStamp.unsaved())
        : (CreateRequest<E, I>) Components.copied(values, createRequest);
  }

  public final E withId(E entity, I id) {
    return Components.with(entity, "id", id);
  }

  public final E withAudit(E entity, AuditStamp audit) {
    return Components.with(entity, "audit", audit);
  }

  /** Compares ids as the server does: as unsigned bytes, the same order as their text. */
  public final Comparator<E> byId() {
    return Comparator.comparing(entity -> entity.id().value().toString());
  }

  public static boolean same(@Nullable Object wanted, @Nullable Object value) {
    return wanted == null || wanted.equals(value);
  }

  public static <C extends Comparable<C>> boolean atLeast(@Nullable C bound, C value) {
    return bound == null || value.compareTo(bound) >= 0;
  }

  public static <C extends Comparable<C>> boolean atMost(@Nullable C bound, C value) {
    return bound == null || value.compareTo(bound) <= 0;
  }

  public static <C extends Comparable<C>> boolean below(@Nullable C bound, C value) {
    return bound == null || value.compareTo(bound) < 0;
  }

  public static <C extends Comparable<C>> C smaller(C one, C other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  public static <C extends Comparable<C>> C greater(C one, C other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  @Override
  public final String toString() {
    return type.getSimpleName();
  }
}
