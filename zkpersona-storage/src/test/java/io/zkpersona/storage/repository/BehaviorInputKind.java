package io.zkpersona.storage.repository;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

final class BehaviorInputKind
    extends EntityKind<BehaviorInput, BehaviorInputId, BehaviorInputFilter> {

  BehaviorInputKind() {
    super(
        BehaviorInput.class,
        "behavior input",
        BehaviorInputFilter.none(),
        BehaviorInputId::generate,
        CreateBehaviorInputRequest.class);
  }

  @Override
  BehaviorInputRepository repository(Repositories all) {
    return all.behaviorInputs();
  }

  @Override
  BehaviorInputRepository filterable(Repositories all) {
    return all.behaviorInputs();
  }

  @Override
  int kindsBefore() {
    return 2;
  }

  @Override
  BehaviorInput minimal(Draw draw) {
    return References.input();
  }

  @Override
  BehaviorInput random(Draw draw) {
    return BehaviorInput.builder()
        .id(new BehaviorInputId(draw.idOfSomeTime()))
        .userId(draw.maybe(() -> draw.of(draw.references().users)))
        .behaviorSessionId(draw.maybe(() -> draw.of(draw.references().sessions)))
        .sessionId(draw.maybe(() -> new SessionText(draw.bool() ? "" : draw.text())))
        .inputData(draw.json())
        .inputType(draw.of(InputType.values()))
        .source(draw.of(BehaviorSource.values()))
        .timestamp(draw.instant())
        .processed(draw.bool())
        .audit(draw.audit())
        .build();
  }

  @Override
  Map<String, EntityId> dangling() {
    return Map.of("userId", UserId.generate(), "behaviorSessionId", BehaviorSessionId.generate());
  }

  @Override
  List<String> lifecycle() {
    return List.of("processed");
  }

  @Override
  List<Sort<BehaviorInput>> sorts() {
    return List.of(
        Sort.by("timestamp", BehaviorInput::timestamp),
        Sort.by("createdAt", input -> input.audit().createdAt()));
  }

  @Override
  Instant time(BehaviorInput input) {
    return input.timestamp();
  }

  @Override
  BehaviorInputFilter filter(BehaviorInput one, BehaviorInput other) {
    return new BehaviorInputFilter(
        one.userId(),
        one.behaviorSessionId(),
        one.sessionId(),
        one.inputType(),
        one.source(),
        one.processed(),
        smaller(time(one), time(other)),
        greater(time(one), time(other)));
  }

  @Override
  boolean matches(BehaviorInputFilter filter, BehaviorInput input) {
    return same(filter.userId(), input.userId())
        && same(filter.behaviorSessionId(), input.behaviorSessionId())
        && same(filter.sessionId(), input.sessionId())
        && same(filter.inputType(), input.inputType())
        && same(filter.source(), input.source())
        && same(filter.processed(), input.processed())
        && atLeast(filter.startDate(), time(input))
        && below(filter.endDate(), time(input));
  }

  @Override
  long counter(BehaviorInput input) {
    return Long.parseLong(input.sessionId().value());
  }

  @Override
  BehaviorInput counted(BehaviorInput input, long counter) {
    return input.withSessionId(new SessionText(String.valueOf(counter)));
  }
}
