package io.zkpersona.storage.internal.mapping;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.SerializationException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.error.Naming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jooq.Converter;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * The one declaration of an entity: which generated column keeps which component. Selecting,
 * inserting, updating and reading all follow from it. Thread-safe.
 */
public final class EntityTable<E extends Entity<I>, I extends EntityId> {

  private final Table<?> table;
  private final Columns<E, I> columns;
  private final RowReader<E> reader;
  private final List<SelectField<?>> fields;
  private final List<Column<E, ?>> insertable;
  private final List<Column<E, ?>> updatable;
  private final List<Column<E, ?>> upsertable;
  private final List<Column<E, ?>> content;
  private final boolean hasFixed;
  private final Map<String, String> operations = new ConcurrentHashMap<>();

  private EntityTable(Table<?> table, Columns<E, I> columns, RowReader<E> reader) {
    this.table = table;
    this.columns = columns;
    this.reader = reader;
    Objects.requireNonNull(columns.key, "key");
    Objects.requireNonNull(columns.audit, "audit");
    this.fields = List.copyOf(columns.all.stream().map(Column::selected).toList());
    this.insertable =
        columns.all.stream()
            .filter(Column::isInserted)
            .filter(column -> column != audit().createdAt())
            .filter(column -> column != audit().modifiedAt())
            .toList();
    this.updatable =
        insertable.stream()
            .filter(Column::isChangeable)
            .filter(column -> column != key())
            .filter(column -> column != audit().createdBy())
            .toList();
    this.upsertable =
        updatable.stream().filter(column -> !columns.lifecycle.contains(column)).toList();
    this.content =
        columns.all.stream()
            .filter(column -> column != key() && !audit().isOne(column))
            .filter(column -> !columns.lifecycle.contains(column))
            .toList();
    this.hasFixed = columns.all.stream().anyMatch(column -> !column.isChangeable());
  }

  /** Declares an entity. */
  public static <E extends Entity<I>, I extends EntityId> EntityTable<E, I> of(
      Table<?> table, Function<Columns<E, I>, RowReader<E>> declaration) {
    Columns<E, I> columns = new Columns<>();
    return new EntityTable<>(table, columns, declaration.apply(columns));
  }

  /** What errors call the entity. */
  public String entityType() {
    return Naming.entityType(table.getName());
  }

  /** The name under which a kind of call is timed: the table's, and the kind's. */
  public String operation(String name) {
    String known = operations.get(name);
    return known != null
        ? known
        : operations.computeIfAbsent(name, kind -> table.getName() + "." + kind);
  }

  /** The generated table. */
  public Table<?> table() {
    return table;
  }

  /** Every column, in the order of the select list. */
  public List<Column<E, ?>> columns() {
    return columns.all;
  }

  /** The select list. */
  public List<SelectField<?>> fields() {
    return fields;
  }

  /** What an insert sets: all but the times and what is derived. */
  public List<Column<E, ?>> insertable() {
    return insertable;
  }

  /** What an update sets besides the time: all but what is fixed, the key, and the creation. */
  public List<Column<E, ?>> updatable() {
    return updatable;
  }

  /** The columns that an upsert sets besides the time: those of an update without lifecycle. */
  public List<Column<E, ?>> upsertable() {
    return upsertable;
  }

  /** The columns that {@code insertAbsent} compares: all but key, audit and lifecycle. */
  public List<Column<E, ?>> content() {
    return content;
  }

  /** The columns that only steps of a lifecycle change, in order. */
  public List<Column<E, ?>> lifecycle() {
    return columns.lifecycle;
  }

  /** A further column, unique where it is set, that says that a row is there; null if none does. */
  public @Nullable Column<E, ?> identifying() {
    return columns.identifying;
  }

  /**
   * Tells whether an update must read the stored row first: the new value could change a fixed
   * column, or holds a value that old rows may keep and new ones may not have.
   */
  public boolean isToBeCompared(E changed) {
    if (hasFixed) {
      return true;
    }
    try {
      columns.entrances.forEach(entrance -> entrance.check(changed));
      return false;
    } catch (ValidationException old) {
      return true;
    }
  }

  /**
   * Refuses a change of what is fixed, and a changed value that may be read but not stored anew.
   *
   * @throws ValidationException if there is such a component; it is named
   */
  public void checkChange(E current, E changed) {
    checkChange(columns.all, current, changed);
  }

  /**
   * Refuses a change of what is fixed among some columns, and a changed value of theirs that may be
   * read but not stored anew.
   *
   * @throws ValidationException if there is such a component; it is named
   */
  public void checkChange(List<Column<E, ?>> compared, E current, E changed) {
    for (Entrance<E, ?> entrance : columns.entrances) {
      if (compared.contains(entrance.column()) && entrance.isChanged(current, changed)) {
        entrance.check(changed);
      }
    }
    for (Column<E, ?> column : compared) {
      if (!column.isChangeable()
          && !Objects.equals(column.valueOf(current), column.valueOf(changed))) {
        throw new ValidationException(
            column.component(), "changed (expected: as it is stored, no update changes it)");
      }
    }
  }

  /** The primary key. */
  public Column<E, I> key() {
    return Objects.requireNonNull(columns.key);
  }

  /** The typed id of a plain one. */
  @SuppressWarnings("unchecked")
  public I keyOf(UUID id) {
    return ((Converter<UUID, I>) key().field().getConverter()).from(id);
  }

  /** Who wrote the row, and when. */
  public AuditColumns<E> audit() {
    return Objects.requireNonNull(columns.audit);
  }

  /** What pages can be sorted by, by name; the first is the default. */
  public Map<String, Column<E, ?>> sortable() {
    return columns.sortable;
  }

  /**
   * Makes the entity of a row.
   *
   * @throws SerializationException if the row breaks a rule of the entity, as an old one may
   */
  public RowReader<E> reader() {
    return this::read;
  }

  private E read(Row row) {
    try {
      return reader.read(row);
    } catch (ValidationException e) {
      throw new SerializationException(
          "%s %s: the stored row breaks a rule: %s"
              .formatted(entityType(), row.get(key()).value(), e.getMessage()),
          e);
    } catch (SerializationException e) {
      throw new SerializationException(entityType() + ": " + e.getMessage(), e.getCause());
    }
  }

  /** The entity with the times that the database set, the rest of its stamp as it was. */
  public E stamped(E entity, Instant createdAt, Instant modifiedAt) {
    AuditStamp given = entity.audit();
    return audit()
        .replace()
        .apply(
            entity, new AuditStamp(given.createdBy(), createdAt, given.modifiedBy(), modifiedAt));
  }

  /** The entity with what an update returned: who created it, when, its new time, who made it. */
  public E updated(E entity, Row row) {
    ActorId createdBy = row.read(audit().createdBy().codec(), 1);
    ActorId modifiedBy = row.read(audit().modifiedBy().codec(), 4);
    return audit()
        .replace()
        .apply(entity, new AuditStamp(createdBy, time(row, 2), modifiedBy, time(row, 3)));
  }

  /** The entity as created by an actor, or, for null, by whom it says itself. */
  public E createdBy(@Nullable ActorId actor, E entity) {
    AuditStamp given = entity.audit();
    return actor == null
        ? entity
        : audit()
            .replace()
            .apply(entity, new AuditStamp(actor, given.createdAt(), actor, given.modifiedAt()));
  }

  /** The entity as changed by an actor, or, for null, by nobody who is named. */
  public E modifiedBy(@Nullable ActorId actor, E entity) {
    AuditStamp given = entity.audit();
    return audit()
        .replace()
        .apply(
            entity,
            new AuditStamp(given.createdBy(), given.createdAt(), actor, given.modifiedAt()));
  }

  /** A time that a statement returned. */
  public Instant time(Row row, int position) {
    return Objects.requireNonNull(row.read(Codecs.INSTANT, position));
  }

  /**
   * The form in which an entity is written over the stored one, as an insert has it where it has
   * one: old rows may hold what none would be inserted with.
   */
  public E toUpdate(E entity) {
    columns.writeCheck.accept(entity);
    try {
      return columns.insertForm.apply(entity);
    } catch (ValidationException old) {
      return entity;
    }
  }

  /** The form in which an entity is inserted; refuses what may be read but not inserted. */
  public E toInsert(E entity) {
    columns.entrances.forEach(entrance -> entrance.check(entity));
    columns.writeCheck.accept(entity);
    return columns.insertForm.apply(entity);
  }
}
