-- Rows as they may have been written under V0006: every value and every null that its columns allow.

SET search_path = zkpersona;

INSERT INTO users (id, email, username, status, cid, ctime, mid, mtime) VALUES
  ('00000000-0000-0000-0000-00000000000a', 'one@old.example', 'one', 'active', NULL, '2024-01-01', NULL, '2024-01-01'),
  ('00000000-0000-0000-0000-00000000000b', 'two@old.example', NULL, 'inactive',
   '00000000-0000-0000-0000-00000000000a', '2024-01-01', '00000000-0000-0000-0000-00000000000a', '2024-01-02'),
  ('00000000-0000-0000-0000-00000000000c', NULL, 'three', 'suspended', NULL, '2024-01-01', NULL, '2024-01-01'),
  ('00000000-0000-0000-0000-00000000000d', NULL, NULL, 'deleted', NULL, '2024-01-01', NULL, '2024-01-01');

INSERT INTO sponsors (id, name, blockchain_network, wallet_address, daily_budget, status) VALUES
  ('00000004-0000-0000-0000-000000000001', 'first', 'ethereum', '0x0000000001', 0, 'active'),
  ('00000004-0000-0000-0000-000000000002', 'second', 'polygon', '0x0000000002',
   115792089237316195423570985008687907853269984665640564039457584007913129639935, 'suspended');
INSERT INTO sponsor_daily_budgets (sponsor_id, budget_date, budget, reserved, spent) VALUES
  ('00000004-0000-0000-0000-000000000001', '2024-05-06', 1000, 10, 2000);
INSERT INTO sponsored_transactions (
  user_id, sponsor_id, budget_date, blockchain_network, transaction_hash, gas_limit, gas_used, gas_price,
  reserved_amount, spent_amount, status, failure_reason, expires_at, submitted_at, completed_at) VALUES
  (NULL, '00000004-0000-0000-0000-000000000001', '2024-05-06', 'ethereum', NULL, 1, NULL, 0, 0, NULL,
   'pending', NULL, '2024-05-07', NULL, NULL),
  ('00000000-0000-0000-0000-00000000000a', '00000004-0000-0000-0000-000000000001', '2024-05-06', 'ethereum',
   '0x00000000a', 21000, NULL, 7, 147000, NULL, 'submitted', NULL, '2024-05-07', '2024-05-06', NULL),
  ('00000000-0000-0000-0000-00000000000a', '00000004-0000-0000-0000-000000000001', '2024-05-06', 'ethereum',
   '0x00000000b', 21000, 21000, 7, 147000, 147000, 'confirmed', NULL, '2024-05-07', '2024-05-06', '2024-05-06'),
  ('00000000-0000-0000-0000-00000000000b', '00000004-0000-0000-0000-000000000001', '2024-05-06', 'ethereum',
   NULL, 21000, NULL, 7, 147000, NULL, 'failed', 'out of gas', '2024-05-07', NULL, '2024-05-06');

INSERT INTO wallet_challenges (nonce, wallet_address, chain_id, domain, uri, issued_at, expires_at, consumed_at) VALUES
  ('abcdefgh', '0x0000000001', '1', 'old.example', 'https://old.example', '2024-05-06', '2024-05-07', NULL),
  ('ijklmnop', '0x0000000001', '1', 'old.example', 'https://old.example', '2024-05-06', '2024-05-07', '2024-05-06');
INSERT INTO auth_sessions (id, user_id, token_hash, issued_at, expires_at, revoked_at, revoke_reason) VALUES
  ('00000005-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000a', sha256('a'), '2024-05-06',
   '2024-05-07', '2024-05-06', 'signed out');
INSERT INTO refresh_tokens (user_id, auth_session_id, token_hash, issued_at, expires_at) VALUES
  ('00000000-0000-0000-0000-00000000000a', '00000005-0000-0000-0000-000000000001', sha256('b'), '2024-05-06',
   '2024-05-07');

INSERT INTO roles (id, name) VALUES ('00000006-0000-0000-0000-000000000001', 'moderator');
INSERT INTO permissions (id, name) VALUES ('00000007-0000-0000-0000-000000000001', 'proof:verify');
INSERT INTO role_permissions (role_id, permission_id) VALUES
  ('00000006-0000-0000-0000-000000000001', '00000007-0000-0000-0000-000000000001');
INSERT INTO user_roles (user_id, role_id, expires_at) VALUES
  ('00000000-0000-0000-0000-00000000000a', '00000006-0000-0000-0000-000000000001', NULL);

INSERT INTO behavior_inputs (id, session_id, input_data, "timestamp", processed) VALUES
  ('00000001-0000-0000-0000-000000000001', 'session-1', '{"value": 1234567890123456789012345678901}',
   '2024-05-06 07:08:09.123456+00', false),
  ('00000001-0000-0000-0000-000000000002', '', 'null', '2024-05-06 07:08:10+00', true),
  ('00000001-0000-0000-0000-000000000003', repeat(U&'\+01F642', 255), U&'"\00e9 \+01F642"',
   '2024-05-06 07:08:11+00', false),
  ('00000001-0000-0000-0000-000000000004', 'session-1', '[]', '1969-12-31 23:59:59.999999+00', true),
  ('00000001-0000-0000-0000-000000000005', 'session-1', '1e-3', '1970-01-01 00:00:00+00', false),
  ('00000001-0000-0000-0000-000000000006', 'session-1', '{}', (date '4001-01-01 BC')::timestamp AT TIME ZONE 'UTC',
   false),
  ('00000001-0000-0000-0000-000000000007', 'session-2', 'true', '2999-12-31 23:59:59.999999+00', false),
  ('00000001-0000-0000-0000-000000000008', 'session-2', '"text"', '2024-05-06 07:08:12+00', false);

INSERT INTO scoring_results (id, behavior_input_id, score, model_version, "timestamp") VALUES
  ('00000002-0000-0000-0000-000000000001', '00000001-0000-0000-0000-000000000001', 87.6543, 'v1',
   '2024-05-06 07:30:00+00'),
  ('00000002-0000-0000-0000-000000000002', '00000001-0000-0000-0000-000000000001',
   0.00000000000000000000000000001, 'v1', '2024-05-06 07:31:00+00'),
  ('00000002-0000-0000-0000-000000000003', '00000001-0000-0000-0000-000000000002',
   -123456789012345678901234567890.5, 'v2', '2024-05-06 07:32:00+00'),
  ('00000002-0000-0000-0000-000000000004', '00000001-0000-0000-0000-000000000003', 0, '', '2999-01-01 00:00:00+00'),
  ('00000002-0000-0000-0000-000000000005', '00000001-0000-0000-0000-000000000003', 100, repeat('m', 1000),
   '2024-05-06 07:33:00+00');

INSERT INTO zkml_proofs (
  id, scoring_result_id, proof_data, verification_key, verified, blockchain_tx_hash, "timestamp") VALUES
  ('00000003-0000-0000-0000-000000000001', '00000002-0000-0000-0000-000000000001', '{"pi_a": ["1", "2"]}',
   '{"alpha": 1}', true, '0x' || repeat('a', 64), '2024-05-06 08:00:00+00'),
  ('00000003-0000-0000-0000-000000000002', NULL, 'null', '[]', false, NULL, '2024-05-06 08:01:00+00'),
  ('00000003-0000-0000-0000-000000000003', NULL, '{}', '{}', false, '', '2024-05-06 08:02:00+00'),
  ('00000003-0000-0000-0000-000000000004', NULL, '{}', '{}', true, repeat('b', 9), '2024-05-06 08:03:00+00'),
  ('00000003-0000-0000-0000-000000000005', '00000002-0000-0000-0000-000000000001', '{}', '{}', false,
   repeat('c', 10), '2024-05-06 08:04:00+00'),
  ('00000003-0000-0000-0000-000000000006', '00000002-0000-0000-0000-000000000003', '{}', '{}', false,
   repeat('d', 100), '2024-05-06 08:05:00+00'),
  ('00000003-0000-0000-0000-000000000007', NULL, '{}', '{}', true, repeat('e', 101), '2024-05-06 08:06:00+00'),
  ('00000003-0000-0000-0000-000000000008', NULL, '{}', '{}', false, repeat('f', 255), '2024-05-06 08:07:00+00'),
  ('00000003-0000-0000-0000-000000000009', NULL, '{}', '{}', true, NULL, '2999-01-01 00:00:00+00');
