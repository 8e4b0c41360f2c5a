package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.AuthSessionFilter;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.storage.repository.AuthSessionRepository;

final class PostgresAuthSessionRepository
    extends PostgresRepository<AuthSession, AuthSessionId, AuthSessionFilter>
    implements AuthSessionRepository {

  PostgresAuthSessionRepository(RepositoryContext context) {
    super(context, AuthSessionTable.TABLE, AuthSessionConditions.FILTER, AuthSessionId::generate);
  }
}
