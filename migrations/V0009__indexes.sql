-- One index for each query of the library that needs one, and no more: maintaining indexes is most of the cost of a
-- bulk insert. They come after the baseline of adopted databases, so that these get them too.
--
-- Pages: each sortable column has an index that ends in id, the tie-breaker. Both columns are ascending, and newest
-- first reads backward: as fast as a descending index, while rows inserted in the order of time fill its pages
-- completely (15 MB against 27 MB for 400,000 rows).
--
-- Pages of one user have an index for the default column only: sorting one user's rows by another column is cheap,
-- and maintaining a second index at every insert is not.
--
-- A column that is mostly null has a partial index without the nulls: it serves "column = ?" and deletes of the
-- referenced rows as well.

-- An index with one of these names in an adopted database is replaced.
DO $$
DECLARE
  found name;
BEGIN
  FOR found IN
    SELECT i.relname
    FROM pg_class AS i
    JOIN pg_namespace AS n ON n.oid = i.relnamespace
    WHERE n.nspname = current_schema() AND i.relkind IN ('i', 'I') AND i.relname IN (
      'users_ctime_id_idx', 'users_mtime_id_idx',
      'behavior_sessions_start_time_id_idx', 'behavior_sessions_ctime_id_idx',
      'behavior_sessions_user_id_start_time_id_idx',
      'behavior_inputs_timestamp_id_idx', 'behavior_inputs_ctime_id_idx',
      'behavior_inputs_user_id_timestamp_id_idx', 'behavior_inputs_behavior_session_id_idx',
      'behavior_inputs_session_id_idx', 'behavior_inputs_unprocessed_timestamp_id_idx',
      'scoring_results_timestamp_id_idx', 'scoring_results_score_id_idx',
      'scoring_results_user_id_timestamp_id_idx', 'scoring_results_behavior_input_id_idx',
      'zk_proofs_ctime_id_idx', 'zk_proofs_mtime_id_idx', 'zk_proofs_user_id_ctime_id_idx',
      'zk_proofs_behavior_input_id_idx', 'zk_proofs_scoring_result_id_idx',
      'zkml_proofs_scoring_result_id_idx',
      'reputation_records_effective_from_id_idx', 'reputation_records_reputation_score_id_idx',
      'reputation_records_user_id_effective_from_id_idx', 'reputation_records_zk_proof_id_idx',
      'reputation_records_scoring_result_id_idx')
  LOOP
    EXECUTE format('DROP INDEX %I.%I', current_schema(), found);
  END LOOP;
END
$$;

-- users. The keys serve id, wallet, e-mail and username. None by status alone, because nearly all users are active.

CREATE INDEX users_ctime_id_idx ON users (ctime, id);
CREATE INDEX users_mtime_id_idx ON users (mtime, id);

COMMENT ON INDEX users_ctime_id_idx IS 'Users by ctime, the default; filter by createdFrom and createdUntil';
COMMENT ON INDEX users_mtime_id_idx IS 'Users by mtime';

-- behavior_sessions. The key serves the token.

CREATE INDEX behavior_sessions_start_time_id_idx ON behavior_sessions (start_time, id);
CREATE INDEX behavior_sessions_ctime_id_idx ON behavior_sessions (ctime, id);
CREATE INDEX behavior_sessions_user_id_start_time_id_idx ON behavior_sessions (user_id, start_time, id)
  WHERE user_id IS NOT NULL;

COMMENT ON INDEX behavior_sessions_start_time_id_idx IS
  'Sessions by start_time, the default; filter by startDate and endDate';
COMMENT ON INDEX behavior_sessions_ctime_id_idx IS 'Sessions by ctime';
COMMENT ON INDEX behavior_sessions_user_id_start_time_id_idx IS
  'Sessions of a user, the newest first; delete of a user';

-- behavior_inputs, the busiest table. No index contains mtime, input_type or source: their values are too common or
-- change too often to be worth the maintenance.

CREATE INDEX behavior_inputs_timestamp_id_idx ON behavior_inputs ("timestamp", id);
CREATE INDEX behavior_inputs_ctime_id_idx ON behavior_inputs (ctime, id);
CREATE INDEX behavior_inputs_user_id_timestamp_id_idx ON behavior_inputs (user_id, "timestamp", id)
  WHERE user_id IS NOT NULL;
-- The session alone: the inputs of one session are quickly sorted, and equal keys are stored once (3 MB against 33
-- MB with timestamp and id for 400,000 rows).
CREATE INDEX behavior_inputs_behavior_session_id_idx ON behavior_inputs (behavior_session_id)
  WHERE behavior_session_id IS NOT NULL;
CREATE INDEX behavior_inputs_session_id_idx ON behavior_inputs (session_id) WHERE session_id IS NOT NULL;
-- A query uses the index only if it says NOT processed literally instead of comparing with a parameter.
CREATE INDEX behavior_inputs_unprocessed_timestamp_id_idx ON behavior_inputs ("timestamp", id)
  WHERE NOT processed;

COMMENT ON INDEX behavior_inputs_timestamp_id_idx IS
  'Inputs by timestamp, the default; filter and analyticsSummary by startDate and endDate';
COMMENT ON INDEX behavior_inputs_ctime_id_idx IS 'Inputs by ctime';
COMMENT ON INDEX behavior_inputs_user_id_timestamp_id_idx IS
  'findByUserId and every filter with a user, the newest first; delete of a user';
COMMENT ON INDEX behavior_inputs_behavior_session_id_idx IS
  'Filter by behaviorSessionId; delete of a session';
COMMENT ON INDEX behavior_inputs_session_id_idx IS 'findBySessionId; filter by sessionId';
COMMENT ON INDEX behavior_inputs_unprocessed_timestamp_id_idx IS
  'findUnprocessed, the oldest first: as small as the work that is left';

-- scoring_results

CREATE INDEX scoring_results_timestamp_id_idx ON scoring_results ("timestamp", id);
CREATE INDEX scoring_results_score_id_idx ON scoring_results (score, id);
CREATE INDEX scoring_results_user_id_timestamp_id_idx ON scoring_results (user_id, "timestamp", id)
  WHERE user_id IS NOT NULL;
CREATE INDEX scoring_results_behavior_input_id_idx ON scoring_results (behavior_input_id);

COMMENT ON INDEX scoring_results_timestamp_id_idx IS
  'Scoring results by timestamp, the default; filter by startDate and endDate';
COMMENT ON INDEX scoring_results_score_id_idx IS
  'Scoring results by score; filter by minScore and maxScore';
COMMENT ON INDEX scoring_results_user_id_timestamp_id_idx IS
  'Scoring results of a user, the newest first; delete of a user';
COMMENT ON INDEX scoring_results_behavior_input_id_idx IS
  'Scoring results of an input, which are few; delete of an input';

-- zk_proofs

CREATE INDEX zk_proofs_ctime_id_idx ON zk_proofs (ctime, id);
CREATE INDEX zk_proofs_mtime_id_idx ON zk_proofs (mtime, id);
CREATE INDEX zk_proofs_user_id_ctime_id_idx ON zk_proofs (user_id, ctime, id) WHERE user_id IS NOT NULL;
CREATE INDEX zk_proofs_behavior_input_id_idx ON zk_proofs (behavior_input_id)
  WHERE behavior_input_id IS NOT NULL;
CREATE INDEX zk_proofs_scoring_result_id_idx ON zk_proofs (scoring_result_id)
  WHERE scoring_result_id IS NOT NULL;

COMMENT ON INDEX zk_proofs_ctime_id_idx IS 'Proofs by ctime, the default; filter by startDate and endDate';
COMMENT ON INDEX zk_proofs_mtime_id_idx IS 'Proofs by mtime';
COMMENT ON INDEX zk_proofs_user_id_ctime_id_idx IS 'Proofs of a user, the newest first; delete of a user';
COMMENT ON INDEX zk_proofs_behavior_input_id_idx IS 'Delete of an input';
COMMENT ON INDEX zk_proofs_scoring_result_id_idx IS 'Delete of a scoring result, and so of an input';

-- zkml_proofs, which an adopted database may have dropped

DO $$
BEGIN
  IF to_regclass(format('%I.zkml_proofs', current_schema())) IS NOT NULL THEN
    CREATE INDEX zkml_proofs_scoring_result_id_idx ON zkml_proofs (scoring_result_id)
      WHERE scoring_result_id IS NOT NULL;
    COMMENT ON INDEX zkml_proofs_scoring_result_id_idx IS 'Delete of a scoring result, and so of an input';
  END IF;
END
$$;

-- reputation_records

CREATE INDEX reputation_records_effective_from_id_idx ON reputation_records (effective_from, id);
CREATE INDEX reputation_records_reputation_score_id_idx ON reputation_records (reputation_score, id);
CREATE INDEX reputation_records_user_id_effective_from_id_idx
  ON reputation_records (user_id, effective_from, id);
CREATE INDEX reputation_records_zk_proof_id_idx ON reputation_records (zk_proof_id)
  WHERE zk_proof_id IS NOT NULL;
CREATE INDEX reputation_records_scoring_result_id_idx ON reputation_records (scoring_result_id)
  WHERE scoring_result_id IS NOT NULL;

COMMENT ON INDEX reputation_records_effective_from_id_idx IS
  'Records by effective_from, the default; filter by startDate and endDate';
COMMENT ON INDEX reputation_records_reputation_score_id_idx IS
  'Records by reputation_score; filter by minScore and maxScore';
COMMENT ON INDEX reputation_records_user_id_effective_from_id_idx IS
  'Records of a user, the newest first; delete of a user';
COMMENT ON INDEX reputation_records_zk_proof_id_idx IS 'Delete of a proof';
COMMENT ON INDEX reputation_records_scoring_result_id_idx IS 'Delete of a scoring result';
