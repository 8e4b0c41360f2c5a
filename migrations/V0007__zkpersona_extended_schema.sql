-- Extends the original three to what the library works on. Rows written under V0006 stay as they are and
-- readable; zkml_proofs rows are carried over into zk_proofs, and kept.
-- Indexes for the queries of the library come in V0009, where databases that were adopted get them too.

-- users: wallet and privacy

ALTER TABLE users
  ADD COLUMN wallet_address   varchar(100),
  ADD COLUMN privacy_settings jsonb NOT NULL DEFAULT '{"data_sharing": false, "public_profile": false}';
ALTER TABLE users ADD CONSTRAINT users_wallet_address_key UNIQUE (wallet_address);
ALTER TABLE users ADD CONSTRAINT users_wallet_address_length_check CHECK (char_length(wallet_address) >= 10);

COMMENT ON COLUMN users.wallet_address IS
  'Of any chain. Ethereum ones are written with EIP-55''s checksum in their letter case, others as given';
COMMENT ON COLUMN users.privacy_settings IS
  'data_sharing and public_profile, false unless the person says otherwise; analytics_opt_in and '
  'marketing_opt_in where they were asked';

-- behavior_sessions

CREATE TABLE behavior_sessions (
  id               uuid         NOT NULL DEFAULT gen_random_uuid(),
  user_id          uuid,
  session_token    varchar(255) NOT NULL,
  session_type     varchar(50)  NOT NULL DEFAULT 'web',
  start_time       timestamptz  NOT NULL DEFAULT now(),
  end_time         timestamptz,
  duration_seconds integer,
  metadata         jsonb        NOT NULL DEFAULT '{}',
  status           varchar(20)  NOT NULL DEFAULT 'active',
  cid              uuid,
  ctime            timestamptz  NOT NULL DEFAULT now(),
  mid              uuid,
  mtime            timestamptz  NOT NULL DEFAULT now(),
  CONSTRAINT behavior_sessions_pkey PRIMARY KEY (id),
  CONSTRAINT behavior_sessions_session_token_key UNIQUE (session_token),
  CONSTRAINT behavior_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT behavior_sessions_session_token_length_check CHECK (char_length(session_token) >= 10),
  CONSTRAINT behavior_sessions_session_type_check CHECK (session_type IN ('web', 'mobile', 'api', 'blockchain')),
  CONSTRAINT behavior_sessions_end_time_check CHECK (end_time >= start_time),
  CONSTRAINT behavior_sessions_duration_seconds_check CHECK (duration_seconds >= 0),
  CONSTRAINT behavior_sessions_status_check CHECK (status IN ('active', 'completed', 'expired', 'terminated'))
);

COMMENT ON TABLE behavior_sessions IS 'A stretch of time in which somebody, known or not, did things';
COMMENT ON COLUMN behavior_sessions.session_token IS
  'Who has it can act in the session: never to be shown or logged';
COMMENT ON COLUMN behavior_sessions.user_id IS 'Whose session; null where nobody knows';
COMMENT ON COLUMN behavior_sessions.status IS
  'active until it is completed by its user, expired by being idle, or terminated by somebody else';
COMMENT ON COLUMN behavior_sessions.duration_seconds IS 'Set when the session ends';
COMMENT ON COLUMN behavior_sessions.cid IS 'Who created the row: a user or a service, hence no foreign key';
COMMENT ON COLUMN behavior_sessions.ctime IS 'When the row was created, by the clock of the database';
COMMENT ON COLUMN behavior_sessions.mid IS
  'Who changed the row last: a user or a service, hence no foreign key';
COMMENT ON COLUMN behavior_sessions.mtime IS
  'When the row was changed last; an update makes it greater and compares it to find a stale copy';

-- behavior_inputs: whose, of which kind, from where

ALTER TABLE behavior_inputs
  ALTER COLUMN session_id DROP NOT NULL,
  ADD COLUMN user_id             uuid,
  ADD COLUMN behavior_session_id uuid,
  ADD COLUMN input_type          varchar(50) NOT NULL DEFAULT 'general',
  ADD COLUMN source              varchar(50) NOT NULL DEFAULT 'web',
  ADD COLUMN cid                 uuid,
  ADD COLUMN ctime               timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN mid                 uuid,
  ADD COLUMN mtime               timestamptz NOT NULL DEFAULT now();
ALTER TABLE behavior_inputs ADD CONSTRAINT behavior_inputs_user_id_fkey
  FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;
ALTER TABLE behavior_inputs ADD CONSTRAINT behavior_inputs_behavior_session_id_fkey
  FOREIGN KEY (behavior_session_id) REFERENCES behavior_sessions (id) ON DELETE SET NULL;
ALTER TABLE behavior_inputs ADD CONSTRAINT behavior_inputs_input_type_check
  CHECK (input_type IN ('transaction', 'interaction', 'defi', 'nft', 'dao', 'social', 'general'));
ALTER TABLE behavior_inputs ADD CONSTRAINT behavior_inputs_source_check
  CHECK (source IN ('web', 'mobile', 'api', 'blockchain', 'oracle'));

-- When the old rows were stored is not known; when they happened is nearer to it than today.
UPDATE behavior_inputs SET ctime = least("timestamp", now()), mtime = least("timestamp", now());

COMMENT ON COLUMN behavior_inputs.session_id IS
  'The original session as free text, kept; newer rows name one of behavior_sessions instead';
COMMENT ON COLUMN behavior_inputs.input_type IS 'What kind of thing was done; general where none fits better';
COMMENT ON COLUMN behavior_inputs.source IS 'From where we know of it';
COMMENT ON COLUMN behavior_inputs.behavior_session_id IS 'The session it was done in, if any and while it exists';
COMMENT ON COLUMN behavior_inputs.user_id IS 'Who did it; null where nobody knows, and once that user is gone';
COMMENT ON COLUMN behavior_inputs.cid IS 'Who created the row: a user or a service, hence no foreign key';
COMMENT ON COLUMN behavior_inputs.ctime IS
  'When the row was created, by the clock of the database; of rows older than the column, when it happened';
COMMENT ON COLUMN behavior_inputs.mid IS 'Who changed the row last: a user or a service, hence no foreign key';
COMMENT ON COLUMN behavior_inputs.mtime IS
  'When the row was changed last; an update makes it greater and compares it to find a stale copy';

-- zk_proofs

CREATE TABLE zk_proofs (
  id                  uuid        NOT NULL DEFAULT gen_random_uuid(),
  user_id             uuid,
  behavior_input_id   uuid,
  scoring_result_id   uuid,
  proof_data          jsonb       NOT NULL,
  verification_key    jsonb       NOT NULL,
  public_signals      jsonb       NOT NULL DEFAULT '{}',
  proof_type          varchar(50) NOT NULL DEFAULT 'zkml',
  protocol            varchar(50) NOT NULL DEFAULT 'groth16',
  circuit_version     varchar(50) NOT NULL,
  verification_status varchar(20) NOT NULL DEFAULT 'pending',
  verified_at         timestamptz,
  verifier_id         uuid,
  blockchain_network  varchar(50),
  transaction_hash    varchar(100),
  block_number        bigint,
  gas_used            integer,
  metadata            jsonb       NOT NULL DEFAULT '{}',
  expires_at          timestamptz,
  cid                 uuid,
  ctime               timestamptz NOT NULL DEFAULT now(),
  mid                 uuid,
  mtime               timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT zk_proofs_pkey PRIMARY KEY (id),
  CONSTRAINT zk_proofs_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT zk_proofs_behavior_input_id_fkey FOREIGN KEY (behavior_input_id)
    REFERENCES behavior_inputs (id) ON DELETE CASCADE,
  CONSTRAINT zk_proofs_scoring_result_id_fkey FOREIGN KEY (scoring_result_id)
    REFERENCES scoring_results (id) ON DELETE CASCADE,
  CONSTRAINT zk_proofs_proof_type_check CHECK (proof_type IN ('zkml', 'zk-snark', 'zk-stark', 'plonk', 'custom')),
  CONSTRAINT zk_proofs_protocol_check CHECK (protocol IN ('groth16', 'plonk', 'marlin', 'sonic', 'bulletproofs')),
  CONSTRAINT zk_proofs_circuit_version_length_check CHECK (char_length(circuit_version) >= 1),
  CONSTRAINT zk_proofs_verification_status_check
    CHECK (verification_status IN ('pending', 'verified', 'failed', 'expired')),
  CONSTRAINT zk_proofs_verified_at_check CHECK ((verification_status = 'verified') = (verified_at IS NOT NULL)),
  CONSTRAINT zk_proofs_transaction_hash_length_check CHECK (char_length(transaction_hash) >= 10)
);

COMMENT ON TABLE zk_proofs IS
  'What was proven in zero knowledge, with what is needed to check it and what came of checking it';
COMMENT ON COLUMN zk_proofs.proof_data IS
  'The proof; for the common protocols snarkjs'' proof.json. Never the private witness';
COMMENT ON COLUMN zk_proofs.verification_key IS
  'What the proof is checked with; for the common protocols snarkjs'' verification_key.json';
COMMENT ON COLUMN zk_proofs.public_signals IS
  'What is proven; from snarkjs an array of decimal strings, {} in rows of the original';
COMMENT ON COLUMN zk_proofs.user_id IS 'About whom; null where nobody knows';
COMMENT ON COLUMN zk_proofs.proof_type IS 'What it is good for; zkml proves that a score came of its model';
COMMENT ON COLUMN zk_proofs.protocol IS 'The proof system, which decides the form of proof and key';
COMMENT ON COLUMN zk_proofs.verification_status IS
  'pending until somebody has checked it: then verified, failed or, from expires_at on, expired';
COMMENT ON COLUMN zk_proofs.circuit_version IS
  'unknown in rows carried over from zkml_proofs, which did not say';
COMMENT ON COLUMN zk_proofs.verified_at IS 'Set exactly while the status is verified';
COMMENT ON COLUMN zk_proofs.verifier_id IS 'Who checked it: a user or a service, hence no foreign key';
COMMENT ON COLUMN zk_proofs.transaction_hash IS 'The transaction that put it on chain';
COMMENT ON COLUMN zk_proofs.block_number IS 'The block that the transaction was seen in';
COMMENT ON COLUMN zk_proofs.metadata IS
  'Free; rows carried over from zkml_proofs say so in carried_over_from, and keep in blockchain_tx_hash '
  'what transaction_hash can''t hold';
COMMENT ON COLUMN zk_proofs.expires_at IS 'From when on the proof no longer counts';
COMMENT ON COLUMN zk_proofs.cid IS 'Who created the row: a user or a service, hence no foreign key';
COMMENT ON COLUMN zk_proofs.ctime IS
  'When the row was created, by the clock of the database; of rows carried over, the time they had there';
COMMENT ON COLUMN zk_proofs.mid IS 'Who changed the row last: a user or a service, hence no foreign key';
COMMENT ON COLUMN zk_proofs.mtime IS
  'When the row was changed last; an update makes it greater and compares it to find a stale copy';

-- The id is kept, so that whoever noted it finds the proof again. A proof that was not verified was not
-- necessarily refused either: it is pending. When it was verified is not known: not before it was made.
INSERT INTO zk_proofs (
  id, behavior_input_id, scoring_result_id, proof_data, verification_key, proof_type, circuit_version,
  verification_status, verified_at, transaction_hash, metadata, ctime, mtime)
SELECT
  proof.id,
  score.behavior_input_id,
  proof.scoring_result_id,
  proof.proof_data,
  proof.verification_key,
  'zkml',
  'unknown',
  CASE WHEN proof.verified THEN 'verified' ELSE 'pending' END,
  CASE WHEN proof.verified THEN proof."timestamp" END,
  CASE WHEN char_length(proof.blockchain_tx_hash) BETWEEN 10 AND 100 THEN proof.blockchain_tx_hash END,
  CASE
    WHEN char_length(proof.blockchain_tx_hash) NOT BETWEEN 10 AND 100
      THEN jsonb_build_object('carried_over_from', 'zkml_proofs', 'blockchain_tx_hash', proof.blockchain_tx_hash)
    ELSE jsonb_build_object('carried_over_from', 'zkml_proofs')
  END,
  least(proof."timestamp", clock_timestamp()),
  least(proof."timestamp", clock_timestamp())
FROM zkml_proofs AS proof
LEFT JOIN scoring_results AS score ON score.id = proof.scoring_result_id;

COMMENT ON TABLE zkml_proofs IS
  'Superseded by zk_proofs, which holds each of these rows under the same id. Kept as it was for those who '
  'read it; the library neither reads nor writes it';

-- reputation_records

CREATE TABLE reputation_records (
  id                   uuid           NOT NULL DEFAULT gen_random_uuid(),
  user_id              uuid           NOT NULL,
  zk_proof_id          uuid,
  scoring_result_id    uuid,
  reputation_score     numeric(10, 4) NOT NULL,
  previous_score       numeric(10, 4),
  score_change         numeric(10, 4),
  confidence_level     numeric(5, 4)  NOT NULL DEFAULT 0,
  scoring_category     varchar(50)    NOT NULL DEFAULT 'overall',
  scoring_period       varchar(50)    NOT NULL DEFAULT 'current',
  weight               numeric(5, 4)  NOT NULL DEFAULT 1,
  contributing_factors jsonb          NOT NULL DEFAULT '[]',
  reputation_badges    jsonb          NOT NULL DEFAULT '[]',
  peer_validations     integer        NOT NULL DEFAULT 0,
  effective_from       timestamptz    NOT NULL DEFAULT now(),
  effective_until      timestamptz,
  calculation_method   varchar(100)   NOT NULL DEFAULT 'zkml_score',
  status               varchar(20)    NOT NULL DEFAULT 'active',
  is_verified          boolean        NOT NULL DEFAULT false,
  is_public            boolean        NOT NULL DEFAULT false,
  cid                  uuid,
  ctime                timestamptz    NOT NULL DEFAULT now(),
  mid                  uuid,
  mtime                timestamptz    NOT NULL DEFAULT now(),
  CONSTRAINT reputation_records_pkey PRIMARY KEY (id),
  CONSTRAINT reputation_records_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT reputation_records_zk_proof_id_fkey FOREIGN KEY (zk_proof_id)
    REFERENCES zk_proofs (id) ON DELETE SET NULL,
  CONSTRAINT reputation_records_scoring_result_id_fkey FOREIGN KEY (scoring_result_id)
    REFERENCES scoring_results (id) ON DELETE SET NULL,
  -- The upper bounds refuse NaN too, which is greater than every number.
  CONSTRAINT reputation_records_reputation_score_check CHECK (reputation_score BETWEEN 0 AND 100),
  CONSTRAINT reputation_records_previous_score_check CHECK (previous_score BETWEEN 0 AND 100),
  CONSTRAINT reputation_records_score_change_check CHECK (score_change BETWEEN -100 AND 100),
  CONSTRAINT reputation_records_confidence_level_check CHECK (confidence_level BETWEEN 0 AND 1),
  CONSTRAINT reputation_records_scoring_category_check
    CHECK (scoring_category IN ('overall', 'defi', 'nft', 'dao', 'social', 'trading', 'staking', 'lending')),
  CONSTRAINT reputation_records_scoring_period_check
    CHECK (scoring_period IN ('current', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'all_time')),
  CONSTRAINT reputation_records_weight_check CHECK (weight BETWEEN 0 AND 1),
  CONSTRAINT reputation_records_peer_validations_check CHECK (peer_validations >= 0),
  CONSTRAINT reputation_records_effective_until_check CHECK (effective_until > effective_from),
  CONSTRAINT reputation_records_status_check CHECK (status IN ('active', 'archived', 'disputed', 'invalidated'))
);

COMMENT ON TABLE reputation_records IS
  'What somebody''s reputation was from one instant to another, in one category and period, and why';
COMMENT ON COLUMN reputation_records.reputation_score IS '0 to 100';
COMMENT ON COLUMN reputation_records.previous_score IS
  'The score of the record before, of the same user, category and period; null for the first';
COMMENT ON COLUMN reputation_records.score_change IS 'The score less the previous one';
COMMENT ON COLUMN reputation_records.confidence_level IS 'How sure the score is, 0 to 1';
COMMENT ON COLUMN reputation_records.scoring_category IS 'What the reputation is for';
COMMENT ON COLUMN reputation_records.peer_validations IS 'How many others vouched for it';
COMMENT ON COLUMN reputation_records.calculation_method IS 'How the score was made, as its makers name it';
COMMENT ON COLUMN reputation_records.status IS 'Only an active record counts';
COMMENT ON COLUMN reputation_records.is_verified IS 'Whether a verified proof backs it';
COMMENT ON COLUMN reputation_records.scoring_period IS
  'Over what stretch of behavior the score was made, not how long it is in force';
COMMENT ON COLUMN reputation_records.weight IS 'How much the record counts beside others, 0 to 1';
COMMENT ON COLUMN reputation_records.contributing_factors IS 'An array: what the score was made of';
COMMENT ON COLUMN reputation_records.reputation_badges IS 'An array: badges earned with it';
COMMENT ON COLUMN reputation_records.effective_from IS 'In force from this instant on';
COMMENT ON COLUMN reputation_records.effective_until IS
  'In force before this instant; null while nothing has taken its place';
COMMENT ON COLUMN reputation_records.is_public IS 'Whether others may see it';
COMMENT ON COLUMN reputation_records.cid IS 'Who created the row: a user or a service, hence no foreign key';
COMMENT ON COLUMN reputation_records.ctime IS 'When the row was created, by the clock of the database';
COMMENT ON COLUMN reputation_records.mid IS
  'Who changed the row last: a user or a service, hence no foreign key';
COMMENT ON COLUMN reputation_records.mtime IS
  'When the row was changed last; an update makes it greater and compares it to find a stale copy';
