-- One index for each query of the library that needs it, and no more: at a bulk insert, keeping indexes is most
-- of the work. They come after the baseline of adopted databases, so that these get them too.

-- An index of such a name that an adopted database brings along makes way for ours.
DO $$
DECLARE
  found name;
BEGIN
  FOR found IN
    SELECT i.relname
    FROM pg_class AS i
    JOIN pg_namespace AS n ON n.oid = i.relnamespace
    WHERE n.nspname = current_schema() AND i.relkind = 'i' AND i.relname IN (
      'users_ctime_id_idx', 'users_mtime_id_idx',
      'behavior_sessions_start_time_id_idx', 'behavior_sessions_ctime_id_idx',
      'behavior_sessions_user_id_start_time_id_idx',
      'behavior_inputs_timestamp_id_idx', 'behavior_inputs_ctime_id_idx',
      'behavior_inputs_user_id_timestamp_id_idx', 'behavior_inputs_behavior_session_id_timestamp_id_idx',
      'behavior_inputs_session_id_timestamp_id_idx', 'behavior_inputs_unprocessed_timestamp_id_idx',
      'scoring_results_timestamp_id_idx', 'scoring_results_score_id_idx',
      'scoring_results_user_id_timestamp_id_idx', 'scoring_results_behavior_input_id_idx',
      'zk_proofs_ctime_id_idx', 'zk_proofs_mtime_id_idx', 'zk_proofs_user_id_ctime_id_idx',
      'zk_proofs_behavior_input_id_idx', 'zk_proofs_scoring_result_id_idx', 'zkml_proofs_scoring_result_id_idx',
      'reputation_records_effective_from_id_idx', 'reputation_records_reputation_score_id_idx',
      'reputation_records_user_id_effective_from_id_idx', 'reputation_records_zk_proof_id_idx',
      'reputation_records_scoring_result_id_idx')
  LOOP
    EXECUTE format('DROP INDEX %I.%I', current_schema(), found);
  END LOOP;
END
$$;

CREATE INDEX users_ctime_id_idx ON users (ctime, id);
CREATE INDEX users_mtime_id_idx ON users (mtime, id);

CREATE INDEX behavior_sessions_start_time_id_idx ON behavior_sessions (start_time, id);
CREATE INDEX behavior_sessions_ctime_id_idx ON behavior_sessions (ctime, id);
CREATE INDEX behavior_sessions_user_id_start_time_id_idx ON behavior_sessions (user_id, start_time, id)
  WHERE user_id IS NOT NULL;

CREATE INDEX behavior_inputs_timestamp_id_idx ON behavior_inputs ("timestamp", id);
CREATE INDEX behavior_inputs_ctime_id_idx ON behavior_inputs (ctime, id);
CREATE INDEX behavior_inputs_user_id_timestamp_id_idx ON behavior_inputs (user_id, "timestamp", id)
  WHERE user_id IS NOT NULL;
CREATE INDEX behavior_inputs_behavior_session_id_timestamp_id_idx
  ON behavior_inputs (behavior_session_id, "timestamp", id) WHERE behavior_session_id IS NOT NULL;
CREATE INDEX behavior_inputs_session_id_timestamp_id_idx
  ON behavior_inputs (session_id, "timestamp", id) WHERE session_id IS NOT NULL;
CREATE INDEX behavior_inputs_unprocessed_timestamp_id_idx ON behavior_inputs ("timestamp", id) WHERE NOT processed;

CREATE INDEX scoring_results_timestamp_id_idx ON scoring_results ("timestamp", id);
CREATE INDEX scoring_results_score_id_idx ON scoring_results (score, id);
CREATE INDEX scoring_results_user_id_timestamp_id_idx ON scoring_results (user_id, "timestamp", id)
  WHERE user_id IS NOT NULL;
CREATE INDEX scoring_results_behavior_input_id_idx ON scoring_results (behavior_input_id);

CREATE INDEX zk_proofs_ctime_id_idx ON zk_proofs (ctime, id);
CREATE INDEX zk_proofs_mtime_id_idx ON zk_proofs (mtime, id);
CREATE INDEX zk_proofs_user_id_ctime_id_idx ON zk_proofs (user_id, ctime, id) WHERE user_id IS NOT NULL;
CREATE INDEX zk_proofs_behavior_input_id_idx ON zk_proofs (behavior_input_id) WHERE behavior_input_id IS NOT NULL;
CREATE INDEX zk_proofs_scoring_result_id_idx ON zk_proofs (scoring_result_id) WHERE scoring_result_id IS NOT NULL;

CREATE INDEX reputation_records_effective_from_id_idx ON reputation_records (effective_from, id);
CREATE INDEX reputation_records_reputation_score_id_idx ON reputation_records (reputation_score, id);
CREATE INDEX reputation_records_user_id_effective_from_id_idx ON reputation_records (user_id, effective_from, id);
CREATE INDEX reputation_records_zk_proof_id_idx ON reputation_records (zk_proof_id) WHERE zk_proof_id IS NOT NULL;
CREATE INDEX reputation_records_scoring_result_id_idx ON reputation_records (scoring_result_id)
  WHERE scoring_result_id IS NOT NULL;

-- An adopted database may have done away with zkml_proofs.
DO $$
BEGIN
  IF to_regclass(format('%I.zkml_proofs', current_schema())) IS NOT NULL THEN
    CREATE INDEX zkml_proofs_scoring_result_id_idx ON zkml_proofs (scoring_result_id) WHERE scoring_result_id IS NOT NULL;
    COMMENT ON INDEX zkml_proofs_scoring_result_id_idx IS 'Delete of a scoring result, and so of an input';
  END IF;
END
$$;
