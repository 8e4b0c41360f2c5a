package io.zkpersona.storage.internal.erasure;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShapes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.SQLDataType;

/**
 * The tables, by their columns, that exist in the schema of {@code users}; an adopted database may
 * lack some tables or have them with other columns.
 */
final class OptionalTables {

  private static final Field<String> TABLE_NAME = field(name("t", "relname"), SQLDataType.VARCHAR);
  private static final Field<String> COLUMN_NAME = field(name("a", "attname"), SQLDataType.VARCHAR);
  private static final Codec<String> TEXT = Codecs.of(TABLE_NAME);

  private final Set<String> columns;

  private OptionalTables(Set<String> columns) {
    this.columns = columns;
  }

  /** Finds the tables in the schema of the users table, which the row of a user identifies. */
  static OptionalTables look(
      SqlExecutor executor,
      SqlShapes shapes,
      String operation,
      UserId user,
      List<Table<?>> tables) {
    List<String> found =
        executor.list(
            operation,
            shapes.get(List.of(OptionalTables.class, tables), params -> columns(params, tables)),
            row ->
                qualified(
                    Objects.requireNonNull(row.read(TEXT, 1)),
                    Objects.requireNonNull(row.read(TEXT, 2))),
            user);
    return new OptionalTables(new HashSet<>(found));
  }

  /** Tells whether all these columns exist. */
  boolean have(TableField<?, ?>... fields) {
    return Arrays.stream(fields)
        .allMatch(
            wanted ->
                columns.contains(
                    qualified(
                        Objects.requireNonNull(wanted.getTable()).getName(), wanted.getName())));
  }

  private static String qualified(String table, String column) {
    return table + "." + column;
  }

  /** Binds the user. */
  private static Query columns(Params params, List<Table<?>> tables) {
    var user = USERS.as("u");
    Table<?> users = table(name("pg_catalog", "pg_class")).as("ut");
    Table<?> others = table(name("pg_catalog", "pg_class")).as("t");
    Table<?> attributes = table(name("pg_catalog", "pg_attribute")).as("a");
    return select(TABLE_NAME, COLUMN_NAME)
        .from(user)
        .join(users)
        .on(column("ut", "oid").eq(column("u", "tableoid")))
        .join(others)
        .on(column("t", "relnamespace").eq(column("ut", "relnamespace")))
        .join(attributes)
        .on(column("a", "attrelid").eq(column("t", "oid")))
        .where(user.ID.eq(params.value(USERS.ID)))
        .and(TABLE_NAME.in(tables.stream().map(other -> inline(other.getName())).toList()))
        .and(field(name("t", "relkind"), SQLDataType.VARCHAR).in(inline("r"), inline("p")))
        .and(not(field(name("a", "attisdropped"), SQLDataType.BOOLEAN)));
  }

  private static Field<Object> column(String table, String column) {
    return field(name(table, column), SQLDataType.OTHER);
  }
}
