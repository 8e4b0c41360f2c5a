package io.zkpersona.storage.repository.contract;

import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.PGStatement;

/** Every row of every table, read on one connection without the library. */
public final class StoredState implements AutoCloseable {

  private static final String TABLES =
      """
      SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE n.nspname = 'zkpersona' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname <> 'zkpersona_schema_history'
      ORDER BY 1
      """;

  /** Values that differ each time the same work is done. */
  private static final Pattern OWN =
      Pattern.compile(
          "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
              + "|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+\\+00:00"
              + "|\\\\\\\\x[0-9a-f]{16,}"
              + "|(?<=\"(session_token|nonce)\": \")[^\"]+"
              + "|(?<=\"(snapshot|transaction_id)\": \")[0-9:,]+"
              + "|(?<=\"unfinished\": \\[)[^]]*"
              + "|(?<=\"(fencing_token|position|(low|high|base)_position|lane)\": )\\d+");

  /** Tables that change at random, because some writers of records fold the noted changes. */
  private static final Pattern BY_CHANCE =
      Pattern.compile("reputation_(changes|counted|counts|standings) ");

  private final Connection connection;
  private final PreparedStatement question;
  private final String deletion;

  public StoredState(TestDatabase database) throws SQLException {
    List<String> tables = database.query(TABLES);
    connection = database.connect();
    connection.createStatement().execute("SET TimeZone = 'UTC'");
    question =
        connection.prepareStatement(
            tables.stream()
                .map("SELECT '%1$s ' || to_jsonb(t)::text FROM zkpersona.%1$s AS t"::formatted)
                .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY 1")));
    // Planned once, because it runs thousands of times.
    connection.createStatement().execute("SET plan_cache_mode = force_generic_plan");
    question.unwrap(PGStatement.class).setPrepareThreshold(1);
    deletion =
        tables.stream()
            .map("DELETE FROM zkpersona.%s"::formatted)
            .collect(Collectors.joining("; ", "SET session_replication_role = replica; ", ""));
  }

  /** Deletes all rows. */
  public void clear() {
    run(deletion);
  }

  void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Returns the rows as stored. */
  public List<String> rows() {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = question.executeQuery()) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return rows;
  }

  /** Returns the rows without values that differ each time the same work is done. */
  public static List<String> comparable(List<String> rows) {
    return rows.stream()
        .filter(row -> !BY_CHANCE.matcher(row).lookingAt())
        .map(row -> OWN.matcher(row).replaceAll("#"))
        .sorted()
        .toList();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
