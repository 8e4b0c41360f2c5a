package io.zkpersona.storage.internal.tenant;

import static org.jooq.impl.DSL.dropSchemaIfExists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.zkpersona.storage.internal.migrate.Migrator;
import io.zkpersona.storage.internal.query.Selection;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import java.util.List;
import org.jooq.Field;
import org.jooq.JoinType;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SelectQuery;
import org.jooq.impl.SQLDataType;

/** The statements that find and drop schemas. */
final class TenantSchemas {

  private static final Field<String> SCHEMA = field(name("n", "nspname"), SQLDataType.VARCHAR);

  /**
   * Returns all schemas that have a migration history, from the catalog, which every role reads.
   */
  static final Statement<None, String> WITH_HISTORY =
      Statement.of(
          "tenants.list",
          (in, out) -> {
            SelectQuery<Record> query =
                Selection.of(
                    List.of(out.only(SCHEMA)),
                    table(name("pg_catalog", "pg_class")).as("c"),
                    field(name("c", "relname"), SQLDataType.VARCHAR)
                        .eq(inline(Migrator.HISTORY_TABLE))
                        .and(field(name("c", "relkind"), SQLDataType.VARCHAR).eq(inline("r"))));
            query.addJoin(
                table(name("pg_catalog", "pg_namespace")).as("n"),
                JoinType.JOIN,
                oid("n", "oid").eq(oid("c", "relnamespace")));
            return query;
          });

  private TenantSchemas() {}

  private static Field<Object> oid(String alias, String column) {
    return field(name(alias, column), SQLDataType.OTHER);
  }

  /** Drops a schema with all its tables. */
  static Query drop(String schema) {
    return dropSchemaIfExists(name(schema)).cascade();
  }
}
