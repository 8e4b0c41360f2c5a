-- Sign-in by wallet. Of tokens only the SHA-256 is kept: whoever reads this database can't sign in with it.

CREATE TABLE wallet_challenges (
  id             uuid         NOT NULL DEFAULT gen_random_uuid(),
  nonce          varchar(128) NOT NULL,
  wallet_address varchar(100) NOT NULL,
  chain_id       varchar(64)  NOT NULL,
  domain         varchar(255) NOT NULL,
  uri            varchar(2048) NOT NULL,
  issued_at      timestamptz  NOT NULL DEFAULT now(),
  expires_at     timestamptz  NOT NULL,
  consumed_at    timestamptz,
  CONSTRAINT wallet_challenges_pkey PRIMARY KEY (id),
  CONSTRAINT wallet_challenges_nonce_key UNIQUE (nonce),
  CONSTRAINT wallet_challenges_nonce_length_check CHECK (char_length(nonce) >= 8),
  CONSTRAINT wallet_challenges_wallet_address_length_check CHECK (char_length(wallet_address) >= 10),
  CONSTRAINT wallet_challenges_chain_id_length_check CHECK (char_length(chain_id) >= 1),
  CONSTRAINT wallet_challenges_domain_length_check CHECK (char_length(domain) >= 1),
  CONSTRAINT wallet_challenges_uri_length_check CHECK (char_length(uri) >= 1),
  CONSTRAINT wallet_challenges_expires_at_check CHECK (expires_at > issued_at)
);

-- Erasing a person removes the challenges of their wallet; there may be no user yet to hang them on.
CREATE INDEX wallet_challenges_wallet_address_idx ON wallet_challenges (wallet_address);
-- Removing what expired, in batches.
CREATE INDEX wallet_challenges_expires_at_idx ON wallet_challenges (expires_at);

COMMENT ON TABLE wallet_challenges IS
  'What a wallet is asked to sign (EIP-4361) to prove that it is held: used once, and not after it expires';
COMMENT ON COLUMN wallet_challenges.nonce IS 'Random, alphanumeric, at least 8 characters';
COMMENT ON COLUMN wallet_challenges.chain_id IS
  'EIP-155 number of the chain, or a CAIP-2 id where it is not an Ethereum chain';
COMMENT ON COLUMN wallet_challenges.domain IS
  'The authority that asks: a signature given to another is of no use here';
COMMENT ON COLUMN wallet_challenges.uri IS 'The resource that the signature is for';
COMMENT ON COLUMN wallet_challenges.consumed_at IS
  'When it was used; setting it is guarded by its being null, so that it is used once';
COMMENT ON INDEX wallet_challenges_wallet_address_idx IS 'Erase a user';
COMMENT ON INDEX wallet_challenges_expires_at_idx IS 'Remove expired challenges';

CREATE TABLE auth_sessions (
  id            uuid        NOT NULL DEFAULT gen_random_uuid(),
  user_id       uuid        NOT NULL,
  token_hash    bytea       NOT NULL,
  issued_at     timestamptz NOT NULL DEFAULT now(),
  last_used_at  timestamptz NOT NULL DEFAULT now(),
  expires_at    timestamptz NOT NULL,
  revoked_at    timestamptz,
  revoke_reason varchar(255),
  cid           uuid,
  ctime         timestamptz NOT NULL DEFAULT now(),
  mid           uuid,
  mtime         timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT auth_sessions_pkey PRIMARY KEY (id),
  CONSTRAINT auth_sessions_token_hash_key UNIQUE (token_hash),
  CONSTRAINT auth_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT auth_sessions_token_hash_length_check CHECK (octet_length(token_hash) = 32),
  CONSTRAINT auth_sessions_expires_at_check CHECK (expires_at > issued_at),
  CONSTRAINT auth_sessions_revoke_reason_check CHECK (revoke_reason IS NULL OR revoked_at IS NOT NULL)
);

CREATE INDEX auth_sessions_user_id_idx ON auth_sessions (user_id);
CREATE INDEX auth_sessions_expires_at_idx ON auth_sessions (expires_at);

COMMENT ON TABLE auth_sessions IS
  'Who is signed in, and the family of the refresh tokens that came of one sign-in';
COMMENT ON COLUMN auth_sessions.token_hash IS 'SHA-256 of the session''s token, never the token';
COMMENT ON COLUMN auth_sessions.revoked_at IS 'Signed out, or a refresh token of the family was used twice';
COMMENT ON INDEX auth_sessions_user_id_idx IS 'Delete of a user; the sessions of one, to list or revoke them';
COMMENT ON INDEX auth_sessions_expires_at_idx IS 'Remove expired sessions';

CREATE TABLE refresh_tokens (
  id              uuid        NOT NULL DEFAULT gen_random_uuid(),
  user_id         uuid        NOT NULL,
  auth_session_id uuid        NOT NULL,
  rotated_from_id uuid,
  token_hash      bytea       NOT NULL,
  issued_at       timestamptz NOT NULL DEFAULT now(),
  expires_at      timestamptz NOT NULL,
  rotated_at      timestamptz,
  reused_at       timestamptz,
  revoked_at      timestamptz,
  CONSTRAINT refresh_tokens_pkey PRIMARY KEY (id),
  CONSTRAINT refresh_tokens_token_hash_key UNIQUE (token_hash),
  -- A token has at most one successor, however many ask for one at once.
  CONSTRAINT refresh_tokens_rotated_from_id_key UNIQUE (rotated_from_id),
  CONSTRAINT refresh_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT refresh_tokens_auth_session_id_fkey FOREIGN KEY (auth_session_id)
    REFERENCES auth_sessions (id) ON DELETE CASCADE,
  CONSTRAINT refresh_tokens_rotated_from_id_fkey FOREIGN KEY (rotated_from_id)
    REFERENCES refresh_tokens (id) ON DELETE SET NULL,
  CONSTRAINT refresh_tokens_token_hash_length_check CHECK (octet_length(token_hash) = 32),
  CONSTRAINT refresh_tokens_expires_at_check CHECK (expires_at > issued_at),
  CONSTRAINT refresh_tokens_reused_at_check CHECK (reused_at IS NULL OR rotated_at IS NOT NULL)
);

CREATE INDEX refresh_tokens_user_id_idx ON refresh_tokens (user_id);
CREATE INDEX refresh_tokens_auth_session_id_idx ON refresh_tokens (auth_session_id);
CREATE INDEX refresh_tokens_expires_at_idx ON refresh_tokens (expires_at);

COMMENT ON TABLE refresh_tokens IS
  'Tokens that are exchanged, once each, for a fresh pair; all of one session are a family';
COMMENT ON COLUMN refresh_tokens.user_id IS
  'The session''s user, kept here so that all rows of a person can be found and placed by it';
COMMENT ON COLUMN refresh_tokens.auth_session_id IS
  'The family: revoked as a whole when one of its tokens is used twice';
COMMENT ON COLUMN refresh_tokens.rotated_from_id IS
  'The token that this one was given for; null for the first of a family';
COMMENT ON COLUMN refresh_tokens.token_hash IS 'SHA-256 of the token, never the token';
COMMENT ON COLUMN refresh_tokens.rotated_at IS
  'When it was exchanged; setting it is guarded by its being null, so that it is exchanged once';
COMMENT ON COLUMN refresh_tokens.reused_at IS
  'When somebody first came with it again after it had been exchanged';
COMMENT ON INDEX refresh_tokens_user_id_idx IS 'Delete of a user; revoke all tokens of one';
COMMENT ON INDEX refresh_tokens_auth_session_id_idx IS 'Delete of a session; revoke a family';
COMMENT ON INDEX refresh_tokens_expires_at_idx IS 'Remove expired tokens';
