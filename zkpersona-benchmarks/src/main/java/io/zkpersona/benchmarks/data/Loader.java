package io.zkpersona.benchmarks.data;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Fills the table as fast as the server accepts rows: by binary COPY with FREEZE, without checking
 * references, and with the indexes of the migrations built afterwards.
 */
final class Loader {

  private static final String TABLE = "behavior_inputs";

  private Loader() {}

  static void load(Connection connection, Dataset dataset) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL session_replication_role = replica");
      statement.execute("SET LOCAL maintenance_work_mem = '1GB'");
      people(connection, dataset);
      statement.execute("TRUNCATE " + TABLE + " CASCADE");
      List<String> definitions = dropIndexes(statement);
      BinaryCopy.fill(connection, dataset.iterate(0, dataset.rows()));
      for (String definition : definitions) {
        statement.execute(definition);
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** Drops all indexes except those of constraints; returns the statements that recreate them. */
  private static List<String> dropIndexes(Statement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    List<String> definitions = new ArrayList<>();
    try (ResultSet indexes =
        statement.executeQuery(
            "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index"
                + " WHERE indrelid = '"
                + TABLE
                + "'::regclass AND NOT EXISTS"
                + " (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY indexrelid")) {
      while (indexes.next()) {
        names.add(indexes.getString(1));
        definitions.add(indexes.getString(2));
      }
    }
    for (String name : names) {
      statement.execute("DROP INDEX " + name);
    }
    return definitions;
  }

  private static void people(Connection connection, Dataset dataset) throws SQLException {
    insert(
        connection,
        "INSERT INTO users (id, wallet_address)"
            + " SELECT id, '0x' || lpad(to_hex(n), 40, '0')"
            + " FROM unnest(?) WITH ORDINALITY AS new (id, n)",
        LongStream.range(0, dataset.users()).mapToObj(n -> Dataset.userId(n).value()).toArray());
    insert(
        connection,
        "INSERT INTO behavior_sessions (id, session_token, start_time)"
            + " SELECT id, 'token-' || lpad(n::text, 32, '0'), now()"
            + " FROM unnest(?) WITH ORDINALITY AS new (id, n)",
        LongStream.range(0, dataset.sessions())
            .mapToObj(n -> Dataset.sessionId(n).value())
            .toArray());
  }

  private static void insert(Connection connection, String sql, Object[] ids) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("uuid", ids));
      statement.executeUpdate();
    }
  }
}
