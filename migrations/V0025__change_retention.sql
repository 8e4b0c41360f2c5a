-- Retention of changes: a partition for each month, dropped whole once its changes are delivered to all subscriptions
-- and, where changes are sealed, are sealed.

SELECT set_config('search_path', format('%I, pg_temp', current_schema()), true);

-- Bounds are written and read as texts, so the functions have formats of their own: names of zones are ambiguous.
CREATE FUNCTION changes_partitions() RETURNS TABLE (part regclass, starts_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE SET search_path FROM CURRENT SET datestyle = 'ISO, YMD' SET timezone = 'UTC' AS $$
  SELECT child.oid::regclass, bounds[1]::timestamptz, bounds[2]::timestamptz
  FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
  CROSS JOIN LATERAL regexp_match(
    pg_get_expr(child.relpartbound, child.oid), 'FROM [(]''([^'']+)''[)] TO [(]''([^'']+)''[)]') AS bounds
  WHERE inhparent = 'changes'::regclass AND bounds IS NOT NULL
  ORDER BY 2
$$;

-- Creates partitions for the months in UTC up to a time, from the earliest change that has none, and moves such changes
-- to them. Waits less than a second for writers, who then wait for it. The library calls it again.
CREATE FUNCTION changes_prepare(until timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT SET datestyle = 'ISO, YMD' SET timezone = 'UTC'
SET lock_timeout = '800ms' AS $$
DECLARE
  begins timestamptz;
  ends   timestamptz;
  part   text;
  made   bigint := 0;
BEGIN
  PERFORM zkpersona_refuse_distributed('partitions of changes');
  LOCK TABLE changes IN ACCESS EXCLUSIVE MODE;
  begins := date_trunc('month', least(now(), (SELECT min(changed_at) FROM changes_default)), 'UTC');
  WHILE begins < until LOOP
    ends := (begins AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
    part := 'changes_' || to_char(begins AT TIME ZONE 'UTC', 'YYYYMM');
    IF NOT EXISTS (SELECT FROM changes_partitions() AS other WHERE other.starts_at = begins) THEN
      EXECUTE format('CREATE TABLE %I (LIKE changes INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
      EXECUTE format('WITH moved AS ('
        'DELETE FROM changes_default WHERE changed_at >= %L AND changed_at < %L RETURNING *) '
        'INSERT INTO %I SELECT * FROM moved', begins, ends, part);
      EXECUTE format('ALTER TABLE changes ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, begins, ends);
      EXECUTE format('COMMENT ON TABLE %I IS %L', part, 'Changes of one month in UTC, which are dropped with it');
      PERFORM changes_protect(part::regclass);
      made := made + 1;
    END IF;
    begins := ends;
  END LOOP;
  RETURN made;
END $$;

-- Drops the partitions that end at or before a time; returns how many, and how many changes they held.
CREATE FUNCTION changes_drop_before(before timestamptz) RETURNS TABLE (partitions bigint, dropped bigint)
LANGUAGE plpgsql SET search_path FROM CURRENT SET lock_timeout = '800ms' AS $$
DECLARE
  old       record;
  delivered timestamptz;
BEGIN
  partitions := 0;
  dropped := 0;
  FOR old IN SELECT * FROM changes_partitions() AS listed WHERE listed.ends_at <= before LOOP
    -- Only then no transaction can add a change that nobody has heard of.
    EXECUTE format('LOCK TABLE changes, %s IN ACCESS EXCLUSIVE MODE', old.part);
    delivered := coalesce(delivered, changes_delivered_until());
    IF delivered < old.ends_at THEN
      RAISE EXCEPTION 'changes since % are not delivered to all subscriptions: nothing was dropped; deliver them, or '
        'remove the subscription', delivered USING ERRCODE = 'ZK231';
    END IF;
    dropped := dropped + changes_drop(old.part);
    partitions := partitions + 1;
  END LOOP;
  RETURN NEXT;
END $$;

COMMENT ON FUNCTION changes_partitions() IS 'The partitions of changes by month';
COMMENT ON FUNCTION changes_prepare(timestamptz) IS
  'Creates partitions of changes for the months up to a time; how many';
COMMENT ON FUNCTION changes_drop_before(timestamptz) IS 'Drops the partitions of changes that end by a time';
