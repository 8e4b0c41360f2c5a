package io.zkpersona.storage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every update of the library sets the audit columns, so that the trigger that sets them for others
 * never fires. Calls find no rows here, and most stop after their first statement; {@code
 * QueryPlanIT} makes them on rows, where the trigger refuses.
 */
class StampedUpdatesIT {

  /** Matches an update of a table, and the update of an upsert. */
  private static final Pattern UPDATE =
      Pattern.compile(
          "\\bupdate \"zkpersona\"\\.\"(\\w+)\""
              + "|insert into \"zkpersona\"\\.\"(\\w+)\"(?:(?!insert into ).)*? do update ");

  private static final List<Pattern> STAMPS =
      List.of(
          Pattern.compile("(?<![.\\w\"])\"mtime\" = greatest\\("),
          // Excludes keeping the previous modifier.
          Pattern.compile("(?<![.\\w\"])\"mid\" = (?!coalesce\\([^,]*, \"zkpersona\")"));

  @Test
  void everyUpdateOfATableWithAuditColumnsSetsThem() throws SQLException {
    Set<String> stamped;
    try (TestDatabase database = TestDatabase.migrated()) {
      stamped =
          Set.copyOf(
              database.query(
                  """
                  SELECT c.relname FROM pg_class AS c
                  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'mid'
                  WHERE c.relnamespace = 'zkpersona'::regnamespace
                  """));
    }
    Set<String> updated = new HashSet<>();

    for (String statement : RenderedStatements.ofAllCalls()) {
      List<MatchResult> updates = UPDATE.matcher(statement).results().toList();
      for (int i = 0; i < updates.size(); i++) {
        String table = table(updates.get(i));
        int end = i + 1 < updates.size() ? updates.get(i + 1).start() : statement.length();
        String text = statement.substring(updates.get(i).end(), end);
        if (stamped.contains(table)) {
          updated.add(table);
          assertThat(STAMPS)
              .as("of %s in %s", table, statement)
              .allMatch(stamp -> stamp.matcher(text).find());
        }
      }
    }

    assertThat(updated)
        .contains(
            "users",
            "behavior_sessions",
            "behavior_inputs",
            "zk_proofs",
            "reputation_records",
            "sponsored_transactions",
            "auth_sessions");
  }

  private static String table(MatchResult update) {
    return update.group(1) == null ? update.group(2) : update.group(1);
  }
}
