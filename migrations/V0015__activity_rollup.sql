-- The activity rollup: counts of inputs kept up by writers, for installations that need summaries more often than
-- they can afford to count. Off until enabled: enabling creates the triggers, so that writers pay for it only where
-- it is wanted.

-- The counts. Writers never update them: they only insert into behavior_activity_changes, and one of them at a time
-- folds these changes. So no two writers wait for the same row, and counts plus changes are always exact.

CREATE TABLE behavior_activity (
  user_id    uuid,
  input_type varchar(50) NOT NULL,
  source     varchar(50) NOT NULL,
  day        date        NOT NULL,
  inputs     bigint      NOT NULL,
  processed  bigint      NOT NULL,
  CONSTRAINT behavior_activity_user_id_key UNIQUE NULLS NOT DISTINCT (user_id, day, input_type, source)
);

CREATE INDEX behavior_activity_empty_day_idx ON behavior_activity (day) WHERE inputs = 0 AND processed = 0;

COMMENT ON TABLE behavior_activity IS
  'Inputs counted by user, day, type and source, up to what behavior_activity_changes holds';
COMMENT ON COLUMN behavior_activity.user_id IS 'Null: of the inputs that belong to nobody';
COMMENT ON COLUMN behavior_activity.day IS 'The day of their timestamp in UTC';
COMMENT ON INDEX behavior_activity_empty_day_idx IS 'Counts that came down to nothing, which are removed';

CREATE TABLE behavior_activity_days (
  input_type varchar(50) NOT NULL,
  source     varchar(50) NOT NULL,
  day        date        NOT NULL,
  inputs     bigint      NOT NULL,
  processed  bigint      NOT NULL,
  CONSTRAINT behavior_activity_days_pkey PRIMARY KEY (day, input_type, source)
);

COMMENT ON TABLE behavior_activity_days IS 'The same of all users together';
COMMENT ON COLUMN behavior_activity_days.day IS 'The day of their timestamp in UTC';

CREATE TABLE behavior_activity_totals (
  input_type varchar(50) NOT NULL,
  source     varchar(50) NOT NULL,
  inputs     bigint      NOT NULL,
  processed  bigint      NOT NULL,
  CONSTRAINT behavior_activity_totals_pkey PRIMARY KEY (input_type, source)
);

COMMENT ON TABLE behavior_activity_totals IS
  'The same of all days together: the summary of everything takes as long for ten million inputs as for ten';

CREATE TABLE behavior_activity_sessions (
  session varchar(255) NOT NULL,
  inputs  bigint       NOT NULL,
  CONSTRAINT behavior_activity_sessions_pkey PRIMARY KEY (session)
);

CREATE INDEX behavior_activity_sessions_empty_session_idx ON behavior_activity_sessions (session) WHERE inputs = 0;

COMMENT ON TABLE behavior_activity_sessions IS
  'Inputs counted by session. Distinct ones can''t be added up from days, so they are counted here';
COMMENT ON COLUMN behavior_activity_sessions.session IS
  'The id of a behavior session, or else the free text of one';
COMMENT ON INDEX behavior_activity_sessions_empty_session_idx IS
  'Sessions that no input is left of, which are removed';

CREATE TABLE behavior_activity_changes (
  user_id    uuid,
  input_type varchar(50) NOT NULL,
  source     varchar(50) NOT NULL,
  day        date        NOT NULL,
  session    varchar(255),
  inputs     bigint      NOT NULL,
  processed  bigint      NOT NULL
) WITH (
  -- Rows live for moments, so vacuum runs by their number, not by their share of a table that may once have been
  -- large.
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 10000,
  autovacuum_vacuum_insert_threshold = -1
);

COMMENT ON TABLE behavior_activity_changes IS
  'What is to be added to the counts or, below zero, taken from them. Without a key: it is only ever added to, and '
  'read and emptied as a whole';

CREATE TABLE behavior_activity_state (
  is_ready boolean     NOT NULL,
  sessions bigint      NOT NULL DEFAULT 0,
  mtime    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT behavior_activity_state_pkey PRIMARY KEY (is_ready)
);

COMMENT ON TABLE behavior_activity_state IS
  'Empty while the counts are switched off; one row while they are kept up';
COMMENT ON COLUMN behavior_activity_state.is_ready IS
  'False while they are counted anew: what is written is gathered, but neither added up nor used';
COMMENT ON COLUMN behavior_activity_state.sessions IS 'How many sessions behavior_activity_sessions holds';

-- The functions qualify names with the schema and set their own search path, so that functions or tables on the
-- writer's search path are never used instead.

DO $migration$
BEGIN
  -- Folds the changes; returns null if another transaction is folding or the counts are not ready. Optionally waits
  -- for the other transaction instead.
  EXECUTE format($sql$
    CREATE FUNCTION %1$I.behavior_activity_fold(wait boolean) RETURNS bigint LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $body$
    DECLARE
      folded  bigint;
      added   bigint;
      removed bigint;
    BEGIN
      IF NOT EXISTS (SELECT FROM %1$I.behavior_activity_state WHERE is_ready) THEN
        RETURN NULL;
      END IF;
      IF wait THEN
        PERFORM pg_advisory_xact_lock('%1$I.behavior_activity_changes'::regclass::oid::bigint);
      ELSIF NOT pg_try_advisory_xact_lock('%1$I.behavior_activity_changes'::regclass::oid::bigint) THEN
        RETURN NULL;
      END IF;
      -- The transaction waited for may have been rebuilding.
      IF NOT EXISTS (SELECT FROM %1$I.behavior_activity_state WHERE is_ready) THEN
        RETURN NULL;
      END IF;
      WITH taken AS (
        DELETE FROM %1$I.behavior_activity_changes
        RETURNING user_id, input_type, source, day, session, inputs, processed
      ), of_users AS (
        INSERT INTO %1$I.behavior_activity AS kept (user_id, input_type, source, day, inputs, processed)
        SELECT user_id, input_type, source, day, sum(inputs), sum(processed) FROM taken GROUP BY 1, 2, 3, 4
        HAVING sum(inputs) <> 0 OR sum(processed) <> 0
        ON CONFLICT (user_id, day, input_type, source) DO UPDATE
        SET inputs = kept.inputs + excluded.inputs, processed = kept.processed + excluded.processed
      ), of_days AS (
        INSERT INTO %1$I.behavior_activity_days AS kept (input_type, source, day, inputs, processed)
        SELECT input_type, source, day, sum(inputs), sum(processed) FROM taken GROUP BY 1, 2, 3
        HAVING sum(inputs) <> 0 OR sum(processed) <> 0
        ON CONFLICT (day, input_type, source) DO UPDATE
        SET inputs = kept.inputs + excluded.inputs, processed = kept.processed + excluded.processed
      ), in_total AS (
        INSERT INTO %1$I.behavior_activity_totals AS kept (input_type, source, inputs, processed)
        SELECT input_type, source, sum(inputs), sum(processed) FROM taken GROUP BY 1, 2
        HAVING sum(inputs) <> 0 OR sum(processed) <> 0
        ON CONFLICT (input_type, source) DO UPDATE
        SET inputs = kept.inputs + excluded.inputs, processed = kept.processed + excluded.processed
      ), sessions AS (
        SELECT session, sum(inputs) AS inputs FROM taken WHERE session IS NOT NULL GROUP BY 1 HAVING sum(inputs) <> 0
      ), of_sessions AS (
        INSERT INTO %1$I.behavior_activity_sessions AS kept (session, inputs)
        SELECT session, inputs FROM sessions
        ON CONFLICT (session) DO UPDATE SET inputs = kept.inputs + excluded.inputs
      )
      SELECT (SELECT count(*) FROM taken), (
        SELECT count(*) FROM sessions WHERE NOT EXISTS (
          SELECT FROM %1$I.behavior_activity_sessions AS known WHERE known.session = sessions.session))
      INTO folded, added;
      -- Remove counts that reach zero, and with them the trace that this user or session existed.
      DELETE FROM %1$I.behavior_activity WHERE inputs = 0 AND processed = 0;
      DELETE FROM %1$I.behavior_activity_sessions WHERE inputs = 0;
      GET DIAGNOSTICS removed = ROW_COUNT;
      IF added <> removed THEN
        UPDATE %1$I.behavior_activity_state SET sessions = sessions + added - removed;
      END IF;
      RETURN folded;
    END $body$
  $sql$, current_schema());

  -- Notes the rows that a statement added, removed or changed, as few changes. On average once in some thousands of
  -- changes, a writer folds them, unless its isolation hides what others have committed since it began.
  EXECUTE format($sql$
    CREATE FUNCTION %1$I.behavior_activity_gather() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $body$
    DECLARE
      gathered bigint;
    BEGIN
      IF TG_OP = 'INSERT' THEN
        INSERT INTO %1$I.behavior_activity_changes
        SELECT user_id, input_type, source, ("timestamp" AT TIME ZONE 'UTC')::date,
          coalesce(behavior_session_id::text, session_id), count(*), count(*) FILTER (WHERE processed)
        FROM added GROUP BY 1, 2, 3, 4, 5;
      ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO %1$I.behavior_activity_changes
        SELECT user_id, input_type, source, ("timestamp" AT TIME ZONE 'UTC')::date,
          coalesce(behavior_session_id::text, session_id), -count(*), -count(*) FILTER (WHERE processed)
        FROM removed GROUP BY 1, 2, 3, 4, 5;
      ELSE
        INSERT INTO %1$I.behavior_activity_changes
        SELECT user_id, input_type, source, ("timestamp" AT TIME ZONE 'UTC')::date,
          coalesce(behavior_session_id::text, session_id), sum(sign),
          coalesce(sum(sign) FILTER (WHERE processed), 0)
        FROM (
          SELECT user_id, input_type, source, "timestamp", behavior_session_id, session_id, processed, 1 AS sign
          FROM added
          UNION ALL
          SELECT user_id, input_type, source, "timestamp", behavior_session_id, session_id, processed, -1
          FROM removed) AS changed
        GROUP BY 1, 2, 3, 4, 5
        HAVING sum(sign) <> 0 OR coalesce(sum(sign) FILTER (WHERE processed), 0) <> 0;
      END IF;
      GET DIAGNOSTICS gathered = ROW_COUNT;
      IF random() * 16384 < gathered AND current_setting('transaction_isolation') = 'read committed' THEN
        PERFORM %1$I.behavior_activity_fold(false);
      END IF;
      RETURN NULL;
    END $body$
  $sql$, current_schema());

  EXECUTE format($sql$
    CREATE FUNCTION %1$I.behavior_activity_forget() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $body$
    BEGIN
      TRUNCATE %1$I.behavior_activity_changes, %1$I.behavior_activity, %1$I.behavior_activity_days,
        %1$I.behavior_activity_totals, %1$I.behavior_activity_sessions;
      UPDATE %1$I.behavior_activity_state SET sessions = 0;
      RETURN NULL;
    END $body$
  $sql$, current_schema());

  -- Starts noting changes and leaves the counts to be built. Waits for current writers, and later ones wait for it.
  -- Refused while another transaction builds the counts: rows that it has counted would be taken for changes still
  -- to be counted.
  EXECUTE format($sql$
    CREATE FUNCTION %1$I.behavior_activity_begin() RETURNS boolean LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $body$
    BEGIN
      PERFORM %1$I.zkpersona_refuse_distributed('the activity rollup');
      IF NOT pg_try_advisory_xact_lock('%1$I.behavior_activity_state'::regclass::oid::bigint) THEN
        RAISE EXCEPTION 'the counts of activity are being made' USING ERRCODE = 'serialization_failure';
      END IF;
      PERFORM pg_advisory_xact_lock('%1$I.behavior_activity_changes'::regclass::oid::bigint);
      UPDATE %1$I.behavior_activity_state SET is_ready = false, mtime = now();
      IF FOUND THEN
        RETURN false;
      END IF;
      LOCK TABLE %1$I.behavior_inputs IN SHARE ROW EXCLUSIVE MODE;
      INSERT INTO %1$I.behavior_activity_state (is_ready) VALUES (false) ON CONFLICT DO NOTHING;
      CREATE OR REPLACE TRIGGER behavior_inputs_activity_inserted AFTER INSERT ON %1$I.behavior_inputs
        REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION %1$I.behavior_activity_gather();
      CREATE OR REPLACE TRIGGER behavior_inputs_activity_updated AFTER UPDATE ON %1$I.behavior_inputs
        REFERENCING OLD TABLE AS removed NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION %1$I.behavior_activity_gather();
      CREATE OR REPLACE TRIGGER behavior_inputs_activity_deleted AFTER DELETE ON %1$I.behavior_inputs
        REFERENCING OLD TABLE AS removed
        FOR EACH STATEMENT EXECUTE FUNCTION %1$I.behavior_activity_gather();
      CREATE OR REPLACE TRIGGER behavior_inputs_activity_truncated AFTER TRUNCATE ON %1$I.behavior_inputs
        FOR EACH STATEMENT EXECUTE FUNCTION %1$I.behavior_activity_forget();
      RETURN true;
    END $body$
  $sql$, current_schema());

  -- The first statement of the transaction that counts. If its snapshot is older than what another has counted, the
  -- update fails like any update of a row that has changed since.
  EXECUTE format($sql$
    CREATE FUNCTION %1$I.behavior_activity_count() RETURNS boolean LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $body$
    BEGIN
      IF NOT pg_try_advisory_xact_lock('%1$I.behavior_activity_state'::regclass::oid::bigint) THEN
        RAISE EXCEPTION 'the counts of activity are being made' USING ERRCODE = 'serialization_failure';
      END IF;
      UPDATE %1$I.behavior_activity_state SET mtime = now() WHERE NOT is_ready;
      RETURN FOUND;
    END $body$
  $sql$, current_schema());

  EXECUTE format($sql$
    CREATE FUNCTION %1$I.behavior_activity_end() RETURNS boolean LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $body$
    BEGIN
      PERFORM pg_advisory_xact_lock('%1$I.behavior_activity_changes'::regclass::oid::bigint);
      IF NOT EXISTS (SELECT FROM %1$I.behavior_activity_state) THEN
        RETURN false;
      END IF;
      -- Dropping a trigger takes this lock anyway; taken later, it would wait for a reader that waits to write.
      LOCK TABLE %1$I.behavior_inputs IN ACCESS EXCLUSIVE MODE;
      DROP TRIGGER IF EXISTS behavior_inputs_activity_inserted ON %1$I.behavior_inputs;
      DROP TRIGGER IF EXISTS behavior_inputs_activity_updated ON %1$I.behavior_inputs;
      DROP TRIGGER IF EXISTS behavior_inputs_activity_deleted ON %1$I.behavior_inputs;
      DROP TRIGGER IF EXISTS behavior_inputs_activity_truncated ON %1$I.behavior_inputs;
      TRUNCATE %1$I.behavior_activity_changes, %1$I.behavior_activity, %1$I.behavior_activity_days,
        %1$I.behavior_activity_totals, %1$I.behavior_activity_sessions, %1$I.behavior_activity_state;
      RETURN true;
    END $body$
  $sql$, current_schema());
END
$migration$;

COMMENT ON FUNCTION behavior_activity_fold(boolean) IS
  'Adds what has gathered to the counts; how many rows that were, or null if there was nothing to be done';
COMMENT ON FUNCTION behavior_activity_gather() IS 'Notes what a statement did to the inputs';
COMMENT ON FUNCTION behavior_activity_forget() IS 'Empties the counts with the inputs';
COMMENT ON FUNCTION behavior_activity_begin() IS
  'Has writers note what they do; the counts are to be made ready by whoever called it. True if it was switched off';
COMMENT ON FUNCTION behavior_activity_count() IS
  'Whether it is up to the caller, and to nobody else until its transaction ends, to make the counts';
COMMENT ON FUNCTION behavior_activity_end() IS 'Switches the counts off and empties them; false if they were';
