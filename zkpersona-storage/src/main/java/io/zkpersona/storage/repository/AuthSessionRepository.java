package io.zkpersona.storage.repository;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.AuthSessionFilter;
import io.zkpersona.domain.id.AuthSessionId;

/**
 * Sign-in sessions, to list and to look into. {@link SignIn} opens, checks, refreshes and ends
 * them; what is saved here has no refresh token. Deleting a session deletes its refresh tokens.
 */
public interface AuthSessionRepository
    extends Repository<AuthSession, AuthSessionId>,
        FilterablePaginatedRepository<AuthSession, AuthSessionFilter> {}
