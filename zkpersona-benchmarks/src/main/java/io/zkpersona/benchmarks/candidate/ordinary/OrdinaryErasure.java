package io.zkpersona.benchmarks.candidate.ordinary;

import io.zkpersona.benchmarks.candidate.raw.Jdbc;
import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.ErasureReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Erases a person whose rows are few enough for one statement per table. */
final class OrdinaryErasure {

  private static final String LOCK = "SELECT wallet_address FROM users WHERE id = ? FOR UPDATE";

  /** Statements with the user as their only parameter, dependents first. */
  private static final List<Step> STEPS =
      List.of(
          remove("reputation_records", "user_id = ?"),
          remove("verification_attempts", "user_id = ?"),
          remove("zk_proofs", "user_id = ?"),
          remove("scoring_results", "user_id = ?"),
          remove(
              "behavior_input_claims",
              "behavior_input_id IN (SELECT id FROM behavior_inputs WHERE user_id = ?)"),
          // Sessions and free-text sessions of nobody, in which there is nobody else.
          detach(
              "behavior_sessions",
              "UPDATE behavior_sessions AS s SET metadata = '{}', mid = NULL,"
                  + " mtime = greatest(clock_timestamp(), mtime + interval '1 microsecond')"
                  + " FROM (SELECT ?::uuid AS id) AS person WHERE s.id IN"
                  + " (SELECT behavior_session_id FROM behavior_inputs WHERE user_id = person.id)"
                  + " AND s.user_id IS NULL AND s.metadata <> '{}' AND NOT EXISTS"
                  + " (SELECT FROM behavior_inputs AS o WHERE o.behavior_session_id = s.id"
                  + " AND o.user_id <> person.id)"),
          detach(
              "behavior_inputs",
              "UPDATE behavior_inputs AS i SET session_id = NULL, mid = NULL,"
                  + " mtime = greatest(clock_timestamp(), mtime + interval '1 microsecond')"
                  + " FROM (SELECT ?::uuid AS id) AS person WHERE i.session_id IN"
                  + " (SELECT session_id FROM behavior_inputs WHERE user_id = person.id"
                  + " AND session_id > '') AND i.user_id IS NULL AND NOT EXISTS"
                  + " (SELECT FROM behavior_sessions AS s WHERE s.id = i.behavior_session_id"
                  + " AND s.user_id IS NOT NULL) AND NOT EXISTS (SELECT FROM behavior_inputs AS o"
                  + " WHERE o.session_id = i.session_id AND o.user_id <> person.id)"),
          remove("behavior_inputs", "user_id = ?"),
          remove(
              "behavior_inputs",
              "user_id IS NULL AND behavior_session_id IN"
                  + " (SELECT id FROM behavior_sessions WHERE user_id = ?)"),
          remove("behavior_sessions", "user_id = ?"),
          remove("refresh_tokens", "user_id = ?"),
          remove("auth_sessions", "user_id = ?"),
          remove("user_roles", "user_id = ?"),
          detach(
              "sponsored_transactions",
              "UPDATE sponsored_transactions AS t SET user_id = NULL, failure_reason = NULL,"
                  + " cid = nullif(cid, person.id), mid = NULL,"
                  + " mtime = greatest(clock_timestamp(), mtime + interval '1 microsecond')"
                  + " FROM (SELECT ?::uuid AS id) AS person WHERE t.user_id = person.id"),
          remove("users", "id = ?"));

  private static final String CHALLENGES = "DELETE FROM wallet_challenges WHERE wallet_address = ?";

  private OrdinaryErasure() {}

  private record Step(String table, boolean removes, String sql) {}

  private static Step remove(String table, String condition) {
    return new Step(table, true, "DELETE FROM " + table + " WHERE " + condition);
  }

  private static Step detach(String table, String sql) {
    return new Step(table, false, sql);
  }

  static ErasureReport erase(Connection connection, UserId user) throws SQLException {
    Jdbc.Binder binder = statement -> InputRows.bindId(statement, 1, user.value());
    Map<String, Long> removed = new LinkedHashMap<>();
    Map<String, Long> detached = new LinkedHashMap<>();
    Optional<String> wallet =
        Jdbc.query(
            connection,
            LOCK,
            binder,
            result -> Jdbc.only(result, row -> Optional.ofNullable(row.getString(1))));
    if (wallet.isPresent()) {
      removed.put(
          "wallet_challenges",
          (long)
              Jdbc.update(
                  connection, CHALLENGES, statement -> statement.setString(1, wallet.get())));
    }
    for (Step step : STEPS) {
      (step.removes ? removed : detached)
          .merge(step.table, (long) Jdbc.update(connection, step.sql, binder), Long::sum);
    }
    return new ErasureReport(user, removed, detached);
  }
}
