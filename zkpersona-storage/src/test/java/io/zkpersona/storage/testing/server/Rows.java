package io.zkpersona.storage.testing.server;

import java.util.List;
import java.util.stream.Collectors;

/** The entities' tables, read without the library. */
public final class Rows {

  private static final List<String> TABLES =
      List.of(
          "change_seals",
          "change_seal_head",
          "changes",
          "sponsored_transactions",
          "sponsor_daily_budgets",
          "sponsors",
          "reputation_records",
          "zk_proofs",
          "nullifiers",
          "verification_keys",
          "circuits",
          "scoring_results",
          "behavior_input_claims",
          "behavior_inputs",
          "behavior_sessions",
          "roles",
          "permissions",
          "users");

  private Rows() {}

  public static void deleteAll(TestDatabase database) {
    database.execute(
        TABLES.stream()
            .map("DELETE FROM zkpersona.%s"::formatted)
            .collect(Collectors.joining("; ")));
  }

  /** Returns each row of each table with its physical position. */
  public static List<String> all(TestDatabase database) {
    return database.query(
        TABLES.stream()
            .map("SELECT '%1$s ' || ctid || t::text FROM zkpersona.%1$s AS t"::formatted)
            .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY 1")));
  }
}
