-- The first migration that also runs on adopted databases (baseline 7), so it does not rely on names that only
-- V0001 to V0007 gave. It first looks for everything that would stop it and lists it by id, never by a personal
-- value.

-- Check that the schema has the shape that V0007 leaves.

DO $$
DECLARE
  differences text;
BEGIN
  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION USING
      ERRCODE = 'ZK001',
      MESSAGE = format('the database is encoded in %s (expected: UTF8)', current_setting('server_encoding'));
  END IF;

  WITH expected AS (
    SELECT
      split_part(line, ': ', 1) AS table_name,
      split_part(col, ' ', 1) AS column_name,
      split_part(col, ' ', 2) AS type_name
    FROM unnest(ARRAY[
      'users: id uuid, wallet_address varchar, email varchar, username varchar, status varchar, '
        'privacy_settings jsonb, cid uuid, ctime timestamptz, mid uuid, mtime timestamptz',
      'behavior_sessions: id uuid, user_id uuid, session_token varchar, session_type varchar, '
        'start_time timestamptz, end_time timestamptz, duration_seconds int4, metadata jsonb, status varchar, '
        'cid uuid, ctime timestamptz, mid uuid, mtime timestamptz',
      'behavior_inputs: id uuid, user_id uuid, behavior_session_id uuid, session_id varchar, input_data jsonb, '
        'input_type varchar, source varchar, timestamp timestamptz, processed bool, '
        'cid uuid, ctime timestamptz, mid uuid, mtime timestamptz',
      'scoring_results: id uuid, behavior_input_id uuid, score numeric, model_version varchar, '
        'timestamp timestamptz',
      'zk_proofs: id uuid, user_id uuid, behavior_input_id uuid, scoring_result_id uuid, proof_data jsonb, '
        'verification_key jsonb, public_signals jsonb, proof_type varchar, protocol varchar, '
        'circuit_version varchar, verification_status varchar, verified_at timestamptz, verifier_id uuid, '
        'blockchain_network varchar, transaction_hash varchar, block_number int8, gas_used int4, metadata jsonb, '
        'expires_at timestamptz, cid uuid, ctime timestamptz, mid uuid, mtime timestamptz',
      'reputation_records: id uuid, user_id uuid, zk_proof_id uuid, scoring_result_id uuid, '
        'reputation_score numeric, previous_score numeric, score_change numeric, confidence_level numeric, '
        'scoring_category varchar, scoring_period varchar, weight numeric, contributing_factors jsonb, '
        'reputation_badges jsonb, peer_validations int4, effective_from timestamptz, effective_until timestamptz, '
        'calculation_method varchar, status varchar, is_verified bool, is_public bool, '
        'cid uuid, ctime timestamptz, mid uuid, mtime timestamptz'
    ]) AS line,
    regexp_split_to_table(split_part(line, ': ', 2), ', ') AS col
  ), actual AS (
    SELECT
      c.relname AS table_name,
      a.attname AS column_name,
      CASE t.typname WHEN 'text' THEN 'varchar' ELSE t.typname END AS type_name
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')
  ), differing AS (
    SELECT DISTINCT
      CASE
        WHEN table_name NOT IN (SELECT table_name FROM actual) THEN format('%s is missing', table_name)
        ELSE format(
          '%s.%s is %s (expected: %s)',
          table_name, column_name, coalesce(actual.type_name, 'missing'), expected.type_name)
      END AS difference
    FROM expected
    LEFT JOIN actual USING (table_name, column_name)
    WHERE actual.type_name IS DISTINCT FROM expected.type_name
  )
  SELECT string_agg(difference, ', ' ORDER BY difference) INTO differences FROM differing;

  IF differences IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'ZK002',
      MESSAGE = format(
        'schema %s does not have the shape of version 7: %s. None of its tables was changed. '
          'If version 7 was the wrong one to adopt it at, drop the migration history before you try another',
        current_schema(), differences);
  END IF;
END
$$;

-- Check for users that differ only in letter case. COLLATE "C" folds A to Z alone, the same on every server. The
-- lock keeps new ones out until the indexes below do.

LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE;

DO $$
DECLARE
  collisions text;
BEGIN
  WITH keyed AS (
    SELECT id, 'wallet_address' AS field, lower(wallet_address COLLATE "C") AS key
    FROM users WHERE wallet_address ~ '^0x[0-9A-Fa-f]{40}$'
    UNION ALL
    SELECT id, 'email', lower(email COLLATE "C") FROM users WHERE email IS NOT NULL
    UNION ALL
    SELECT id, 'username', lower(username COLLATE "C") FROM users WHERE username IS NOT NULL
  ), collided AS (
    SELECT
      field,
      '[' || string_agg(id::text, ', ' ORDER BY id) || ']' AS ids,
      row_number() OVER (PARTITION BY field ORDER BY min(id::text)) AS position,
      count(*) OVER (PARTITION BY field) AS total
    FROM keyed
    GROUP BY field, key
    HAVING count(*) > 1
  ), listed AS (
    SELECT
      field || ' ' || string_agg(ids, ' ' ORDER BY position)
        || CASE WHEN max(total) > 20 THEN format(' and %s more', max(total) - 20) ELSE '' END AS line
    FROM collided
    WHERE position <= 20
    GROUP BY field
  )
  SELECT string_agg(line, '; ' ORDER BY line) INTO collisions FROM listed;

  IF collisions IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'ZK003',
      MESSAGE = 'users that differ only in letter case (each bracket holds the ids of one group): ' || collisions
        || '. Nothing was changed. Leave one user in each group its value, change or clear it in the others, '
          'and migrate again';
  END IF;
END
$$;

-- Rename the keys and references of adopted databases to the names that errors are mapped by.

DO $$
DECLARE
  found record;
BEGIN
  FOR found IN
    SELECT
      'INDEX' AS kind, t.relname AS table_name, i.relname AS actual,
      t.relname || CASE WHEN x.indisprimary THEN '_pkey' ELSE '_' || a.attname || '_key' END AS wanted
    FROM pg_index AS x
    JOIN pg_class AS i ON i.oid = x.indexrelid
    JOIN pg_class AS t ON t.oid = x.indrelid
    JOIN pg_namespace AS n ON n.oid = t.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
    WHERE n.nspname = current_schema()
      AND x.indisunique AND x.indnkeyatts = 1 AND x.indpred IS NULL AND x.indexprs IS NULL
      AND (t.relname, a.attname) IN (
        ('users', 'id'), ('users', 'wallet_address'), ('users', 'email'), ('users', 'username'),
        ('behavior_sessions', 'id'), ('behavior_sessions', 'session_token'), ('behavior_inputs', 'id'),
        ('scoring_results', 'id'), ('zk_proofs', 'id'), ('reputation_records', 'id'))
    UNION ALL
    -- Only the first of several keys on one column, because a name can be used once.
    SELECT 'CONSTRAINT', t.relname, min(f.conname::text), t.relname || '_' || a.attname || '_fkey'
    FROM pg_constraint AS f
    JOIN pg_class AS t ON t.oid = f.conrelid
    JOIN pg_namespace AS n ON n.oid = t.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = t.oid AND f.conkey = ARRAY[a.attnum]
    WHERE n.nspname = current_schema()
      AND f.contype = 'f'
      AND t.relname IN (
        'behavior_sessions', 'behavior_inputs', 'scoring_results', 'zk_proofs', 'reputation_records')
      AND NOT EXISTS (
        SELECT FROM pg_constraint AS o
        WHERE o.conrelid = t.oid AND o.conname = t.relname || '_' || a.attname || '_fkey')
    GROUP BY t.oid, t.relname, a.attname
  LOOP
    IF found.kind = 'INDEX' AND to_regclass(format('%I.%I', current_schema(), found.wanted)) IS NULL THEN
      EXECUTE format('ALTER INDEX %I.%I RENAME TO %I', current_schema(), found.actual, found.wanted);
    ELSIF found.kind = 'CONSTRAINT' THEN
      EXECUTE format(
        'ALTER TABLE %I.%I RENAME CONSTRAINT %I TO %I',
        current_schema(), found.table_name, found.actual, found.wanted);
    END IF;
  END LOOP;
END
$$;

-- The oldest library that can run on this schema

CREATE TABLE library_compatibility (
  migration      integer     NOT NULL,
  oldest_library varchar(50) NOT NULL,
  CONSTRAINT library_compatibility_pkey PRIMARY KEY (migration),
  CONSTRAINT library_compatibility_migration_check CHECK (migration > 0),
  CONSTRAINT library_compatibility_oldest_library_check CHECK (oldest_library ~ '^[0-9]+[.][0-9]+[.][0-9]+$')
);

COMMENT ON TABLE library_compatibility IS
  'A row for each migration that older libraries can''t run on: a library below the greatest oldest_library'
  ' refuses this schema, a merely older one runs';
COMMENT ON COLUMN library_compatibility.migration IS 'The number of the migration that inserted the row';
COMMENT ON COLUMN library_compatibility.oldest_library IS
  'The oldest version, as major.minor.patch, of the library that can run from that migration on';

INSERT INTO library_compatibility (migration, oldest_library) VALUES (8, '0.1.0');

-- Citus can distribute schemas over nodes. A trigger then runs where the rows are, on a table with another name, and
-- sees the clock, the locks and the transactions of that node alone. Features that cannot work so are refused there.

SELECT set_config('search_path', format('%I, pg_temp', current_schema()), true);

CREATE FUNCTION zkpersona_distributed() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
  -- Only a server with this table plans the query below.
  IF to_regclass('pg_catalog.pg_dist_schema') IS NULL THEN
    RETURN false;
  END IF;
  RETURN EXISTS (SELECT FROM pg_dist_schema WHERE schemaid = current_schema()::regnamespace);
END $$;

CREATE FUNCTION zkpersona_refuse_distributed(feature text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
  IF zkpersona_distributed() THEN
    RAISE EXCEPTION 'schema % is distributed over nodes, which does not go with %: nothing was changed; undistribute the '
      'schema, or do without', current_schema(), feature USING ERRCODE = 'ZK004';
  END IF;
END $$;

COMMENT ON FUNCTION zkpersona_distributed() IS 'Whether Citus distributes the schema over nodes';
COMMENT ON FUNCTION zkpersona_refuse_distributed(text) IS 'Refuses what a distributed schema cannot have';

-- users: uniqueness regardless of letter case

-- Find by wallet. A query uses the index only if it repeats the condition literally.
CREATE UNIQUE INDEX users_wallet_address_lower_key ON users (lower(wallet_address COLLATE "C"))
  WHERE wallet_address ~ '^0x[0-9A-Fa-f]{40}$';
-- Find by e-mail.
CREATE UNIQUE INDEX users_email_lower_key ON users (lower(email COLLATE "C"));
-- Find by username.
CREATE UNIQUE INDEX users_username_lower_key ON users (lower(username COLLATE "C"));

COMMENT ON INDEX users_wallet_address_lower_key IS
  'Find by wallet: the letter case of an Ethereum address is a checksum, not another address. Those of '
  'other chains are told apart by users_wallet_address_key';
COMMENT ON INDEX users_email_lower_key IS 'Find by e-mail without regard to the letter case of A to Z';
COMMENT ON INDEX users_username_lower_key IS 'Find by username without regard to the letter case of A to Z';

-- scoring_results: the user, the confidence, and the audit columns

ALTER TABLE scoring_results
  ADD COLUMN user_id          uuid,
  ADD COLUMN confidence_level numeric(5, 4),
  ADD COLUMN metadata         jsonb,
  ADD COLUMN cid              uuid,
  ADD COLUMN ctime            timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN mid              uuid,
  ADD COLUMN mtime            timestamptz NOT NULL DEFAULT now();
ALTER TABLE scoring_results
  ADD CONSTRAINT scoring_results_confidence_level_check CHECK (confidence_level BETWEEN 0 AND 1);

-- Old results belong to the user of their input. Their time of storage is unknown; the time of scoring is closer to
-- it than today.
UPDATE scoring_results AS score
SET user_id = input.user_id, ctime = least(score."timestamp", now()), mtime = least(score."timestamp", now())
FROM behavior_inputs AS input
WHERE input.id = score.behavior_input_id;

ALTER TABLE scoring_results
  ADD CONSTRAINT scoring_results_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;

COMMENT ON COLUMN scoring_results.user_id IS
  'The input''s user, kept here so that all rows of a person can be found and placed by it';
COMMENT ON COLUMN scoring_results.confidence_level IS 'How sure the model is, 0 to 1';
COMMENT ON COLUMN scoring_results.metadata IS 'Free';
COMMENT ON COLUMN scoring_results.cid IS 'Who created the row: a user or a service, hence no foreign key';
COMMENT ON COLUMN scoring_results.ctime IS
  'When the row was created, by the clock of the database; of rows older than the column, when it was '
  'scored';
COMMENT ON COLUMN scoring_results.mid IS 'Who changed the row last: a user or a service, hence no foreign key';
COMMENT ON COLUMN scoring_results.mtime IS
  'When the row was changed last; an update makes it greater and compares it to find a stale copy';

-- zk_proofs: gas above the range of integer, and one more protocol

DO $$
DECLARE
  found name;
BEGIN
  FOR found IN
    SELECT c.conname
    FROM pg_constraint AS c
    JOIN pg_class AS t ON t.oid = c.conrelid
    JOIN pg_namespace AS n ON n.oid = t.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = t.oid AND c.conkey = ARRAY[a.attnum]
    WHERE n.nspname = current_schema() AND t.relname = 'zk_proofs' AND a.attname = 'protocol' AND c.contype = 'c'
  LOOP
    EXECUTE format('ALTER TABLE %I.zk_proofs DROP CONSTRAINT %I', current_schema(), found);
  END LOOP;
END
$$;

ALTER TABLE zk_proofs ALTER COLUMN gas_used TYPE bigint;
ALTER TABLE zk_proofs ADD CONSTRAINT zk_proofs_protocol_check
  CHECK (protocol IN ('groth16', 'plonk', 'marlin', 'sonic', 'bulletproofs', 'fflonk'));
