-- As many records as asked for, ten to a user: nine that have ended, one a day, and one in force. Ids of users grow
-- with time, as the library makes them. The exclusion is made of rows that are there, and the counts of all at once.
SET session_replication_role = replica;
SET maintenance_work_mem = '512MB';
ALTER TABLE reputation_records DROP CONSTRAINT reputation_records_effective_from_excl;
-- Indexes too are made of rows that are there: ten million rows one by one take half an hour.
CREATE TEMP TABLE dropped AS
SELECT c.oid::regclass AS index, pg_get_indexdef(c.oid) AS definition
FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE i.indrelid = 'reputation_records'::regclass
  AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = c.oid AND k.conrelid = i.indrelid);
DO $$
DECLARE
  name regclass;
BEGIN
  FOR name IN SELECT index FROM dropped LOOP
    EXECUTE format('DROP INDEX %s', name);
  END LOOP;
END
$$;
CREATE FUNCTION pg_temp.user_id(n bigint) RETURNS uuid IMMUTABLE LANGUAGE sql AS
  $$ SELECT (lpad(to_hex(1700000000000 + n), 12, '0') || '7000' || '8' || right(md5(n::text), 15))::uuid $$;
INSERT INTO users (id, privacy_settings)
SELECT pg_temp.user_id(n), '{"data_sharing": false, "public_profile": true}'
FROM generate_series(1, :rows / 10) AS n;
INSERT INTO reputation_records (user_id, reputation_score, effective_from, effective_until, is_public)
SELECT pg_temp.user_id(1 + n % (:rows / 10)), n * 7919 % 1000001 / 10000.0,
  timestamptz '2024-01-01' + day * interval '1 day',
  CASE WHEN day < 9 THEN timestamptz '2024-01-01' + (day + 1) * interval '1 day' END, true
FROM generate_series(0::bigint, :rows - 1) AS n, LATERAL (SELECT n / (:rows / 10) AS day) AS of_row;
SET session_replication_role = origin;
DO $$
DECLARE
  text text;
BEGIN
  FOR text IN SELECT definition FROM dropped LOOP
    EXECUTE text;
  END LOOP;
END
$$;
