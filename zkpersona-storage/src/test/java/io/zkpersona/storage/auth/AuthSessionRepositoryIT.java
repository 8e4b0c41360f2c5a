package io.zkpersona.storage.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.AuthSessionFilter;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.storage.repository.contract.RepositoryContract;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import org.junit.jupiter.api.Test;

/** The contracts shared with other entities; {@link SignInIT} tests the sign-in operations. */
@NewestServerOnly(unlessLong = true)
class AuthSessionRepositoryIT
    extends RepositoryContract<AuthSession, AuthSessionId, AuthSessionFilter> {

  AuthSessionRepositoryIT() {
    super(new AuthSessionFixture());
  }

  @Test
  void aHashIsTakenOnceAndStoredAsItsBytes() {
    AuthSession stored = repository().save(fixture().minimal(draw()));

    assertThat(database().query("SELECT encode(token_hash, 'hex') FROM zkpersona.auth_sessions"))
        .containsExactly(stored.tokenHash().value());
    assertThatThrownBy(
            () -> repository().save(fixture().minimal(draw()).withTokenHash(stored.tokenHash())))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            taken -> assertThat(taken.field()).isEqualTo("tokenHash"));
  }

  @Test
  void sessionsGoWithTheirUser() {
    AuthSession stored = repository().save(fixture().minimal(draw()));

    repositories().users().deleteById(stored.userId());

    assertThat(repository().existsById(stored.id())).isFalse();
  }
}
