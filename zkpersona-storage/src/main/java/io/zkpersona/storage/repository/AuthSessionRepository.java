package io.zkpersona.storage.repository;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.AuthSessionFilter;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.storage.repository.change.HistoryOf;

/**
 * Lists and inspects sign-in sessions. {@link SignIn} opens, authenticates, refreshes and revokes
 * them; a session saved here has no refresh token. Deleting a session deletes its refresh tokens.
 * Recorded versions hold no token's hash: their {@code tokenHash} is zero, except in the present
 * one.
 */
public interface AuthSessionRepository
    extends Repository<AuthSession, AuthSessionId>,
        FilterablePaginatedRepository<AuthSession, AuthSessionFilter>,
        HistoryOf<AuthSession, AuthSessionId> {}
