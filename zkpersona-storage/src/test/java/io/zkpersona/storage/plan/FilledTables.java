package io.zkpersona.storage.plan;

import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Fills each growing table with generated rows; row n of a table has its nth id. */
final class FilledTables {

  /** Divides the number of rows for tables without a repository. */
  static final int FEWER = 5;

  /** Fills users, sessions and inputs, and smaller tables that refer to users. */
  private static final String ONE_HALF =
      """
      INSERT INTO users (id, wallet_address, email, username, privacy_settings, ctime, mtime)
      SELECT pg_temp.row_id(1, n), '0x' || lpad(to_hex(n), 40, '0'), n || '@example.org', 'name-' || n,
        '{"data_sharing": false, "public_profile": true}', pg_temp.row_time(n), pg_temp.row_time(n)
      FROM pg_temp.numbers;

      INSERT INTO changes (changed_at, operation, entity, entity_id, user_id, actor_id, before, salt, actor_salt)
      SELECT u.ctime, 'update', 'users', u.id, u.id, u.id, to_jsonb(u), gen_random_uuid(), gen_random_uuid()
      FROM users AS u;

      INSERT INTO behavior_sessions (id, user_id, session_token, start_time, status, end_time, ctime)
      SELECT pg_temp.row_id(2, n), pg_temp.user_id(n), 'token-' || lpad(n::text, 12, '0'),
        pg_temp.row_time(n), CASE WHEN n % 20 = 0 THEN 'active' ELSE 'completed' END,
        CASE WHEN n % 20 = 0 THEN NULL ELSE pg_temp.row_time(n) END, pg_temp.row_time(n)
      FROM pg_temp.numbers;

      INSERT INTO behavior_inputs
        (id, user_id, behavior_session_id, session_id, input_data, input_type, "timestamp", processed, ctime,
         external_key, chain_id, block_number, block_hash)
      SELECT pg_temp.row_id(3, n), pg_temp.user_id(n),
        CASE WHEN n % 2 = 0 THEN pg_temp.row_id(2, pg_temp.other(n)) END,
        CASE WHEN n % 4 = 1 THEN 'text-' || n / 10 END, jsonb_build_object('n', n),
        CASE WHEN n % 3 = 0 THEN 'defi' ELSE 'dao' END, pg_temp.row_time(n), n % 50 <> 0, pg_temp.row_time(n),
        'key-' || n, 'eip155:1', n, '0x' || lpad(to_hex(n), 64, '0')
      FROM pg_temp.inputs;

      UPDATE behavior_inputs SET dead_letter = true WHERE NOT processed AND id <= pg_temp.row_id(3, 80000);
      INSERT INTO behavior_input_claims (behavior_input_id, attempts, leased_until, available_at)
      SELECT id, 1, until, coalesce(until, now())
      FROM behavior_inputs, LATERAL (SELECT CASE WHEN NOT dead_letter THEN now() + interval '1 day' END) AS t (until)
      WHERE NOT processed AND id <= pg_temp.row_id(3, 144000);

      INSERT INTO refresh_tokens (user_id, auth_session_id, token_hash, issued_at, expires_at)
      SELECT pg_temp.user_id(n), pg_temp.row_id(0, n), sha256(n::text::bytea),
        pg_temp.row_time(n), pg_temp.row_time(n) + interval '1 day'
      FROM pg_temp.fewer;
      INSERT INTO wallet_challenges (nonce, wallet_address, chain_id, domain, uri, issued_at, expires_at)
      SELECT 'nonce' || lpad(n::text, 12, '0'), '0x' || lpad(to_hex(n), 40, '0'), '1', 'example.org',
        'https://example.org/', pg_temp.row_time(n), pg_temp.row_time(n) + interval '1 hour'
      FROM pg_temp.fewer;

      INSERT INTO roles (id, name) VALUES (pg_temp.row_id(8, 2), 'a role');
      INSERT INTO user_roles (user_id, role_id)
      SELECT pg_temp.row_id(1, n), pg_temp.row_id(8, 2) FROM pg_temp.fewer;
      """;

  /** Fills scores, proofs, reputation, sponsorship and sign-in. */
  private static final String OTHER_HALF =
      """
      INSERT INTO scoring_results
        (id, behavior_input_id, user_id, score, model_version, "timestamp", ctime)
      SELECT pg_temp.row_id(4, n), pg_temp.row_id(3, pg_temp.other(n)), pg_temp.user_id(n),
        n % 10000 / 100.0, 'model-' || n % 3, pg_temp.row_time(n), pg_temp.row_time(n)
      FROM pg_temp.numbers;

      INSERT INTO verification_keys (hash, key) VALUES (sha256('a key'), '{"a": "key"}');

      INSERT INTO zk_proofs
        (id, user_id, behavior_input_id, proof_data, verification_key_hash, statement_hash, nullifier_hash,
         public_signals, protocol, circuit_version, verification_status, verified_at, expires_at,
         blockchain_network, transaction_hash, block_number, ctime, mtime)
      SELECT pg_temp.row_id(5, n), pg_temp.user_id(n), pg_temp.row_id(3, pg_temp.other(n)),
        '{}', sha256('a key'), sha256(n::text::bytea), CASE WHEN n % 3 = 0 THEN sha256(n::text::bytea) END,
        '[]', 'marlin', '1', CASE WHEN n % 4 = 0 THEN 'verified' ELSE 'pending' END,
        CASE WHEN n % 4 = 0 THEN pg_temp.row_time(n) END,
        CASE WHEN n % 10 = 0 THEN pg_temp.row_time(n) + interval '1 year' END,
        CASE WHEN n % 5 = 0 THEN 'ethereum' END,
        CASE WHEN n % 5 = 0 THEN '0x' || lpad(to_hex(n), 64, '0') END, CASE WHEN n % 5 = 0 THEN n END,
        pg_temp.row_time(n), pg_temp.row_time(n)
      FROM pg_temp.numbers;

      INSERT INTO verification_attempts
        (id, zk_proof_id, user_id, verifier_name, verifier_version, verdict, attempted_at, decisive,
         blockchain_network, transaction_hash, block_number)
      SELECT pg_temp.row_id(7, n), pg_temp.row_id(5, n), pg_temp.user_id(n), 'verifier', '1',
        'accepted', pg_temp.row_time(n), true, CASE WHEN n % 5 = 0 THEN 'ethereum' END,
        CASE WHEN n % 5 = 0 THEN '0x' || lpad(to_hex(n), 64, '0') END, CASE WHEN n % 5 = 0 THEN n END
      FROM pg_temp.fewer;

      INSERT INTO nullifiers (hash, uses) SELECT sha256(n::text::bytea), 1 FROM pg_temp.fewer;

      INSERT INTO reputation_records
        (id, user_id, zk_proof_id, reputation_score, scoring_category, effective_from, effective_until,
         is_public, ctime)
      SELECT pg_temp.row_id(6, n), pg_temp.user_id(n), pg_temp.row_id(5, pg_temp.other(n)),
        n % 10000 / 100.0, CASE WHEN n % 2 = 0 THEN 'overall' ELSE 'defi' END, pg_temp.row_time(n),
        CASE WHEN n % 10 <> 0 THEN pg_temp.row_time(n + 1) END, n % 3 <> 0, pg_temp.row_time(n)
      FROM pg_temp.numbers;
      INSERT INTO sponsors (id, name, blockchain_network, wallet_address, daily_budget)
      VALUES (pg_temp.row_id(8, 1), 'a sponsor', 'ethereum', '0x' || repeat('b', 40), 1e20);
      INSERT INTO sponsor_daily_budgets (sponsor_id, budget_date, budget, reserved)
      SELECT pg_temp.row_id(8, 1), day, 1e20, 1e9
      FROM generate_series(date '2024-01-01', date '2026-01-01', interval '1 day') AS day;
      INSERT INTO sponsored_transactions
        (id, user_id, sponsor_id, budget_date, blockchain_network, gas_limit, gas_price, reserved_amount, status,
         completed_at, expires_at, ctime, mtime)
      SELECT pg_temp.row_id(9, n), pg_temp.user_id(n), pg_temp.row_id(8, 1),
        (pg_temp.row_time(n) AT TIME ZONE 'UTC')::date, 'ethereum', 1, 1, 1,
        CASE WHEN n % 20 = 0 THEN 'pending' ELSE 'failed' END,
        CASE WHEN n % 20 <> 0 THEN pg_temp.row_time(n) END, pg_temp.row_time(n) + interval '1 hour',
        pg_temp.row_time(n), pg_temp.row_time(n)
      FROM pg_temp.numbers;

      INSERT INTO auth_sessions (id, user_id, token_hash, issued_at, last_used_at, expires_at, ctime)
      SELECT pg_temp.row_id(0, n), pg_temp.user_id(n), sha256(n::text::bytea),
        pg_temp.row_time(n), pg_temp.row_time(n), pg_temp.row_time(n) + interval '1 day', pg_temp.row_time(n)
      FROM pg_temp.numbers;
      """;

  private static final String PREPARATION =
      """
      SET session_replication_role = replica;
      SET search_path = zkpersona;
      CREATE TEMP TABLE inputs AS SELECT n FROM generate_series(1, %1$d) AS n;
      CREATE TEMP TABLE numbers AS SELECT n FROM generate_series(1, %2$d) AS n;
      CREATE TEMP TABLE fewer AS SELECT n FROM generate_series(1, %3$d) AS n;
      CREATE FUNCTION pg_temp.row_id(kind integer, n bigint) RETURNS uuid STABLE LANGUAGE sql AS
        $$ SELECT ('0190000' || kind || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
      CREATE FUNCTION pg_temp.row_time(n bigint) RETURNS timestamptz STABLE LANGUAGE sql AS
        $$ SELECT timestamptz '2024-01-01 00:00:00+00' + n * interval '1 minute' $$;
      CREATE FUNCTION pg_temp.other(n bigint) RETURNS bigint STABLE LANGUAGE sql AS
        $$ SELECT 1 + n * 7919 %% %2$d $$;
      CREATE FUNCTION pg_temp.user_id(n bigint) RETURNS uuid STABLE LANGUAGE sql AS
        $$ SELECT pg_temp.row_id(1, 1 + n * 7919 %% %4$d) $$;
      """;

  private FilledTables() {}

  /** Returns the id of a table's nth row. */
  static UUID id(int table, int n) {
    return UUID.fromString("0190000%d-0000-7000-8000-%012x".formatted(table, n));
  }

  /**
   * Fills every table, then vacuums and analyzes, as the server would in time.
   *
   * @param inputs the number of inputs
   * @param others the number of rows in each other table
   * @param usersRows the number of those that belong to one user; users have as many inputs each
   */
  static void fill(TestDatabase database, int inputs, int others, int usersRows) {
    String preparation = PREPARATION.formatted(inputs, others, others / FEWER, others / usersRows);
    // The rows satisfy it, and no plan needs it.
    database.execute(
        "ALTER TABLE zkpersona.reputation_records DROP CONSTRAINT"
            + " reputation_records_effective_from_excl");
    // Building an index over existing rows is several times faster than maintaining it.
    List<String> indexes =
        database.query(
            """
            SELECT pg_get_indexdef(i.oid) FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
            WHERE i.relnamespace = 'zkpersona'::regnamespace AND i.relkind = 'i' AND NOT i.relispartition
              AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.oid)
            ORDER BY hashtext(i.relname)
            """);
    database.execute(
        """
        DO $$ DECLARE dropped regclass; BEGIN
          FOR dropped IN
            SELECT i.oid FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
            WHERE i.relnamespace = 'zkpersona'::regnamespace AND i.relkind = 'i' AND NOT i.relispartition
              AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.oid)
          LOOP EXECUTE 'DROP INDEX ' || dropped; END LOOP;
        END $$
        """);
    sideBySide(
        () -> database.execute(preparation + ONE_HALF),
        () -> database.execute(preparation + OTHER_HALF));
    int half = indexes.size() / 2;
    sideBySide(
        () -> database.execute(making(indexes.subList(0, half))),
        () -> database.execute(making(indexes.subList(half, indexes.size()))));
    database.execute("SELECT zkpersona.reputation_counts_rebuild()");
    database.execute("VACUUM ANALYZE");
  }

  private static String making(List<String> indexes) {
    return "SET maintenance_work_mem = '256MB'; " + String.join("; ", indexes);
  }

  /** Runs two tasks at once, one for each core of the smallest build machine. */
  private static void sideBySide(Runnable one, Runnable other) {
    CompletableFuture<Void> running = OwnThreads.run(other);
    one.run();
    running.join();
  }
}
