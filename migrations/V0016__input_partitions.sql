-- Partitions of inputs by the time in their ids, so that old inputs can be dropped instead of deleted in
-- installations with very many. An ordinary table until enabled; the functions then turn it into:
--
--   behavior_inputs                 all inputs, by ranges of id
--     behavior_inputs_default       inputs from before, and ids without a time in the range below
--     behavior_inputs_dated         ids from the first bound up to the year 2109, by ranges of id
--       behavior_inputs_20240506 …  a day, a week or a month each, named for its first day in UTC
--       behavior_inputs_late        inputs that arrived when their partition did not exist
--
-- Two levels, so that creating a partition checks only the late inputs for rows that belong to it, and not all
-- older ones: a check of behavior_inputs_default excludes the range of the dated ones.

-- The functions keep the search path of the migration, independent of the caller's. Temporary tables are named last
-- on it; otherwise the caller's would come first. Regular expressions contain no backslash, which another setting
-- of standard_conforming_strings would drop. The functions wait less than a second for a lock, because later
-- sessions queue behind them, and because in a deadlock they should give up, not the others. The library calls them
-- again.

SELECT set_config('search_path', format('%I, pg_temp', current_schema()), true);

CREATE FUNCTION behavior_input_partitions_id(at timestamptz) RETURNS uuid
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT rpad(lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0'), 32, '0')::uuid
$$;

CREATE FUNCTION behavior_input_partitions_time(id uuid) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT timestamptz 'epoch' + interval '1 ms' * ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint
$$;

CREATE FUNCTION behavior_input_partitions_enabled() RETURNS boolean
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT relkind = 'p' FROM pg_class WHERE oid = 'behavior_inputs'::regclass
$$;

CREATE FUNCTION behavior_input_partitions_list()
RETURNS TABLE (name text, starts_at timestamptz, ends_at timestamptz, estimated_rows bigint, bytes bigint)
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT part.relname::text, behavior_input_partitions_time(bounds[1]::uuid),
    behavior_input_partitions_time(bounds[2]::uuid), greatest(part.reltuples, 0)::bigint,
    pg_total_relation_size(part.oid)
  FROM pg_class AS root
  CROSS JOIN LATERAL pg_partition_tree(root.oid) AS tree
  JOIN pg_class AS part ON part.oid = tree.relid
  LEFT JOIN LATERAL regexp_match(
    pg_get_expr(part.relpartbound, part.oid), 'FROM [(]''([^'']+)''[)] TO [(]''([^'']+)''[)]') AS bounds ON true
  WHERE root.oid = 'behavior_inputs'::regclass AND root.relkind = 'p' AND tree.isleaf
$$;

-- Objects that would stay with the old table when another takes its place, or that a partitioned table cannot have.
CREATE FUNCTION behavior_input_partitions_blockers() RETURNS SETOF text
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT DISTINCT pg_describe_object(classid, objid, 0) FROM pg_depend
  WHERE refclassid = 'pg_class'::regclass AND refobjid = 'behavior_inputs'::regclass AND classid IN (
    'pg_rewrite'::regclass, 'pg_proc'::regclass, 'pg_policy'::regclass, 'pg_publication_rel'::regclass)
  UNION
  SELECT format('inheritance of table %s', inhrelid::regclass) FROM pg_inherits
  WHERE 'behavior_inputs'::regclass IN (inhrelid, inhparent)
  UNION
  SELECT format('constraint %s that is not valid', conname) FROM pg_constraint
  WHERE conrelid = 'behavior_inputs'::regclass AND NOT convalidated
  UNION
  SELECT format('unique index %s without the id', indexrelid::regclass) FROM pg_index
  WHERE indrelid = 'behavior_inputs'::regclass AND (indisunique OR indisexclusion)
    AND indexrelid IS DISTINCT FROM to_regclass('behavior_inputs_external_key_idx') AND NOT (
    indisunique AND (
      SELECT attnum FROM pg_attribute WHERE attrelid = indrelid AND attname = 'id') = ANY (indkey))
  ORDER BY 1
$$;

-- Locks the inputs and all tables that refer to them or that they refer to, in a fixed order.
CREATE FUNCTION behavior_input_partitions_lock() RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT SET lock_timeout = '800ms' AS $$
DECLARE
  tables text;
BEGIN
  SELECT string_agg(DISTINCT tab::regclass::text, ', ' ORDER BY tab::regclass::text) INTO tables
  FROM pg_constraint, unnest(ARRAY[conrelid, confrelid]) AS tab
  WHERE contype = 'f' AND conparentid = 0 AND 'behavior_inputs'::regclass IN (conrelid, confrelid);
  EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', coalesce(tables, 'behavior_inputs'));
END $$;

-- Drops the foreign keys to inputs and returns the statements that restore them, to be validated when nothing
-- waits.
CREATE FUNCTION behavior_input_partitions_cut() RETURNS text[]
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  again text[];
  cut text;
BEGIN
  SELECT array_agg(format('ALTER TABLE %s ADD CONSTRAINT %I %s%s', conrelid::regclass, conname,
      pg_get_constraintdef(oid), CASE
        WHEN convalidated AND (SELECT relkind FROM pg_class WHERE pg_class.oid = conrelid) <> 'p' THEN ' NOT VALID'
        ELSE '' END) ORDER BY conrelid::regclass::text, conname)
  INTO again
  FROM pg_constraint
  WHERE contype = 'f' AND conparentid = 0 AND confrelid = 'behavior_inputs'::regclass;
  FOR cut IN
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
    WHERE contype = 'f' AND conparentid = 0 AND confrelid = 'behavior_inputs'::regclass
  LOOP
    EXECUTE cut;
  END LOOP;
  RETURN again;
END $$;

CREATE FUNCTION behavior_input_partitions_run(statements text[]) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  statement text;
BEGIN
  FOREACH statement IN ARRAY coalesce(statements, '{}') LOOP
    EXECUTE statement;
  END LOOP;
END $$;

-- Returns the statements that restore the current state of each of the host's triggers on a table.
CREATE FUNCTION behavior_input_partitions_triggers(root regclass) RETURNS text[]
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT array_agg(format('ALTER TABLE %I %s TRIGGER %I', relname,
    CASE tgenabled WHEN 'O' THEN 'ENABLE' WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS'
      ELSE 'ENABLE REPLICA' END, tgname))
  FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgrelid = root AND NOT tgisinternal
$$;

-- Gives a new table the owner and the settings of the old one.
CREATE FUNCTION behavior_input_partitions_settings(made text) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  settings text;
  old_owner oid;
BEGIN
  SELECT array_to_string(reloptions, ', '), relowner INTO settings, old_owner
  FROM pg_class WHERE oid = 'behavior_inputs_default'::regclass;
  IF settings <> '' AND EXISTS (SELECT FROM pg_class WHERE oid = made::regclass AND relkind = 'r') THEN
    EXECUTE format('ALTER TABLE %I SET (%s)', made, settings);
  END IF;
  IF EXISTS (SELECT FROM pg_class WHERE oid = made::regclass AND relowner <> old_owner) THEN
    EXECUTE format('ALTER TABLE %I OWNER TO %I', made, pg_get_userbyid(old_owner));
  END IF;
END $$;

-- Adds a partition's foreign keys in the order of the old table's, which is the order of their checks: an input's
-- user is locked before its session, as everywhere. Keys that a partition has when attached are kept; missing ones
-- would be created in the order of their names.
CREATE FUNCTION behavior_input_partitions_keys(made text) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  adding text;
BEGIN
  FOR adding IN
    SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', made, conname, pg_get_constraintdef(oid)) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = 'behavior_inputs_default'::regclass ORDER BY oid
  LOOP
    EXECUTE adding;
  END LOOP;
END $$;

-- Creates partitions and moves their late inputs. Nothing may refer to the rows that it moves: see cut().
CREATE FUNCTION behavior_input_partitions_make(starts_at timestamptz, width text, until timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT SET lock_timeout = '800ms' AS $$
DECLARE
  made bigint := 0;
  begins timestamptz := starts_at;
  ends timestamptz;
  low uuid;
  high uuid;
  part text;
  triggers text[] := behavior_input_partitions_triggers('behavior_inputs_late');
BEGIN
  WHILE begins < until LOOP
    ends := (date_trunc(width, begins AT TIME ZONE 'UTC') + ('1 ' || width)::interval) AT TIME ZONE 'UTC';
    low := behavior_input_partitions_id(begins);
    high := behavior_input_partitions_id(ends);
    part := 'behavior_inputs_' || to_char(begins AT TIME ZONE 'UTC', 'YYYYMMDD');
    EXECUTE format('CREATE TABLE %I (LIKE behavior_inputs INCLUDING DEFAULTS INCLUDING CONSTRAINTS '
      'INCLUDING STORAGE INCLUDING COMPRESSION)', part);
    PERFORM behavior_input_partitions_settings(part);
    IF EXISTS (SELECT FROM behavior_inputs_late WHERE id >= low AND id < high) THEN
      EXECUTE format(
        'INSERT INTO %I SELECT * FROM behavior_inputs_late WHERE id >= %L AND id < %L', part, low, high);
      -- Moved rows are not deleted rows, so the host's triggers for deletes must not fire.
      ALTER TABLE behavior_inputs_late DISABLE TRIGGER USER;
      DELETE FROM behavior_inputs_late WHERE id >= low AND id < high;
      PERFORM behavior_input_partitions_run(triggers);
    END IF;
    PERFORM behavior_input_partitions_keys(part);
    EXECUTE format('ALTER TABLE behavior_inputs_dated ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      part, low, high);
    EXECUTE format('COMMENT ON TABLE %I IS %L', part,
      'Behavior inputs with ids of one ' || width || ', which may be dropped with it');
    IF EXISTS (SELECT FROM changes_tracked WHERE entity = 'behavior_inputs' AND changes_tracked.until IS NULL) THEN
      PERFORM changes_attach('behavior_inputs', part::regclass);
    END IF;
    made := made + 1;
    begins := ends;
  END LOOP;
  RETURN made;
END $$;

CREATE FUNCTION behavior_input_partitions_prepare(width text, until timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT SET lock_timeout = '800ms' AS $$
DECLARE
  begins timestamptz;
  made bigint;
  again text[];
BEGIN
  PERFORM pg_advisory_xact_lock('behavior_input_claims'::regclass::oid::bigint);
  IF NOT behavior_input_partitions_enabled() THEN
    RAISE EXCEPTION 'the table of behavior inputs is not partitioned' USING ERRCODE = 'ZK101';
  END IF;
  -- If all partitions were dropped, none is created for past days without inputs.
  SELECT coalesce(
    (SELECT max(ends_at) FROM behavior_input_partitions_list()),
    greatest(
      (SELECT behavior_input_partitions_time(
          (regexp_match(pg_get_expr(relpartbound, oid), 'FROM [(]''([^'']+)''[)]'))[1]::uuid)
        FROM pg_class WHERE oid = 'behavior_inputs_dated'::regclass),
      least(
        date_trunc('day', now(), 'UTC'),
        (SELECT date_trunc('day', behavior_input_partitions_time(id), 'UTC')
          FROM behavior_inputs_late ORDER BY id LIMIT 1)))) INTO begins;
  IF begins >= until THEN
    RETURN 0;
  END IF;
  -- In the order of writers: the rows that an input refers to are locked before the inputs.
  LOCK TABLE behavior_sessions, users IN SHARE ROW EXCLUSIVE MODE;
  LOCK TABLE behavior_inputs_late IN ACCESS EXCLUSIVE MODE;
  -- Up to the end of the last partition, which is unknown here but at most a month later.
  IF EXISTS (SELECT FROM behavior_inputs_late WHERE id >= behavior_input_partitions_id(begins)
      AND id < behavior_input_partitions_id(until + interval '1 month')) THEN
    PERFORM behavior_input_partitions_lock();
    again := behavior_input_partitions_cut();
  END IF;
  made := behavior_input_partitions_make(begins, width, until);
  PERFORM behavior_input_partitions_run(again);
  RETURN made;
END $$;

CREATE FUNCTION behavior_input_partitions_enable(first timestamptz, width text, until timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT SET lock_timeout = '800ms' AS $$
DECLARE
  low uuid := behavior_input_partitions_id(first);
  high uuid := '04000000-0000-0000-0000-000000000000';
  root regclass := 'behavior_inputs';
  renaming text[];
  making text[];
  cutting text[];
  again text[];
  after text[];
  made bigint;
BEGIN
  PERFORM zkpersona_refuse_distributed('partitions of behavior inputs');
  PERFORM pg_advisory_xact_lock('behavior_input_claims'::regclass::oid::bigint);
  IF behavior_input_partitions_enabled() THEN
    RAISE EXCEPTION 'the table of behavior inputs is partitioned already' USING ERRCODE = 'ZK102';
  END IF;
  PERFORM behavior_input_partitions_lock();
  IF EXISTS (SELECT FROM behavior_input_partitions_blockers()) THEN
    RAISE EXCEPTION 'something depends on the table as it is' USING ERRCODE = 'ZK103';
  END IF;

  -- Collect the parts of the new table in terms of the old one, while that still has its name.
  SELECT array_agg(format('ALTER INDEX %s RENAME TO %I', indexrelid::regclass,
      left('behavior_inputs_default_' || regexp_replace(relname, '^behavior_inputs_', ''), 63)))
  INTO renaming
  FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = root;
  SELECT array_agg(statement ORDER BY turn, statement) INTO making FROM (
    SELECT 1 AS turn, format('ALTER TABLE behavior_inputs ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
      AS statement
    FROM pg_constraint WHERE conrelid = root AND contype IN ('p', 'u', 'f')
    UNION ALL
    -- From now on a separate table keeps external keys unique.
    SELECT 2, replace(pg_get_indexdef(indexrelid), 'CREATE UNIQUE INDEX behavior_inputs_external_key_idx ',
      'CREATE INDEX behavior_inputs_external_key_idx ') FROM pg_index
    WHERE indrelid = root AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND conrelid = root)
    UNION ALL
    SELECT 3, format('COMMENT ON INDEX %s IS %L', indexrelid::regclass, obj_description(indexrelid, 'pg_class'))
    FROM pg_index WHERE indrelid = root AND obj_description(indexrelid, 'pg_class') IS NOT NULL
    UNION ALL
    SELECT 3, format('COMMENT ON TABLE behavior_inputs IS %L', obj_description(root, 'pg_class'))
    WHERE obj_description(root, 'pg_class') IS NOT NULL
    UNION ALL
    SELECT 4, format('GRANT %s ON behavior_inputs TO %s%s', privilege_type,
      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END,
      CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM pg_class, aclexplode(relacl) WHERE oid = root AND grantee <> relowner
    UNION ALL
    SELECT 4, format('GRANT %s (%I) ON behavior_inputs TO %s%s', privilege_type, attname,
      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END,
      CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM pg_attribute, aclexplode(attacl) WHERE attrelid = root AND NOT attisdropped) AS parts;
  SELECT array_agg(format('DROP TRIGGER %I ON behavior_inputs_default', tgname)) INTO cutting
  FROM pg_trigger WHERE tgrelid = root AND NOT tgisinternal;
  SELECT array_agg(pg_get_triggerdef(oid)) || behavior_input_partitions_triggers(root) INTO after
  FROM pg_trigger WHERE tgrelid = root AND NOT tgisinternal;

  again := behavior_input_partitions_cut();
  ALTER TABLE behavior_inputs RENAME TO behavior_inputs_default;
  PERFORM behavior_input_partitions_run(renaming);
  PERFORM behavior_input_partitions_run(cutting);
  DROP INDEX behavior_inputs_default_external_key_idx;
  CREATE TABLE behavior_inputs (
    LIKE behavior_inputs_default INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
      INCLUDING COMMENTS
  ) PARTITION BY RANGE (id);
  PERFORM behavior_input_partitions_settings('behavior_inputs');
  PERFORM behavior_input_partitions_run(making);

  EXECUTE format('CREATE TABLE behavior_inputs_dated PARTITION OF behavior_inputs FOR VALUES FROM (%L) TO (%L) '
    'PARTITION BY RANGE (id)', low, high);
  CREATE TABLE behavior_inputs_late (
    LIKE behavior_inputs INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
  );
  PERFORM behavior_input_partitions_keys('behavior_inputs_late');
  ALTER TABLE behavior_inputs_dated ATTACH PARTITION behavior_inputs_late DEFAULT;
  PERFORM behavior_input_partitions_settings('behavior_inputs_dated');
  PERFORM behavior_input_partitions_settings('behavior_inputs_late');
  made := behavior_input_partitions_make(first, width, until);
  IF EXISTS (SELECT FROM behavior_inputs_default WHERE id >= low AND id < high) THEN
    INSERT INTO behavior_inputs_dated SELECT * FROM behavior_inputs_default WHERE id >= low AND id < high;
    DELETE FROM behavior_inputs_default WHERE id >= low AND id < high;
  END IF;
  EXECUTE format('ALTER TABLE behavior_inputs_default ADD CONSTRAINT behavior_inputs_default_id_check '
    'CHECK (id < %L OR id >= %L)', low, high);
  ALTER TABLE behavior_inputs ATTACH PARTITION behavior_inputs_default DEFAULT;
  COMMENT ON TABLE behavior_inputs_default IS
    'Behavior inputs from before they were partitioned, and those whose ids tell no time within behavior_inputs_dated';
  COMMENT ON TABLE behavior_inputs_dated IS 'Behavior inputs whose ids tell a time from the first bound on';
  COMMENT ON TABLE behavior_inputs_late IS
    'Behavior inputs that came before a partition for them was there; moved to it when it is made';
  PERFORM behavior_input_partitions_run(again);
  PERFORM behavior_input_partitions_run(after);
  IF EXISTS (SELECT FROM changes_tracked WHERE entity = 'behavior_inputs' AND changes_tracked.until IS NULL) THEN
    PERFORM changes_attach('behavior_inputs', tracked) FROM changes_tables('behavior_inputs') AS tracked;
  END IF;
  PERFORM behavior_input_keys_begin();
  RETURN made;
END $$;

-- Validates the restored foreign keys and analyzes the new partitions. Nothing waits for it.
CREATE FUNCTION behavior_input_partitions_settle(changed boolean) RETURNS boolean
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  statement text;
BEGIN
  FOR statement IN
    SELECT format('ALTER TABLE %s VALIDATE CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
    WHERE contype = 'f' AND conparentid = 0 AND confrelid = 'behavior_inputs'::regclass AND NOT convalidated
  LOOP
    EXECUTE statement;
    changed := true;
  END LOOP;
  IF changed THEN
    ANALYZE behavior_inputs;
  END IF;
  RETURN changed;
END $$;

-- Drops the partitions that end at or before a time, and on request everything that refers to their inputs;
-- otherwise it only reports it. The rollup is reduced by the dropped inputs.
CREATE FUNCTION behavior_input_partitions_drop(before timestamptz, with_dependents boolean)
RETURNS TABLE (partitions bigint, inputs bigint, claims bigint, scores bigint, proofs bigint, is_dropped boolean)
LANGUAGE plpgsql SET search_path FROM CURRENT SET lock_timeout = '800ms' AS $$
DECLARE
  names text[];
  low uuid;
  high uuid;
  part text;
  counted bigint;
BEGIN
  partitions := 0;
  inputs := 0;
  claims := 0;
  scores := 0;
  proofs := 0;
  is_dropped := true;
  PERFORM pg_advisory_xact_lock('behavior_input_claims'::regclass::oid::bigint);
  -- Building the rollup starts with this lock and reads inputs only later.
  PERFORM pg_advisory_xact_lock('behavior_activity_changes'::regclass::oid::bigint);
  IF NOT behavior_input_partitions_enabled() THEN
    RAISE EXCEPTION 'the table of behavior inputs is not partitioned' USING ERRCODE = 'ZK101';
  END IF;
  IF EXISTS (SELECT FROM behavior_activity_state WHERE NOT is_ready) THEN
    RAISE EXCEPTION 'the counts of activity are being made' USING ERRCODE = 'ZK104';
  END IF;
  SELECT array_agg(list.name ORDER BY list.starts_at), behavior_input_partitions_id(min(list.starts_at)),
    behavior_input_partitions_id(max(list.ends_at))
  INTO names, low, high
  FROM behavior_input_partitions_list() AS list WHERE list.ends_at <= before;
  IF names IS NULL THEN
    RETURN NEXT;
    RETURN;
  END IF;
  -- Count once before anything has to wait, and again when nothing can change any more.
  FOR turn IN 1 .. 2 LOOP
    SELECT count(*) INTO scores FROM scoring_results WHERE behavior_input_id >= low AND behavior_input_id < high;
    SELECT count(*) INTO proofs FROM zk_proofs WHERE behavior_input_id >= low AND behavior_input_id < high
      OR scoring_result_id IN (
        SELECT id FROM scoring_results WHERE behavior_input_id >= low AND behavior_input_id < high);
    IF scores + proofs > 0 AND NOT with_dependents THEN
      is_dropped := false;
      RETURN NEXT;
      RETURN;
    END IF;
    IF turn = 1 THEN
      PERFORM behavior_input_partitions_lock();
    END IF;
  END LOOP;
  DELETE FROM zk_proofs WHERE behavior_input_id >= low AND behavior_input_id < high;
  DELETE FROM scoring_results WHERE behavior_input_id >= low AND behavior_input_id < high;
  DELETE FROM behavior_input_claims WHERE behavior_input_id >= low AND behavior_input_id < high;
  GET DIAGNOSTICS claims = ROW_COUNT;
  FOREACH part IN ARRAY names LOOP
    IF EXISTS (SELECT FROM behavior_activity_state) THEN
      EXECUTE format($sql$
        INSERT INTO behavior_activity_changes (user_id, input_type, source, day, session, inputs, processed)
        SELECT user_id, input_type, source, ("timestamp" AT TIME ZONE 'UTC')::date,
          coalesce(behavior_session_id::text, session_id), -count(*), -count(*) FILTER (WHERE processed)
        FROM %I GROUP BY 1, 2, 3, 4, 5
      $sql$, part);
    END IF;
    EXECUTE format('DELETE FROM behavior_input_keys WHERE external_key IN ('
      'SELECT external_key FROM %I WHERE external_key IS NOT NULL)', part);
    EXECUTE format('SELECT count(*) FROM %I', part) INTO counted;
    IF EXISTS (SELECT FROM changes_tracked WHERE entity = 'behavior_inputs' AND until IS NULL) THEN
      EXECUTE format('DELETE FROM %I', part);
    END IF;
    EXECUTE format('ALTER TABLE behavior_inputs_dated DETACH PARTITION %I', part);
    EXECUTE format('DROP TABLE %I', part);
    partitions := partitions + 1;
    inputs := inputs + counted;
  END LOOP;
  RETURN NEXT;
END $$;
