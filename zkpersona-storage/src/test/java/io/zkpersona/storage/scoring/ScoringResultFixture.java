package io.zkpersona.storage.scoring;

import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.ScoringResultRepository;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityFixture;
import io.zkpersona.storage.repository.contract.References;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

public final class ScoringResultFixture
    extends EntityFixture<ScoringResult, ScoringResultId, ScoringResultFilter> {

  public ScoringResultFixture() {
    super(
        ScoringResult.class,
        "scoring result",
        ScoringResultFilter.none(),
        ScoringResultId::generate,
        CreateScoringResultRequest.class);
  }

  @Override
  public ScoringResultRepository repository(Repositories all) {
    return all.scoringResults();
  }

  @Override
  public ScoringResultRepository filterable(Repositories all) {
    return all.scoringResults();
  }

  @Override
  public int fixturesBefore() {
    return 3;
  }

  @Override
  public ScoringResult minimal(Draw draw) {
    return References.score(draw.of(draw.references().inputs));
  }

  @Override
  public ScoringResult random(Draw draw) {
    return ScoringResult.builder()
        .userId(draw.maybe(() -> draw.of(draw.references().users)))
        .behaviorInputId(draw.of(draw.references().inputs))
        .score(draw.decimal("-999999.9999", "999999.9999", "0", "-0.0001", "12.34", "7e1", "100"))
        .modelVersion(draw.text())
        .timestamp(draw.instant())
        .confidenceLevel(draw.maybe(() -> draw.decimal("0", "0.0001", "0.5", "1.0000")))
        .metadata(draw.maybe(draw::json))
        .audit(draw.audit())
        .build();
  }

  @Override
  public Map<String, EntityId> dangling() {
    return Map.of("userId", UserId.generate(), "behaviorInputId", BehaviorInputId.generate());
  }

  @Override
  public List<Sort<ScoringResult>> sorts() {
    return List.of(
        Sort.by("timestamp", ScoringResult::timestamp), Sort.by("score", ScoringResult::score));
  }

  @Override
  public Instant time(ScoringResult score) {
    return score.timestamp();
  }

  @Override
  public ScoringResultFilter filter(ScoringResult one, ScoringResult other) {
    return new ScoringResultFilter(
        one.userId(),
        one.behaviorInputId(),
        one.modelVersion(),
        smaller(one.score(), other.score()),
        greater(one.score(), other.score()),
        smaller(time(one), time(other)),
        greater(time(one), time(other)));
  }

  @Override
  public boolean matches(ScoringResultFilter filter, ScoringResult score) {
    return same(filter.userId(), score.userId())
        && same(filter.behaviorInputId(), score.behaviorInputId())
        && same(filter.modelVersion(), score.modelVersion())
        && atLeast(filter.minScore(), score.score())
        && atMost(filter.maxScore(), score.score())
        && atLeast(filter.startDate(), time(score))
        && below(filter.endDate(), time(score));
  }

  @Override
  public long counter(ScoringResult score) {
    return score.score().longValueExact();
  }

  @Override
  public ScoringResult counted(ScoringResult score, long counter) {
    return score.withScore(BigDecimal.valueOf(counter));
  }
}
