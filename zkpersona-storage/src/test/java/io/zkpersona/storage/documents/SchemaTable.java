package io.zkpersona.storage.documents;

import io.zkpersona.storage.internal.migrate.Migrator;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A table of the migrated schema, as the server's catalog describes it. */
record SchemaTable(String name, List<Column> columns, List<Reference> references) {

  /** A column; it is unique if it is so alone, nulls aside. */
  record Column(
      String name,
      String type,
      boolean optional,
      boolean primary,
      boolean foreign,
      boolean unique) {}

  /**
   * A foreign key.
   *
   * @param table the table that it refers to
   * @param optional whether one of its columns may be null
   * @param identifying whether all of its columns belong to the primary key
   * @param single whether at most one row refers to the same row
   * @param deletion the effect of deleting the row that it refers to, empty if that is refused
   */
  record Reference(
      String table,
      String columns,
      boolean optional,
      boolean identifying,
      boolean single,
      String deletion) {}

  /** Partitions repeat the columns and keys of their table, and the history belongs to Flyway. */
  private static final String TABLES =
      """
      WITH tables AS (
        SELECT oid, relname::text AS name FROM pg_class
        WHERE relnamespace = 'zkpersona'::regnamespace AND relkind IN ('r', 'p')
          AND NOT relispartition AND relname <> '%s')
      """
          .formatted(Migrator.HISTORY_TABLE);

  private static final String COLUMNS =
      TABLES
          + """
          SELECT t.name, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
            EXISTS (SELECT FROM pg_constraint AS c
              WHERE c.conrelid = t.oid AND c.contype = 'p' AND a.attnum = ANY (c.conkey)),
            EXISTS (SELECT FROM pg_constraint AS c
              WHERE c.conrelid = t.oid AND c.contype = 'f' AND a.attnum = ANY (c.conkey)),
            EXISTS (SELECT FROM pg_index AS x
              WHERE x.indrelid = t.oid AND x.indisunique AND NOT x.indisprimary
                AND x.indnkeyatts = 1 AND x.indkey[0] = a.attnum
                AND coalesce(pg_get_expr(x.indpred, x.indrelid), format('(%I IS NOT NULL)', attname))
                  = format('(%I IS NOT NULL)', attname))
          FROM tables AS t JOIN pg_attribute AS a ON a.attrelid = t.oid
          WHERE a.attnum > 0 AND NOT a.attisdropped
          ORDER BY t.name, a.attnum
          """;

  private static final String REFERENCES =
      TABLES
          + """
          SELECT t.name, f.confrelid::regclass::text,
            (SELECT string_agg(a.attname, ', ' ORDER BY k.position)
             FROM unnest(f.conkey) WITH ORDINALITY AS k (number, position)
             JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = k.number),
            EXISTS (SELECT FROM pg_attribute AS a
              WHERE a.attrelid = t.oid AND a.attnum = ANY (f.conkey) AND NOT a.attnotnull),
            EXISTS (SELECT FROM pg_constraint AS p
              WHERE p.conrelid = t.oid AND p.contype = 'p' AND f.conkey <@ p.conkey),
            EXISTS (SELECT FROM pg_index AS x
              WHERE x.indrelid = t.oid AND x.indisunique
                AND x.indpred IS NULL AND x.indexprs IS NULL
                AND (x.indkey::int2[])[0 : x.indnkeyatts - 1] <@ f.conkey),
            CASE f.confdeltype WHEN 'c' THEN 'cascades' WHEN 'n' THEN 'sets null'
              WHEN 'd' THEN 'sets default' ELSE '' END
          FROM tables AS t JOIN pg_constraint AS f ON f.conrelid = t.oid
          WHERE f.contype = 'f' AND f.conparentid = 0
          ORDER BY t.name, f.conname
          """;

  /** Returns the tables by name. */
  static Map<String, SchemaTable> of(TestDatabase database) throws SQLException {
    Map<String, SchemaTable> tables = new TreeMap<>();
    try (Connection connection = database.connect()) {
      connection.setSchema("zkpersona");
      try (PreparedStatement statement = connection.prepareStatement(COLUMNS);
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          tables
              .computeIfAbsent(
                  row.getString(1),
                  name -> new SchemaTable(name, new ArrayList<>(), new ArrayList<>()))
              .columns()
              .add(column(row));
        }
      }
      try (PreparedStatement statement = connection.prepareStatement(REFERENCES);
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          tables.get(row.getString(1)).references().add(reference(row));
        }
      }
    }
    return tables;
  }

  private static Column column(ResultSet row) throws SQLException {
    return new Column(
        row.getString(2),
        row.getString(3),
        row.getBoolean(4),
        row.getBoolean(5),
        row.getBoolean(6),
        row.getBoolean(7));
  }

  private static Reference reference(ResultSet row) throws SQLException {
    return new Reference(
        row.getString(2),
        row.getString(3),
        row.getBoolean(4),
        row.getBoolean(5),
        row.getBoolean(6),
        row.getString(7));
  }
}
