-- Functions by the names of the server's, in a schema of their own: each fails when it is called.

CREATE SCHEMA hostile;
GRANT USAGE ON SCHEMA hostile TO runtime_role;
DO $do$
DECLARE
  shadow record;
BEGIN
  FOR shadow IN
    SELECT p.proname AS name, pg_get_function_identity_arguments(p.oid) AS arguments,
      pg_get_function_result(p.oid) AS result
    FROM pg_catalog.pg_proc AS p
    WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f' AND NOT p.proretset
      AND p.prorettype NOT IN (SELECT oid FROM pg_type WHERE typtype = 'p')
      AND NOT EXISTS (
        SELECT FROM unnest(p.proargtypes) AS argument JOIN pg_type AS t ON t.oid = argument
        WHERE t.typtype = 'p')
      AND p.proname IN (
        'lower', 'upper', 'now', 'clock_timestamp', 'transaction_timestamp',
        'statement_timestamp', 'timezone', 'floor', 'date_trunc', 'gen_random_uuid',
        'set_config', 'current_setting', 'pg_notify', 'length', 'octet_length',
        'char_length', 'md5', 'sha256', 'encode', 'decode', 'btrim', 'abs', 'round',
        'starts_with', 'strpos', 'replace', 'substring', 'pg_try_advisory_xact_lock',
        'pg_advisory_xact_lock', 'hashtextextended', 'pg_current_xact_id',
        'pg_current_xact_id_if_assigned', 'pg_xact_status', 'pg_backend_pid',
        'pg_is_in_recovery', 'current_database', 'current_schema', 'date_part', 'extract')
  LOOP
    EXECUTE format(
      $sql$
      CREATE FUNCTION hostile.%I(%s) RETURNS %s LANGUAGE plpgsql AS
        $body$ BEGIN RAISE EXCEPTION 'hostile %s'; END $body$
      $sql$,
      shadow.name, shadow.arguments, shadow.result, shadow.name);
  END LOOP;
END $do$;
CREATE FUNCTION hostile.lower(varchar) RETURNS text LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'hostile lower'; END $$;
CREATE FUNCTION hostile.length(varchar) RETURNS integer LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'hostile length'; END $$;
CREATE FUNCTION hostile.state(bigint) RETURNS bigint LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'hostile aggregate'; END $$;
CREATE FUNCTION hostile.state(bigint, anyelement) RETURNS bigint LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'hostile aggregate'; END $$;
CREATE AGGREGATE hostile.count(*) (SFUNC = hostile.state, STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE hostile.count(anyelement)
  (SFUNC = hostile.state, STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE hostile.sum(anyelement)
  (SFUNC = hostile.state, STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE hostile.min(anyelement)
  (SFUNC = hostile.state, STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE hostile.max(anyelement)
  (SFUNC = hostile.state, STYPE = bigint, INITCOND = '0');
