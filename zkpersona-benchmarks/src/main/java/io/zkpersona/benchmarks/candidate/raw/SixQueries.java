package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** A straightforward implementation of the summary, with one query for each figure. */
final class SixQueries {

  private SixQueries() {}

  static BehaviorAnalyticsSummary on(Connection connection) throws SQLException {
    long total = number(connection, "SELECT count(*) FROM behavior_inputs");
    long processed = number(connection, "SELECT count(*) FROM behavior_inputs WHERE processed");
    long sessions =
        number(
            connection,
            "SELECT count(DISTINCT coalesce(behavior_session_id::varchar, session_id))"
                + " FROM behavior_inputs");
    Map<InputType, Long> byType = new EnumMap<>(InputType.class);
    counts(
        connection,
        "SELECT input_type, count(*) FROM behavior_inputs GROUP BY input_type",
        byType,
        InputType::fromValue);
    Map<BehaviorSource, Long> bySource = new EnumMap<>(BehaviorSource.class);
    counts(
        connection,
        "SELECT source, count(*) FROM behavior_inputs GROUP BY source",
        bySource,
        BehaviorSource::fromValue);
    return Jdbc.query(
        connection,
        "SELECT min(\"timestamp\"), max(\"timestamp\") FROM behavior_inputs",
        statement -> {},
        result ->
            Jdbc.only(
                result,
                row ->
                    new BehaviorAnalyticsSummary(
                        total,
                        processed,
                        sessions,
                        byType,
                        bySource,
                        InputRows.instant(row, 1),
                        InputRows.instant(row, 2))));
  }

  private static long number(Connection connection, String sql) throws SQLException {
    return Jdbc.query(
        connection, sql, statement -> {}, result -> Jdbc.only(result, row -> row.getLong(1)));
  }

  private static <K> void counts(
      Connection connection, String sql, Map<K, Long> counts, Function<String, K> key)
      throws SQLException {
    Jdbc.query(
        connection, sql, statement -> {}, (ResultSet result) -> collect(result, counts, key));
  }

  private static <K> boolean collect(ResultSet result, Map<K, Long> counts, Function<String, K> key)
      throws SQLException {
    while (result.next()) {
      counts.put(key.apply(result.getString(1)), result.getLong(2));
    }
    return true;
  }
}
