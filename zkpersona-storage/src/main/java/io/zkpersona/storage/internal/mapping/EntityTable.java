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
import java.util.function.BiFunction;
import org.jooq.Converter;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of an entity: which generated column stores which component. Selects, inserts,
 * updates and reads are derived from it. Thread-safe.
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
  private final Map<String, Column<E, ?>> sortable;
  private final Changes<E> changes;
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
    this.sortable = columns.sortable(audit());
    this.changes = new Changes<>(columns.all, columns.entrances);
  }

  /**
   * Declares an entity.
   *
   * @param declaration declares the columns of the table and returns how a row of them is read
   */
  public static <T extends Table<?>, E extends Entity<I>, I extends EntityId> EntityTable<E, I> of(
      T table, BiFunction<T, Columns<E, I>, RowReader<E>> declaration) {
    Columns<E, I> columns = new Columns<>();
    return new EntityTable<>(table, columns, declaration.apply(table, columns));
  }

  /** Returns the name of the entity in errors. */
  public String entityType() {
    return Naming.entityType(table.getName());
  }

  /** Returns the name under which an operation is timed: the table's name and the operation's. */
  public String operation(String name) {
    String known = operations.get(name);
    return known != null
        ? known
        : operations.computeIfAbsent(name, kind -> table.getName() + "." + kind);
  }

  /** Returns the generated table. */
  public Table<?> table() {
    return table;
  }

  /** Returns every column, in the order of the select list. */
  public List<Column<E, ?>> columns() {
    return columns.all;
  }

  /** Returns the select list. */
  public List<SelectField<?>> fields() {
    return fields;
  }

  /** Returns the columns that an insert sets: all but the times and derived columns. */
  public List<Column<E, ?>> insertable() {
    return insertable;
  }

  /**
   * Returns the columns that an update sets besides the time: all but fixed columns, the key, and
   * the creation columns.
   */
  public List<Column<E, ?>> updatable() {
    return updatable;
  }

  /**
   * Returns the columns that an upsert sets besides the time: those of an update without lifecycle
   * columns.
   */
  public List<Column<E, ?>> upsertable() {
    return upsertable;
  }

  /**
   * Returns the columns that {@code insertAbsent} compares: all but key, audit and lifecycle
   * columns.
   */
  public List<Column<E, ?>> content() {
    return content;
  }

  /** Returns the columns that only lifecycle transitions change, in order. */
  public List<Column<E, ?>> lifecycle() {
    return columns.lifecycle;
  }

  /**
   * Returns the column that, besides the key, identifies a row, unique where it is set; null if
   * none.
   */
  public @Nullable Column<E, ?> identifying() {
    return columns.identifying;
  }

  /** Returns what an update may change. */
  public Changes<E> changes() {
    return changes;
  }

  /** Returns the primary key. */
  public Column<E, I> key() {
    return Objects.requireNonNull(columns.key);
  }

  /** Returns the typed id of a UUID. */
  @SuppressWarnings("unchecked")
  public I keyOf(UUID id) {
    return ((Converter<UUID, I>) key().field().getConverter()).from(id);
  }

  /** Returns the audit columns. */
  public AuditColumns<E> audit() {
    return Objects.requireNonNull(columns.audit);
  }

  /** Returns the columns that pages can be sorted by, by name; the first is the default. */
  public Map<String, Column<E, ?>> sortable() {
    return sortable;
  }

  /**
   * Returns a reader that creates the entity of a row. It throws a {@link SerializationException}
   * if the row breaks a rule of the entity, as an old row may.
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

  /** Returns the entity with the times that the database set; the actors of its stamp stay. */
  public E stamped(E entity, Instant createdAt, Instant modifiedAt) {
    AuditStamp given = entity.audit();
    return with(
        entity, new AuditStamp(given.createdBy(), createdAt, given.modifiedBy(), modifiedAt));
  }

  /** Returns the entity with a stamp. */
  public E with(E entity, AuditStamp stamp) {
    return audit().replace().apply(entity, stamp);
  }

  /** Returns the entity as created by an actor; for null, with the stamp it already has. */
  public E createdBy(@Nullable ActorId actor, E entity) {
    AuditStamp given = entity.audit();
    return actor == null
        ? entity
        : with(entity, new AuditStamp(actor, given.createdAt(), actor, given.modifiedAt()));
  }

  /** Returns the entity as modified by an actor; null clears the modifier. */
  public E modifiedBy(@Nullable ActorId actor, E entity) {
    AuditStamp given = entity.audit();
    return with(
        entity, new AuditStamp(given.createdBy(), given.createdAt(), actor, given.modifiedAt()));
  }

  /**
   * Returns the form in which an entity replaces the stored one: that of an insert, or, if an
   * insert would reject the entity, the entity itself. Existing rows may hold values that no insert
   * accepts.
   */
  public E toUpdate(E entity) {
    columns.writeCheck.accept(entity);
    try {
      return columns.insertForm.apply(entity);
    } catch (ValidationException old) {
      return entity;
    }
  }

  /**
   * Returns the form in which an entity is inserted; rejects values that may be read but not
   * inserted.
   */
  public E toInsert(E entity) {
    columns.entrances.forEach(entrance -> entrance.check(entity));
    columns.writeCheck.accept(entity);
    return columns.insertForm.apply(entity);
  }
}
