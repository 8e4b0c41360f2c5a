-- The database also maintains mtime and mid: a change by SQL that leaves mtime as it is makes it later, so that
-- copies read before are stale, and clears mid unless the change itself sets another. Every update of the library
-- sets mtime, so it never fires this function.

-- mtime grows even if the clock was set back. The search path keeps out operators and functions of the host.
CREATE FUNCTION zkpersona_stamp() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.mtime := greatest(clock_timestamp(), OLD.mtime + interval '1 microsecond');
  IF NEW.mid = OLD.mid THEN
    NEW.mid := NULL;
  END IF;
  RETURN NEW;
END $$;

COMMENT ON FUNCTION zkpersona_stamp() IS
  'Makes mtime later, and clears mid unless the change sets another: for changes that leave mtime as it is';

-- A database adopted at version 7 may lack a table or have another one without these columns; such tables are
-- skipped. A trigger with one of these names in it is replaced. Partitions inherit theirs from behavior_inputs.
DO $$
DECLARE
  stamped name;
BEGIN
  FOR stamped IN
    SELECT c.relname
    FROM unnest(ARRAY[
      'users', 'behavior_sessions', 'behavior_inputs', 'scoring_results', 'zk_proofs', 'reputation_records',
      'circuits', 'verification_keys', 'verification_attempts', 'sponsors', 'sponsored_transactions', 'auth_sessions', 'roles',
      'permissions']::name[]) AS ours (table_name)
    JOIN pg_class AS c ON c.relname = ours.table_name AND c.relkind IN ('r', 'p')
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND (
      SELECT count(*) FROM pg_attribute AS a
      WHERE a.attrelid = c.oid AND NOT a.attisdropped
        AND (a.attname, a.atttypid) IN (('mtime', 'timestamptz'::regtype), ('mid', 'uuid'::regtype))) = 2
    ORDER BY c.relname
  LOOP
    EXECUTE format(
      'CREATE OR REPLACE TRIGGER %I BEFORE UPDATE ON %I.%I FOR EACH ROW WHEN (NEW.mtime = OLD.mtime) '
        'EXECUTE FUNCTION %2$I.zkpersona_stamp()',
      stamped || '_stamped', current_schema(), stamped);
  END LOOP;
END
$$;
