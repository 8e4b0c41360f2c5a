package io.zkpersona.storage.internal.migrate;

import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.table;

import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.Selection;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JoinType;
import org.jooq.Record;
import org.jooq.SelectQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Reads the objects of a schema from the system catalog, which every role may read. */
final class SchemaCatalog {

  private static final Field<String> NAME = text("c", "relname");

  private final String schema;
  private final Statement<None, Found> ofRelations;
  private final Map<ObjectType, Statement<None, Found>> ofType = new EnumMap<>(ObjectType.class);

  /**
   * A schema object.
   *
   * @param table the table that it belongs to; a hyphen if none
   * @param usable false for an invalid index, an unvalidated constraint or a disabled trigger
   */
  record Found(String table, String name, boolean usable) {}

  SchemaCatalog(String schema) {
    this.schema = schema;
    this.ofRelations = finding(this::relations);
    for (ObjectType type : ObjectType.values()) {
      ofType.put(type, finding(() -> selecting(type)));
    }
  }

  /**
   * Returns the library's tables and indexes in one list, which is all that a startup checks. Names
   * them, so that the server finds them by an index however many other schemas there are.
   */
  List<Found> relations(SqlExecutor executor) {
    return executor.list(ofRelations, None.NONE);
  }

  /** Returns the objects of a type on tables of the schema. */
  List<Found> all(SqlExecutor executor, ObjectType type) {
    return executor.list(Objects.requireNonNull(ofType.get(type)), None.NONE);
  }

  private SelectQuery<Record> selecting(ObjectType type) {
    return switch (type) {
      case TABLE -> ofTables();
      case COLUMN -> columns();
      case CONSTRAINT -> constraints();
      case INDEX -> indexes();
      case TRIGGER -> triggers();
      case FUNCTION -> functions();
    };
  }

  /** Reads the three columns of a query: table, name, and whether the object is usable. */
  private static Statement<None, Found> finding(Supplier<SelectQuery<Record>> query) {
    return Statement.of(
        "schema.find",
        (in, out) -> {
          var table = out.column(NAME);
          var object = out.column(NAME);
          var usable = out.column(truth("x", "indisvalid"));
          out.as(
              row ->
                  new Found(
                      row.get(table),
                      row.get(object),
                      !Boolean.FALSE.equals(row.getNullable(usable))));
          return query.get();
        });
  }

  private SelectQuery<Record> relations() {
    SelectQuery<Record> query =
        Selection.of(
            List.of(NAME, NAME, truth("x", "indisvalid")),
            catalog("pg_class", "c"),
            text("c", "relkind")
                .in(inline("r"), inline("p"), inline("i"), inline("I"))
                .and(NAME.in(ExpectedSchema.relations().stream().map(DSL::inline).toList())));
    inSchema(query, oid("c", "relnamespace"));
    query.addJoin(
        catalog("pg_index", "x"),
        JoinType.LEFT_OUTER_JOIN,
        oid("x", "indexrelid").eq(oid("c", "oid")));
    return query;
  }

  private SelectQuery<Record> ofTables() {
    return onTables(NAME, inline(true));
  }

  private SelectQuery<Record> columns() {
    SelectQuery<Record> query = onTables(text("a", "attname"), inline(true));
    query.addJoin(
        catalog("pg_attribute", "a"),
        oid("a", "attrelid").eq(oid("c", "oid")),
        field(name("a", "attnum"), SQLDataType.SMALLINT).gt(inline((short) 0)),
        not(condition(truth("a", "attisdropped"))));
    return query;
  }

  private SelectQuery<Record> constraints() {
    SelectQuery<Record> query = onTables(text("k", "conname"), truth("k", "convalidated"));
    query.addJoin(catalog("pg_constraint", "k"), oid("k", "conrelid").eq(oid("c", "oid")));
    return query;
  }

  private SelectQuery<Record> indexes() {
    SelectQuery<Record> query = onTables(text("i", "relname"), truth("x", "indisvalid"));
    query.addJoin(catalog("pg_index", "x"), oid("x", "indrelid").eq(oid("c", "oid")));
    query.addJoin(catalog("pg_class", "i"), oid("i", "oid").eq(oid("x", "indexrelid")));
    return query;
  }

  private SelectQuery<Record> triggers() {
    SelectQuery<Record> query =
        onTables(text("t", "tgname"), DSL.field(text("t", "tgenabled").ne(inline("D"))));
    query.addJoin(
        catalog("pg_trigger", "t"),
        oid("t", "tgrelid").eq(oid("c", "oid")),
        not(condition(truth("t", "tgisinternal"))));
    return query;
  }

  private SelectQuery<Record> functions() {
    SelectQuery<Record> query =
        Selection.of(
            List.of(inline("-"), text("f", "proname"), inline(true)), catalog("pg_proc", "f"));
    inSchema(query, oid("f", "pronamespace"));
    return query;
  }

  /** Selects objects of all tables of the schema, including partitions. */
  private SelectQuery<Record> onTables(Field<String> object, Field<Boolean> usable) {
    SelectQuery<Record> query =
        Selection.of(
            List.of(NAME, object, usable),
            catalog("pg_class", "c"),
            text("c", "relkind").in(inline("r"), inline("p")));
    inSchema(query, oid("c", "relnamespace"));
    return query;
  }

  private void inSchema(SelectQuery<Record> query, Field<Object> namespace) {
    Condition here = text("n", "nspname").eq(inline(schema));
    query.addJoin(catalog("pg_namespace", "n"), oid("n", "oid").eq(namespace), here);
  }

  private static Table<Record> catalog(String table, String alias) {
    return table(name("pg_catalog", table)).as(alias);
  }

  private static Field<String> text(String alias, String column) {
    return field(name(alias, column), SQLDataType.VARCHAR);
  }

  private static Field<Boolean> truth(String alias, String column) {
    return field(name(alias, column), SQLDataType.BOOLEAN);
  }

  private static Field<Object> oid(String alias, String column) {
    return field(name(alias, column), SQLDataType.OTHER);
  }
}
