-- Declared circuits, verification keys stored once each, statements, nullifiers and verification attempts.

-- circuits

CREATE TABLE circuits (
  name                    varchar(100) NOT NULL,
  version                 varchar(50)  NOT NULL,
  protocol                varchar(50)  NOT NULL,
  statement_uniqueness    varchar(20)  NOT NULL,
  statement_scope         varchar(20)  NOT NULL,
  user_signal             integer,
  user_identity           varchar(20),
  nullifier_scope         varchar(100),
  nullifier_signal        integer,
  nullifier_scope_signals jsonb,
  nullifier_uses          integer,
  cid                     uuid,
  ctime                   timestamptz  NOT NULL DEFAULT now(),
  mid                     uuid,
  mtime                   timestamptz  NOT NULL DEFAULT now(),
  CONSTRAINT circuits_pkey PRIMARY KEY (name, version),
  CONSTRAINT circuits_protocol_check
    CHECK (protocol IN ('groth16', 'plonk', 'marlin', 'sonic', 'bulletproofs', 'fflonk')),
  CONSTRAINT circuits_statement_uniqueness_check CHECK (statement_uniqueness IN ('per_user', 'global')),
  CONSTRAINT circuits_statement_scope_check CHECK (statement_scope IN ('version', 'all_versions')),
  CONSTRAINT circuits_user_signal_check
    CHECK (num_nonnulls(user_signal, user_identity) IN (0, 2) AND user_signal >= 0),
  CONSTRAINT circuits_user_identity_check CHECK (user_identity IN ('wallet_address', 'user_id')),
  CONSTRAINT circuits_nullifier_scope_check CHECK (
    num_nonnulls(nullifier_scope, nullifier_signal, nullifier_scope_signals, nullifier_uses) IN (0, 4)),
  CONSTRAINT circuits_nullifier_signal_check CHECK (nullifier_signal >= 0),
  CONSTRAINT circuits_nullifier_uses_check CHECK (nullifier_uses >= 1)
);

COMMENT ON TABLE circuits IS
  'Circuits as they were declared before their first proof. Rows are never changed';
COMMENT ON COLUMN circuits.statement_uniqueness IS
  'Among whose verified proofs a statement is unique: each user''s, or all';
COMMENT ON COLUMN circuits.statement_scope IS
  'Whether a statement is this version''s own, or one with all versions that say the same';
COMMENT ON COLUMN circuits.user_signal IS
  'The index of the public signal that names the user, from 0; null if none does';
COMMENT ON COLUMN circuits.user_identity IS 'What of the user that signal holds, as a number';
COMMENT ON COLUMN circuits.nullifier_scope IS
  'The name of the scope that nullifiers are spent in, which circuits may share; null if the circuit has none';
COMMENT ON COLUMN circuits.nullifier_signal IS
  'The index of the nullifier among the public signals, from 0';
COMMENT ON COLUMN circuits.nullifier_scope_signals IS
  'An array: the indices of the public signals that tell one scope from another';
COMMENT ON COLUMN circuits.nullifier_uses IS 'How often a nullifier may be spent in a scope';
COMMENT ON COLUMN circuits.cid IS 'Who created the row: a user or a service, hence no foreign key';
COMMENT ON COLUMN circuits.ctime IS 'When the row was created, by the clock of the database';
COMMENT ON COLUMN circuits.mid IS
  'Who changed the row last: a user or a service, hence no foreign key';
COMMENT ON COLUMN circuits.mtime IS 'When the row was changed last';

-- verification_keys

CREATE TABLE verification_keys (
  hash            bytea       NOT NULL,
  key             jsonb       NOT NULL,
  circuit_name    varchar(100),
  circuit_version varchar(50),
  cid             uuid,
  ctime           timestamptz NOT NULL DEFAULT now(),
  mid             uuid,
  mtime           timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT verification_keys_pkey PRIMARY KEY (hash),
  CONSTRAINT verification_keys_circuit_name_fkey FOREIGN KEY (circuit_name, circuit_version)
    REFERENCES circuits (name, version),
  CONSTRAINT verification_keys_hash_length_check CHECK (octet_length(hash) = 32),
  CONSTRAINT verification_keys_circuit_name_check
    CHECK (num_nonnulls(circuit_name, circuit_version) IN (0, 2))
);

COMMENT ON TABLE verification_keys IS
  'Each key that proofs are checked with, once, and the circuit it was declared for before its first proof. '
  'Declaring locks the row for update and proofs lock it for key share, so that none is stored past a '
  'declaration';
COMMENT ON COLUMN verification_keys.hash IS
  'SHA-256 over the key''s canonical form, as VerificationKeyHash says';
COMMENT ON COLUMN verification_keys.key IS
  'In canonical form; for the common protocols what verification reads of snarkjs'' verification_key.json';
COMMENT ON COLUMN verification_keys.circuit_name IS 'Null unless the key is one of a declared circuit''s';
COMMENT ON COLUMN verification_keys.cid IS 'Who created the row: a user or a service, hence no foreign key';
COMMENT ON COLUMN verification_keys.ctime IS 'When the row was created, by the clock of the database';
COMMENT ON COLUMN verification_keys.mid IS
  'Who changed the row last: a user or a service, hence no foreign key';
COMMENT ON COLUMN verification_keys.mtime IS 'When the row was changed last';

CREATE INDEX verification_keys_circuit_name_circuit_version_idx
  ON verification_keys (circuit_name, circuit_version) WHERE circuit_name IS NOT NULL;

COMMENT ON INDEX verification_keys_circuit_name_circuit_version_idx IS 'The keys of a circuit';

-- nullifiers

CREATE TABLE nullifiers (
  hash      bytea   NOT NULL,
  uses      integer NOT NULL,
  permitted integer,
  CONSTRAINT nullifiers_pkey PRIMARY KEY (hash),
  CONSTRAINT nullifiers_hash_length_check CHECK (octet_length(hash) = 32),
  CONSTRAINT nullifiers_uses_check CHECK (uses >= 0),
  CONSTRAINT nullifiers_permitted_check CHECK (permitted >= 1)
);

COMMENT ON TABLE nullifiers IS
  'How often each nullifier was spent in its scope, by verified proofs alone. Only hashes, no time and nobody''s '
  'id, so that rows can outlive the proofs and the person';
COMMENT ON COLUMN nullifiers.hash IS
  'SHA-256 over scope and nullifier, as NullifierHash says';
COMMENT ON COLUMN nullifiers.permitted IS
  'How often its circuit let it be spent when a verification spent it last; null if none has told';

-- zk_proofs: references to circuit and key, the statement, and the spent nullifier

ALTER TABLE zk_proofs
  ALTER COLUMN verification_key DROP NOT NULL,
  ADD COLUMN circuit_name          varchar(100),
  ADD COLUMN verification_key_hash bytea,
  ADD COLUMN statement_hash        bytea,
  ADD COLUMN statement_global      boolean NOT NULL DEFAULT false,
  ADD COLUMN proof_hash            bytea,
  ADD COLUMN nullifier_hash        bytea,
  ADD COLUMN nullifier_spent       boolean NOT NULL DEFAULT false;
ALTER TABLE zk_proofs ADD CONSTRAINT zk_proofs_circuit_name_fkey
  FOREIGN KEY (circuit_name, circuit_version) REFERENCES circuits (name, version);
ALTER TABLE zk_proofs ADD CONSTRAINT zk_proofs_verification_key_hash_fkey
  FOREIGN KEY (verification_key_hash) REFERENCES verification_keys (hash);
ALTER TABLE zk_proofs ADD CONSTRAINT zk_proofs_verification_key_check
  CHECK (num_nonnulls(verification_key, verification_key_hash) = 1);
ALTER TABLE zk_proofs ADD CONSTRAINT zk_proofs_nullifier_spent_check
  CHECK (nullifier_hash IS NOT NULL OR NOT nullifier_spent);

COMMENT ON COLUMN zk_proofs.circuit_name IS
  'The declared circuit, in the version that circuit_version says; null if the proof is of none';
COMMENT ON COLUMN zk_proofs.verification_key IS
  'What the proof is checked with, in rows older than verification_keys; else null';
COMMENT ON COLUMN zk_proofs.verification_key_hash IS
  'What the proof is checked with; null in rows that hold a key of their own';
COMMENT ON COLUMN zk_proofs.statement_hash IS
  'SHA-256 over circuit or else key, protocol and public signals, as StatementHash says; null in old rows, '
  'which keep their duplicates';
COMMENT ON COLUMN zk_proofs.statement_global IS
  'Whether the circuit says that a statement is unique across users';
COMMENT ON COLUMN zk_proofs.proof_hash IS
  'SHA-256 over the proof''s canonical form, which tells candidates for one statement apart; null in old rows';
COMMENT ON COLUMN zk_proofs.nullifier_hash IS
  'The nullifier among the proof''s signals, spent or not; null if its circuit has none';
COMMENT ON COLUMN zk_proofs.nullifier_spent IS
  'Whether this proof''s verification spent the nullifier, and no chain reorganisation gave it back';

-- Only verified proofs conflict. Those without a user are unique among themselves.
CREATE UNIQUE INDEX zk_proofs_user_id_statement_hash_idx ON zk_proofs (user_id, statement_hash)
  NULLS NOT DISTINCT
  WHERE statement_hash IS NOT NULL AND verification_status = 'verified';
CREATE UNIQUE INDEX zk_proofs_global_statement_hash_idx ON zk_proofs (statement_hash)
  WHERE statement_global AND verification_status = 'verified';
-- Includes verified proofs: when a verification is taken back, the proof must not meet a candidate of the same
-- content.
CREATE UNIQUE INDEX zk_proofs_user_id_statement_hash_proof_hash_idx ON zk_proofs (user_id, statement_hash, proof_hash)
  NULLS NOT DISTINCT
  WHERE statement_hash IS NOT NULL AND verification_status IN ('pending', 'verified');
CREATE INDEX zk_proofs_verification_key_hash_idx ON zk_proofs (verification_key_hash)
  WHERE verification_key_hash IS NOT NULL;
CREATE INDEX zk_proofs_nullifier_hash_idx ON zk_proofs (nullifier_hash) WHERE nullifier_spent;
CREATE INDEX zk_proofs_circuit_name_circuit_version_idx ON zk_proofs (circuit_name, circuit_version)
  WHERE circuit_name IS NOT NULL;
CREATE INDEX zk_proofs_due_expires_at_id_idx ON zk_proofs (expires_at, id)
  WHERE expires_at IS NOT NULL AND verification_status IN ('pending', 'verified');
CREATE INDEX zk_proofs_blockchain_network_block_number_idx ON zk_proofs (blockchain_network, block_number)
  WHERE block_number IS NOT NULL;

COMMENT ON INDEX zk_proofs_user_id_statement_hash_idx IS
  'One verified proof of a user for a statement; the earlier proof of a statement';
COMMENT ON INDEX zk_proofs_global_statement_hash_idx IS
  'One verified proof for a statement, where the circuit says so';
COMMENT ON INDEX zk_proofs_user_id_statement_hash_proof_hash_idx IS
  'A candidate is stored once; the candidates of a user for a statement';
COMMENT ON INDEX zk_proofs_circuit_name_circuit_version_idx IS 'Reference to circuits';
COMMENT ON INDEX zk_proofs_verification_key_hash_idx IS 'declareCircuit: whether a key has proofs';
COMMENT ON INDEX zk_proofs_nullifier_hash_idx IS 'The proof that spent a nullifier first';
COMMENT ON INDEX zk_proofs_due_expires_at_id_idx IS 'expireDue: as small as what can still expire';
COMMENT ON INDEX zk_proofs_blockchain_network_block_number_idx IS 'invalidateFromBlock';

-- verification_attempts

CREATE TABLE verification_attempts (
  id                 uuid         NOT NULL DEFAULT gen_random_uuid(),
  zk_proof_id        uuid         NOT NULL,
  user_id            uuid,
  verifier_name      varchar(100) NOT NULL,
  verifier_version   varchar(50)  NOT NULL,
  verifier_id        uuid,
  verdict            varchar(20)  NOT NULL,
  reason             varchar(500),
  attempted_at       timestamptz  NOT NULL,
  decisive           boolean      NOT NULL,
  blockchain_network varchar(50),
  transaction_hash   varchar(100),
  block_number       bigint,
  gas_used           bigint,
  taken_back         boolean      NOT NULL DEFAULT false,
  cid                uuid,
  ctime              timestamptz  NOT NULL DEFAULT now(),
  mid                uuid,
  mtime              timestamptz  NOT NULL DEFAULT now(),
  CONSTRAINT verification_attempts_pkey PRIMARY KEY (id),
  CONSTRAINT verification_attempts_zk_proof_id_fkey FOREIGN KEY (zk_proof_id)
    REFERENCES zk_proofs (id) ON DELETE CASCADE,
  CONSTRAINT verification_attempts_user_id_fkey FOREIGN KEY (user_id)
    REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT verification_attempts_verdict_check CHECK (verdict IN ('accepted', 'rejected', 'inconclusive')),
  CONSTRAINT verification_attempts_blockchain_network_check
    CHECK (num_nonnulls(blockchain_network, transaction_hash, block_number) IN (0, 3)),
  CONSTRAINT verification_attempts_block_number_check CHECK (block_number >= 0),
  CONSTRAINT verification_attempts_gas_used_check CHECK (gas_used >= 0)
);

COMMENT ON TABLE verification_attempts IS
  'Each time somebody checked a proof; zk_proofs holds only what came of it';
COMMENT ON COLUMN verification_attempts.user_id IS
  'The proof''s user, kept here so that all rows of a person can be found and placed by it';
COMMENT ON COLUMN verification_attempts.verifier_name IS 'What checked it, such as snarkjs';
COMMENT ON COLUMN verification_attempts.verifier_id IS
  'Who had it checked: a user or a service, hence no foreign key';
COMMENT ON COLUMN verification_attempts.decisive IS
  'Whether it made the proof verified or failed; false if it came too late, or was inconclusive';
COMMENT ON COLUMN verification_attempts.block_number IS
  'The block that an attempt on chain was seen in; null if it was made elsewhere';
COMMENT ON COLUMN verification_attempts.taken_back IS
  'Whether a chain reorganisation took that block back';
COMMENT ON COLUMN verification_attempts.cid IS
  'Who created the row: a user or a service, hence no foreign key';
COMMENT ON COLUMN verification_attempts.ctime IS
  'When the row was created, by the clock of the database';
COMMENT ON COLUMN verification_attempts.mid IS
  'Who changed the row last: a user or a service, hence no foreign key';
COMMENT ON COLUMN verification_attempts.mtime IS 'When the row was changed last';

CREATE INDEX verification_attempts_zk_proof_id_idx ON verification_attempts (zk_proof_id);
CREATE INDEX verification_attempts_user_id_idx ON verification_attempts (user_id)
  WHERE user_id IS NOT NULL;
CREATE INDEX verification_attempts_blockchain_network_block_number_idx
  ON verification_attempts (blockchain_network, block_number) WHERE block_number IS NOT NULL;

COMMENT ON INDEX verification_attempts_zk_proof_id_idx IS 'attempts of a proof; delete of a proof';
COMMENT ON INDEX verification_attempts_user_id_idx IS 'Delete of a user';
COMMENT ON INDEX verification_attempts_blockchain_network_block_number_idx IS 'invalidateFromBlock';
