package io.zkpersona.storage.change.feed;

import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The truth about a feed: rows that count their own changes, so that each committed change has its
 * place in its row's order, whatever positions and ids of transactions say.
 */
final class FeedModel {

  /** A delivered change of a row: the number that the change replaced. */
  record Seen(long position, String row, int number) {}

  private static final String COLUMNS = "position, entity_id, before->>'description'";

  private FeedModel() {}

  /** Creates rows whose number is 0, and forgets that they were created. */
  static List<String> rows(TestDatabase database, int count) {
    database.execute(
        """
        INSERT INTO zkpersona.roles (id, name, description)
        SELECT gen_random_uuid(), 'row ' || n, '0' FROM generate_series(1, %d) AS n;
        DELETE FROM zkpersona.changes
        """
            .formatted(count));
    return database.query("SELECT id FROM zkpersona.roles ORDER BY id");
  }

  /** Changes a row: its number is one more. */
  static void change(Connection connection, String row) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE zkpersona.roles SET description = (description::int + 1)::text WHERE id = '"
              + row
              + "'");
    }
  }

  /** Reads changes without the feed. */
  static List<Seen> select(Connection connection, String condition) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT " + COLUMNS + " FROM zkpersona.changes " + condition)) {
      List<Seen> changes = new ArrayList<>();
      while (found.next()) {
        changes.add(new Seen(found.getLong(1), found.getString(2), found.getInt(3)));
      }
      return changes;
    }
  }

  /** Returns which promises deliveries break, once every transaction has ended. */
  static Set<String> broken(TestDatabase database, List<Seen> delivered) throws SQLException {
    Set<String> broken = new LinkedHashSet<>();
    Map<String, Integer> next = new HashMap<>();
    Set<Long> positions = new LinkedHashSet<>();
    for (Seen seen : delivered) {
      if (!positions.add(seen.position)) {
        broken.add("delivered twice");
      }
      if (seen.number != next.getOrDefault(seen.row, 0)) {
        broken.add("out of order");
      }
      next.merge(seen.row, 1, Integer::sum);
    }
    try (Connection connection = database.connect()) {
      Set<Long> committed = new LinkedHashSet<>();
      select(connection, "").forEach(seen -> committed.add(seen.position));
      if (!positions.containsAll(committed)) {
        broken.add("skipped");
      }
      if (!committed.containsAll(positions)) {
        broken.add("never committed");
      }
    }
    return broken;
  }
}
