-- One record in force: no two active records of one user, category and period overlap, and the database itself
-- enforces it. Then the reason of a status change, and the indexes for queries about records in force.

-- Check for active records that overlap, or that end before they begin. The lock keeps new ones out until the
-- constraint does.

LOCK TABLE reputation_records IN SHARE ROW EXCLUSIVE MODE;

DO $$
DECLARE
  reversed   text;
  collisions text;
BEGIN
  WITH numbered AS (
    SELECT id, row_number() OVER (ORDER BY id) AS position, count(*) OVER () AS total
    FROM reputation_records
    WHERE status = 'active' AND effective_until <= effective_from
  )
  SELECT
    '[' || string_agg(id::text, ', ' ORDER BY id) || ']'
      || CASE WHEN max(total) > 20 THEN format(' and %s more', max(total) - 20) ELSE '' END
  INTO reversed
  FROM numbered
  WHERE position <= 20;

  IF reversed IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'ZK003',
      MESSAGE = 'active reputation records whose effective_until is not after their effective_from: ' || reversed
        || '. No record was changed, and the schema stays at the version before. Correct their times, or give them '
          'another status than active, and migrate again';
  END IF;

  -- A record begins a new group unless an earlier record of its chain is still in force.
  WITH begun AS (
    SELECT
      id, user_id, scoring_category, scoring_period, effective_from,
      effective_from < max(coalesce(effective_until, 'infinity')) OVER (
        PARTITION BY user_id, scoring_category, scoring_period
        ORDER BY effective_from, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS overlapping
    FROM reputation_records
    WHERE status = 'active'
  ), grouped AS (
    SELECT
      *,
      count(*) FILTER (WHERE overlapping IS NOT TRUE) OVER (
        PARTITION BY user_id, scoring_category, scoring_period ORDER BY effective_from, id) AS number
    FROM begun
  ), collided AS (
    SELECT
      '[' || string_agg(id::text, ', ' ORDER BY id) || ']' AS ids,
      row_number() OVER (ORDER BY min(id::text)) AS position,
      count(*) OVER () AS total
    FROM grouped
    GROUP BY user_id, scoring_category, scoring_period, number
    HAVING count(*) > 1
  )
  SELECT
    string_agg(ids, ' ' ORDER BY position)
      || CASE WHEN max(total) > 20 THEN format(' and %s more', max(total) - 20) ELSE '' END
  INTO collisions
  FROM collided
  WHERE position <= 20;

  IF collisions IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'ZK003',
      MESSAGE = 'active reputation records that overlap (each bracket holds the ids of one user, category and '
        'period): ' || collisions || '. No record was changed, and the schema stays at the version before. In each '
        'group let every record end where the next begins, or give it another status than active, and migrate again';
  END IF;
END
$$;

-- An exclusion constraint compares ranges, here of built-in types alone: an extension would need rights that the role
-- may not have, and a schema that a cluster distributes can have no range types of its own.
--
-- The first range finds the few records that the others must compare. It approximates user and time in whole numbers:
-- 21 bits of a hash of the user, then the milliseconds since 1970, up to the year 2109. GiST knows the distance between
-- numbers and keeps its tree balanced and its pages separate, so that a record costs the same however many there are.
--
-- The others decide. The second is the time in force. Each of the last three holds a single number, so that two of them
-- overlap if they are equal: 60 bits of the user, 60 more, and the remaining 8 with 54 bits of a hash of category and
-- period. The hashes are the server's hashes for partitions, which cannot change.

ALTER TABLE reputation_records ADD COLUMN status_reason varchar(500);
ALTER TABLE reputation_records
  ADD CONSTRAINT reputation_records_status_reason_length_check CHECK (char_length(status_reason) >= 1);
-- A record without an end is in force forever.
ALTER TABLE reputation_records
  ADD CONSTRAINT reputation_records_effective_from_excl EXCLUDE USING gist (
    pg_catalog.int8range(
      (pg_catalog.uuid_hash_extended(user_id, 0) & 2097151) * 4398046511104
        + greatest(least(1000 * pg_catalog.date_part('epoch', effective_from AT TIME ZONE 'UTC'), 4398046511102), 0)::bigint,
      (pg_catalog.uuid_hash_extended(user_id, 0) & 2097151) * 4398046511104
        + greatest(least(1000 * pg_catalog.date_part('epoch', effective_until AT TIME ZONE 'UTC'), 4398046511102), 0)::bigint,
      '[]') WITH &&,
    pg_catalog.tstzrange(effective_from, effective_until) WITH &&,
    pg_catalog.int8range(
      ('x' || pg_catalog.left(pg_catalog.replace(user_id::text, '-', ''), 15))::bit(60)::bigint,
      ('x' || pg_catalog.left(pg_catalog.replace(user_id::text, '-', ''), 15))::bit(60)::bigint,
      '[]') WITH &&,
    pg_catalog.int8range(
      ('x' || pg_catalog.substr(pg_catalog.replace(user_id::text, '-', ''), 16, 15))::bit(60)::bigint,
      ('x' || pg_catalog.substr(pg_catalog.replace(user_id::text, '-', ''), 16, 15))::bit(60)::bigint,
      '[]') WITH &&,
    pg_catalog.int8range(
      ('x' || pg_catalog.right(user_id::text, 2))::bit(8)::bigint << 54
        | (pg_catalog.hashtextextended(scoring_period COLLATE "C",
            pg_catalog.hashtextextended(scoring_category COLLATE "C", 0)) & 18014398509481983),
      ('x' || pg_catalog.right(user_id::text, 2))::bit(8)::bigint << 54
        | (pg_catalog.hashtextextended(scoring_period COLLATE "C",
            pg_catalog.hashtextextended(scoring_category COLLATE "C", 0)) & 18014398509481983),
      '[]') WITH &&
  ) WHERE (status = 'active');

COMMENT ON COLUMN reputation_records.status_reason IS
  'Why it was disputed, reinstated, invalidated or archived; free text, not for others'' eyes';
COMMENT ON CONSTRAINT reputation_records_effective_from_excl ON reputation_records IS
  'For one user, category and period at most one active record is in force at any instant';

-- The library's queries about chains and leaderboards. An index with one of these names in an adopted database is
-- replaced.

DO $$
DECLARE
  found name;
BEGIN
  FOR found IN
    SELECT i.relname
    FROM pg_index AS x
    JOIN pg_class AS i ON i.oid = x.indexrelid
    JOIN pg_class AS t ON t.oid = x.indrelid
    JOIN pg_namespace AS n ON n.oid = i.relnamespace
    WHERE n.nspname = current_schema() AND t.relname IN ('reputation_records', 'users') AND i.relname IN (
      'reputation_records_chain_idx', 'reputation_records_leaderboard_idx',
      'reputation_records_leaderboard_ending_idx', 'users_public_id_idx')
  LOOP
    EXECUTE format('DROP INDEX %I.%I', current_schema(), found);
  END LOOP;
END
$$;

CREATE INDEX reputation_records_chain_idx
  ON reputation_records (user_id, scoring_category, scoring_period, effective_from)
  WHERE status = 'active';

-- Nearly all records in force have no end and are kept in the order of their score; including user and time saves
-- reading the row. Records with an end are mostly past, and the second index finds the few others by their end:
-- however long the history grows, a leaderboard reads none of it.
CREATE INDEX reputation_records_leaderboard_idx
  ON reputation_records (scoring_category, scoring_period, reputation_score, id) INCLUDE (user_id, effective_from)
  WHERE status = 'active' AND is_public AND effective_until IS NULL;
CREATE INDEX reputation_records_leaderboard_ending_idx
  ON reputation_records (scoring_category, scoring_period, effective_until)
  WHERE status = 'active' AND is_public AND effective_until IS NOT NULL;

-- The index alone tells which profiles are public. Queries use it only if they repeat its condition literally. The
-- planner must know how many there are, or it looks them up one by one.
CREATE INDEX users_public_id_idx ON users (id)
  WHERE status = 'active' AND privacy_settings -> 'public_profile' = 'true';
DO $$
BEGIN
  CREATE STATISTICS users_public_profile_stat ON (privacy_settings -> 'public_profile') FROM users;
  COMMENT ON STATISTICS users_public_profile_stat IS 'leaderboard and standing: how many those are';
EXCEPTION WHEN feature_not_supported THEN
  RAISE WARNING 'without statistics of public profiles, which the server can''t keep here: leaderboards may take longer';
END
$$;
ANALYZE users;

COMMENT ON INDEX reputation_records_chain_idx IS
  'inForce, asOf and record: the latest of a user, category and period';
COMMENT ON INDEX reputation_records_leaderboard_idx IS
  'leaderboard, the best first, and standing: public records without end';
COMMENT ON INDEX reputation_records_leaderboard_ending_idx IS
  'leaderboard and standing: public records whose end is still to come';
COMMENT ON INDEX users_public_id_idx IS 'leaderboard and standing: who lets others see the profile';
