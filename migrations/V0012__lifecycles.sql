-- Indexes for the sweeps over sessions and inputs, as small as the remaining work; and the functions that erase a
-- person.

-- A query uses the index only if it says status = 'active' literally instead of comparing with a parameter.
CREATE INDEX behavior_sessions_active_start_time_id_idx ON behavior_sessions (start_time, id)
  WHERE status = 'active';
CREATE INDEX behavior_inputs_unattached_session_id_user_id_idx ON behavior_inputs (session_id, user_id)
  WHERE behavior_session_id IS NULL AND session_id IS NOT NULL;

COMMENT ON INDEX behavior_sessions_active_start_time_id_idx IS 'expireIdle, the oldest first';
COMMENT ON INDEX behavior_inputs_unattached_session_id_user_id_idx IS
  'attachInputs, attachFreeTextSessions: what has a session''s free text and no session yet';

-- Erasing a person takes one statement, since each step needs the result of the one before. The functions name tables
-- of later files, and tables that a database adopted at version 7 may lack or have with other columns: a statement in
-- them is looked up when it runs.

SELECT set_config('search_path', format('%I, pg_temp', current_schema()), true);

-- Tells whether a table has all these columns.
CREATE FUNCTION users_erase_finds(relation text, VARIADIC wanted text[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT count(*) = cardinality(wanted)
  FROM pg_class AS found
  JOIN pg_attribute AS attribute ON attribute.attrelid = found.oid
  WHERE found.relname = relation AND found.relkind IN ('r', 'p')
    AND found.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'users'::regclass)
    AND attribute.attname = ANY (wanted) AND NOT attribute.attisdropped
$$;

-- Clears the given free-text session ids of inputs without a user, unless another user has inputs in such a session.
-- Inputs in a user's session keep theirs.
CREATE FUNCTION users_erase_names(of_user uuid, actor uuid, names text[], most integer)
RETURNS TABLE (relation text, removed bigint, detached bigint)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off SET jit = off AS $$
DECLARE
  own text[];
  part uuid[];
BEGIN
  relation := 'behavior_inputs';
  own := ARRAY(
    SELECT given.name FROM unnest(names) AS given (name)
    WHERE NOT EXISTS (
      SELECT FROM behavior_inputs AS other WHERE other.session_id = given.name AND other.user_id <> of_user));
  FOR part IN
    SELECT array_agg(numbered.id) FROM (
      SELECT input.id, (row_number() OVER () - 1) / most AS chunk FROM behavior_inputs AS input
      WHERE input.session_id = ANY (own) AND input.user_id IS NULL
        AND NOT EXISTS (
          SELECT FROM behavior_sessions AS session
          WHERE session.id = input.behavior_session_id AND session.user_id IS NOT NULL)) AS numbered
    GROUP BY numbered.chunk
  LOOP
    UPDATE behavior_inputs AS input SET session_id = NULL, mid = actor,
      mtime = greatest(statement_timestamp(),
        (input.mtime AT TIME ZONE 'UTC' + interval '1 microsecond') AT TIME ZONE 'UTC')
    WHERE input.id = ANY (part);
    GET DIAGNOSTICS detached = ROW_COUNT;
    IF EXISTS (SELECT FROM changes) THEN
      PERFORM changes_erase_rows(of_user, actor, relation, part, true);
    END IF;
    RETURN NEXT;
  END LOOP;
  IF EXISTS (SELECT FROM changes) THEN
    PERFORM changes_erase_names(actor, own);
  END IF;
END $$;

-- Deletes rows of one table and all that depends on them, dependents first, with at most so many rows in a statement.
-- The user and the sessions are locked already. Optionally leaves out the free-text session ids of inputs.
CREATE FUNCTION users_erase_rows(
  of_user uuid, actor uuid, kind text, ids uuid[], with_names boolean, most integer)
RETURNS TABLE (relation text, removed bigint, detached bigint)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off SET jit = off AS $$
DECLARE
  part  uuid[];
  names text[];
BEGIN
  IF kind = 'behavior_sessions' THEN
    FOR part IN
      SELECT array_agg(numbered.id) FROM (
        SELECT input.id, (row_number() OVER () - 1) / most AS chunk FROM behavior_inputs AS input
        WHERE input.behavior_session_id = ANY (ids) AND input.user_id IS NULL) AS numbered
      GROUP BY numbered.chunk
    LOOP
      RETURN QUERY SELECT * FROM users_erase_rows(of_user, actor, 'behavior_inputs', part, with_names, most);
    END LOOP;
    DELETE FROM behavior_sessions WHERE id = ANY (ids);

  ELSIF kind = 'behavior_inputs' THEN
    -- Sessions without a user lose what is known about them if only this user had inputs in them.
    WITH cleared AS (
      UPDATE behavior_sessions AS session SET metadata = '{}', mid = actor,
        mtime = greatest(statement_timestamp(),
        (session.mtime AT TIME ZONE 'UTC' + interval '1 microsecond') AT TIME ZONE 'UTC')
      WHERE session.id IN (SELECT input.behavior_session_id FROM behavior_inputs AS input WHERE input.id = ANY (ids))
        AND session.user_id IS NULL AND session.metadata <> '{}'
        AND NOT EXISTS (
          SELECT FROM behavior_inputs AS other
          WHERE other.behavior_session_id = session.id AND other.user_id <> of_user)
      RETURNING session.id)
    SELECT array_agg(cleared.id) INTO part FROM cleared;
    IF part IS NOT NULL THEN
      relation := 'behavior_sessions';
      detached := cardinality(part);
      IF EXISTS (SELECT FROM changes) THEN
        PERFORM changes_erase_rows(of_user, actor, relation, part, true);
      END IF;
      RETURN NEXT;
      detached := NULL;
    END IF;
    IF with_names THEN
      names := ARRAY(
        SELECT DISTINCT input.session_id::text FROM behavior_inputs AS input
        WHERE input.id = ANY (ids) AND input.session_id > '');
      RETURN QUERY SELECT * FROM users_erase_names(of_user, actor, names, most);
    END IF;
    FOR part IN
      SELECT array_agg(numbered.id) FROM (
        SELECT proof.id, (row_number() OVER () - 1) / most AS chunk FROM zk_proofs AS proof
        WHERE proof.behavior_input_id = ANY (ids)) AS numbered
      GROUP BY numbered.chunk
    LOOP
      RETURN QUERY SELECT * FROM users_erase_rows(of_user, actor, 'zk_proofs', part, with_names, most);
    END LOOP;
    FOR part IN
      SELECT array_agg(numbered.id) FROM (
        SELECT score.id, (row_number() OVER () - 1) / most AS chunk FROM scoring_results AS score
        WHERE score.behavior_input_id = ANY (ids)) AS numbered
      GROUP BY numbered.chunk
    LOOP
      RETURN QUERY SELECT * FROM users_erase_rows(of_user, actor, 'scoring_results', part, with_names, most);
    END LOOP;
    -- Claims are deleted by cascade with their inputs, which every change of a claim locks first.
    relation := 'behavior_input_claims';
    SELECT count(*) INTO removed FROM behavior_input_claims WHERE behavior_input_id = ANY (ids);
    RETURN NEXT;
    DELETE FROM behavior_inputs WHERE id = ANY (ids);

  ELSIF kind = 'scoring_results' THEN
    FOR part IN
      SELECT array_agg(numbered.id) FROM (
        SELECT proof.id, (row_number() OVER () - 1) / most AS chunk FROM zk_proofs AS proof
        WHERE proof.scoring_result_id = ANY (ids)) AS numbered
      GROUP BY numbered.chunk
    LOOP
      RETURN QUERY SELECT * FROM users_erase_rows(of_user, actor, 'zk_proofs', part, with_names, most);
    END LOOP;
    IF users_erase_finds('zkml_proofs', 'id', 'scoring_result_id') THEN
      DELETE FROM zkml_proofs WHERE scoring_result_id = ANY (ids);
      IF FOUND THEN
        relation := 'zkml_proofs';
        GET DIAGNOSTICS removed = ROW_COUNT;
        RETURN NEXT;
      END IF;
    END IF;
    DELETE FROM scoring_results WHERE id = ANY (ids);

  ELSIF kind = 'zk_proofs' THEN
    DELETE FROM verification_attempts WHERE zk_proof_id = ANY (ids);
    relation := 'verification_attempts';
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN NEXT;
    DELETE FROM zk_proofs WHERE id = ANY (ids);

  ELSIF kind = 'verification_attempts' THEN
    DELETE FROM verification_attempts WHERE id = ANY (ids);

  ELSE
    DELETE FROM reputation_records WHERE id = ANY (ids);
  END IF;
  relation := kind;
  GET DIAGNOSTICS removed = ROW_COUNT;
  IF EXISTS (SELECT FROM changes) THEN
    PERFORM changes_erase_rows(of_user, actor, kind, ids, false);
  END IF;
  RETURN NEXT;
END $$;

-- Erases a user whose wallet, if any, is the first of the given spellings. Of a user who was deleted it erases the
-- recorded changes; returns nothing if there are none.
-- Optionally leaves a history of more than so many rows, which takes several statements, and returns a row without
-- counts.
CREATE FUNCTION users_erase(of_user uuid, actor uuid, wallets text[], is_short boolean, most integer)
RETURNS TABLE (relation text, removed bigint, detached bigint)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off SET jit = off AS $$
DECLARE
  wallet text;
  ids    uuid[];
BEGIN
  -- The actor of what this statement deletes.
  IF actor IS NOT NULL THEN
    PERFORM set_config('zkpersona.actor', concat(actor, ' ', extract(epoch FROM statement_timestamp())), true);
  END IF;
  -- Inserts of rows that refer to the user wait from now on, and after it inserts into the user's sessions.
  SELECT users.wallet_address INTO wallet FROM users WHERE users.id = of_user FOR UPDATE;
  IF NOT FOUND THEN
    -- The user may have been deleted, and have recorded changes.
    IF EXISTS (SELECT FROM changes) THEN
      BEGIN
        detached := changes_erase_person(of_user, actor);
      EXCEPTION WHEN SQLSTATE 'ZK205' THEN
        RAISE EXCEPTION 'the user was inserted meanwhile' USING ERRCODE = 'serialization_failure';
      END;
    END IF;
    IF detached > 0 THEN
      relation := 'changes';
      RETURN NEXT;
    END IF;
    RETURN;
  END IF;
  IF wallet IS DISTINCT FROM wallets[1] THEN
    RAISE EXCEPTION 'the user has changed' USING ERRCODE = 'serialization_failure';
  END IF;
  PERFORM FROM behavior_sessions WHERE user_id = of_user FOR UPDATE;
  IF is_short AND most < (
    SELECT count(*) FROM (
      (SELECT 1 FROM reputation_records WHERE user_id = of_user LIMIT most + 1)
      UNION ALL (SELECT 1 FROM verification_attempts WHERE user_id = of_user LIMIT most + 1)
      UNION ALL (SELECT 1 FROM zk_proofs WHERE user_id = of_user LIMIT most + 1)
      UNION ALL (SELECT 1 FROM scoring_results WHERE user_id = of_user LIMIT most + 1)
      UNION ALL (SELECT 1 FROM behavior_inputs WHERE user_id = of_user LIMIT most + 1)
      UNION ALL (SELECT 1 FROM behavior_sessions WHERE user_id = of_user LIMIT most + 1)
      UNION ALL (
        SELECT 1 FROM behavior_inputs AS input
        WHERE input.behavior_session_id = ANY (ARRAY(
            SELECT session.id FROM behavior_sessions AS session WHERE session.user_id = of_user LIMIT most + 1))
          AND input.user_id IS NULL
        LIMIT most + 1)) AS owned)
  THEN
    relation := 'users';
    RETURN NEXT;
    RETURN;
  END IF;

  -- Ids are selected first: on Citus, a query runs where its tables are, and a function in it runs there, too.
  ids := ARRAY(SELECT id FROM reputation_records WHERE user_id = of_user);
  RETURN QUERY SELECT * FROM users_erase_rows(of_user, actor, 'reputation_records', ids, true, most);
  ids := ARRAY(SELECT id FROM verification_attempts WHERE user_id = of_user);
  RETURN QUERY SELECT * FROM users_erase_rows(of_user, actor, 'verification_attempts', ids, true, most);
  ids := ARRAY(SELECT id FROM zk_proofs WHERE user_id = of_user);
  RETURN QUERY SELECT * FROM users_erase_rows(of_user, actor, 'zk_proofs', ids, true, most);
  ids := ARRAY(SELECT id FROM scoring_results WHERE user_id = of_user);
  RETURN QUERY SELECT * FROM users_erase_rows(of_user, actor, 'scoring_results', ids, true, most);
  ids := ARRAY(SELECT id FROM behavior_inputs WHERE user_id = of_user);
  RETURN QUERY SELECT * FROM users_erase_rows(of_user, actor, 'behavior_inputs', ids, true, most);
  ids := ARRAY(SELECT id FROM behavior_sessions WHERE user_id = of_user);
  RETURN QUERY SELECT * FROM users_erase_rows(of_user, actor, 'behavior_sessions', ids, true, most);

  IF users_erase_finds('refresh_tokens', 'user_id') THEN
    DELETE FROM refresh_tokens WHERE user_id = of_user;
    relation := 'refresh_tokens';
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN NEXT;
  END IF;
  IF users_erase_finds('auth_sessions', 'user_id') THEN
    DELETE FROM auth_sessions WHERE user_id = of_user;
    relation := 'auth_sessions';
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN NEXT;
  END IF;
  IF users_erase_finds('user_roles', 'user_id') THEN
    DELETE FROM user_roles WHERE user_id = of_user;
    relation := 'user_roles';
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN NEXT;
  END IF;
  IF users_erase_finds('wallet_challenges', 'wallet_address') THEN
    DELETE FROM wallet_challenges WHERE wallet_address = ANY (wallets);
    relation := 'wallet_challenges';
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN NEXT;
  END IF;
  IF users_erase_finds('sponsored_transactions', 'user_id', 'failure_reason') THEN
    UPDATE sponsored_transactions AS kept SET user_id = NULL, failure_reason = NULL, cid = nullif(kept.cid, of_user),
      mid = actor, mtime = greatest(statement_timestamp(),
        (kept.mtime AT TIME ZONE 'UTC' + interval '1 microsecond') AT TIME ZONE 'UTC')
    WHERE kept.user_id = of_user;
    relation := 'sponsored_transactions';
    removed := NULL;
    GET DIAGNOSTICS detached = ROW_COUNT;
    RETURN NEXT;
    detached := NULL;
  END IF;
  DELETE FROM users WHERE id = of_user;
  relation := 'users';
  GET DIAGNOSTICS removed = ROW_COUNT;
  IF EXISTS (SELECT FROM changes) THEN
    PERFORM changes_erase_person(of_user, actor);
  END IF;
  RETURN NEXT;
END $$;

COMMENT ON FUNCTION users_erase_finds(text, text[]) IS 'Whether a table has all these columns';
COMMENT ON FUNCTION users_erase_names(uuid, uuid, text[], integer) IS
  'Clears free-text session ids of a person; how many rows, by table';
COMMENT ON FUNCTION users_erase_rows(uuid, uuid, text, uuid[], boolean, integer) IS
  'Deletes rows of a person with all that depends on them; how many, by table';
COMMENT ON FUNCTION users_erase(uuid, uuid, text[], boolean, integer) IS 'Erases a person; how many rows, by table';
