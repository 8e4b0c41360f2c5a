package io.zkpersona.storage.repository;

import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.behavior.CreateBehaviorSessionRequest;
import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;

final class BehaviorSessionKind
    extends EntityKind<BehaviorSession, BehaviorSessionId, BehaviorSessionFilter> {

  BehaviorSessionKind() {
    super(
        BehaviorSession.class,
        "behavior session",
        BehaviorSessionFilter.none(),
        BehaviorSessionId::generate,
        CreateBehaviorSessionRequest.class);
  }

  @Override
  BehaviorSessionRepository repository(Repositories all) {
    return all.behaviorSessions();
  }

  @Override
  BehaviorSessionRepository filterable(Repositories all) {
    return all.behaviorSessions();
  }

  @Override
  int kindsBefore() {
    return 1;
  }

  @Override
  BehaviorSession minimal(Draw draw) {
    return BehaviorSession.builder().build();
  }

  @Override
  BehaviorSession random(Draw draw) {
    Instant start = draw.instant();
    return BehaviorSession.builder()
        .userId(draw.maybe(() -> draw.of(draw.references().users)))
        .sessionToken(new SessionToken(draw.text() + draw.next()))
        .sessionType(draw.of(SessionType.values()))
        .startTime(start)
        .endTime(draw.bool() ? draw.maybeAfter(start) : start)
        .durationSeconds(draw.maybe(() -> draw.of(0, 1, Integer.MAX_VALUE)))
        .metadata(draw.json())
        .status(draw.of(SessionStatus.values()))
        .audit(draw.audit())
        .build();
  }

  @Override
  Map<String, EntityId> dangling() {
    return Map.of("userId", UserId.generate());
  }

  @Override
  List<String> lifecycle() {
    return List.of("status", "endTime", "durationSeconds");
  }

  @Override
  List<Sort<BehaviorSession>> sorts() {
    return List.of(
        Sort.by("startTime", BehaviorSession::startTime),
        Sort.by("createdAt", session -> session.audit().createdAt()));
  }

  @Override
  Instant time(BehaviorSession session) {
    return session.startTime();
  }

  @Override
  BehaviorSessionFilter filter(BehaviorSession one, BehaviorSession other) {
    return new BehaviorSessionFilter(
        one.userId(),
        one.sessionType(),
        one.status(),
        smaller(time(one), time(other)),
        greater(time(one), time(other)));
  }

  @Override
  boolean matches(BehaviorSessionFilter filter, BehaviorSession session) {
    return same(filter.userId(), session.userId())
        && same(filter.sessionType(), session.sessionType())
        && same(filter.status(), session.status())
        && atLeast(filter.startDate(), time(session))
        && below(filter.endDate(), time(session));
  }

  @Override
  long counter(BehaviorSession session) {
    return Long.parseLong(session.metadata().members().get("counter").text());
  }

  @Override
  BehaviorSession counted(BehaviorSession session, long counter) {
    return session.withMetadata(Json.of("{\"counter\": %s}".formatted(counter)));
  }
}
