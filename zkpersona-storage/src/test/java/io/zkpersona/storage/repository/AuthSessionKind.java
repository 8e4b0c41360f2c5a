package io.zkpersona.storage.repository;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.AuthSessionFilter;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.change.CreateRequest;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class AuthSessionKind extends EntityKind<AuthSession, AuthSessionId, AuthSessionFilter> {

  private static final Instant START = Instant.parse("2024-05-06T07:08:09.123456Z");

  /** As somebody's own import would have it; the library opens sessions. */
  record Import(
      UserId userId,
      TokenHash tokenHash,
      Instant issuedAt,
      Instant lastUsedAt,
      Instant expiresAt,
      @Nullable Instant revokedAt,
      @Nullable String revokeReason)
      implements CreateRequest<AuthSession, AuthSessionId> {

    @Override
    public AuthSession toEntity(AuthSessionId id) {
      return new AuthSession(
          id,
          userId,
          tokenHash,
          issuedAt,
          lastUsedAt,
          expiresAt,
          revokedAt,
          revokeReason,
          AuditStamp.unsaved());
    }
  }

  AuthSessionKind() {
    super(
        AuthSession.class,
        "auth session",
        AuthSessionFilter.none(),
        AuthSessionId::generate,
        Import.class);
  }

  @Override
  AuthSessionRepository repository(Repositories all) {
    return all.authSessions();
  }

  @Override
  AuthSessionRepository filterable(Repositories all) {
    return all.authSessions();
  }

  @Override
  int kindsBefore() {
    return 1;
  }

  @Override
  AuthSession minimal(Draw draw) {
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
  AuthSession random(Draw draw) {
    Instant revoked = draw.maybe(draw::instant);
    return minimal(draw).toBuilder()
        .lastUsedAt(draw.instant())
        .revokedAt(revoked)
        .revokeReason(revoked == null ? null : draw.maybe(draw::text))
        .audit(draw.audit())
        .build();
  }

  @Override
  Map<String, EntityId> dangling() {
    return Map.of("userId", UserId.generate());
  }

  @Override
  List<String> lifecycle() {
    return List.of("tokenHash", "lastUsedAt", "expiresAt", "revokedAt", "revokeReason");
  }

  @Override
  List<Sort<AuthSession>> sorts() {
    return List.of(
        Sort.by("issuedAt", AuthSession::issuedAt), Sort.by("expiresAt", AuthSession::expiresAt));
  }

  @Override
  Instant time(AuthSession session) {
    return session.issuedAt();
  }

  @Override
  List<String> range() {
    return List.of("issuedFrom", "issuedUntil");
  }

  @Override
  AuthSessionFilter filter(AuthSession one, AuthSession other) {
    return new AuthSessionFilter(
        one.userId(),
        one.revokedAt() != null,
        smaller(time(one), time(other)),
        greater(time(one), time(other)));
  }

  @Override
  boolean matches(AuthSessionFilter filter, AuthSession session) {
    return same(filter.userId(), session.userId())
        && same(filter.revoked(), session.revokedAt() != null)
        && atLeast(filter.issuedFrom(), time(session))
        && below(filter.issuedUntil(), time(session));
  }

  @Override
  long counter(AuthSession session) {
    return session.issuedAt().getEpochSecond();
  }

  @Override
  AuthSession counted(AuthSession session, long counter) {
    return session.withIssuedAt(Instant.ofEpochSecond(counter));
  }
}
