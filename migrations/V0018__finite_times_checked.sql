-- Validates the checks of version 17 on existing rows while others read and write. A check that an old row breaks
-- stays as it is, for new rows only: DatabaseManager.check() names it until the row is fixed and the check
-- validated.

DO $$
DECLARE
  waiting record;
BEGIN
  FOR waiting IN
    SELECT c.relname AS table_name, k.conname AS name
    FROM pg_constraint AS k
    JOIN pg_class AS c ON c.oid = k.conrelid
    WHERE k.connamespace = current_schema()::regnamespace AND k.contype = 'c' AND NOT k.convalidated
      AND k.conparentid = 0 AND k.coninhcount = 0 AND k.conname LIKE '%#_range#_check' ESCAPE '#'
    ORDER BY c.relname, k.conname
  LOOP
    BEGIN
      EXECUTE format('ALTER TABLE %I.%I VALIDATE CONSTRAINT %I', current_schema(), waiting.table_name, waiting.name);
    EXCEPTION WHEN check_violation THEN
      RAISE WARNING '%: not validated, since there is a row that breaks it', waiting.name;
    END;
  END LOOP;
END
$$;
