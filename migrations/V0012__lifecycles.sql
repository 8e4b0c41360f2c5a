-- Indexes for the sweeps over sessions and inputs, as small as the remaining work.

-- A query uses the index only if it says status = 'active' literally instead of comparing with a parameter.
CREATE INDEX behavior_sessions_active_start_time_id_idx ON behavior_sessions (start_time, id)
  WHERE status = 'active';
CREATE INDEX behavior_inputs_unattached_session_id_user_id_idx ON behavior_inputs (session_id, user_id)
  WHERE behavior_session_id IS NULL AND session_id IS NOT NULL;

COMMENT ON INDEX behavior_sessions_active_start_time_id_idx IS 'expireIdle, the oldest first';
COMMENT ON INDEX behavior_inputs_unattached_session_id_user_id_idx IS
  'attachInputs, attachFreeTextSessions: what has a session''s free text and no session yet';
