package io.zkpersona.storage.internal.migrate;

import static io.zkpersona.storage.internal.tables.tables.ZkpersonaSchemaHistory.ZKPERSONA_SCHEMA_HISTORY;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.Selection;
import io.zkpersona.storage.internal.query.SqlExecutor;
import io.zkpersona.storage.internal.query.SqlShapes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SelectQuery;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * What Flyway has noted as applied, read without Flyway: loading that takes longer than the rest of
 * a start, and most starts find nothing to apply.
 */
final class SchemaHistory {

  private static final String RESOURCE = "/zkpersona-migrations.properties";
  private static final Field<String> SCHEMA = field(name("schemaname"), SQLDataType.VARCHAR);
  private static final Field<String> TABLE = field(name("tablename"), SQLDataType.VARCHAR);
  private static final Codec<String> TEXT = Codecs.of(ZKPERSONA_SCHEMA_HISTORY.VERSION);
  private static final Codec<Integer> NUMBER = Codecs.of(ZKPERSONA_SCHEMA_HISTORY.CHECKSUM);
  private static final Codec<Boolean> TRUTH = Codecs.of(ZKPERSONA_SCHEMA_HISTORY.SUCCESS);

  private final String schema;
  private final SqlShapes shapes;

  private record Entry(
      String type, @Nullable String version, @Nullable Integer checksum, boolean success) {}

  SchemaHistory(String schema, SqlShapes shapes) {
    this.schema = schema;
    this.shapes = shapes;
  }

  /**
   * Whether exactly the migrations of this library were applied, as this library brings them, or
   * stood for by a baseline. For anything else Flyway has to be asked.
   */
  boolean isComplete(SqlExecutor executor) {
    if (!exists(executor)) {
      return false;
    }
    Map<String, String> missing = new HashMap<>(LibraryResource.read(RESOURCE));
    for (Entry entry : entries(executor)) {
      switch (entry.type()) {
        case "SCHEMA" -> {}
        case "BASELINE" ->
            missing
                .keySet()
                .removeIf(version -> version.compareTo(String.valueOf(entry.version())) <= 0);
        case "SQL" -> {
          if (!entry.success()
              || !missing.remove(entry.version(), String.valueOf(entry.checksum()))) {
            return false;
          }
        }
        default -> {
          return false;
        }
      }
    }
    return missing.isEmpty();
  }

  private boolean exists(SqlExecutor executor) {
    return executor
        .first(
            "schema_history.exists",
            shapes.get(List.of(SchemaHistory.class, "exists"), this::existing),
            row -> true)
        .isPresent();
  }

  private List<Entry> entries(SqlExecutor executor) {
    return executor.list(
        "schema_history.find",
        shapes.get(List.of(SchemaHistory.class, "entries"), SchemaHistory::all),
        SchemaHistory::entry);
  }

  private Query existing(Params params) {
    return Selection.of(
        List.of(inline(1)),
        table(name("pg_catalog", "pg_tables")),
        SCHEMA.eq(inline(schema)).and(TABLE.eq(inline(Migrator.HISTORY_TABLE))));
  }

  private static Query all(Params params) {
    SelectQuery<?> query =
        Selection.of(
            List.of(
                ZKPERSONA_SCHEMA_HISTORY.TYPE,
                ZKPERSONA_SCHEMA_HISTORY.VERSION,
                ZKPERSONA_SCHEMA_HISTORY.CHECKSUM,
                ZKPERSONA_SCHEMA_HISTORY.SUCCESS),
            ZKPERSONA_SCHEMA_HISTORY);
    query.addOrderBy(ZKPERSONA_SCHEMA_HISTORY.INSTALLED_RANK);
    return query;
  }

  private static Entry entry(Row row) {
    return new Entry(
        Objects.requireNonNull(row.read(TEXT, 1)),
        row.read(TEXT, 2),
        row.read(NUMBER, 3),
        Objects.requireNonNull(row.read(TRUTH, 4)));
  }
}
