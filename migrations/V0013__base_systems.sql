-- Additions to sponsorship, sign-in and roles: indexes for the columns that pages are sorted by, and the sealed
-- result of the latest refresh, kept briefly. Sponsors, roles and permissions are few enough to sort without an
-- index.
--
-- A database adopted at version 7 may lack these tables or have others under their names: missing parts are
-- skipped. An index with one of these names in it is replaced.

DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT w.table_name, w.column_name, format('%s_%s_id_idx', w.table_name, w.column_name) AS name, w.serves
    FROM (VALUES
      ('sponsored_transactions', 'ctime', 'Pages of sponsored transactions by time of reservation'),
      ('sponsored_transactions', 'mtime', 'Pages of sponsored transactions by time of change'),
      ('auth_sessions', 'issued_at', 'Pages of sign-in sessions by time of issue'),
      ('auth_sessions', 'expires_at', 'Pages of sign-in sessions by expiry; remove expired ones')
    ) AS w (table_name, column_name, serves)
    WHERE (
      SELECT count(*) FROM information_schema.columns AS c
      WHERE c.table_schema = current_schema() AND c.table_name = w.table_name
        AND (c.column_name, c.udt_name) IN ((w.column_name, 'timestamptz'), ('id', 'uuid'))) = 2
  LOOP
    EXECUTE format('DROP INDEX IF EXISTS %I.%I', current_schema(), wanted.name);
    EXECUTE format(
      'CREATE INDEX %I ON %I.%I (%I, id)', wanted.name, current_schema(), wanted.table_name, wanted.column_name);
    EXECUTE format('COMMENT ON INDEX %I.%I IS %L', current_schema(), wanted.name, wanted.serves);
  END LOOP;

  -- A prefix of the index above.
  EXECUTE format('DROP INDEX IF EXISTS %I.auth_sessions_expires_at_idx', current_schema());
END
$$;

-- Stored in the session, whose row every refresh writes anyway: so a family has at most one such pair, the next
-- refresh overwrites it, and the update of a refresh token stays within its page.
DO $$
BEGIN
  IF (
    SELECT count(*) FROM information_schema.columns AS c
    WHERE c.table_schema = current_schema() AND c.table_name = 'auth_sessions'
      AND (c.column_name, c.udt_name) IN (('id', 'uuid'), ('token_hash', 'bytea'), ('revoked_at', 'timestamptz'))) = 3
  THEN
    ALTER TABLE auth_sessions
      ADD COLUMN sealed_pair bytea,
      ADD COLUMN sealed_pair_until timestamptz;
    ALTER TABLE auth_sessions
      ADD CONSTRAINT auth_sessions_sealed_pair_length_check CHECK (octet_length(sealed_pair) <= 256);
    ALTER TABLE auth_sessions
      ADD CONSTRAINT auth_sessions_sealed_pair_until_check
        CHECK ((sealed_pair IS NULL) = (sealed_pair_until IS NULL));

    CREATE INDEX auth_sessions_sealed_pair_until_idx ON auth_sessions (sealed_pair_until)
      WHERE sealed_pair_until IS NOT NULL;

    COMMENT ON COLUMN auth_sessions.sealed_pair IS
      'The tokens that the latest refresh gave, encrypted under a key derived from the refresh token that was '
      'exchanged for them, which is stored nowhere; null once they are used, revoked or past the grace';
    COMMENT ON COLUMN auth_sessions.sealed_pair_until IS
      'Before this instant the exchanged refresh token is answered with the sealed pair once more';
    COMMENT ON INDEX auth_sessions_sealed_pair_until_idx IS 'Erase sealed pairs whose grace has passed';
  END IF;
END
$$;
