package io.zkpersona.storage.internal.mapping;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.error.Naming;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Collects the columns of a declaration. */
public final class Columns<E extends Entity<I>, I extends EntityId> {

  final List<Column<E, ?>> all = new ArrayList<>();
  private final Map<String, Column<E, ?>> sortable = new LinkedHashMap<>();
  final List<Entrance<E, ?>> entrances = new ArrayList<>();
  final List<Column<E, ?>> lifecycle = new ArrayList<>();
  @Nullable Column<E, ?> identifying;
  @Nullable Column<E, I> key;
  @Nullable AuditColumns<E> audit;
  Consumer<E> writeCheck = entity -> {};
  UnaryOperator<E> insertForm = UnaryOperator.identity();

  Columns() {}

  /** Declares the primary key. */
  public Column<E, I> key(Field<I> field) {
    Column<E, I> column = column(field, Entity::id);
    this.key = column;
    return column;
  }

  /** Declares a column and the component it stores. */
  public <T> Column<E, T> column(Field<T> field, Function<E, @Nullable T> component) {
    return column(Naming.component(field.getName()), field, component);
  }

  /** Declares a column and the component it stores, whose name differs. */
  public <T> Column<E, T> column(String name, Field<T> field, Function<E, @Nullable T> component) {
    return add(name, field, field, Column.Use.CHANGEABLE, component);
  }

  /** Declares a column that no update changes. */
  public <T> Column<E, T> fixed(Field<T> field, Function<E, @Nullable T> component) {
    return add(Naming.component(field.getName()), field, field, Column.Use.FIXED, component);
  }

  /** Declares a column that is only read, from {@code selected}, and that no update changes. */
  public <T> Column<E, T> derived(
      Field<T> field, Field<T> selected, Function<E, @Nullable T> component) {
    return add(Naming.component(field.getName()), field, selected, Column.Use.DERIVED, component);
  }

  private <T> Column<E, T> add(
      String name,
      Field<T> field,
      Field<T> selected,
      Column.Use use,
      Function<E, @Nullable T> component) {
    Column<E, T> column = new Column<>(all.size() + 1, name, field, selected, use, component);
    all.add(column);
    return column;
  }

  /** Declares the audit columns and how a stamp is replaced. */
  public AuditColumns<E> audit(
      Field<ActorId> createdBy,
      Field<Instant> createdAt,
      Field<ActorId> modifiedBy,
      Field<Instant> modifiedAt,
      BiFunction<E, AuditStamp, E> replace) {
    AuditColumns<E> declared =
        new AuditColumns<>(
            column(createdBy, entity -> entity.audit().createdBy()),
            column(createdAt, entity -> entity.audit().createdAt()),
            column(modifiedBy, entity -> entity.audit().modifiedBy()),
            column(modifiedAt, entity -> entity.audit().modifiedAt()),
            replace);
    this.audit = declared;
    return declared;
  }

  /**
   * Allows pages to be sorted by a column; the first one allowed is the default. A table that
   * allows none has {@code createdAt} and {@code modifiedAt}.
   */
  public void sortable(String name, Column<E, ?> column) {
    sortable.put(name, column);
  }

  /** Returns the columns that pages can be sorted by, by name; the first is the default. */
  Map<String, Column<E, ?>> sortable(AuditColumns<E> times) {
    if (sortable.isEmpty()) {
      sortable("createdAt", times.createdAt());
      sortable("modifiedAt", times.modifiedAt());
    }
    return sortable;
  }

  /** Sets the conversion of an entity before its insert; it may reject the entity. */
  public void insertForm(UnaryOperator<E> form) {
    this.insertForm = form;
  }

  /** Declares the lifecycle columns, which only transitions change and upserts leave alone. */
  @SafeVarargs
  public final void lifecycle(Column<E, ?>... changed) {
    for (Column<E, ?> column : changed) {
      lifecycle.add(column);
    }
  }

  /**
   * Declares a column that, besides the key, identifies an existing row: unique where it is set,
   * and null for rows without such an identifier.
   */
  public void identifying(Column<E, ?> column) {
    this.identifying = column;
  }

  /**
   * Sets a rule for values that enter a column: those of an inserted entity, and those of an update
   * that changes the column. A stored value that breaks the rule may stay.
   */
  public <T> void entering(Column<E, T> column, Consumer<T> rule) {
    entrances.add(new Entrance<>(column, rule));
  }

  /** Sets a check that runs before an entity is written, and not when it is read. */
  public void writeCheck(Consumer<E> check) {
    this.writeCheck = check;
  }
}
