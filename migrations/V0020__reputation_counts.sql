-- Public scores counted by board, so that a standing costs the same however many users are on it. A board is a
-- category and a period.

-- Writers update neither the counts nor each other's rows: they only note entries that may have changed. One of
-- them at a time takes the notes, compares each entry with the records, and counts the difference. So counts plus
-- notes are exact at any moment, whatever isolation the notes were made at, and a superfluous note is harmless.

CREATE TABLE reputation_changes (
  user_id          uuid,
  scoring_category varchar(50),
  scoring_period   varchar(50)
) WITH (
  -- Rows live for moments, so vacuum runs by their number, not by their share of a table that may once have been
  -- large.
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_insert_threshold = -1
);

COMMENT ON TABLE reputation_changes IS
  'Whose entries may have changed since they were counted. Without a key: it is only added to, read and emptied';
COMMENT ON COLUMN reputation_changes.user_id IS 'Null, as all else: everybody''s, so that all is to be counted anew';
COMMENT ON COLUMN reputation_changes.scoring_category IS 'Null, as the period: on every board';

CREATE TABLE reputation_standings (
  user_id          uuid        NOT NULL,
  scoring_category varchar(50) NOT NULL,
  scoring_period   varchar(50) NOT NULL,
  reputation_score numeric(10, 4),
  due_at           timestamptz,
  CONSTRAINT reputation_standings_pkey PRIMARY KEY (user_id, scoring_category, scoring_period),
  CONSTRAINT reputation_standings_due_at_range_check CHECK (due_at >= pg_catalog.to_timestamp(-210863520000)
    AND due_at < pg_catalog.to_timestamp(9224286393600))
) WITH (fillfactor = 80);

CREATE INDEX reputation_standings_due_at_idx
  ON reputation_standings (due_at, scoring_category, scoring_period) WHERE due_at IS NOT NULL;

COMMENT ON TABLE reputation_standings IS
  'The entries that the counts hold. Without a reference to the user: an entry must outlive it until it is taken '
  'from the counts';
COMMENT ON COLUMN reputation_standings.reputation_score IS 'The score counted; null while there is none yet';
COMMENT ON COLUMN reputation_standings.due_at IS
  'When the entry changes by itself, since a record ends or begins; null if it does not';
COMMENT ON INDEX reputation_standings_due_at_idx IS 'Entries that have changed by themselves since they were counted';

CREATE TABLE reputation_counts (
  scoring_category varchar(50) NOT NULL,
  scoring_period   varchar(50) NOT NULL,
  width            integer     NOT NULL,
  bucket           integer     NOT NULL,
  entries          bigint      NOT NULL,
  CONSTRAINT reputation_counts_pkey PRIMARY KEY (scoring_category, scoring_period, width, bucket)
) WITH (fillfactor = 50);

COMMENT ON TABLE reputation_counts IS
  'How many entries a board has by score, at three widths: all above a score are the sum of at most some 300 rows';
COMMENT ON COLUMN reputation_counts.width IS 'How many ten-thousandths a bucket spans: 10000, 100 or 1';
COMMENT ON COLUMN reputation_counts.bucket IS 'The score in ten-thousandths, divided by the width and rounded down';
COMMENT ON COLUMN reputation_counts.entries IS 'Never 0. In no index, so that a change of it stays on its page';

CREATE TABLE reputation_counted (
  is_counted boolean     NOT NULL,
  counted_at timestamptz NOT NULL,
  CONSTRAINT reputation_counted_pkey PRIMARY KEY (is_counted),
  CONSTRAINT reputation_counted_is_counted_check CHECK (is_counted),
  CONSTRAINT reputation_counted_counted_at_range_check CHECK (counted_at >= pg_catalog.to_timestamp(-210863520000)
    AND counted_at < pg_catalog.to_timestamp(9224286393600))
);

COMMENT ON TABLE reputation_counted IS 'One row';
COMMENT ON COLUMN reputation_counted.counted_at IS
  'The clock by which entries were compared last: a standing is never of an earlier time';

INSERT INTO reputation_counted VALUES (true, now());

-- The functions qualify names with the schema and set their own search path, so that functions or tables on the
-- writer's search path are never used instead.

DO $migration$
DECLARE
  -- The last allowed time, which also stands for infinite times of old rows.
  never CONSTANT text := 'to_timestamp(9224286393599)';
  -- The score of an entry (key) at a moment, and the time when it changes by itself. Each subquery has a LIMIT, so
  -- that a planner without statistics looks entries up one by one instead of reading all users or entries for each.
  entry CONSTANT text := replace(replace($sql$
    LEFT JOIN LATERAL (
      SELECT
        CASE WHEN latest.is_on THEN latest.reputation_score END AS score,
        CASE
          WHEN latest.is_on THEN nullif(least(latest.effective_until, {never}), {never})
          ELSE (
            SELECT nullif(least(min(planned.effective_from), {never}), {never})
            FROM {schema}.reputation_records AS planned
            WHERE planned.user_id = key.user_id AND planned.scoring_category = key.scoring_category
              AND planned.scoring_period = key.scoring_period AND planned.status = 'active' AND planned.is_public
              AND planned.effective_from > moment)
        END AS due_at
      FROM (
        SELECT FROM {schema}.users
        WHERE users.id = key.user_id AND users.status = 'active'
          AND users.privacy_settings -> 'public_profile' = 'true'
        LIMIT 1) AS visible
      LEFT JOIN LATERAL (
        SELECT
          reputation_score,
          effective_until,
          is_public AND (effective_until IS NULL OR effective_until > moment) AS is_on
        FROM {schema}.reputation_records AS record
        WHERE record.user_id = key.user_id AND record.scoring_category = key.scoring_category
          AND record.scoring_period = key.scoring_period AND record.status = 'active'
          AND record.effective_from <= moment
        ORDER BY record.effective_from DESC LIMIT 1) AS latest ON true) AS entry ON true
  $sql$, '{schema}', quote_ident(current_schema())), '{never}', never);

  -- The entry (key) as it was counted.
  kept CONSTANT text := format($sql$
    LEFT JOIN LATERAL (
      SELECT kept.ctid, kept.reputation_score, kept.due_at
      FROM %I.reputation_standings AS kept
      WHERE kept.user_id = key.user_id AND kept.scoring_category = key.scoring_category
        AND kept.scoring_period = key.scoring_period
      LIMIT 1) AS kept ON true
  $sql$, current_schema());

  -- All entries at a moment, computed in another way.
  entries CONSTANT text := replace(replace($sql$
    SELECT
      user_id,
      scoring_category,
      scoring_period,
      max(reputation_score) FILTER (WHERE effective_from <= moment) AS score,
      CASE
        WHEN bool_or(effective_from <= moment)
          THEN nullif(least(max(effective_until) FILTER (WHERE effective_from <= moment), {never}), {never})
        ELSE nullif(least(min(effective_from), {never}), {never})
      END AS due_at
    FROM {schema}.reputation_records
    JOIN {schema}.users ON users.id = reputation_records.user_id
    WHERE reputation_records.status = 'active' AND is_public AND (effective_until IS NULL OR effective_until > moment)
      AND users.status = 'active' AND users.privacy_settings -> 'public_profile' = 'true'
    GROUP BY user_id, scoring_category, scoring_period
  $sql$, '{schema}', quote_ident(current_schema())), '{never}', never);
BEGIN
  -- A generic plan, because planning costs more than the work; without JIT; and by index, although the tables may
  -- be small when planned.
  --
  -- Folds at most this many notes and as many due entries; returns null if another transaction is folding.
  -- Optionally waits for the other transaction instead. Does nothing at an isolation that hides what others have
  -- committed since it began.
  EXECUTE format($sql$
    CREATE FUNCTION %1$I.reputation_counts_fold(wait boolean, most integer) RETURNS bigint LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off
    AS $body$
    DECLARE
      moment  timestamptz;
      folded  bigint;
      is_anew boolean;
    BEGIN
      IF current_setting('transaction_isolation') <> 'read committed' OR %1$I.zkpersona_distributed() THEN
        RETURN NULL;
      END IF;
      IF wait THEN
        PERFORM pg_advisory_xact_lock('%1$I.reputation_counts'::regclass::oid::bigint);
      ELSIF NOT pg_try_advisory_xact_lock('%1$I.reputation_counts'::regclass::oid::bigint) THEN
        RETURN NULL;
      END IF;
      IF NOT EXISTS (SELECT FROM %1$I.reputation_changes)
          AND NOT EXISTS (SELECT FROM %1$I.reputation_standings WHERE due_at <= clock_timestamp()) THEN
        RETURN 0;
      END IF;
      INSERT INTO %1$I.reputation_counted AS last VALUES (true, clock_timestamp())
      ON CONFLICT (is_counted) DO UPDATE SET counted_at = greatest(last.counted_at, excluded.counted_at)
      RETURNING counted_at INTO moment;
      WITH taken AS (
        DELETE FROM %1$I.reputation_changes
        WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$I.reputation_changes LIMIT most))
        RETURNING user_id, scoring_category, scoring_period
      ), due AS (
        SELECT user_id, scoring_category, scoring_period
        FROM %1$I.reputation_standings WHERE due_at <= moment ORDER BY due_at LIMIT most
      ), keys AS (
        SELECT user_id, scoring_category, scoring_period FROM taken WHERE scoring_category IS NOT NULL
        UNION
        SELECT user_id, scoring_category, scoring_period FROM due
        UNION
        SELECT owner.user_id, board.scoring_category, board.scoring_period
        FROM (SELECT DISTINCT user_id FROM taken WHERE scoring_category IS NULL) AS owner
        CROSS JOIN LATERAL (
          SELECT scoring_category, scoring_period FROM %1$I.reputation_standings AS kept
          WHERE kept.user_id = owner.user_id
          UNION
          SELECT scoring_category, scoring_period FROM %1$I.reputation_records AS record
          WHERE record.user_id = owner.user_id AND record.status = 'active' AND record.is_public) AS board
      ), compared AS (
        SELECT
          key.*, entry.score, entry.due_at, kept.ctid AS place, kept.reputation_score AS score_before,
          kept.due_at AS due_before
        FROM keys AS key
        %2$s
        %3$s
      ), removed AS (
        DELETE FROM %1$I.reputation_standings
        WHERE ctid = ANY (ARRAY(
          SELECT place FROM compared WHERE place IS NOT NULL AND score IS NULL AND due_at IS NULL))
      ), changed AS (
        INSERT INTO %1$I.reputation_standings AS kept
          (user_id, scoring_category, scoring_period, reputation_score, due_at)
        SELECT user_id, scoring_category, scoring_period, score, due_at
        FROM compared
        WHERE (score IS NOT NULL OR due_at IS NOT NULL)
          AND (score IS DISTINCT FROM score_before OR due_at IS DISTINCT FROM due_before)
        ON CONFLICT (user_id, scoring_category, scoring_period) DO UPDATE
        SET reputation_score = excluded.reputation_score, due_at = excluded.due_at
      ), differences AS (
        SELECT scoring_category, scoring_period, width, (of_board.score * 10000)::integer / width AS bucket,
          sum(difference) AS difference
        FROM (
          SELECT scoring_category, scoring_period, score, 1 AS difference
          FROM compared WHERE score IS NOT NULL AND score IS DISTINCT FROM score_before
          UNION ALL
          SELECT scoring_category, scoring_period, score_before, -1
          FROM compared WHERE score_before IS NOT NULL AND score IS DISTINCT FROM score_before) AS of_board
        CROSS JOIN (VALUES (10000), (100), (1)) AS widths (width)
        GROUP BY 1, 2, 3, 4 HAVING sum(difference) <> 0
      ), sums AS (
        SELECT key.scoring_category, key.scoring_period, key.width, key.bucket, kept.ctid AS place,
          coalesce(kept.entries, 0) + key.difference AS entries
        FROM differences AS key
        LEFT JOIN LATERAL (
          SELECT kept.ctid, kept.entries
          FROM %1$I.reputation_counts AS kept
          WHERE kept.scoring_category = key.scoring_category AND kept.scoring_period = key.scoring_period
            AND kept.width = key.width AND kept.bucket = key.bucket
          LIMIT 1) AS kept ON true
      ), emptied AS (
        DELETE FROM %1$I.reputation_counts
        WHERE ctid = ANY (ARRAY(SELECT place FROM sums WHERE entries = 0))
      ), counted AS (
        INSERT INTO %1$I.reputation_counts AS kept (scoring_category, scoring_period, width, bucket, entries)
        SELECT scoring_category, scoring_period, width, bucket, entries FROM sums WHERE entries <> 0
        ON CONFLICT (scoring_category, scoring_period, width, bucket) DO UPDATE SET entries = excluded.entries
      )
      SELECT
        (SELECT count(*) FROM taken) + (SELECT count(*) FROM due),
        EXISTS (SELECT FROM taken WHERE user_id IS NULL)
      INTO folded, is_anew;
      IF is_anew THEN
        RETURN %1$I.reputation_counts_rebuild();
      END IF;
      RETURN folded;
    END $body$
  $sql$, current_schema(), entry, kept);

  -- Recounts everything by the current clock, even if it was set back.
  EXECUTE format($sql$
    CREATE FUNCTION %1$I.reputation_counts_rebuild() RETURNS bigint LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $body$
    DECLARE
      moment  timestamptz;
      counted bigint;
    BEGIN
      PERFORM %1$I.zkpersona_refuse_distributed('counts of reputation');
      IF current_setting('transaction_isolation') <> 'read committed' THEN
        RETURN NULL;
      END IF;
      PERFORM pg_advisory_xact_lock('%1$I.reputation_counts'::regclass::oid::bigint);
      moment := clock_timestamp();
      INSERT INTO %1$I.reputation_counted VALUES (true, moment)
      ON CONFLICT (is_counted) DO UPDATE SET counted_at = excluded.counted_at;
      -- Delete the notes first, because later ones may not be counted here.
      DELETE FROM %1$I.reputation_changes;
      DELETE FROM %1$I.reputation_standings;
      DELETE FROM %1$I.reputation_counts;
      INSERT INTO %1$I.reputation_standings (user_id, scoring_category, scoring_period, reputation_score, due_at)
      %2$s;
      GET DIAGNOSTICS counted = ROW_COUNT;
      INSERT INTO %1$I.reputation_counts (scoring_category, scoring_period, width, bucket, entries)
      SELECT scoring_category, scoring_period, width, (reputation_score * 10000)::integer / width, count(*)
      FROM %1$I.reputation_standings CROSS JOIN (VALUES (10000), (100), (1)) AS widths (width)
      WHERE reputation_score IS NOT NULL
      GROUP BY 1, 2, 3, 4;
      RETURN counted;
    END $body$
  $sql$, current_schema(), entries);

  -- Returns the number of wrong entries and counts.
  EXECUTE format($sql$
    CREATE FUNCTION %1$I.reputation_counts_verify() RETURNS bigint LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp AS $body$
    DECLARE
      moment timestamptz := greatest(
        statement_timestamp(), (SELECT counted_at FROM %1$I.reputation_counted));
      wrong  bigint;
    BEGIN
      SELECT
        (SELECT count(*)
         FROM (%2$s) AS entry
         FULL JOIN %1$I.reputation_standings AS kept ON kept.user_id = entry.user_id
           AND kept.scoring_category = entry.scoring_category AND kept.scoring_period = entry.scoring_period
         WHERE (entry.score IS DISTINCT FROM kept.reputation_score OR entry.due_at IS DISTINCT FROM kept.due_at)
           AND (kept.due_at IS NULL OR kept.due_at > moment)
           AND NOT EXISTS (
             SELECT FROM %1$I.reputation_changes AS noted
             WHERE noted.user_id IS NULL
               OR noted.user_id = coalesce(entry.user_id, kept.user_id) AND (noted.scoring_category IS NULL
                 OR noted.scoring_category = coalesce(entry.scoring_category, kept.scoring_category)
                   AND noted.scoring_period = coalesce(entry.scoring_period, kept.scoring_period))))
        + (SELECT count(*)
           FROM (
             SELECT scoring_category, scoring_period, width, (reputation_score * 10000)::integer / width AS bucket,
               count(*) AS entries
             FROM %1$I.reputation_standings CROSS JOIN (VALUES (10000), (100), (1)) AS widths (width)
             WHERE reputation_score IS NOT NULL
             GROUP BY 1, 2, 3, 4) AS entry
           FULL JOIN %1$I.reputation_counts AS kept ON kept.scoring_category = entry.scoring_category
             AND kept.scoring_period = entry.scoring_period AND kept.width = entry.width AND kept.bucket = entry.bucket
           WHERE entry.entries IS DISTINCT FROM kept.entries)
      INTO wrong;
      RETURN wrong;
    END $body$
  $sql$, current_schema(), entries);

  -- Returns a user's score on a board, the number of better scores, and the total; no row if the user is not on the
  -- board. Both numbers are null if more than the given number of notes and due entries would have to be compared.
  EXECUTE format($sql$
    CREATE FUNCTION %1$I.reputation_rank(of_user uuid, category varchar, period varchar, most integer)
    RETURNS TABLE (score numeric, better bigint, total bigint) LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off
    AS $body$
    #variable_conflict use_column
    DECLARE
      moment timestamptz := greatest(
        statement_timestamp(), (SELECT counted_at FROM %1$I.reputation_counted));
      own    integer;
      noted  uuid[];
    BEGIN
      SELECT entry.score INTO reputation_rank.score
      FROM (SELECT of_user, category, period) AS key (user_id, scoring_category, scoring_period)
      %2$s;
      IF reputation_rank.score IS NULL THEN
        RETURN;
      END IF;
      own := reputation_rank.score * 10000;
      noted := ARRAY(
        (SELECT user_id
         FROM %1$I.reputation_changes
         WHERE scoring_category IS NULL OR scoring_category = category AND scoring_period = period
         LIMIT most + 1)
        UNION ALL
        (SELECT user_id
         FROM %1$I.reputation_standings
         WHERE due_at <= moment AND scoring_category = category AND scoring_period = period
         ORDER BY due_at LIMIT most + 1));
      IF cardinality(noted) <= most AND array_position(noted, NULL) IS NULL THEN
        -- Scores in higher hundredths of the board, then higher ones in the same hundredth, then in its hundredth.
        SELECT coalesce(sum(entries) FILTER (WHERE bucket > own / 10000), 0), coalesce(sum(entries), 0)
        INTO better, total
        FROM %1$I.reputation_counts
        WHERE scoring_category = category AND scoring_period = period AND width = 10000;
        better := better + coalesce((
          SELECT sum(entries)
          FROM %1$I.reputation_counts
          WHERE scoring_category = category AND scoring_period = period AND width = 100
            AND bucket > own / 100 AND bucket < (own / 10000 + 1) * 100), 0) + coalesce((
          SELECT sum(entries)
          FROM %1$I.reputation_counts
          WHERE scoring_category = category AND scoring_period = period AND width = 1
            AND bucket > own AND bucket < (own / 100 + 1) * 100), 0);
        SELECT
          better + count(*) FILTER (WHERE entry.score > reputation_rank.score)
            - count(*) FILTER (WHERE kept.reputation_score > reputation_rank.score),
          total + count(entry.score) - count(kept.reputation_score)
        INTO better, total
        FROM (SELECT DISTINCT user_id, category, period FROM unnest(noted) AS of_note (user_id))
          AS key (user_id, scoring_category, scoring_period)
        %2$s
        %3$s;
      END IF;
      RETURN NEXT;
    END $body$
  $sql$, current_schema(), entry, kept);

  -- Notes the entry that a row belongs to. Occasionally a writer folds some of the notes, but not repeatedly in one
  -- transaction: each time leaves versions of the counts that the transaction itself would have to skip. Nor does a
  -- writer recount everything.
  EXECUTE format($sql$
    CREATE FUNCTION %1$I.reputation_changes_note() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $body$
    BEGIN
      -- A distributed schema has no counts, so a single note says that they are to be made anew.
      IF TG_TABLE_NAME NOT IN ('users', 'reputation_records') THEN
        IF NOT EXISTS (SELECT FROM %1$I.reputation_changes WHERE user_id IS NULL) THEN
          INSERT INTO %1$I.reputation_changes VALUES (NULL, NULL, NULL);
        END IF;
        RETURN NULL;
      END IF;
      IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO %1$I.reputation_changes VALUES (NULL, NULL, NULL);
      ELSIF TG_TABLE_NAME = 'users' THEN
        INSERT INTO %1$I.reputation_changes VALUES (NEW.id, NULL, NULL);
      ELSE
        IF TG_OP <> 'DELETE' THEN
          INSERT INTO %1$I.reputation_changes VALUES (NEW.user_id, NEW.scoring_category, NEW.scoring_period);
        END IF;
        IF TG_OP <> 'INSERT' AND (OLD.user_id, OLD.scoring_category, OLD.scoring_period)
            IS DISTINCT FROM (NEW.user_id, NEW.scoring_category, NEW.scoring_period) THEN
          INSERT INTO %1$I.reputation_changes VALUES (OLD.user_id, OLD.scoring_category, OLD.scoring_period);
        END IF;
      END IF;
      IF TG_OP = 'TRUNCATE' THEN
        PERFORM %1$I.reputation_counts_fold(false, 1000);
      ELSIF random() < 0.02 AND current_setting('transaction_isolation') = 'read committed' THEN
        -- Only here: what a serializable transaction reads of the notes of others would make it fail.
        IF NOT EXISTS (SELECT FROM %1$I.reputation_counted WHERE counted_at >= transaction_timestamp())
            AND NOT EXISTS (SELECT FROM %1$I.reputation_changes WHERE user_id IS NULL) THEN
          PERFORM %1$I.reputation_counts_fold(false, 1000);
        END IF;
      END IF;
      RETURN NULL;
    END $body$
  $sql$, current_schema());
END
$migration$;

COMMENT ON FUNCTION reputation_counts_fold(boolean, integer) IS
  'Counts what was noted and what is due; how many notes and entries that was, or null if it was not to be done';
COMMENT ON FUNCTION reputation_counts_rebuild() IS 'Counts everything anew; how many entries there are';
COMMENT ON FUNCTION reputation_counts_verify() IS 'How many entries and counts are wrong';
COMMENT ON FUNCTION reputation_rank(uuid, varchar, varchar, integer) IS
  'A user''s score on a board, how many are better, and how many there are';
COMMENT ON FUNCTION reputation_changes_note() IS 'Notes whose entry may have changed';

-- Row triggers, because rows excluded by the conditions, such as records that are not public, cost almost nothing.

CREATE TRIGGER reputation_records_noted_inserted AFTER INSERT ON reputation_records
  FOR EACH ROW WHEN (NEW.status = 'active' AND NEW.is_public)
  EXECUTE FUNCTION reputation_changes_note();
CREATE TRIGGER reputation_records_noted_updated AFTER UPDATE ON reputation_records
  FOR EACH ROW WHEN (
    (OLD.status = 'active' AND OLD.is_public OR NEW.status = 'active' AND NEW.is_public)
    AND (OLD.user_id, OLD.scoring_category, OLD.scoring_period, OLD.reputation_score, OLD.effective_from,
        OLD.effective_until, OLD.status, OLD.is_public)
      IS DISTINCT FROM (NEW.user_id, NEW.scoring_category, NEW.scoring_period, NEW.reputation_score,
        NEW.effective_from, NEW.effective_until, NEW.status, NEW.is_public))
  EXECUTE FUNCTION reputation_changes_note();
CREATE TRIGGER reputation_records_noted_deleted AFTER DELETE ON reputation_records
  FOR EACH ROW WHEN (OLD.status = 'active' AND OLD.is_public)
  EXECUTE FUNCTION reputation_changes_note();
CREATE TRIGGER reputation_records_noted_truncated AFTER TRUNCATE ON reputation_records
  FOR EACH STATEMENT EXECUTE FUNCTION reputation_changes_note();
-- Deleting a user deletes its records, whose trigger notes it.
CREATE TRIGGER users_noted_updated AFTER UPDATE ON users
  FOR EACH ROW WHEN (
    (OLD.status = 'active' AND OLD.privacy_settings -> 'public_profile' = 'true')
      IS DISTINCT FROM (NEW.status = 'active' AND NEW.privacy_settings -> 'public_profile' = 'true'))
  EXECUTE FUNCTION reputation_changes_note();

-- Until this note is folded, standings count their boards. It is not folded here if that would hold the locks of
-- this file too long: the first call that folds does it, or reputationCounts().rebuild().
INSERT INTO reputation_changes VALUES (NULL, NULL, NULL);

DO $$
BEGIN
  IF (SELECT count(*) FROM (SELECT FROM reputation_records LIMIT 50001) AS first) <= 50000 THEN
    PERFORM reputation_counts_fold(true, 1);
  END IF;
END
$$;
