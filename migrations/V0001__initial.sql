-- What every later migration leans on. Nothing is created: no extension, no function, no type, so that a
-- role which may do no more than use the schema and create in it can run all of this.

DO $$
BEGIN
  IF current_setting('server_version_num')::integer < 150000 THEN
    RAISE EXCEPTION USING
      ERRCODE = 'ZK001',
      MESSAGE = format('PostgreSQL %s is too old (expected: 15 or later)', current_setting('server_version'));
  END IF;

  -- Lengths below count characters, and jsonb holds any of Unicode's: both only hold in UTF-8.
  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION USING
      ERRCODE = 'ZK001',
      MESSAGE = format('the database is encoded in %s (expected: UTF8)', current_setting('server_encoding'));
  END IF;

  -- All names below are unqualified: they go where the search path leads first.
  IF current_schema() IS NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'ZK001',
      MESSAGE = 'the search path leads to no schema that exists and may be used (expected: the schema to migrate)';
  END IF;
END
$$;
