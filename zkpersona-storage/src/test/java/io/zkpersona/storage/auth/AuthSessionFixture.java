package io.zkpersona.storage.auth;

import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.AuthSessionFilter;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.repository.AuthSessionRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityFixture;
import java.time.Instant;
import java.util.List;
import java.util.Map;

public final class AuthSessionFixture
    extends EntityFixture<AuthSession, AuthSessionId, AuthSessionFilter> {

  private static final Instant START = Instant.parse("2024-05-06T07:08:09.123456Z");

  public AuthSessionFixture() {
    super(AuthSession.class, "auth session", AuthSessionFilter.none(), AuthSessionId::generate);
  }

  @Override
  public AuthSessionRepository repository(Repositories all) {
    return all.authSessions();
  }

  @Override
  public AuthSessionRepository filterable(Repositories all) {
    return all.authSessions();
  }

  @Override
  public int fixturesBefore() {
    return 1;
  }

  @Override
  public AuthSession minimal(Draw draw) {
    Instant issued = START.plusSeconds(draw.below(20));
    return AuthSession.builder()
        .userId(draw.of(draw.references().users))
        .tokenHash(AccessToken.generate().hash())
        .issuedAt(issued)
        .lastUsedAt(issued)
        .expiresAt(issued.plusSeconds(1 + draw.below(20)))
        .build();
  }

  @Override
  public AuthSession random(Draw draw) {
    Instant revoked = draw.maybe(draw::instant);
    return minimal(draw).toBuilder()
        .lastUsedAt(draw.instant())
        .revokedAt(revoked)
        .revokeReason(revoked == null ? null : draw.maybe(draw::text))
        .audit(draw.audit())
        .build();
  }

  @Override
  public Object recorded(AuthSession session) {
    return session.withTokenHash(TokenHash.of(new byte[32]));
  }

  @Override
  public Map<String, EntityId> dangling() {
    return Map.of("userId", UserId.generate());
  }

  @Override
  public List<String> lifecycle() {
    return List.of("tokenHash", "lastUsedAt", "expiresAt", "revokedAt", "revokeReason");
  }

  @Override
  public List<Sort<AuthSession>> sorts() {
    return List.of(
        Sort.by("issuedAt", AuthSession::issuedAt), Sort.by("expiresAt", AuthSession::expiresAt));
  }

  @Override
  public Instant time(AuthSession session) {
    return session.issuedAt();
  }

  @Override
  public List<String> range() {
    return List.of("issuedFrom", "issuedUntil");
  }

  @Override
  public AuthSessionFilter filter(AuthSession one, AuthSession other) {
    return new AuthSessionFilter(
        one.userId(),
        one.revokedAt() != null,
        smaller(time(one), time(other)),
        greater(time(one), time(other)));
  }

  @Override
  public boolean matches(AuthSessionFilter filter, AuthSession session) {
    return same(filter.userId(), session.userId())
        && same(filter.revoked(), session.revokedAt() != null)
        && atLeast(filter.issuedFrom(), time(session))
        && below(filter.issuedUntil(), time(session));
  }

  @Override
  public long counter(AuthSession session) {
    return session.issuedAt().getEpochSecond();
  }

  @Override
  public AuthSession counted(AuthSession session, long counter) {
    return session.withIssuedAt(Instant.ofEpochSecond(counter));
  }
}
