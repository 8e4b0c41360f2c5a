-- Times and days are finite and in the range that the library reads: from the year 4713 BC, when its calendar
-- begins, to the last whole year that the server supports. An infinite value written by SQL could not be read.
--
-- Covers every column with a time or a day in the library's tables. A database adopted at version 7 may lack a
-- table or have another one without these columns; such tables are skipped. Existing rows are not checked yet, so
-- that nothing waits.

DO $$
DECLARE
  checked record;
BEGIN
  FOR checked IN
    SELECT
      c.relname AS table_name,
      c.relname || '_' || a.attname || '_range_check' AS name,
      format(allowed.condition, a.attname) AS condition
    FROM (VALUES
      ('users', '{ctime, mtime}'),
      ('behavior_sessions', '{start_time, end_time, ctime, mtime}'),
      ('behavior_inputs', '{timestamp, ctime, mtime}'),
      ('scoring_results', '{timestamp, ctime, mtime}'),
      ('zk_proofs', '{verified_at, expires_at, ctime, mtime}'),
      ('zkml_proofs', '{timestamp}'),
      ('reputation_records', '{effective_from, effective_until, ctime, mtime}'),
      ('circuits', '{ctime, mtime}'),
      ('verification_keys', '{ctime, mtime}'),
      ('verification_attempts', '{attempted_at, ctime, mtime}'),
      ('behavior_input_claims', '{leased_until, available_at}'),
      ('behavior_activity', '{day}'),
      ('behavior_activity_days', '{day}'),
      ('behavior_activity_changes', '{day}'),
      ('behavior_activity_state', '{mtime}'),
      ('sponsors', '{daily_budget, ctime, mtime}'),
      ('sponsor_daily_budgets', '{budget_date, budget, ctime, mtime}'),
      ('sponsored_transactions', '{budget_date, reserved_amount, expires_at, submitted_at, completed_at}'),
      ('wallet_challenges', '{nonce, issued_at, expires_at, consumed_at}'),
      ('auth_sessions', '{token_hash, issued_at, last_used_at, expires_at, revoked_at}'),
      ('refresh_tokens', '{auth_session_id, issued_at, expires_at, rotated_at, reused_at, revoked_at}'),
      ('roles', '{name, ctime, mtime}'),
      ('permissions', '{name, ctime, mtime}'),
      ('role_permissions', '{role_id, permission_id, ctime}'),
      ('user_roles', '{user_id, role_id, granted_at, expires_at}')
    ) AS ours (table_name, columns)
    JOIN pg_class AS c ON c.relname = ours.table_name AND c.relkind IN ('r', 'p')
    JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = current_schema()
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND NOT a.attisdropped
    -- As a number of seconds, because a written time would be displayed in the time zone of the reader.
    JOIN (VALUES
      ('timestamptz'::regtype, '%1$I >= pg_catalog.to_timestamp(-210863520000)'
        ' AND %1$I < pg_catalog.to_timestamp(9224286393600)'),
      ('date'::regtype, '%1$I BETWEEN ''4713-01-01 BC'' AND ''294275-12-31''')
    ) AS allowed (type, condition) ON allowed.type = a.atttypid
    WHERE NOT EXISTS (
      SELECT FROM unnest(ours.columns::name[]) AS needed
      WHERE NOT EXISTS (
        SELECT FROM pg_attribute AS p WHERE p.attrelid = c.oid AND p.attname = needed AND NOT p.attisdropped))
    ORDER BY c.relname, a.attnum
  LOOP
    EXECUTE format('ALTER TABLE %I.%I ADD CONSTRAINT %I CHECK (%s) NOT VALID',
      current_schema(), checked.table_name, checked.name, checked.condition);
  END LOOP;
END
$$;
