-- Rows of the hot tables besides behavior_inputs, whose references nobody checks here.
SET session_replication_role = replica;

INSERT INTO scoring_results (id, behavior_input_id, user_id, score, model_version, "timestamp")
SELECT input.id, input.id, input.user_id, 12.34, 'model-1', input."timestamp"
FROM behavior_inputs AS input ORDER BY input.id LIMIT :rows;

INSERT INTO verification_keys (hash, key) VALUES (sha256('a key'), '{"a": "key"}');

INSERT INTO zk_proofs
  (id, user_id, behavior_input_id, proof_data, verification_key_hash, statement_hash, nullifier_hash,
   public_signals, protocol, circuit_version, verification_status)
SELECT input.id, input.user_id, input.id, jsonb_build_object('pi_a', repeat('1', 600)), sha256('a key'),
  sha256(input.id::text::bytea), CASE WHEN input.processed THEN sha256(input.id::text::bytea) END,
  '[]', 'marlin', '1', 'pending'
FROM behavior_inputs AS input ORDER BY input.id LIMIT :rows;

INSERT INTO reputation_records
  (id, user_id, reputation_score, scoring_category, effective_from, effective_until, is_public)
SELECT input.id, input.user_id, 12.34, 'overall', input."timestamp", input."timestamp" + interval '1 second', true
FROM behavior_inputs AS input ORDER BY input.id LIMIT :rows;

SET session_replication_role = DEFAULT;
