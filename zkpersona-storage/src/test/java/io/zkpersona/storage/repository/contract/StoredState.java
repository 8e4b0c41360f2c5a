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

/** Every row of every table, on one connection past the library. */
public final class StoredState implements AutoCloseable {

  private static final String TABLES =
      """
      SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE n.nspname = 'zkpersona' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname <> 'zkpersona_schema_history'
      ORDER BY 1
      """;

  /** What is another one each time that the same is done. */
  private static final Pattern OWN =
      Pattern.compile(
          "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
              + "|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+\\+00:00"
              + "|\\\\\\\\x[0-9a-f]{16,}"
              + "|(?<=\"(session_token|nonce)\": \")[^\"]+"
              + "|(?<=\"fencing_token\": )\\d+");

  /** Now and then a writer of records counts what was noted. */
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
    // Planned once: it is asked some thousand times.
    connection.createStatement().execute("SET plan_cache_mode = force_generic_plan");
    question.unwrap(PGStatement.class).setPrepareThreshold(1);
    deletion =
        tables.stream()
            .map("DELETE FROM zkpersona.%s"::formatted)
            .collect(Collectors.joining("; ", "SET session_replication_role = replica; ", ""));
  }

  /** Deletes everything. */
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

  /** The rows as they are. */
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

  /** Rows as they are again when the same is done again. */
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
