package io.zkpersona.storage.behavior;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.BlockRange;
import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityFixture;
import io.zkpersona.storage.repository.contract.References;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

public final class BehaviorInputFixture
    extends EntityFixture<BehaviorInput, BehaviorInputId, BehaviorInputFilter> {

  public BehaviorInputFixture() {
    super(
        BehaviorInput.class,
        "behavior input",
        BehaviorInputFilter.none(),
        BehaviorInputId::generate,
        CreateBehaviorInputRequest.class);
  }

  @Override
  public BehaviorInputRepository repository(Repositories all) {
    return all.behaviorInputs();
  }

  @Override
  public BehaviorInputRepository filterable(Repositories all) {
    return all.behaviorInputs();
  }

  @Override
  public int fixturesBefore() {
    return 2;
  }

  @Override
  public BehaviorInput minimal(Draw draw) {
    return References.input();
  }

  @Override
  public BehaviorInput random(Draw draw) {
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
        .externalKey(draw.maybe(() -> new ExternalKey("event/" + draw.next())))
        .block(draw.maybe(() -> block(draw)))
        .audit(draw.audit())
        .build();
  }

  private static BlockReference block(Draw draw) {
    return new BlockReference(
        draw.of(ChainId.evm(1), new ChainId("abc:d")),
        draw.of(0L, 1L, 2L, Long.MAX_VALUE),
        "0x" + draw.of("0", "f").repeat(64));
  }

  /** An external key, once set, cannot change. */
  @Override
  public BehaviorInput changed(BehaviorInput stored, BehaviorInput other) {
    return super.changed(stored, other).withExternalKey(stored.externalKey());
  }

  @Override
  public BehaviorInput overwritable(BehaviorInput input, String component) {
    return component.equals("externalKey") ? input.withExternalKey(null) : input;
  }

  @Override
  public Map<String, EntityId> dangling() {
    return Map.of("userId", UserId.generate(), "behaviorSessionId", BehaviorSessionId.generate());
  }

  @Override
  public List<String> lifecycle() {
    return List.of("processed");
  }

  @Override
  public List<Sort<BehaviorInput>> sorts() {
    return List.of(
        Sort.by("timestamp", BehaviorInput::timestamp),
        Sort.by("createdAt", input -> input.audit().createdAt()));
  }

  @Override
  public Instant time(BehaviorInput input) {
    return input.timestamp();
  }

  @Override
  public BehaviorInputFilter filter(BehaviorInput one, BehaviorInput other) {
    return new BehaviorInputFilter(
        one.userId(),
        one.behaviorSessionId(),
        one.sessionId(),
        one.inputType(),
        one.source(),
        one.processed(),
        smaller(time(one), time(other)),
        greater(time(one), time(other)),
        one.externalKey(),
        blocks(one.block(), other.block()));
  }

  private static @Nullable BlockRange blocks(
      @Nullable BlockReference one, @Nullable BlockReference other) {
    if (one == null) {
      return null;
    }
    return other == null
        ? BlockRange.from(one.chain(), one.number())
        : new BlockRange(
            one.chain(),
            smaller(one.number(), other.number()),
            greater(one.number(), other.number()));
  }

  private static boolean isIn(@Nullable BlockRange blocks, @Nullable BlockReference block) {
    return blocks == null
        || (block != null
            && blocks.chain().equals(block.chain())
            && atLeast(blocks.from(), block.number())
            && below(blocks.until(), block.number()));
  }

  @Override
  public boolean matches(BehaviorInputFilter filter, BehaviorInput input) {
    return same(filter.userId(), input.userId())
        && same(filter.behaviorSessionId(), input.behaviorSessionId())
        && same(filter.sessionId(), input.sessionId())
        && same(filter.inputType(), input.inputType())
        && same(filter.source(), input.source())
        && same(filter.processed(), input.processed())
        && atLeast(filter.startDate(), time(input))
        && below(filter.endDate(), time(input))
        && same(filter.externalKey(), input.externalKey())
        && isIn(filter.blocks(), input.block());
  }

  @Override
  public long counter(BehaviorInput input) {
    return Long.parseLong(input.sessionId().value());
  }

  @Override
  public BehaviorInput counted(BehaviorInput input, long counter) {
    return input.withSessionId(new SessionText(String.valueOf(counter)));
  }
}
