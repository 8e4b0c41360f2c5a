-- Seals of changes: blocks of changes with the roots of Merkle trees over them (RFC 9162, section 2.1), so that a change
-- that was altered, removed or inserted afterwards is found, and that one can be shown to have been there.
--
-- A block's tree has a leaf for each change, by position:
--
--   SHA-256 of a zero byte and, in UTF-8, the text of the JSON array that jsonb writes of position, transaction id as a
--   text, microseconds of changed_at since 1970, operation, entity, commitment and actor_commitment in hexadecimal
--   digits. A commitment that is not kept yet is computed, that of no actor too: so an erasure changes no leaf.
--
-- The log's tree has a leaf for each block:
--
--   SHA-256 of a zero byte and the header: a byte 1; number, microseconds of sealed_at since 1970, change_count,
--   first_position, last_position, in eight bytes each, the highest first; the 32 bytes of changes_root; and in UTF-8
--   tick_id, epoch_id, low_position, high_position, is_complete and snapshot, with a space between them.

SELECT set_config('search_path', format('%I, pg_temp', current_schema()), true);

CREATE TABLE change_seals (
  number            bigint      NOT NULL,
  sealed_at         timestamptz NOT NULL,
  change_count      integer     NOT NULL,
  first_position    bigint      NOT NULL,
  last_position     bigint      NOT NULL,
  changes_root      bytea       NOT NULL,
  log_root          bytea       NOT NULL,
  nodes             bytea       NOT NULL,
  tick_id           bigint      NOT NULL,
  epoch_id          integer     NOT NULL,
  low_position      bigint      NOT NULL,
  high_position     bigint      NOT NULL,
  is_complete       boolean     NOT NULL,
  snapshot          pg_snapshot NOT NULL,
  positions         bigint[],
  leaves            bytea,
  dropped_positions bigint[],
  CONSTRAINT change_seals_pkey PRIMARY KEY (number),
  CONSTRAINT change_seals_number_check CHECK (number >= 1),
  CONSTRAINT change_seals_change_count_check CHECK (change_count BETWEEN 1 AND 4096),
  CONSTRAINT change_seals_last_position_check CHECK (last_position >= first_position),
  CONSTRAINT change_seals_changes_root_length_check CHECK (octet_length(changes_root) = 32),
  CONSTRAINT change_seals_log_root_length_check CHECK (octet_length(log_root) = 32),
  CONSTRAINT change_seals_leaves_check CHECK ((leaves IS NULL) = (positions IS NULL)),
  CONSTRAINT change_seals_sealed_at_range_check CHECK (sealed_at >= pg_catalog.to_timestamp(-210863520000)
    AND sealed_at < pg_catalog.to_timestamp(9224286393600))
);

-- Hashes do not get smaller.
DO $$
BEGIN
  IF NOT zkpersona_distributed() THEN
    ALTER TABLE change_seals ALTER COLUMN leaves SET STORAGE EXTERNAL;
  END IF;
END
$$;

CREATE INDEX change_seals_last_position_first_position_idx ON change_seals (last_position, first_position);

COMMENT ON TABLE change_seals IS 'Blocks of sealed changes, a log to which changes_seal only appends';
COMMENT ON COLUMN change_seals.number IS 'From 1, without gaps';
COMMENT ON COLUMN change_seals.change_count IS 'At most 4096; more changes take several blocks';
COMMENT ON COLUMN change_seals.changes_root IS 'The root of the Merkle tree over the changes of the block';
COMMENT ON COLUMN change_seals.log_root IS 'The root of the Merkle tree over the headers of all blocks up to this one';
COMMENT ON COLUMN change_seals.nodes IS
  'The nodes of the log whose right-most leaf is this block and that have all their leaves, from the leaf up, in 32 '
  'bytes each: any root and proof of the log takes a few of them';
COMMENT ON COLUMN change_seals.tick_id IS
  'The tick up to which changes are sealed, from that of the blocks before; copied, since ticks are pruned';
COMMENT ON COLUMN change_seals.epoch_id IS 'The epoch of the tick';
COMMENT ON COLUMN change_seals.low_position IS 'As in change_ticks';
COMMENT ON COLUMN change_seals.high_position IS 'As in change_ticks';
COMMENT ON COLUMN change_seals.is_complete IS 'False if the next block seals more changes of the same tick';
COMMENT ON COLUMN change_seals.snapshot IS 'As in change_ticks';
COMMENT ON COLUMN change_seals.positions IS 'The position of each leaf; null once all changes of the block are dropped';
COMMENT ON COLUMN change_seals.leaves IS
  'The hash of each leaf, in 32 bytes: by these a difference is found to be that of one change';
COMMENT ON COLUMN change_seals.dropped_positions IS
  'Those that changes_drop removed, if it removed some of the block''s changes; null if none, or all';
COMMENT ON INDEX change_seals_last_position_first_position_idx IS 'The blocks around a position';

CREATE TABLE change_seal_head (
  id       integer NOT NULL,
  blocks   bigint  NOT NULL,
  log_root bytea   NOT NULL,
  CONSTRAINT change_seal_head_pkey PRIMARY KEY (id),
  CONSTRAINT change_seal_head_id_check CHECK (id = 1),
  CONSTRAINT change_seal_head_blocks_check CHECK (blocks >= 1),
  CONSTRAINT change_seal_head_log_root_length_check CHECK (octet_length(log_root) = 32)
);

COMMENT ON TABLE change_seal_head IS
  'The head of the log once more, so that a removed last block is missed: one row, none before the first seal';
COMMENT ON COLUMN change_seal_head.blocks IS 'The number of blocks';
COMMENT ON COLUMN change_seal_head.log_root IS 'The log_root of the last block';

-- The root of the Merkle tree over leaves of 32 bytes each. Pairing the nodes of a level, and passing on one that has
-- no sibling, makes the tree of the RFC.
CREATE FUNCTION changes_merkle_root(leaves bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
  level  bytea := leaves;
  nodes  integer := octet_length(leaves) / 32;
  prefix bytea := decode('01', 'hex');
BEGIN
  WHILE nodes > 1 LOOP
    SELECT string_agg(sha256(prefix || substr(level, pair * 64 + 1, 64)), ''::bytea ORDER BY pair)
      || substr(level, nodes / 2 * 64 + 1)
    INTO level FROM generate_series(0, nodes / 2 - 1) AS pair;
    nodes := (nodes + 1) / 2;
  END LOOP;
  RETURN level;
END $$;

-- Ticks, after others that do: what was committed before is visible at the newest tick then.
CREATE FUNCTION changes_tick_now() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM pg_advisory_xact_lock('change_ticks'::regclass::oid::bigint);
  RETURN changes_tick() IS NOT NULL;
END $$;

-- Seals the changes up to the newest tick, in at most as many blocks, and returns whether none are left and the head. The
-- role that a service runs as may call it: it can append only what the triggers recorded.
CREATE FUNCTION changes_seal(most integer) RETURNS TABLE (is_done boolean, head_blocks bigint, head_root bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  highest CONSTANT bigint := 9223372036854775807;
  zero  bytea := decode('00', 'hex');
  one   bytea := decode('01', 'hex');
  seal  change_seals;
  since change_ticks;
  until change_ticks;
  head  change_seal_head;
  width bigint;
  node  bytea;
  rest  bigint;
  place bigint := -9223372036854775808;
BEGIN
  PERFORM zkpersona_refuse_distributed('seals of changes');
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'sealing waits for others and then has to see what they sealed: nothing was sealed; seal in a '
      'READ COMMITTED transaction' USING ERRCODE = 'ZK221';
  END IF;
  PERFORM pg_advisory_xact_lock('change_seals'::regclass::oid::bigint);
  SELECT * INTO seal FROM change_seals ORDER BY number DESC LIMIT 1;
  SELECT * INTO head FROM change_seal_head;
  IF (seal.number, seal.log_root) IS DISTINCT FROM (head.blocks, head.log_root) THEN
    RAISE EXCEPTION 'the last block of the log of seals was changed, removed or added: nothing was sealed; verify the '
      'seals' USING ERRCODE = 'ZK222';
  END IF;
  IF seal.number IS NULL OR seal.is_complete THEN
    SELECT * INTO until FROM change_ticks ORDER BY id DESC LIMIT 1;
    IF until.id IS NULL OR until.id <= seal.tick_id THEN
      RETURN QUERY SELECT true, head.blocks, head.log_root;
      RETURN;
    END IF;
  ELSE
    until := (seal.tick_id, seal.epoch_id, seal.sealed_at, seal.snapshot, seal.low_position, seal.high_position);
    place := seal.last_position;
  END IF;
  SELECT s.tick_id, s.epoch_id, s.sealed_at, s.snapshot, s.low_position, s.high_position INTO since
  FROM change_seals AS s WHERE s.tick_id < until.id ORDER BY s.number DESC LIMIT 1;
  seal.number := coalesce(seal.number, 0);
  seal.is_complete := true;
  seal.tick_id := until.id;
  seal.epoch_id := until.epoch_id;
  seal.snapshot := until.snapshot;
  seal.low_position := until.low_position;
  seal.high_position := until.high_position;
  seal.dropped_positions := NULL;

  FOR i IN 1..most LOOP
    SELECT count(*), min(c.position), max(c.position), array_agg(c.position ORDER BY c.position),
      string_agg(sha256(zero || convert_to(jsonb_build_array(
        c.position, c.transaction_id::text, (extract(epoch FROM c.changed_at) * 1000000)::bigint, c.operation, c.entity,
        encode(coalesce(c.commitment,
          changes_commitment(c.salt, c.entity_id, c.second_id, c.user_id, c.before)), 'hex'),
        encode(coalesce(c.actor_commitment, changes_commitment(c.actor_salt, c.actor_id)), 'hex'))::text, 'UTF8')),
        ''::bytea ORDER BY c.position)
    INTO seal.change_count, seal.first_position, seal.last_position, seal.positions, seal.leaves
    FROM changes_between(since, until, place, highest, 4096, NULL, true) AS c;
    EXIT WHEN seal.change_count = 0;
    place := seal.last_position;
    seal.is_complete := NOT EXISTS (SELECT FROM changes_between(since, until, place, highest, 1, NULL, true));
    seal.number := seal.number + 1;
    seal.sealed_at := clock_timestamp();
    seal.changes_root := changes_merkle_root(seal.leaves);

    node := sha256(zero || one || int8send(seal.number)
      || int8send((extract(epoch FROM seal.sealed_at) * 1000000)::bigint) || int8send(seal.change_count::bigint)
      || int8send(seal.first_position) || int8send(seal.last_position) || seal.changes_root
      || convert_to(format('%s %s %s %s %s %s', seal.tick_id, seal.epoch_id, seal.low_position, seal.high_position,
        seal.is_complete::text, seal.snapshot), 'UTF8'));
    seal.nodes := node;
    -- The block is the last leaf of a tree of each power of two that divides its number. The left half of that tree
    -- ends with an earlier block, whose last node is that half's root.
    width := 1;
    WHILE seal.number % (width * 2) = 0 LOOP
      node := sha256(one || (SELECT substr(s.nodes, octet_length(s.nodes) - 31) FROM change_seals AS s
        WHERE s.number = seal.number - width) || node);
      seal.nodes := seal.nodes || node;
      width := width * 2;
    END LOOP;
    -- The root joins this tree with those of the other powers of two in the number, from the smallest.
    rest := seal.number - width;
    WHILE rest > 0 LOOP
      node := sha256(one || (SELECT substr(s.nodes, octet_length(s.nodes) - 31) FROM change_seals AS s
        WHERE s.number = rest) || node);
      rest := rest & (rest - 1);
    END LOOP;
    seal.log_root := node;

    INSERT INTO change_seals SELECT seal.*;
    EXIT WHEN seal.is_complete;
  END LOOP;
  INSERT INTO change_seal_head SELECT 1, s.number, s.log_root FROM change_seals AS s ORDER BY s.number DESC LIMIT 1
  ON CONFLICT (id) DO UPDATE SET blocks = excluded.blocks, log_root = excluded.log_root;
  RETURN QUERY SELECT seal.is_complete, kept.blocks, kept.log_root FROM (SELECT 1) AS one
    LEFT JOIN change_seal_head AS kept ON true;
END $$;

-- The changes between two positions beside the leaves that seal them: a change without a leaf, and a leaf without a
-- change, are there too. Texts, so that a value that only a tamperer could have stored is read like all others.
CREATE FUNCTION changes_compared(low bigint, high bigint) RETURNS TABLE (
  place bigint, block bigint, leaf_index bigint, leaf bytea, is_dropped boolean, is_due boolean, transaction_id text,
  seconds text, operation text, entity text, opening text, is_open boolean, commitment bytea, actor_opening text,
  is_actor_open boolean, actor_commitment bytea)
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT coalesce(c.position, l.place), l.number, l.i - 1, l.leaf, l.is_dropped,
    -- Visible at the tick of the last block, and so to be in it or in one before.
    c.position <= sealed.until AND (pg_visible_in_snapshot(c.transaction_id, sealed.snapshot)
      OR NOT changes_is_native(sealed.epoch, c.position, c.transaction_id))
    -- Or of a position or a transaction that is still to come: no tick would ever see it.
    OR c.position > present.place OR c.transaction_id >= present.following
      AND changes_is_native(present.epoch, c.position, c.transaction_id),
    c.transaction_id::text, extract(epoch FROM c.changed_at)::text, c.operation, c.entity,
    jsonb_build_array(c.salt, c.entity_id, c.second_id, c.user_id, c.before)::text,
    c.salt IS NOT NULL OR c.before IS NOT NULL, c.commitment, jsonb_build_array(c.actor_salt, c.actor_id)::text,
    c.actor_salt IS NOT NULL OR c.actor_id IS NOT NULL, c.actor_commitment
  FROM (SELECT * FROM changes WHERE position BETWEEN low AND high) AS c
  FULL JOIN (
    SELECT listed.place, s.number, listed.i, substr(s.leaves, listed.i::integer * 32 - 31, 32) AS leaf,
      coalesce(listed.place = ANY (s.dropped_positions), false) AS is_dropped
    FROM change_seals AS s CROSS JOIN LATERAL unnest(s.positions) WITH ORDINALITY AS listed(place, i)
    WHERE s.last_position >= low AND s.first_position <= high AND listed.place BETWEEN low AND high) AS l
    ON l.place = c.position
  LEFT JOIN (
    SELECT CASE WHEN s.is_complete THEN s.high_position ELSE s.last_position END, s.snapshot, e
    FROM change_seals AS s JOIN change_epochs AS e ON e.id = s.epoch_id ORDER BY s.number DESC LIMIT 1
  ) AS sealed(until, snapshot, epoch) ON true
  CROSS JOIN (
    SELECT coalesce(pg_sequence_last_value('changes_position_seq'), 0), pg_snapshot_xmax(pg_current_snapshot()), (
      -- None between a restore and the first tick after it: ids of transactions mean nothing then.
      SELECT e FROM change_ticks AS t JOIN change_epochs AS e ON e.id = t.epoch_id
      WHERE t.id = (SELECT max(id) FROM change_ticks)
        AND e.system_identifier = (SELECT system_identifier FROM pg_control_system())
        AND pg_snapshot_xmax(t.snapshot) <= pg_snapshot_xmax(pg_current_snapshot()))
  ) AS present(place, following, epoch)
  ORDER BY 1, 2
$$;

-- Drops a partition of changes and records in the seals that its changes are gone. Refuses unless all of them are
-- sealed, if any change ever was: their roots remain.
CREATE FUNCTION changes_drop(part regclass) RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT SET lock_timeout = '800ms' AS $$
DECLARE
  seal    change_seals;
  low     bigint;
  high    bigint;
  held    bigint;
  gone    bigint[];
  dropped bigint := 0;
BEGIN
  IF part = 'changes_default'::regclass
    OR NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = part AND inhparent = 'changes'::regclass) THEN
    RAISE EXCEPTION '% is no partition of changes for a range of times: nothing was dropped', part
      USING ERRCODE = 'ZK223';
  END IF;
  -- Dropping it needs both.
  EXECUTE format('LOCK TABLE changes, %s IN ACCESS EXCLUSIVE MODE', part);
  PERFORM pg_advisory_xact_lock('change_seals'::regclass::oid::bigint);
  EXECUTE format('SELECT min(position), max(position), count(*) FROM %s', part) INTO low, high, held;
  IF held > 0 AND EXISTS (SELECT FROM change_seals) THEN
    FOR seal IN
      SELECT * FROM change_seals
      WHERE last_position >= low AND first_position <= high AND positions IS NOT NULL
    LOOP
      EXECUTE format('SELECT array_agg(c.position) FROM %s AS c JOIN unnest($1) AS listed(place) '
        'ON listed.place = c.position WHERE c.position BETWEEN $2 AND $3', part)
      INTO gone USING seal.positions, seal.first_position, seal.last_position;
      CONTINUE WHEN gone IS NULL;
      dropped := dropped + cardinality(gone);
      gone := coalesce(seal.dropped_positions, '{}') || gone;
      IF cardinality(gone) = seal.change_count THEN
        UPDATE change_seals SET positions = NULL, leaves = NULL, dropped_positions = NULL WHERE number = seal.number;
      ELSE
        UPDATE change_seals SET dropped_positions = gone WHERE number = seal.number;
      END IF;
    END LOOP;
    IF dropped <> held THEN
      RAISE EXCEPTION 'of the % changes to drop, % are sealed: nothing was dropped; seal before, and verify the seals '
        'if that does not help', held, dropped USING ERRCODE = 'ZK224';
    END IF;
  END IF;
  EXECUTE format('DROP TABLE %s', part);
  RETURN held;
END $$;

DO $$
BEGIN
  PERFORM changes_protect(relation) FROM unnest(ARRAY['change_seals', 'change_seal_head']::regclass[]) AS relation;
END
$$;

COMMENT ON FUNCTION changes_merkle_root(bytea) IS 'The root of a Merkle tree over leaves of 32 bytes';
COMMENT ON FUNCTION changes_tick_now() IS
  'Appends a tick, after others that do, if a change was committed since the last';
COMMENT ON FUNCTION changes_seal(integer) IS
  'Appends blocks of changes up to the newest tick; returns whether none are left, and the head';
COMMENT ON FUNCTION changes_compared(bigint, bigint) IS
  'The changes between two positions beside the leaves that seal them';
COMMENT ON FUNCTION changes_drop(regclass) IS
  'Drops a partition of changes whose changes are all sealed; how many they were';
