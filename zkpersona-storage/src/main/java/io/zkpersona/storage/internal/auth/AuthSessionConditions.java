package io.zkpersona.storage.internal.auth;

import static io.zkpersona.storage.internal.tables.tables.AuthSessions.AUTH_SESSIONS;
import static org.jooq.impl.DSL.field;

import io.zkpersona.domain.auth.AuthSessionFilter;
import io.zkpersona.storage.internal.query.FilterConditions;

/** Translates an {@link AuthSessionFilter} into conditions. */
final class AuthSessionConditions {

  static final FilterConditions<AuthSessionFilter> FILTER =
      FilterConditions.of(
          AuthSessionFilter.none(),
          conditions ->
              conditions
                  .equal(AUTH_SESSIONS.USER_ID, AuthSessionFilter::userId)
                  .equal(field(AUTH_SESSIONS.REVOKED_AT.isNotNull()), AuthSessionFilter::revoked)
                  .atLeast(AUTH_SESSIONS.ISSUED_AT, AuthSessionFilter::issuedFrom)
                  .below(AUTH_SESSIONS.ISSUED_AT, AuthSessionFilter::issuedUntil));

  private AuthSessionConditions() {}
}
