package io.zkpersona.storage.reputation;

import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.reputation.CreateReputationRecordRequest;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityFixture;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

public final class ReputationRecordFixture
    extends EntityFixture<ReputationRecord, ReputationRecordId, ReputationFilter> {

  private static final Instant FIRST = Instant.parse("2024-05-06T07:08:09Z");

  public ReputationRecordFixture() {
    super(
        ReputationRecord.class,
        "reputation record",
        ReputationFilter.none(),
        ReputationRecordId::generate,
        CreateReputationRecordRequest.class);
  }

  @Override
  public ReputationRecordRepository repository(Repositories all) {
    return all.reputationRecords();
  }

  @Override
  public ReputationRecordRepository filterable(Repositories all) {
    return all.reputationRecords();
  }

  @Override
  public int fixturesBefore() {
    return 5;
  }

  /** Returns an open-ended record in a chain of its own, of which there are 168. */
  @Override
  public ReputationRecord minimal(Draw draw) {
    int number = draw.next();
    ScoringCategory[] categories = ScoringCategory.values();
    ScoringPeriod[] periods = ScoringPeriod.values();
    List<UserId> users = draw.references().users;
    int chain = number / categories.length;
    return ReputationRecord.builder()
        .userId(users.get(chain / periods.length % users.size()))
        .scoringCategory(categories[number % categories.length])
        .scoringPeriod(periods[chain % periods.length])
        .reputationScore(BigDecimal.TEN)
        .build();
  }

  /**
   * Returns a record; each active one starts at a different microsecond, because no two of a chain
   * may be in force at once.
   */
  @Override
  public ReputationRecord random(Draw draw) {
    ReputationStatus status = draw.of(ReputationStatus.values());
    boolean active = status == ReputationStatus.ACTIVE;
    Instant from = active ? FIRST.plus(draw.next(), ChronoUnit.MICROS) : draw.instant();
    return ReputationRecord.builder()
        .userId(draw.of(draw.references().users))
        .zkProofId(draw.maybe(() -> draw.of(draw.references().proofs)))
        .scoringResultId(draw.maybe(() -> draw.of(draw.references().scores)))
        .reputationScore(draw.decimal("0", "0.0001", "50", "5e1", "99.9999", "100.0000"))
        .previousScore(draw.maybe(() -> draw.decimal("0", "33.3333", "100")))
        .scoreChange(draw.maybe(() -> draw.decimal("-100", "-0.0001", "100")))
        .confidenceLevel(draw.decimal("0", "0.0001", "1"))
        .scoringCategory(draw.of(ScoringCategory.values()))
        .scoringPeriod(draw.of(ScoringPeriod.values()))
        .weight(draw.decimal("0.0000", "0.25", "1"))
        .contributingFactors(draw.json())
        .reputationBadges(draw.json())
        .peerValidations(draw.of(0, 1, Integer.MAX_VALUE))
        .effectiveFrom(from)
        .effectiveUntil(active ? from.plus(1, ChronoUnit.MICROS) : draw.maybeAfter(from))
        .calculationMethod(draw.bool() ? "" : draw.text())
        .status(status)
        .statusReason(draw.maybe(draw::text))
        .verified(draw.bool())
        .isPublic(draw.bool())
        .audit(draw.audit())
        .build();
  }

  @Override
  public Map<String, EntityId> dangling() {
    return Map.of(
        "userId",
        UserId.generate(),
        "zkProofId",
        ZkProofId.generate(),
        "scoringResultId",
        ScoringResultId.generate());
  }

  /** The start cannot change without the rest of the period. */
  @Override
  public ReputationRecord fitted(ReputationRecord stored, ReputationRecord changed) {
    return changed.withEffectiveFrom(stored.effectiveFrom());
  }

  @Override
  public List<String> lifecycle() {
    return List.of("status", "statusReason", "effectiveUntil");
  }

  @Override
  public List<Sort<ReputationRecord>> sorts() {
    return List.of(
        Sort.by("effectiveFrom", ReputationRecord::effectiveFrom),
        Sort.by("reputationScore", ReputationRecord::reputationScore));
  }

  @Override
  public Instant time(ReputationRecord record) {
    return record.effectiveFrom();
  }

  @Override
  public ReputationFilter filter(ReputationRecord one, ReputationRecord other) {
    return new ReputationFilter(
        one.userId(),
        one.scoringCategory(),
        one.scoringPeriod(),
        one.status(),
        one.verified(),
        one.isPublic(),
        smaller(one.reputationScore(), other.reputationScore()),
        greater(one.reputationScore(), other.reputationScore()),
        smaller(time(one), time(other)),
        greater(time(one), time(other)));
  }

  @Override
  public boolean matches(ReputationFilter filter, ReputationRecord record) {
    return same(filter.userId(), record.userId())
        && same(filter.scoringCategory(), record.scoringCategory())
        && same(filter.scoringPeriod(), record.scoringPeriod())
        && same(filter.status(), record.status())
        && same(filter.verified(), record.verified())
        && same(filter.isPublic(), record.isPublic())
        && atLeast(filter.minScore(), record.reputationScore())
        && atMost(filter.maxScore(), record.reputationScore())
        && atLeast(filter.startDate(), time(record))
        && below(filter.endDate(), time(record));
  }

  @Override
  public long counter(ReputationRecord record) {
    return record.peerValidations();
  }

  @Override
  public ReputationRecord counted(ReputationRecord record, long counter) {
    return record.withPeerValidations((int) counter);
  }
}
