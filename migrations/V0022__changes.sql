-- Changes: who changed which row, when, and which version of the row that replaced. Nothing is recorded until an
-- entity is switched on: that creates triggers on its table, so that writers pay for it only where it is wanted.
--
-- An insert records no version: the present one is in the entity's table, and each earlier one is in the change that
-- ended it. The state at an instant is the version that the first change after it replaced, or else the present row.

SELECT set_config('search_path', format('%I, pg_temp', current_schema()), true);

CREATE SEQUENCE changes_position_seq;

-- Without checks, which would make recording a single row take the server half as long again: only the functions below
-- write it.
CREATE TABLE changes (
  -- The id of the transaction is taken before the position, always: the feed relies on it.
  position         bigint      NOT NULL
    DEFAULT CASE WHEN pg_current_xact_id() IS NOT NULL THEN nextval('changes_position_seq') END,
  transaction_id   xid8        NOT NULL DEFAULT pg_current_xact_id(),
  changed_at       timestamptz NOT NULL,
  operation        varchar(10) NOT NULL,
  entity           varchar(30) NOT NULL,
  entity_id        uuid,
  second_id        uuid,
  user_id          uuid,
  actor_id         uuid,
  before           jsonb,
  owners           text[],
  salt             uuid,
  commitment       bytea,
  actor_salt       uuid,
  actor_commitment bytea,
  CONSTRAINT changes_pkey PRIMARY KEY (changed_at, position)
) PARTITION BY RANGE (changed_at);

CREATE TABLE changes_default PARTITION OF changes DEFAULT;

DO $$
BEGIN
  IF NOT zkpersona_distributed() THEN
    ALTER SEQUENCE changes_position_seq OWNED BY changes.position;
  END IF;
END
$$;

CREATE INDEX changes_transaction_id_position_idx ON changes (transaction_id, position);
CREATE INDEX changes_entity_id_position_idx ON changes (entity_id, position) WHERE entity_id IS NOT NULL;
CREATE INDEX changes_user_id_changed_at_position_idx ON changes (user_id, changed_at, position)
  WHERE user_id IS NOT NULL;
CREATE INDEX changes_actor_id_changed_at_position_idx ON changes (actor_id, changed_at, position)
  WHERE actor_id IS NOT NULL;

CREATE INDEX changes_owners_idx ON changes USING gin (owners) WHERE owners IS NOT NULL;

COMMENT ON TABLE changes IS
  'Changes of rows, in the order in which they were made; written by triggers only, never updated but by an erasure. '
  'Partitioned by time, so that old ones can be dropped';
COMMENT ON TABLE changes_default IS 'Changes of times that no partition was prepared for';
COMMENT ON COLUMN changes.position IS
  'Increases from change to change of a row. Taken before the commit, so that lower ones can become visible later';
COMMENT ON COLUMN changes.transaction_id IS 'The transaction that made the change; the feed''s windows are made of it';
COMMENT ON COLUMN changes.changed_at IS
  'When the row was changed, by the clock of the database: its mtime, if that lies within the transaction';
COMMENT ON COLUMN changes.operation IS
  'erase: the versions and ids of an erased person''s changes were removed. read: a host had this read recorded';
COMMENT ON COLUMN changes.entity IS 'The table of the row';
COMMENT ON COLUMN changes.entity_id IS
  'The row''s id; of a grant, the first column of its key. Null once the person whom it leads to is erased';
COMMENT ON COLUMN changes.second_id IS
  'The second column of a grant''s key: the role of a user, the permission of a role';
COMMENT ON COLUMN changes.user_id IS
  'The person whose row it was before, or else is; null once that person is erased';
COMMENT ON COLUMN changes.actor_id IS 'Who made the change; null if nobody was named, or the person is erased';
COMMENT ON COLUMN changes.before IS
  'The version that an update or a delete replaced, by column; without secrets and without a proof''s documents';
COMMENT ON COLUMN changes.owners IS
  'What a version of a row without a user refers to and may be a person''s: rows, and the free text that names a session';
COMMENT ON COLUMN changes.salt IS
  'Random; hides the ids and the version in the commitment. Removed by an erasure, which keeps the commitment';
COMMENT ON COLUMN changes.commitment IS 'SHA-256 of salt, ids and version, from an erasure on: see changes_commitment';
COMMENT ON COLUMN changes.actor_salt IS
  'The same for the actor, who may be erased without the row, and the other way round';
COMMENT ON COLUMN changes.actor_commitment IS 'SHA-256 of salt and actor, from the erasure of the actor on';
COMMENT ON INDEX changes_owners_idx IS
  'Erase a user: versions of rows without a user that belonged to rows of this one';
COMMENT ON INDEX changes_transaction_id_position_idx IS 'The feed''s windows; seals';
COMMENT ON INDEX changes_entity_id_position_idx IS 'The history of a row, and its state at an instant';
COMMENT ON INDEX changes_user_id_changed_at_position_idx IS 'The changes of a person''s rows; erase a user';
COMMENT ON INDEX changes_actor_id_changed_at_position_idx IS 'The changes that somebody made; erase a user';

CREATE TABLE changes_tracked (
  entity varchar(30) NOT NULL,
  since  timestamptz NOT NULL,
  until  timestamptz,
  CONSTRAINT changes_tracked_pkey PRIMARY KEY (entity, since),
  CONSTRAINT changes_tracked_entity_check CHECK (entity IN ('users', 'behavior_sessions', 'behavior_inputs',
    'scoring_results', 'zk_proofs', 'reputation_records', 'roles', 'permissions', 'role_permissions', 'user_roles',
    'sponsors', 'sponsored_transactions', 'auth_sessions')),
  CONSTRAINT changes_tracked_since_range_check CHECK (since >= pg_catalog.to_timestamp(-210863520000)
    AND since < pg_catalog.to_timestamp(9224286393600)),
  CONSTRAINT changes_tracked_until_range_check CHECK (until >= pg_catalog.to_timestamp(-210863520000)
    AND until < pg_catalog.to_timestamp(9224286393600)),
  CONSTRAINT changes_tracked_until_check CHECK (until >= since)
);

CREATE UNIQUE INDEX changes_tracked_entity_idx ON changes_tracked (entity) WHERE until IS NULL;

COMMENT ON TABLE changes_tracked IS 'Since when, and until when, the changes of a table are recorded without a gap';
COMMENT ON COLUMN changes_tracked.until IS 'Null while they are recorded';
COMMENT ON INDEX changes_tracked_entity_idx IS 'The tables whose changes are recorded now';

-- Hashes a change's ids and version, and its actor: an erasure keeps the hashes.
CREATE FUNCTION changes_commitment(salt uuid, entity_id uuid, second_id uuid, user_id uuid, before jsonb) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
  SELECT sha256(convert_to(jsonb_build_array(salt, entity_id, second_id, user_id, before)::text, 'UTF8'))
$$;

CREATE FUNCTION changes_commitment(salt uuid, actor_id uuid) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
  SELECT sha256(convert_to(jsonb_build_array(salt, actor_id)::text, 'UTF8'))
$$;

-- The actor that a statement names. The setting holds an id, which counts until the transaction ends, or an id and
-- the time of a statement, which counts for that statement only: so no later one inherits it.
CREATE FUNCTION changes_actor(OUT of_statement uuid, OUT of_transaction uuid)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
  named text := current_setting('zkpersona.actor', true);
  words text[];
BEGIN
  IF named <> '' THEN
    words := string_to_array(named, ' ');
    IF words[1] = '' THEN
      RETURN;
    ELSIF words[1] !~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN
      RAISE EXCEPTION 'the setting zkpersona.actor holds no UUID: nothing was changed; set it to the UUID of the actor, '
        'or to an empty text' USING ERRCODE = 'ZK201';
    ELSIF words[2] IS NULL THEN
      of_transaction := words[1]::uuid;
    ELSIF words[2] = extract(epoch FROM statement_timestamp())::text THEN
      of_statement := words[1]::uuid;
    END IF;
  END IF;
END $$;

-- Creates the functions that record the changes of a table and read a version of its rows. They follow the table's
-- columns, so a migration that adds one calls it again.
CREATE FUNCTION changes_define(tracked text) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $define$
DECLARE
  -- Tokens, and what makes up most of a proof; the hashes of its documents remain.
  hidden name[] := CASE tracked
    WHEN 'zk_proofs' THEN ARRAY['proof_data', 'verification_key', 'public_signals']
    WHEN 'auth_sessions' THEN ARRAY['token_hash', 'sealed_pair', 'sealed_pair_until']
    ELSE '{}' END;
  columns name[] := ARRAY(
    SELECT attname FROM pg_attribute
    WHERE attrelid = to_regclass(tracked) AND attnum > 0 AND NOT attisdropped ORDER BY attnum);
  key name[] := CASE tracked
    WHEN 'user_roles' THEN ARRAY['user_id', 'role_id']
    WHEN 'role_permissions' THEN ARRAY['role_id', 'permission_id']
    ELSE ARRAY['id'] END;
  person name := CASE WHEN tracked = 'users' THEN 'id' WHEN 'user_id' = ANY (columns) THEN 'user_id' END;
  creator name := (ARRAY(SELECT c FROM unnest(columns) AS c WHERE c IN ('cid', 'granted_by')))[1];
  -- A grant keeps who made it when something else of it changes.
  modifier text := CASE
    WHEN 'mid' = ANY (columns) THEN 'n.mid'
    WHEN 'granted_by' = ANY (columns) THEN 'CASE WHEN (n.granted_by, n.granted_at) IS DISTINCT FROM '
      '(o.granted_by, o.granted_at) THEN n.granted_by END'
    WHEN 'cid' = ANY (columns) THEN 'CASE WHEN n.cid IS DISTINCT FROM o.cid THEN n.cid END'
    ELSE 'NULL::uuid' END;
  changed text := CASE WHEN 'mtime' = ANY (columns)
    THEN 'least(greatest(n.mtime, transaction_timestamp()), clock_timestamp())' ELSE 'clock_timestamp()' END;
  version text := CASE hidden WHEN '{}' THEN 'to_jsonb(o)' ELSE format('(SELECT to_jsonb(v) FROM (SELECT %s) AS v)', (
    SELECT string_agg(format('o.%I', c), ', ') FROM unnest(columns) AS c WHERE c <> ALL (hidden))) END;
  result text;
BEGIN
  EXECUTE format($create$
    CREATE OR REPLACE FUNCTION changes_of_%1$s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path FROM CURRENT AS $body$
    DECLARE
      actor record;
    BEGIN
      -- A role that could put the function on a table elsewhere could make changes up.
      IF TG_TABLE_SCHEMA <> %2$L THEN
        RAISE EXCEPTION 'only the library''s own tables have changes' USING ERRCODE = 'ZK202';
      END IF;
      actor := changes_actor();
      IF TG_OP = 'INSERT' THEN
        INSERT INTO changes (
          changed_at, operation, entity, entity_id, second_id, user_id, salt, actor_id, actor_salt)
        SELECT %3$s, 'insert', %1$L, n.%4$I, %5$s, %6$s, gen_random_uuid(), by.id,
          CASE WHEN by.id IS NOT NULL THEN gen_random_uuid() END
        FROM added AS n
        CROSS JOIN LATERAL (SELECT coalesce(actor.of_statement, %7$s, actor.of_transaction)) AS by (id);
      ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO changes (
          changed_at, operation, entity, entity_id, second_id, user_id, before, owners, salt, actor_id, actor_salt)
        SELECT clock_timestamp(), 'delete', %1$L, o.%4$I, %8$s, %9$s, %10$s,
          CASE WHEN %9$s IS NULL THEN %13$s END, gen_random_uuid(), by.id,
          CASE WHEN by.id IS NOT NULL THEN gen_random_uuid() END
        FROM removed AS o
        CROSS JOIN (SELECT coalesce(actor.of_statement, actor.of_transaction)) AS by (id);
      ELSE
        -- A changed key is the end of one row and the beginning of another.
        INSERT INTO changes (
          changed_at, operation, entity, entity_id, second_id, user_id, before, owners, salt, actor_id, actor_salt)
        SELECT CASE WHEN n.%4$I IS NULL THEN clock_timestamp() ELSE %3$s END,
          CASE WHEN o.%4$I IS NULL THEN 'insert' WHEN n.%4$I IS NULL THEN 'delete' ELSE 'update' END, %1$L,
          coalesce(n.%4$I, o.%4$I), coalesce(%5$s, %8$s), coalesce(%9$s, %6$s),
          CASE WHEN o.%4$I IS NOT NULL THEN %10$s END, CASE WHEN coalesce(%9$s, %6$s) IS NULL THEN %13$s END,
          gen_random_uuid(), by.id,
          CASE WHEN by.id IS NOT NULL THEN gen_random_uuid() END
        FROM removed AS o FULL JOIN added AS n ON %12$s
        CROSS JOIN LATERAL (SELECT coalesce(actor.of_statement, %11$s, actor.of_transaction)) AS by (id);
      END IF;
      RETURN NULL;
    END $body$
  $create$,
    tracked, current_schema(), changed, key[1],
    CASE WHEN key[2] IS NULL THEN 'NULL::uuid' ELSE format('n.%I', key[2]) END,
    CASE WHEN person IS NULL THEN 'NULL::uuid' ELSE format('n.%I', person) END,
    CASE WHEN creator IS NULL THEN 'NULL::uuid' ELSE format('n.%I', creator) END,
    CASE WHEN key[2] IS NULL THEN 'NULL::uuid' ELSE format('o.%I', key[2]) END,
    CASE WHEN person IS NULL THEN 'NULL::uuid' ELSE format('o.%I', person) END, version,
    modifier,
    (SELECT string_agg(format('o.%1$I = n.%1$I', k), ' AND ') FROM unnest(key) AS k),
    CASE tracked
      WHEN 'behavior_inputs' THEN 'nullif(array_remove(ARRAY[o.behavior_session_id::text, o.session_id], NULL), ''{}'')'
      WHEN 'scoring_results' THEN 'ARRAY[o.behavior_input_id::text]'
      WHEN 'zk_proofs'
        THEN 'nullif(array_remove(ARRAY[o.behavior_input_id::text, o.scoring_result_id::text], NULL), ''{}'')'
      ELSE 'NULL::text[]' END);
  -- Grants have no history of their own.
  IF key[2] IS NOT NULL THEN
    RETURN;
  END IF;
  -- A column that was added after the version was recorded has its default, as in the rows that stayed. A JSON null
  -- is read as no value, so a column that is never null has one then. The function returns columns, not rows of the
  -- table, which would then need it.
  result := 'TABLE(' || (
    SELECT string_agg(format('%I %s', attname, format_type(atttypid, NULL)), ', ' ORDER BY attnum)
    FROM pg_attribute WHERE attrelid = to_regclass(tracked) AND attnum > 0 AND NOT attisdropped) || ')';
  IF pg_get_function_result(to_regprocedure(format('changes_version_of_%s(jsonb)', tracked))) <> result THEN
    EXECUTE format('DROP FUNCTION changes_version_of_%s(jsonb)', tracked);
  END IF;
  EXECUTE format($create$
    CREATE OR REPLACE FUNCTION changes_version_of_%1$s(version jsonb) RETURNS %5$s
    LANGUAGE sql STABLE ROWS 1 SET search_path FROM CURRENT AS $body$
      SELECT %3$s FROM jsonb_populate_record(NULL::%1$I, jsonb_build_object(%2$s) || %4$L || version) AS v
      WHERE version IS NOT NULL
    $body$
  $create$, tracked, (
    SELECT string_agg(format('%L, %s', attname, pg_get_expr(adbin, adrelid)), ', ' ORDER BY attnum)
    FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
    WHERE adrelid = to_regclass(tracked) AND pg_get_expr(adbin, adrelid) !~ '[(]'), (
    SELECT string_agg(format(CASE WHEN atttypid = 'jsonb'::regtype AND attnotnull
      THEN 'coalesce(v.%I, ''null'')' ELSE 'v.%I' END, attname), ', ' ORDER BY attnum)
    FROM pg_attribute WHERE attrelid = to_regclass(tracked) AND attnum > 0 AND NOT attisdropped),
    -- A hash that belongs to no token.
    CASE tracked WHEN 'auth_sessions' THEN jsonb_build_object('token_hash', '\x' || repeat('00', 32)) ELSE '{}' END,
    result);
END $define$;

-- Creates the triggers of a table, whatever it has of them. Statements that name a partition fire its triggers only.
CREATE FUNCTION changes_attach(tracked text, part regclass) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  event text;
BEGIN
  FOREACH event IN ARRAY ARRAY['INSERT', 'UPDATE', 'DELETE'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT '
      'EXECUTE FUNCTION changes_of_%s()', tracked || '_changed_by_' || lower(event), event, part,
      CASE event WHEN 'INSERT' THEN 'NEW TABLE AS added' WHEN 'DELETE' THEN 'OLD TABLE AS removed'
        ELSE 'OLD TABLE AS removed NEW TABLE AS added' END, tracked);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', part, tracked || '_changed_by_' || lower(event));
  END LOOP;
  EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE TRUNCATE ON %s FOR EACH STATEMENT '
    'EXECUTE FUNCTION changes_keep()', tracked || '_changed_by_truncate', part);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', part, tracked || '_changed_by_truncate');
END $$;

CREATE FUNCTION changes_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'the changes of % are recorded, and TRUNCATE would not be: nothing was removed; use DELETE, or '
    'switch the recording off before', TG_TABLE_NAME USING ERRCODE = 'ZK203';
END $$;

-- The table and all its partitions.
CREATE FUNCTION changes_tables(tracked text) RETURNS SETOF regclass
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT to_regclass(tracked) WHERE to_regclass(tracked) IS NOT NULL
  UNION
  SELECT relid FROM pg_partition_tree(to_regclass(tracked))
$$;

-- Waits for the writers of the table, and later ones wait for it, but less than a second: others queue behind it.
-- The library calls it again.
CREATE FUNCTION changes_begin(tracked text) RETURNS boolean
LANGUAGE plpgsql SET search_path FROM CURRENT SET lock_timeout = '800ms' AS $$
DECLARE
  part regclass;
BEGIN
  PERFORM zkpersona_refuse_distributed('the recording of changes');
  IF to_regclass(tracked) IS NULL THEN
    RAISE EXCEPTION 'the schema has no table %', tracked USING ERRCODE = 'ZK204';
  END IF;
  EXECUTE format('LOCK TABLE %I IN SHARE ROW EXCLUSIVE MODE', tracked);
  PERFORM changes_define(tracked);
  FOR part IN SELECT * FROM changes_tables(tracked) LOOP
    PERFORM changes_attach(tracked, part);
  END LOOP;
  INSERT INTO changes_tracked (entity, since) VALUES (tracked, clock_timestamp()) ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;

CREATE FUNCTION changes_end(tracked text) RETURNS boolean
LANGUAGE plpgsql SET search_path FROM CURRENT SET lock_timeout = '800ms' AS $$
DECLARE
  part regclass;
  event text;
  ended timestamptz;
BEGIN
  IF to_regclass(tracked) IS NOT NULL THEN
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', tracked);
    FOR part IN SELECT * FROM changes_tables(tracked) LOOP
      FOREACH event IN ARRAY ARRAY['insert', 'update', 'delete', 'truncate'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS %I ON %s', tracked || '_changed_by_' || event, part);
      END LOOP;
    END LOOP;
  END IF;
  ended := clock_timestamp();
  UPDATE changes_tracked SET until = ended WHERE entity = tracked AND until IS NULL;
  RETURN FOUND;
END $$;

-- Lists the triggers that should record changes and are missing, disabled or not the library's.
CREATE FUNCTION changes_gaps() RETURNS TABLE (entity text, trigger text, part text)
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT tracked.entity::text, wanted.name, part::text
  FROM changes_tracked AS tracked
  CROSS JOIN LATERAL changes_tables(tracked.entity) AS part
  CROSS JOIN LATERAL (
    SELECT format('%s_changed_by_%s', tracked.entity, event) AS name,
      CASE event WHEN 'truncate' THEN 'changes_keep' ELSE 'changes_of_' || tracked.entity END AS function
    FROM unnest(ARRAY['insert', 'update', 'delete', 'truncate']) AS event) AS wanted
  WHERE tracked.until IS NULL AND NOT EXISTS (
    SELECT FROM pg_trigger WHERE tgrelid = part AND tgname = wanted.name AND tgenabled = 'A'
      AND tgqual IS NULL AND tgfoid = to_regproc(wanted.function))
  ORDER BY 1, 3, 2
$$;

-- Removes the versions of rows without a user that belonged to these rows, or had these names, and to each other.
CREATE FUNCTION changes_erase_owned(owners text[]) RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
  next text[] := owners;
  found bigint := 0;
  more bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM changes) THEN
    RETURN 0;
  END IF;
  WHILE cardinality(next) > 0 LOOP
    WITH cleared AS (
      UPDATE changes AS kept SET
        commitment = changes_commitment(kept.salt, kept.entity_id, kept.second_id, kept.user_id, kept.before),
        salt = NULL, before = NULL, owners = NULL
      WHERE kept.user_id IS NULL AND kept.before IS NOT NULL
        AND kept.owners && next
      RETURNING kept.entity_id)
    SELECT count(*), array_agg(DISTINCT cleared.entity_id::text) INTO more, next FROM cleared;
    found := found + more;
  END LOOP;
  RETURN found;
END $$;

-- Removes the versions of sessions without a user that recorded versions of a person's inputs were in.
CREATE FUNCTION changes_erase_sessions(ids uuid[], erased uuid) RETURNS bigint
LANGUAGE sql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
  WITH cleared AS (
    UPDATE changes AS kept SET
      commitment = changes_commitment(kept.salt, kept.entity_id, kept.second_id, kept.user_id, kept.before),
      salt = NULL, before = NULL, owners = NULL
    WHERE kept.user_id IS NULL AND kept.before IS NOT NULL AND kept.entity = 'behavior_sessions'
      AND kept.entity_id IN (
        SELECT (mine.before ->> 'behavior_session_id')::uuid FROM changes AS mine
        WHERE mine.entity_id = ANY (ids) AND mine.entity = 'behavior_inputs'
        UNION ALL
        SELECT (mine.before ->> 'behavior_session_id')::uuid FROM changes AS mine
        WHERE mine.user_id = erased AND mine.entity = 'behavior_inputs')
    RETURNING 1)
  SELECT count(*) FROM cleared
$$;

-- Records an erasure, once in a transaction.
CREATE FUNCTION changes_erase_tell(actor uuid) RETURNS void
LANGUAGE sql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
  INSERT INTO changes (changed_at, operation, entity, salt, actor_id, actor_salt)
  SELECT clock_timestamp(), 'erase', 'users', gen_random_uuid(), actor,
    CASE WHEN actor IS NOT NULL THEN gen_random_uuid() END
  WHERE NOT EXISTS (
    SELECT FROM changes AS told WHERE told.transaction_id = pg_current_xact_id() AND told.operation = 'erase')
$$;

-- Removes from changes what leads to an erased person, and records that. The role that a service runs as may call the
-- functions, since it may erase, but only for rows and people that are gone and for rows of nobody that stay; it can't
-- remove what was recorded of others.
--
-- For rows of the person or of nobody. Rows that stay keep their ids, and have lost what told of the person.
CREATE FUNCTION changes_erase_rows(erased uuid, actor uuid, kind text, ids uuid[], stays boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
  refused boolean;
  found bigint;
  sessions bigint := 0;
BEGIN
  IF NOT EXISTS (SELECT FROM changes) OR kind NOT IN ('behavior_sessions', 'behavior_inputs', 'scoring_results',
    'zk_proofs', 'reputation_records') THEN
    RETURN 0;
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = ANY ($1) AND (NOT $2 OR user_id IS NOT NULL))', kind)
    INTO refused USING ids, stays;
  IF refused THEN
    RAISE EXCEPTION 'a row is still there: nothing was removed; erase the user to whom it belongs'
      USING ERRCODE = 'ZK205';
  END IF;
  IF kind = 'behavior_inputs' THEN
    sessions := changes_erase_sessions(ids, NULL);
  END IF;
  UPDATE changes AS kept SET
    commitment = coalesce(kept.commitment,
      changes_commitment(kept.salt, kept.entity_id, kept.second_id, kept.user_id, kept.before)),
    salt = NULL, before = NULL, owners = NULL, user_id = NULL,
    entity_id = CASE WHEN stays THEN kept.entity_id END, second_id = CASE WHEN stays THEN kept.second_id END
  WHERE kept.entity_id = ANY (ids) AND kept.entity = kind AND (kept.salt IS NOT NULL OR NOT stays)
    AND (kept.user_id = erased OR kept.user_id IS NULL);
  GET DIAGNOSTICS found = ROW_COUNT;
  found := found + sessions;
  IF NOT stays THEN
    found := found + changes_erase_owned(ids::text[]);
  END IF;
  IF found > 0 THEN
    PERFORM changes_erase_tell(actor);
  END IF;
  RETURN found;
END $$;

-- For inputs of nobody whose free texts named sessions of this person only.
CREATE FUNCTION changes_erase_names(actor uuid, names text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  found bigint := changes_erase_owned(names);
BEGIN
  IF found > 0 THEN
    PERFORM changes_erase_tell(actor);
  END IF;
  RETURN found;
END $$;

-- For all rows of the person, who is gone, and for all changes that the person made.
CREATE FUNCTION changes_erase_person(erased uuid, actor uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
  kinds CONSTANT text[] := ARRAY['behavior_sessions', 'behavior_inputs', 'scoring_results', 'zk_proofs'];
  owned text[];
  names text[];
  found bigint;
  acted bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM changes) THEN
    RETURN 0;
  END IF;
  -- An older snapshot does not see what others have committed since.
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'an erasure has to see all recorded changes: nothing was removed; erase in a READ COMMITTED '
      'transaction' USING ERRCODE = 'ZK206';
  END IF;
  IF EXISTS (SELECT FROM users WHERE id = erased) THEN
    RAISE EXCEPTION 'the user is still there: nothing was removed; erase the user' USING ERRCODE = 'ZK205';
  END IF;
  PERFORM changes_erase_sessions(NULL, erased);
  owned := ARRAY(
    SELECT DISTINCT mine.entity_id FROM changes AS mine
    WHERE mine.user_id = erased AND mine.entity = ANY (kinds) AND mine.entity_id IS NOT NULL);
  -- Free texts that named sessions, unless inputs of another user still do.
  names := ARRAY(
    SELECT DISTINCT mine.before ->> 'session_id' FROM changes AS mine
    WHERE mine.user_id = erased AND mine.entity = 'behavior_inputs' AND mine.before ->> 'session_id' > ''
      AND NOT EXISTS (
        SELECT FROM behavior_inputs AS other
        WHERE other.session_id = mine.before ->> 'session_id' AND other.user_id IS NOT NULL));
  -- The person's rows while they were nobody's.
  UPDATE changes AS kept SET
    commitment = coalesce(kept.commitment,
      changes_commitment(kept.salt, kept.entity_id, kept.second_id, kept.user_id, kept.before)),
    salt = NULL, before = NULL, owners = NULL, entity_id = NULL
  WHERE kept.entity_id = ANY (owned::uuid[]) AND kept.entity = ANY (kinds) AND kept.user_id IS NULL;
  UPDATE changes AS kept SET
    commitment = coalesce(kept.commitment,
      changes_commitment(kept.salt, kept.entity_id, kept.second_id, kept.user_id, kept.before)),
    salt = NULL, before = NULL, owners = NULL, user_id = NULL, second_id = NULL,
    -- The rows of a sponsor's account stay.
    entity_id = CASE WHEN kept.entity = 'sponsored_transactions' THEN kept.entity_id END
  WHERE kept.user_id = erased;
  GET DIAGNOSTICS found = ROW_COUNT;
  PERFORM changes_erase_owned(owned || names);
  UPDATE changes AS kept SET
    actor_commitment = changes_commitment(kept.actor_salt, kept.actor_id), actor_salt = NULL, actor_id = NULL
  WHERE kept.actor_id = erased;
  GET DIAGNOSTICS acted = ROW_COUNT;
  IF found + acted > 0 THEN
    PERFORM changes_erase_tell(nullif(actor, erased));
  END IF;
  RETURN found + acted;
END $$;

-- Records that somebody read rows, as a host asks for; returns how many of them there are. The role that a service runs
-- as may call it.
CREATE FUNCTION changes_record_reads(kind text, ids uuid[], actor uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  person text;
  found bigint;
BEGIN
  PERFORM zkpersona_refuse_distributed('the recording of reads');
  IF kind NOT IN ('users', 'behavior_sessions', 'behavior_inputs', 'scoring_results', 'zk_proofs',
    'reputation_records', 'roles', 'permissions', 'sponsors', 'sponsored_transactions', 'auth_sessions') THEN
    RAISE EXCEPTION 'rows of % have no reads', kind USING ERRCODE = 'ZK204';
  END IF;
  person := CASE
    WHEN kind = 'users' THEN 'seen.id'
    WHEN kind IN ('roles', 'permissions', 'sponsors') THEN 'NULL::uuid'
    ELSE 'seen.user_id' END;
  -- An erasure of the person waits, and then finds what is recorded here; or the next statement sees that it was.
  EXECUTE format('SELECT FROM users WHERE id IN (SELECT %s FROM %I.%I AS seen WHERE seen.id = ANY ($1)) '
    'ORDER BY id FOR KEY SHARE', person, current_schema(), kind) USING ids;
  EXECUTE format($sql$
    INSERT INTO changes (changed_at, operation, entity, entity_id, user_id, salt, actor_id, actor_salt)
    SELECT clock_timestamp(), 'read', %1$L, seen.id, %2$s, gen_random_uuid(), $2,
      CASE WHEN $2 IS NOT NULL THEN gen_random_uuid() END
    FROM %3$I.%1$I AS seen WHERE seen.id = ANY ($1)
  $sql$, kind, person, current_schema()) USING ids, actor;
  GET DIAGNOSTICS found = ROW_COUNT;
  RETURN found;
END $$;

-- Takes the right to write a table of changes from every role but the owner, who may have given it to all new tables.
CREATE FUNCTION changes_protect(relation regclass) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  given record;
BEGIN
  FOR given IN
    SELECT privilege_type AS right, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END AS role
    FROM pg_class, aclexplode(relacl)
    WHERE oid = relation AND grantee <> relowner AND privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')
  LOOP
    EXECUTE format('REVOKE %s ON %s FROM %s', given.right, relation, given.role);
  END LOOP;
END $$;

DO $$
BEGIN
  PERFORM changes_protect(relation)
  FROM unnest(ARRAY['changes', 'changes_default', 'changes_tracked']::regclass[]) AS relation;
END
$$;

DO $$
DECLARE
  tracked text;
BEGIN
  FOREACH tracked IN ARRAY ARRAY['users', 'behavior_sessions', 'behavior_inputs', 'scoring_results', 'zk_proofs',
    'reputation_records', 'roles', 'permissions', 'role_permissions', 'user_roles', 'sponsors',
    'sponsored_transactions', 'auth_sessions']
  LOOP
    IF to_regclass(tracked) IS NOT NULL THEN
      PERFORM changes_define(tracked);
    END IF;
  END LOOP;
END
$$;

COMMENT ON FUNCTION changes_commitment(uuid, uuid, uuid, uuid, jsonb) IS
  'SHA-256 of the JSON array of its arguments, as jsonb writes it, in UTF-8';
COMMENT ON FUNCTION changes_commitment(uuid, uuid) IS
  'SHA-256 of the JSON array of its arguments, as jsonb writes it, in UTF-8';
COMMENT ON FUNCTION changes_actor() IS 'Who makes the changes of the statement that runs, and of its transaction';
COMMENT ON FUNCTION changes_define(text) IS
  'Creates the functions that record a table''s changes and read a recorded version of its rows';
COMMENT ON FUNCTION changes_attach(text, regclass) IS 'Creates the triggers that record a table''s changes';
COMMENT ON FUNCTION changes_keep() IS 'Refuses TRUNCATE, which would remove rows without a trace';
COMMENT ON FUNCTION changes_tables(text) IS 'A table and its partitions';
COMMENT ON FUNCTION changes_begin(text) IS 'Records the changes of a table from now on; false if that was so';
COMMENT ON FUNCTION changes_end(text) IS
  'Records the changes of a table no longer and keeps those made; false if that was so';
COMMENT ON FUNCTION changes_gaps() IS 'Triggers that are missing or disabled, so that changes are lost';
COMMENT ON FUNCTION changes_erase_owned(text[]) IS
  'Removes versions of rows without a user that belonged to given rows';
COMMENT ON FUNCTION changes_erase_sessions(uuid[], uuid) IS
  'Removes versions of sessions without a user in which a person had inputs';
COMMENT ON FUNCTION changes_erase_tell(uuid) IS 'Records an erasure, once in a transaction';
COMMENT ON FUNCTION changes_erase_rows(uuid, uuid, text, uuid[], boolean) IS
  'Removes ids and versions of an erased person''s rows from changes; how many changes';
COMMENT ON FUNCTION changes_erase_names(uuid, text[]) IS
  'Removes versions of inputs without a user whose texts named sessions of an erased person';
COMMENT ON FUNCTION changes_erase_person(uuid, uuid) IS
  'Removes ids and versions of an erased person from changes; how many changes';
COMMENT ON FUNCTION changes_record_reads(text, uuid[], uuid) IS 'Records that somebody read rows; how many';
COMMENT ON FUNCTION changes_protect(regclass) IS 'Leaves the right to write a table to its owner';
