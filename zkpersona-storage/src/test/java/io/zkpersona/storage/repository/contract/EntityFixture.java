package io.zkpersona.storage.repository.contract;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.change.CreateRequest;
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

/** What the contracts need to know of an entity, its filter and its orders. */
public abstract class EntityFixture<
    E extends Record & Entity<I>, I extends EntityId, F extends Record> {

  /** Of what the name says: a column that pages can be sorted by. */
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
  private final Class<? extends Record> createRequest;

  public EntityFixture(
      Class<E> type,
      String entityType,
      F noFilter,
      Supplier<I> newId,
      Class<? extends Record> createRequest) {
    this.type = type;
    this.entityType = entityType;
    this.noFilter = noFilter;
    this.newId = newId;
    this.createRequest = createRequest;
  }

  public abstract Repository<E, I> repository(Repositories all);

  /** The same one as {@link #repository}. */
  public abstract FilterablePaginatedRepository<E, F> filterable(Repositories all);

  /** The number of fixtures before it, which it may refer to. */
  public abstract int fixturesBefore();

  /** A new one with everything null that may be. */
  public abstract E minimal(Draw draw);

  /** A new one with anything in it. */
  public abstract E random(Draw draw);

  /** Its references, each to something that does not exist. */
  public abstract Map<String, EntityId> dangling();

  /** What a request of these values makes, but for id and stamp. */
  public E requested(E values) {
    return values;
  }

  /** The stored one with all that an update may change taken from another. */
  public E changed(E stored, E other) {
    return withAudit(withId(other, stored.id()), stored.audit());
  }

  /** The components that only the steps of a lifecycle change. */
  public List<String> lifecycle() {
    return List.of();
  }

  /** The components besides those, id and stamp, that no update may change. */
  public List<String> fixed() {
    return List.of();
  }

  /** The components that an upsert overwrites. */
  public final List<String> overwritten() {
    List<String> names = new ArrayList<>(Components.names(type));
    names.removeAll(List.of("id", "audit"));
    names.removeAll(lifecycle());
    names.removeAll(fixed());
    return names;
  }

  /** An entity each of whose components can be another one alone. */
  public E comparable(Draw draw) {
    return random(draw);
  }

  /** An entity to store of which an upsert may then change this component. */
  public E overwritable(E entity, String component) {
    return entity;
  }

  /** The entity that an upsert makes of a stored one and the given one. */
  public final E upserted(E stored, E given) {
    return Components.merged(given, stored, lifecycle());
  }

  /** A changed copy to upsert, which makes a valid entity with the stored lifecycle. */
  public final E changedForUpsert(E stored, Draw draw) {
    return draw.valid(
        () -> {
          E changed = fitted(stored, changed(stored, random(draw)));
          upserted(stored, changed);
          return changed;
        });
  }

  /** A changed copy without what breaks a rule of the database together with the lifecycle. */
  public E fitted(E stored, E changed) {
    return changed;
  }

  /** A component, with those that no rule of the database lets change without it. */
  public List<String> together(String component) {
    return List.of(component);
  }

  /** The columns that pages can be sorted by; the first is the default. */
  public abstract List<Sort<E>> sorts();

  /** The time that a filter's range is about. */
  public abstract Instant time(E entity);

  /** The filter's members for the range, from and until. */
  public List<String> range() {
    return List.of("startDate", "endDate");
  }

  /** A filter with every member set that the first one has a value for, ranges up to the other. */
  public abstract F filter(E one, E other);

  /** What the filter ought to mean. */
  public abstract boolean matches(F filter, E entity);

  /** Whether a filter says nothing that narrows it. */
  public boolean saysNothing(F filter) {
    return filter.equals(noFilter);
  }

  /** Some number that it holds. */
  public abstract long counter(E entity);

  /** A copy with another number. */
  public abstract E counted(E entity, long counter);

  public final String table() {
    return "zkpersona." + entityType.replace(' ', '_') + "s";
  }

  /** The request for one of these values. */
  @SuppressWarnings("unchecked") // the fixture says what belongs together
  public final CreateRequest<E, I> createRequest(E values) {
    return (CreateRequest<E, I>) Components.copied(values, createRequest);
  }

  public final E withId(E entity, I id) {
    return Components.with(entity, "id", id);
  }

  public final E withAudit(E entity, AuditStamp audit) {
    return Components.with(entity, "audit", audit);
  }

  /** As the server orders ids: by their bytes, unsigned, which their text has too. */
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
