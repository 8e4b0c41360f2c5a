-- The feed of changes: ticks, whose windows deliver each change once it is committed, and subscriptions, which keep
-- how far a reader is.
--
-- Neither positions nor ids of transactions are an order in which changes can be read: a change with a lower one may
-- be committed later. A tick stores which transactions are finished. Its window holds the changes that are visible at
-- this tick and were not at the one before, ordered by position: none is skipped, those of one row come in the order
-- in which they were made, and an open or prepared transaction delays no others.

SELECT set_config('search_path', format('%I, pg_temp', current_schema()), true);

CREATE INDEX changes_position_idx ON changes (position);
COMMENT ON INDEX changes_position_idx IS 'The feed''s windows, which are read in batches';

CREATE TABLE change_epochs (
  id                integer     NOT NULL,
  system_identifier bigint      NOT NULL,
  began_at          timestamptz NOT NULL,
  base_position     bigint      NOT NULL,
  unfinished        xid8[]      NOT NULL,
  known             bigint[]    NOT NULL,
  CONSTRAINT change_epochs_pkey PRIMARY KEY (id),
  CONSTRAINT change_epochs_began_at_range_check CHECK (began_at >= pg_catalog.to_timestamp(-210863520000)
    AND began_at < pg_catalog.to_timestamp(9224286393600))
);

COMMENT ON TABLE change_epochs IS
  'Ids of transactions mean nothing in another cluster. So ticks begin a new epoch after a dump was restored there';
COMMENT ON COLUMN change_epochs.system_identifier IS 'The cluster in which the ids of transactions count';
COMMENT ON COLUMN change_epochs.base_position IS
  'The highest position when it began: changes with a higher one were made in this epoch';
COMMENT ON COLUMN change_epochs.unfinished IS
  'The transactions that ran when it began: only these commit changes with lower positions later';
COMMENT ON COLUMN change_epochs.known IS
  'Positions of changes that were there when it began and whose transactions had, elsewhere, the ids of such ones';

CREATE TABLE change_ticks (
  id            bigint      NOT NULL,
  epoch_id      integer     NOT NULL,
  ticked_at     timestamptz NOT NULL,
  snapshot      pg_snapshot NOT NULL,
  low_position  bigint      NOT NULL,
  high_position bigint      NOT NULL,
  CONSTRAINT change_ticks_pkey PRIMARY KEY (id),
  CONSTRAINT change_ticks_epoch_id_fkey FOREIGN KEY (epoch_id) REFERENCES change_epochs (id),
  CONSTRAINT change_ticks_ticked_at_range_check CHECK (ticked_at >= pg_catalog.to_timestamp(-210863520000)
    AND ticked_at < pg_catalog.to_timestamp(9224286393600))
);

CREATE INDEX change_ticks_epoch_id_idx ON change_ticks (epoch_id);
COMMENT ON INDEX change_ticks_epoch_id_idx IS 'Removing an epoch';

COMMENT ON TABLE change_ticks IS
  'Moments that divide the changes into windows. Consecutive; old ones are pruned. Written by changes_tick only';
COMMENT ON COLUMN change_ticks.snapshot IS
  'Which transactions were finished; the one that ticked counts as unfinished';
COMMENT ON COLUMN change_ticks.low_position IS
  'Transactions that the snapshot does not know make changes with higher positions only';
COMMENT ON COLUMN change_ticks.high_position IS 'No change that the snapshot sees has a higher position';

-- Tells whether a change was made in an epoch. The transaction ids of earlier changes mean nothing in it.
CREATE FUNCTION changes_is_native(epoch change_epochs, place bigint, transaction xid8) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT place > epoch.base_position OR transaction = ANY (epoch.unfinished) AND place <> ALL (epoch.known)
$$;

-- Appends a tick and returns its id: null if no change was committed since the last one, or if another transaction
-- ticks. Others can't tick until the transaction ends, so it should end soon.
CREATE FUNCTION changes_tick() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off
SET enable_bitmapscan = off AS $$
DECLARE
  is_fresh  boolean := pg_current_xact_id_if_assigned() IS NULL;
  is_proven boolean;
  begins    boolean;
  cluster   bigint;
  own       xid8;
  low       bigint;
  high      bigint;
  current   pg_snapshot;
  present   bigint[];
  previous  change_ticks;
  epoch     change_epochs;
BEGIN
  PERFORM zkpersona_refuse_distributed('the feed of changes');
  IF pg_is_in_recovery() THEN
    RAISE EXCEPTION 'a standby can''t tick, since it does not know which transactions run: nothing was changed; read '
      'the feed on the primary' USING ERRCODE = 'ZK211';
  END IF;
  IF NOT pg_try_advisory_xact_lock('change_ticks'::regclass::oid::bigint) THEN
    RETURN NULL;
  END IF;
  cluster := (SELECT system_identifier FROM pg_control_system());
  SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END INTO low FROM changes_position_seq;
  current := (SELECT pg_current_snapshot());
  SELECT * INTO previous FROM change_ticks ORDER BY id DESC LIMIT 1;
  begins := NOT FOUND;
  IF NOT begins THEN
    SELECT * INTO STRICT epoch FROM change_epochs WHERE id = previous.epoch_id;
    begins := epoch.system_identifier <> cluster OR pg_snapshot_xmax(previous.snapshot) > pg_snapshot_xmax(current);
  END IF;
  -- Where many positions were taken, finding out costs more than a tick. IS TRUE: not by the index of transactions,
  -- here and in what reads windows.
  IF NOT begins AND low - previous.low_position < 10000
    AND NOT EXISTS (
      SELECT FROM pg_snapshot_xip(previous.snapshot) AS once(id)
      WHERE pg_visible_in_snapshot(once.id, current)
        AND (SELECT true FROM changes AS late WHERE late.transaction_id = once.id LIMIT 1))
    AND NOT EXISTS (
      SELECT FROM changes AS new
      WHERE new.position > previous.low_position AND new.position <= low
        AND (new.transaction_id >= pg_snapshot_xmax(previous.snapshot)) IS TRUE
        AND pg_visible_in_snapshot(new.transaction_id, current))
  THEN
    RETURN NULL;
  END IF;

  own := pg_current_xact_id();
  IF begins THEN
    SELECT coalesce(max(id), 0) + 1, cluster, clock_timestamp(), low, '{}', '{}' INTO epoch FROM change_epochs;
    INSERT INTO change_epochs SELECT epoch.*;
  END IF;
  -- Assigns the id of a subtransaction and ends that, so that the next snapshot knows all ids assigned before. A
  -- snapshot ends at the last finished one, and may else leave out running ones.
  BEGIN
    PERFORM FROM change_epochs WHERE id = epoch.id FOR UPDATE;
    RAISE EXCEPTION USING ERRCODE = 'ZK210';
  EXCEPTION WHEN SQLSTATE 'ZK210' THEN
    NULL;
  END;
  IF begins THEN
    -- In one statement: the same snapshot for both.
    SELECT now_seen.snapshot, ARRAY(
      SELECT there.position
      FROM (SELECT pg_snapshot_xip(now_seen.snapshot) UNION ALL SELECT own) AS running(id)
      JOIN changes AS there ON there.transaction_id = running.id
      WHERE there.position <= low ORDER BY there.position)
    INTO current, present
    FROM (SELECT pg_current_snapshot() AS snapshot) AS now_seen;
  ELSE
    current := (SELECT pg_current_snapshot());
  END IF;
  -- Its own id is beyond the snapshot of a transaction that began before the lock was free.
  is_proven := is_fresh AND own < pg_snapshot_xmax(current);
  -- A snapshot does not list its own reader among the running transactions.
  IF own < pg_snapshot_xmax(current) THEN
    current := format('%s:%s:%s', least(own, pg_snapshot_xmin(current)), pg_snapshot_xmax(current), (
      SELECT string_agg(running.id::text, ',' ORDER BY running.id)
      FROM (SELECT pg_snapshot_xip(current) UNION SELECT own) AS running(id)))::pg_snapshot;
  END IF;
  SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END INTO high FROM changes_position_seq;
  IF begins THEN
    IF NOT is_proven THEN
      RAISE EXCEPTION 'the first tick of a database, and the first after it was restored, need a transaction that is '
        'new and READ COMMITTED: nothing was ticked; tick outside of a transaction' USING ERRCODE = 'ZK212';
    END IF;
    UPDATE change_epochs SET unfinished = ARRAY(SELECT pg_snapshot_xip(current)), known = present
    WHERE id = epoch.id;
  ELSIF NOT is_proven THEN
    low := previous.low_position;
  END IF;
  INSERT INTO change_ticks (id, epoch_id, ticked_at, snapshot, low_position, high_position)
  VALUES (coalesce(previous.id, 0) + 1, epoch.id, clock_timestamp(), current, low, high)
  ON CONFLICT DO NOTHING;
  IF (coalesce(previous.id, 0) + 1) % 100 = 0 THEN
    PERFORM changes_prune_ticks();
  END IF;
  RETURN coalesce(previous.id, 0) + 1;
END $$;

-- The changes after a position and up to another that are visible at a tick and were not at an earlier one, or, given
-- none, all that are visible: the next ones first, at most as many. Null entities: of all.
CREATE FUNCTION changes_between(since change_ticks, until change_ticks, place bigint, ceiling bigint, most bigint,
  entities text[], with_reads boolean) RETURNS SETOF changes
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off SET enable_bitmapscan = off
SET plan_cache_mode = force_generic_plan ROWS 100 AS $$
#variable_conflict use_column
DECLARE
  present change_epochs;
  past    change_epochs;
BEGIN
  SELECT * INTO STRICT present FROM change_epochs WHERE id = until.epoch_id;
  IF since.id IS NULL THEN
    RETURN QUERY
    SELECT * FROM changes AS c
    WHERE c.position > place AND c.position <= least(ceiling, until.high_position)
      AND (entities IS NULL OR c.entity = ANY (entities)) AND (with_reads OR c.operation <> 'read')
      AND (pg_visible_in_snapshot(c.transaction_id, until.snapshot)
        OR NOT changes_is_native(present, c.position, c.transaction_id))
    ORDER BY c.position LIMIT most;
    RETURN;
  END IF;

  SELECT * INTO STRICT past FROM change_epochs WHERE id = since.epoch_id;
  RETURN QUERY
  SELECT * FROM (
    -- Transactions that ran at the earlier tick and are finished: by their index, and only by that.
    SELECT late.* FROM pg_snapshot_xip(since.snapshot) AS once(id)
    CROSS JOIN LATERAL (
      SELECT * FROM changes AS c
      WHERE (c.transaction_id, c.position) > (once.id, place)
        AND (c.transaction_id, c.position) <= (once.id, least(ceiling,
          CASE WHEN past.id = present.id THEN until.high_position ELSE since.high_position END))
        AND (entities IS NULL OR c.entity = ANY (entities)) AND (with_reads OR c.operation <> 'read')
        AND changes_is_native(past, c.position, c.transaction_id)
        AND (pg_visible_in_snapshot(c.transaction_id, until.snapshot)
          OR NOT changes_is_native(present, c.position, c.transaction_id))
      ORDER BY c.transaction_id, c.position LIMIT most) AS late
    WHERE past.id <> present.id OR pg_visible_in_snapshot(once.id, until.snapshot)
    UNION ALL
    -- Transactions that the earlier tick did not know.
    (SELECT * FROM changes AS c
    WHERE c.position > greatest(place, since.low_position) AND c.position <= least(ceiling, until.high_position)
      AND (entities IS NULL OR c.entity = ANY (entities)) AND (with_reads OR c.operation <> 'read')
      AND ((c.transaction_id >= pg_snapshot_xmax(since.snapshot)) IS TRUE
          AND changes_is_native(past, c.position, c.transaction_id)
        OR past.id <> present.id AND c.position > since.high_position)
      AND (pg_visible_in_snapshot(c.transaction_id, until.snapshot)
        OR NOT changes_is_native(present, c.position, c.transaction_id))
    ORDER BY c.position LIMIT most)
  ) AS merged
  ORDER BY merged.position LIMIT most;
END $$;

-- A tick's window: the changes between it and the tick before, or, from the start, all up to it. Recorded reads change
-- nothing, and are left out.
CREATE FUNCTION changes_window(tick bigint, from_start boolean, place bigint, ceiling bigint, most bigint,
  entities text[]) RETURNS SETOF changes
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT ROWS 100 AS $$
DECLARE
  this     change_ticks;
  previous change_ticks;
BEGIN
  SELECT * INTO this FROM change_ticks WHERE id = tick;
  IF FOUND AND NOT from_start AND tick > 1 THEN
    SELECT * INTO previous FROM change_ticks WHERE id = tick - 1;
  END IF;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'tick % or the one before it is gone or not made yet', tick USING ERRCODE = 'ZK213';
  END IF;
  RETURN QUERY SELECT * FROM changes_between(previous, this, place, ceiling, most, entities, false);
END $$;

CREATE TABLE change_subscriptions (
  name             varchar(100) NOT NULL,
  created_at       timestamptz  NOT NULL,
  entities         text[],
  max_attempts     integer      NOT NULL,
  retry_delay      bigint       NOT NULL,
  max_blocked      integer      NOT NULL,
  has_before       boolean      NOT NULL,
  tick_id          bigint       NOT NULL,
  is_from_start    boolean      NOT NULL,
  position         bigint       NOT NULL,
  acknowledgements bigint       NOT NULL DEFAULT 0,
  acknowledged_at  timestamptz,
  fencing_token    bigint       NOT NULL GENERATED BY DEFAULT AS IDENTITY,
  leased_until     timestamptz,
  CONSTRAINT change_subscriptions_pkey PRIMARY KEY (name),
  CONSTRAINT change_subscriptions_name_length_check CHECK (char_length(name) >= 1),
  CONSTRAINT change_subscriptions_max_attempts_check CHECK (max_attempts BETWEEN 1 AND 1000),
  CONSTRAINT change_subscriptions_retry_delay_check CHECK (retry_delay BETWEEN 0 AND 2592000000000),
  CONSTRAINT change_subscriptions_max_blocked_check CHECK (max_blocked BETWEEN 1 AND 10000),
  CONSTRAINT change_subscriptions_created_at_range_check CHECK (created_at >= pg_catalog.to_timestamp(-210863520000)
    AND created_at < pg_catalog.to_timestamp(9224286393600)),
  CONSTRAINT change_subscriptions_acknowledged_at_range_check CHECK (
    acknowledged_at >= pg_catalog.to_timestamp(-210863520000)
    AND acknowledged_at < pg_catalog.to_timestamp(9224286393600)),
  CONSTRAINT change_subscriptions_leased_until_range_check CHECK (
    leased_until >= pg_catalog.to_timestamp(-210863520000)
    AND leased_until < pg_catalog.to_timestamp(9224286393600))
) WITH (fillfactor = 50);

COMMENT ON TABLE change_subscriptions IS 'Readers of the feed: how far each is, and which worker reads for it';
COMMENT ON COLUMN change_subscriptions.entities IS 'The tables whose changes are delivered; null for all';
COMMENT ON COLUMN change_subscriptions.max_attempts IS 'After how many failures an event becomes a dead letter';
COMMENT ON COLUMN change_subscriptions.retry_delay IS
  'Microseconds until the second attempt; doubled for each later one, up to an hour or, if that is longer, to itself';
COMMENT ON COLUMN change_subscriptions.max_blocked IS
  'How many entities may wait for a failed event before no more events are read';
COMMENT ON COLUMN change_subscriptions.has_before IS
  'Whether events carry the version that the change replaced, which may be personal data';
COMMENT ON COLUMN change_subscriptions.tick_id IS 'The tick whose window is being read, or was the last one read';
COMMENT ON COLUMN change_subscriptions.is_from_start IS
  'Whether that window holds all changes that the tick sees, not only those that the one before does not';
COMMENT ON COLUMN change_subscriptions.position IS
  'Of the last change read in that window; the greatest bigint once it was read to its end';
COMMENT ON COLUMN change_subscriptions.acknowledgements IS
  'By which a batch that was read before another one''s is known';
COMMENT ON COLUMN change_subscriptions.fencing_token IS
  'Of the last lease. From one sequence, so that it only grows: a worker with a smaller one comes too late';

CREATE TABLE change_deliveries (
  subscription   varchar(100) NOT NULL,
  position       bigint       NOT NULL,
  tick_id        bigint       NOT NULL,
  lane           bigint       NOT NULL,
  attempts       integer      NOT NULL DEFAULT 0,
  available_at   timestamptz,
  is_dead        boolean      NOT NULL DEFAULT false,
  failure_reason varchar(500),
  CONSTRAINT change_deliveries_pkey PRIMARY KEY (subscription, position),
  CONSTRAINT change_deliveries_subscription_fkey FOREIGN KEY (subscription)
    REFERENCES change_subscriptions (name) ON DELETE CASCADE,
  CONSTRAINT change_deliveries_attempts_check CHECK (attempts >= 0),
  CONSTRAINT change_deliveries_available_at_range_check CHECK (
    available_at >= pg_catalog.to_timestamp(-210863520000)
    AND available_at < pg_catalog.to_timestamp(9224286393600))
);

CREATE INDEX change_deliveries_subscription_lane_tick_id_position_idx
  ON change_deliveries (subscription, lane, tick_id, position);
CREATE INDEX change_deliveries_subscription_tick_id_position_idx ON change_deliveries (subscription, tick_id, position)
  WHERE is_dead;

COMMENT ON TABLE change_deliveries IS
  'Events that failed, and later ones of the same entity, which wait. Without ids, which an erasure would miss';
COMMENT ON COLUMN change_deliveries.position IS 'The change';
COMMENT ON COLUMN change_deliveries.tick_id IS 'In whose window it was read; with the position, the order of a lane';
COMMENT ON COLUMN change_deliveries.lane IS
  'Events of one entity have the same lane: the position of the event that failed first. Only its first event is tried';
COMMENT ON COLUMN change_deliveries.attempts IS 'How often it failed';
COMMENT ON COLUMN change_deliveries.available_at IS 'When it may be tried again; null: at once';
COMMENT ON COLUMN change_deliveries.is_dead IS
  'Whether it failed as often as it may, and waits for somebody''s decision';
COMMENT ON COLUMN change_deliveries.failure_reason IS
  'Why the last attempt failed, in the handler''s words, without personal data';
COMMENT ON INDEX change_deliveries_subscription_lane_tick_id_position_idx IS
  'The first event of each lane, and those behind it, in order';
COMMENT ON INDEX change_deliveries_subscription_tick_id_position_idx IS 'deadLetters, the oldest first';

-- Forgets what handlers said about events of an erased person: changes are updated by an erasure only.
CREATE FUNCTION change_deliveries_erase() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  -- On a table of another role's, its types could bring casts that run with the owner's rights.
  IF TG_RELID <> 'changes'::regclass THEN
    RAISE EXCEPTION 'only changes are erased' USING ERRCODE = 'ZK202';
  END IF;
  UPDATE change_deliveries AS d SET failure_reason = NULL FROM erased
  WHERE d.position = erased.position AND d.failure_reason IS NOT NULL;
  RETURN NULL;
END $$;

CREATE TRIGGER changes_erased AFTER UPDATE ON changes REFERENCING NEW TABLE AS erased
  FOR EACH STATEMENT EXECUTE FUNCTION change_deliveries_erase();
ALTER TABLE changes ENABLE ALWAYS TRIGGER changes_erased;

-- Creates a subscription that begins at a tick made now, or at the first change there is; no kinds: of all.
-- False if there is one of the name: then only its options are changed. Waits for a transaction that ticks.
CREATE FUNCTION changes_subscribe(subscriber text, from_start boolean, kinds text[], attempts bigint, delay bigint,
  blocked bigint, versions boolean) RETURNS boolean
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM zkpersona_refuse_distributed('the feed of changes');
  UPDATE change_subscriptions SET entities = nullif(kinds, '{}'), max_attempts = attempts, retry_delay = delay,
    max_blocked = blocked, has_before = versions
  WHERE name = subscriber;
  IF FOUND THEN
    RETURN false;
  END IF;
  -- An older snapshot has an older tick, which may be pruned already.
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'a new subscription has to see the newest tick: nothing was changed; subscribe in a READ COMMITTED '
      'transaction' USING ERRCODE = 'ZK215';
  END IF;
  PERFORM pg_advisory_xact_lock('change_ticks'::regclass::oid::bigint);
  PERFORM changes_tick();
  INSERT INTO change_subscriptions (
    name, created_at, entities, max_attempts, retry_delay, max_blocked, has_before, tick_id, is_from_start, position)
  VALUES (subscriber, clock_timestamp(), nullif(kinds, '{}'), attempts, delay, blocked, versions,
    (SELECT max(id) FROM change_ticks), from_start, CASE WHEN from_start THEN 0 ELSE 9223372036854775807 END)
  ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;

-- The first event of each lane, with its entity, and when it can be tried again: null for a dead letter.
CREATE FUNCTION changes_heads(subscriber text)
RETURNS TABLE (lane bigint, due_at timestamptz, entity varchar, entity_id uuid, second_id uuid)
LANGUAGE sql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
  WITH RECURSIVE lanes AS (
    (SELECT d.lane FROM change_deliveries AS d WHERE d.subscription = subscriber ORDER BY d.lane LIMIT 1)
    UNION ALL
    SELECT (SELECT d.lane FROM change_deliveries AS d WHERE d.subscription = subscriber AND d.lane > lanes.lane
      ORDER BY d.lane LIMIT 1)
    FROM lanes WHERE lanes.lane IS NOT NULL)
  SELECT lanes.lane, CASE WHEN NOT head.is_dead THEN coalesce(head.available_at, to_timestamp(0)) END,
    c.entity, c.entity_id, c.second_id
  FROM lanes
  CROSS JOIN LATERAL (
    SELECT d.* FROM change_deliveries AS d WHERE d.subscription = subscriber AND d.lane = lanes.lane
    ORDER BY d.tick_id, d.position LIMIT 1) AS head
  LEFT JOIN LATERAL (SELECT * FROM changes AS c WHERE c.position = head.position) AS c ON true
$$;

-- Selects the next rows of a subscription, at most as many: due events of blocked entities and those behind them,
-- then new ones. The last row has no change, but tells how far the rows before it lead: its place is null if they lead
-- to the last of them, and is_new tells whether that is further than before.
CREATE FUNCTION changes_batch(subscriber text, token bigint, most bigint)
RETURNS TABLE (is_end boolean, tick_id bigint, is_from_start boolean, acknowledgements bigint, lane bigint,
  is_new boolean, attempts integer, place bigint, changed_at timestamptz, operation varchar, entity varchar,
  entity_id uuid, second_id uuid, user_id uuid, actor_id uuid, is_erased boolean, before jsonb)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  -- A call looks at so many windows, and at so many positions in steps: the entities wanted may be few among many.
  windows CONSTANT integer := 1000;
  places  CONSTANT bigint := 1000000;
  step    CONSTANT bigint := 10000;
  own     change_subscriptions;
  tick    bigint;
  start   boolean;
  upto    bigint;
  floor   bigint;
  high    bigint;
  ceiling bigint;
  count   bigint := 0;
  rows    bigint;
  seen    bigint := 0;
  last    bigint;
  blocked bigint;
BEGIN
  SELECT * INTO own FROM change_subscriptions WHERE name = subscriber AND fencing_token = token
    AND leased_until > clock_timestamp();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the lease has ended' USING ERRCODE = 'ZK214';
  END IF;
  tick := own.tick_id;
  start := own.is_from_start;
  upto := own.position;

  RETURN QUERY
  SELECT false, due.tick_id, false, own.acknowledgements, due.lane, false, due.attempts, c.position, c.changed_at,
    c.operation, c.entity, c.entity_id, c.second_id, c.user_id, c.actor_id, c.commitment IS NOT NULL,
    CASE WHEN own.has_before THEN c.before END
  FROM (
    SELECT behind.* FROM changes_heads(subscriber) AS head
    CROSS JOIN LATERAL (
      SELECT d.* FROM change_deliveries AS d WHERE d.subscription = subscriber AND d.lane = head.lane AND NOT d.is_dead
      ORDER BY d.tick_id, d.position LIMIT most) AS behind
    WHERE head.due_at <= clock_timestamp()
    ORDER BY behind.tick_id, behind.position LIMIT most) AS due
  JOIN LATERAL (SELECT * FROM changes AS c WHERE c.position = due.position) AS c ON true
  ORDER BY due.tick_id, due.position;
  GET DIAGNOSTICS count = ROW_COUNT;

  last := (SELECT max(id) FROM change_ticks);
  blocked := (SELECT count(*) FROM changes_heads(subscriber));
  WHILE blocked < own.max_blocked AND count < most LOOP
    IF upto < 9223372036854775807 THEN
      SELECT high_position INTO high FROM change_ticks WHERE id = tick;
      IF start THEN
        floor := coalesce((SELECT min(position) FROM changes), high);
      ELSE
        floor := coalesce((SELECT low_position FROM change_ticks WHERE id = tick - 1), 0);
      END IF;
      ceiling := greatest(upto, floor) + step;
      RETURN QUERY
      SELECT false, tick, start, own.acknowledgements, head.lane, true, 0, c.position, c.changed_at,
        c.operation, c.entity, c.entity_id, c.second_id, c.user_id, c.actor_id, c.commitment IS NOT NULL,
        CASE WHEN own.has_before THEN c.before END
      FROM changes_window(tick, start, upto, ceiling, most - count, own.entities) AS c
      LEFT JOIN (SELECT * FROM changes_heads(subscriber) WHERE blocked > 0) AS head
        ON head.entity = c.entity AND head.entity_id = c.entity_id AND head.second_id IS NOT DISTINCT FROM c.second_id
      ORDER BY c.position;
      GET DIAGNOSTICS rows = ROW_COUNT;
      count := count + rows;
      IF count >= most THEN
        upto := NULL;
        EXIT;
      END IF;
      seen := seen + least(step, high - greatest(upto, floor));
      IF ceiling < high THEN
        upto := ceiling;
        EXIT WHEN seen >= places;
        CONTINUE;
      END IF;
      upto := 9223372036854775807;
    END IF;
    EXIT WHEN tick >= least(last, own.tick_id + windows) OR seen >= places;
    tick := tick + 1;
    start := false;
    upto := 0;
  END LOOP;
  RETURN QUERY SELECT true, tick, start, own.acknowledgements, NULL::bigint,
    upto IS NULL OR (tick, upto) <> (own.tick_id, own.position), NULL::integer, upto,
    NULL::timestamptz, NULL::varchar, NULL::varchar, NULL::uuid, NULL::uuid, NULL::uuid, NULL::uuid, NULL::boolean,
    NULL::jsonb;
END $$;

-- Moves a subscription to the end of a batch; to none, leaves it where it is. Events that were delivered again are
-- forgotten; those that failed or wait are kept, in lanes. Fails if the lease has ended or another batch was
-- acknowledged meanwhile. Returns how many events became dead letters.
CREATE FUNCTION changes_acknowledge(subscriber text, token bigint, version bigint, tick bigint, from_start boolean,
  upto bigint, done bigint[], kept bigint[], ticks bigint[], lanes bigint[], failed bigint[], reasons text[])
RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
  own  change_subscriptions;
  dead bigint;
BEGIN
  UPDATE change_subscriptions SET tick_id = coalesce(tick, tick_id), position = coalesce(upto, position),
    is_from_start = CASE WHEN tick IS NULL THEN is_from_start ELSE from_start END,
    acknowledgements = acknowledgements + 1, acknowledged_at = clock_timestamp()
  WHERE name = subscriber AND fencing_token = token AND leased_until > clock_timestamp() AND acknowledgements = version
  RETURNING * INTO own;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the lease has ended, or the batch was acknowledged' USING ERRCODE = 'ZK214';
  END IF;
  IF done <> '{}' THEN
    DELETE FROM change_deliveries AS d WHERE d.subscription = subscriber AND d.position = ANY (done);
  END IF;
  IF kept <> '{}' THEN
    INSERT INTO change_deliveries (subscription, position, tick_id, lane)
    SELECT subscriber, given.position, given.tick, given.lane
    FROM unnest(kept, ticks, lanes) AS given(position, tick, lane);
  END IF;
  IF failed = '{}' THEN
    RETURN 0;
  END IF;
  WITH changed AS (
    UPDATE change_deliveries AS d SET attempts = d.attempts + 1, is_dead = d.attempts + 1 >= own.max_attempts,
      failure_reason = given.reason,
      available_at = clock_timestamp() + interval '1 microsecond'
        * least(own.retry_delay * 2.0 ^ least(d.attempts, 30), greatest(own.retry_delay, 3600000000))
    FROM unnest(failed, reasons) AS given(position, reason)
    WHERE d.subscription = subscriber AND d.position = given.position
    RETURNING d.is_dead)
  SELECT count(*) INTO dead FROM changed WHERE is_dead;
  RETURN dead;
END $$;

-- The microseconds until a subscription has something to deliver, as far as is known: the greatest bigint if nothing
-- is; null if there is none of the name.
CREATE FUNCTION changes_wait(subscriber text) RETURNS bigint
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT CASE
    WHEN heads.count < own.max_blocked
      AND (own.position < 9223372036854775807 OR own.tick_id < (SELECT max(id) FROM change_ticks)) THEN 0
    WHEN heads.due_at IS NULL THEN 9223372036854775807
    ELSE greatest(ceil(extract(epoch FROM heads.due_at - clock_timestamp()) * 1000000), 0)::bigint
    END
  FROM change_subscriptions AS own
  CROSS JOIN LATERAL (SELECT count(*), min(head.due_at) AS due_at FROM changes_heads(own.name) AS head) AS heads
  WHERE own.name = subscriber
$$;

-- The events that a subscription has not read, up to a number, and the time of the earliest that is not delivered.
CREATE FUNCTION changes_lag(subscriber text, most bigint) RETURNS TABLE (events bigint, since timestamptz)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off SET enable_bitmapscan = off AS $$
#variable_conflict use_column
DECLARE
  highest CONSTANT bigint := 9223372036854775807;
  own    change_subscriptions;
  last   change_ticks;
  tick   bigint;
  start  boolean;
  upto   bigint;
  count  bigint := 0;
  oldest timestamptz;
  part   record;
BEGIN
  SELECT * INTO STRICT own FROM change_subscriptions WHERE name = subscriber;
  SELECT * INTO STRICT last FROM change_ticks ORDER BY id DESC LIMIT 1;
  tick := own.tick_id;
  start := own.is_from_start;
  upto := own.position;
  LOOP
    IF upto < highest THEN
      SELECT count(*) AS count, min(c.changed_at) AS first INTO part
      FROM changes_window(tick, start, upto, highest, most - count, own.entities) AS c;
      count := count + part.count;
      oldest := least(oldest, part.first);
    END IF;
    EXIT WHEN tick >= last.id OR count >= most;
    tick := tick + 1;
    start := false;
    upto := 0;
  END LOOP;
  SELECT count(*) AS count, min(unticked.changed_at) AS first INTO part
  FROM (
    SELECT c.changed_at FROM changes AS c
    WHERE c.position > last.low_position AND (c.transaction_id >= pg_snapshot_xmax(last.snapshot)) IS TRUE
      AND (own.entities IS NULL OR c.entity = ANY (own.entities)) AND c.operation <> 'read'
    LIMIT most - count) AS unticked;
  RETURN QUERY SELECT count + part.count, least(oldest, part.first, (
    SELECT min(c.changed_at) FROM change_deliveries AS d
    JOIN LATERAL (SELECT * FROM changes AS c WHERE c.position = d.position) AS c ON true
    WHERE d.subscription = subscriber));
END $$;

-- Until when all changes were delivered to all subscriptions, so that a partition that ends by then can be dropped: no
-- committed change with an earlier time is still to be delivered. One of a transaction that runs may be; so whoever
-- drops a partition locks it first, and calls this then.
CREATE FUNCTION changes_delivered_until() RETURNS timestamptz
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  found timestamptz := clock_timestamp();
BEGIN
  IF NOT EXISTS (SELECT FROM change_subscriptions) THEN
    RETURN found;
  END IF;
  PERFORM pg_advisory_xact_lock('change_ticks'::regclass::oid::bigint);
  PERFORM changes_tick();
  RETURN least(found, (
    SELECT min(lag.since) FROM change_subscriptions AS own
    CROSS JOIN LATERAL changes_lag(own.name, 9223372036854775807) AS lag));
END $$;

-- The first tick that is still needed; the one before a window begins it. Whatever else needs ticks replaces this.
CREATE FUNCTION changes_ticks_needed() RETURNS bigint
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT least((SELECT min(tick_id) - 1 FROM change_subscriptions), (SELECT max(id) FROM change_ticks))
$$;

-- Removes ticks that nothing needs, and returns how many; forgets failed events whose changes were dropped, which
-- nobody can deliver. changes_tick calls it now and then.
CREATE FUNCTION changes_prune_ticks() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  removed bigint;
BEGIN
  DELETE FROM change_ticks WHERE id < changes_ticks_needed();
  GET DIAGNOSTICS removed = ROW_COUNT;
  DELETE FROM change_deliveries AS d WHERE NOT EXISTS (SELECT FROM changes AS c WHERE c.position = d.position);
  RETURN removed;
END $$;

DO $$
BEGIN
  PERFORM changes_protect(relation) FROM unnest(ARRAY['change_epochs', 'change_ticks']::regclass[]) AS relation;
END
$$;

COMMENT ON FUNCTION changes_is_native(change_epochs, bigint, xid8) IS
  'Whether a change was made in an epoch, so that the id of its transaction counts there, or was there before';
COMMENT ON FUNCTION changes_tick() IS 'Appends a tick if a change was committed since the last one';
COMMENT ON FUNCTION changes_between(change_ticks, change_ticks, bigint, bigint, bigint, text[], boolean) IS
  'The changes between two ticks, by position';
COMMENT ON FUNCTION changes_window(bigint, boolean, bigint, bigint, bigint, text[]) IS
  'The changes of a tick, by position';
COMMENT ON FUNCTION change_deliveries_erase() IS 'Removes the reasons of failures of erased events';
COMMENT ON FUNCTION changes_subscribe(text, boolean, text[], bigint, bigint, bigint, boolean) IS
  'Creates a subscription, or changes its options';
COMMENT ON FUNCTION changes_heads(text) IS 'The first event of each blocked entity';
COMMENT ON FUNCTION changes_batch(text, bigint, bigint) IS 'What a subscription delivers next';
COMMENT ON FUNCTION changes_acknowledge(text, bigint, bigint, bigint, boolean, bigint, bigint[], bigint[], bigint[],
  bigint[], bigint[], text[]) IS 'Moves a subscription to the end of a batch; how many events became dead letters';
COMMENT ON FUNCTION changes_wait(text) IS 'The time until a subscription has something to deliver';
COMMENT ON FUNCTION changes_lag(text, bigint) IS 'How many events a subscription has not read, and since when';
COMMENT ON FUNCTION changes_delivered_until() IS 'Until when everything is delivered to all subscriptions';
COMMENT ON FUNCTION changes_ticks_needed() IS 'The first tick that is still needed';
COMMENT ON FUNCTION changes_prune_ticks() IS 'Removes ticks that nothing needs';
