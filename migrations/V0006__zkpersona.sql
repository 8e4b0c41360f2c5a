-- The original three: what somebody did, what a model thought of it, and a proof of that.
-- Indexes for the queries of the library come in V0009, where databases that were adopted get them too.

CREATE TABLE behavior_inputs (
  id          uuid         NOT NULL DEFAULT gen_random_uuid(),
  session_id  varchar(255) NOT NULL,
  input_data  jsonb        NOT NULL,
  "timestamp" timestamptz  NOT NULL,
  processed   boolean      NOT NULL DEFAULT false,
  CONSTRAINT behavior_inputs_pkey PRIMARY KEY (id)
);

COMMENT ON TABLE behavior_inputs IS 'What somebody did';
COMMENT ON COLUMN behavior_inputs.session_id IS 'The session as free text, whatever the caller called it';
COMMENT ON COLUMN behavior_inputs."timestamp" IS 'When it happened, which may be long before it was stored';
COMMENT ON COLUMN behavior_inputs.processed IS 'Whether a model has scored it';

CREATE TABLE scoring_results (
  id                uuid        NOT NULL DEFAULT gen_random_uuid(),
  behavior_input_id uuid        NOT NULL,
  score             numeric     NOT NULL,
  model_version     varchar     NOT NULL,
  "timestamp"       timestamptz NOT NULL,
  CONSTRAINT scoring_results_pkey PRIMARY KEY (id),
  CONSTRAINT scoring_results_behavior_input_id_fkey FOREIGN KEY (behavior_input_id)
    REFERENCES behavior_inputs (id) ON DELETE CASCADE
);

COMMENT ON TABLE scoring_results IS 'What a model thought of a behavior input';
COMMENT ON COLUMN scoring_results.model_version IS 'Which model it was, as its makers name it';
COMMENT ON COLUMN scoring_results.score IS
  'Of any precision here; the library writes at most 10 digits, 4 of them decimals';
COMMENT ON COLUMN scoring_results."timestamp" IS 'When it was scored';

CREATE TABLE zkml_proofs (
  id                 uuid        NOT NULL DEFAULT gen_random_uuid(),
  scoring_result_id  uuid,
  proof_data         jsonb       NOT NULL,
  verification_key   jsonb       NOT NULL,
  verified           boolean     NOT NULL DEFAULT false,
  blockchain_tx_hash varchar(255),
  "timestamp"        timestamptz NOT NULL,
  CONSTRAINT zkml_proofs_pkey PRIMARY KEY (id),
  CONSTRAINT zkml_proofs_scoring_result_id_fkey FOREIGN KEY (scoring_result_id)
    REFERENCES scoring_results (id) ON DELETE CASCADE
);

COMMENT ON TABLE zkml_proofs IS 'Zero-knowledge proofs that a score came of its model';
COMMENT ON COLUMN zkml_proofs.blockchain_tx_hash IS 'The transaction that put it on chain, if any';
