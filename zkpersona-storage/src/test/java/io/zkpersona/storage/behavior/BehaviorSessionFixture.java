package io.zkpersona.storage.behavior;

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
import io.zkpersona.storage.repository.BehaviorSessionRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityFixture;
import java.time.Instant;
import java.util.List;
import java.util.Map;

public final class BehaviorSessionFixture
    extends EntityFixture<BehaviorSession, BehaviorSessionId, BehaviorSessionFilter> {

  public BehaviorSessionFixture() {
    super(
        BehaviorSession.class,
        "behavior session",
        BehaviorSessionFilter.none(),
        BehaviorSessionId::generate,
        CreateBehaviorSessionRequest.class);
  }

  @Override
  public BehaviorSessionRepository repository(Repositories all) {
    return all.behaviorSessions();
  }

  @Override
  public BehaviorSessionRepository filterable(Repositories all) {
    return all.behaviorSessions();
  }

  @Override
  public int fixturesBefore() {
    return 1;
  }

  @Override
  public BehaviorSession minimal(Draw draw) {
    return BehaviorSession.builder().build();
  }

  @Override
  public BehaviorSession random(Draw draw) {
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
  public Map<String, EntityId> dangling() {
    return Map.of("userId", UserId.generate());
  }

  @Override
  public List<String> lifecycle() {
    return List.of("status", "endTime", "durationSeconds");
  }

  @Override
  public List<Sort<BehaviorSession>> sorts() {
    return List.of(
        Sort.by("startTime", BehaviorSession::startTime),
        Sort.by("createdAt", session -> session.audit().createdAt()));
  }

  @Override
  public Instant time(BehaviorSession session) {
    return session.startTime();
  }

  @Override
  public BehaviorSessionFilter filter(BehaviorSession one, BehaviorSession other) {
    return new BehaviorSessionFilter(
        one.userId(),
        one.sessionType(),
        one.status(),
        smaller(time(one), time(other)),
        greater(time(one), time(other)));
  }

  @Override
  public boolean matches(BehaviorSessionFilter filter, BehaviorSession session) {
    return same(filter.userId(), session.userId())
        && same(filter.sessionType(), session.sessionType())
        && same(filter.status(), session.status())
        && atLeast(filter.startDate(), time(session))
        && below(filter.endDate(), time(session));
  }

  @Override
  public long counter(BehaviorSession session) {
    return Long.parseLong(session.metadata().members().get("counter").text());
  }

  @Override
  public BehaviorSession counted(BehaviorSession session, long counter) {
    return session.withMetadata(Json.of("{\"counter\": %s}".formatted(counter)));
  }
}
