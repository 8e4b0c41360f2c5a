package io.zkpersona.storage.migrate;

import io.zkpersona.storage.internal.migrate.Migrator;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.util.ArrayList;
import java.util.List;

/** The content of a schema, including the files behind its tables, so that any change shows. */
final class SchemaSnapshot {

  private static final String TABLES =
      "SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = '%s' AND c.relname <> '%s' AND c.relkind = 'r' ORDER BY 1";

  private static final String ROWS =
      "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '')"
          + " FROM \"%s\".\"%s\" AS t";

  private static final String CATALOG =
      """
      WITH relations AS (
        SELECT c.* FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname = '%1$s' AND ('%2$s' = '' OR NOT starts_with(c.relname::text, '%2$s')))
      SELECT format('%%s %%s %%s %%s', oid, relname, relfilenode, obj_description(oid, 'pg_class'))
      FROM relations
      UNION ALL
      SELECT format('%%s.%%s %%s %%s %%s', r.relname, a.attname, a.atttypid, a.atttypmod, a.attnotnull)
      FROM pg_attribute AS a JOIN relations AS r ON r.oid = a.attrelid
      UNION ALL
      SELECT format('%%s %%s %%s', c.oid, c.conname, pg_get_constraintdef(c.oid))
      FROM pg_constraint AS c JOIN relations AS r ON r.oid = c.conrelid
      ORDER BY 1
      """;

  private SchemaSnapshot() {}

  /**
   * Returns relations, columns, constraints, comments and rows of a schema, including its history.
   */
  static List<String> of(TestDatabase database, String schema) {
    return of(database, schema, "");
  }

  /** Returns the same without the library's migration history. */
  static List<String> withoutHistory(TestDatabase database, String schema) {
    return of(database, schema, Migrator.HISTORY_TABLE);
  }

  private static List<String> of(TestDatabase database, String schema, String excluded) {
    List<String> found = new ArrayList<>(database.query(CATALOG.formatted(schema, excluded)));
    for (String table : database.query(TABLES.formatted(schema, excluded))) {
      found.add(table + " holds " + database.queryOne(ROWS.formatted(schema, table)));
    }
    return List.copyOf(found);
  }

  /** Returns a checksum of some columns over all rows of a table. */
  static String checksum(TestDatabase database, String table, String columns) {
    return database.queryOne(
        "SELECT md5(string_agg(row::text, E'\\n' ORDER BY row.id)) FROM (SELECT %s FROM %s) AS row"
            .formatted(columns, table));
  }
}
