package io.zkpersona.storage.internal.auth;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.AuthSessionFilter;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.AuthSessionRepository;

public final class PostgresAuthSessionRepository
    extends PostgresRepository<AuthSession, AuthSessionId, AuthSessionFilter>
    implements AuthSessionRepository {
  private static final EntityStatements<AuthSession, AuthSession, AuthSessionId, AuthSessionFilter>
      STATEMENTS = EntityStatements.of(AuthSessionTable.TABLE, AuthSessionConditions.FILTER);

  public PostgresAuthSessionRepository(RepositoryContext context) {
    super(context, STATEMENTS, AuthSessionId::generate);
  }
}
