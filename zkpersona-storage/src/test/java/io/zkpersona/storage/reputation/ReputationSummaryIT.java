package io.zkpersona.storage.reputation;

import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.reputation.TrendPoint;
import io.zkpersona.domain.reputation.UserReputationSummary;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Summaries and public profiles, compared with a plain computation. */
class ReputationSummaryIT {

  private static TestDatabase database;
  private static DatabaseManager manager;
  private static ReputationWorld world;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    manager = database.open();
    world = new ReputationWorld(database, manager.repositories(), 20_240_507);
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  private static ReputationRecordRepository records() {
    return manager.repositories().reputationRecords();
  }

  private static UserReputationSummary expected(
      UserId user, Predicate<ReputationRecord> visible, List<ZkProof> proofs) {
    Predicate<ReputationRecord> which =
        visible.and(
            record ->
                record.userId().equals(user) && record.scoringPeriod() == ScoringPeriod.CURRENT);
    List<ReputationRecord> inForce =
        world.inForce(which).stream()
            .sorted(Comparator.comparing(ReputationRecord::scoringCategory))
            .toList();
    Map<ScoringCategory, BigDecimal> scores =
        inForce.stream()
            .collect(
                Collectors.toMap(
                    ReputationRecord::scoringCategory, ReputationRecord::reputationScore));
    Set<Json> badges = new LinkedHashSet<>();
    for (ReputationRecord record : inForce) {
      Json given = record.reputationBadges();
      badges.addAll(given.isArray() ? given.elements() : List.of(given));
    }
    return new UserReputationSummary(
        user,
        scores.get(ScoringCategory.OVERALL),
        scores,
        proofs.size(),
        proofs.stream()
            .filter(proof -> proof.verificationStatus() == VerificationStatus.VERIFIED)
            .count(),
        world.begun(which).stream()
            .map(r -> new TrendPoint(r.effectiveFrom(), r.reputationScore(), r.scoringCategory()))
            .sorted(Comparator.comparing(TrendPoint::date).thenComparing(TrendPoint::category))
            .toList(),
        List.copyOf(badges),
        inForce.stream()
            .map(ReputationRecord::effectiveFrom)
            .max(Comparator.naturalOrder())
            .orElse(null));
  }

  @Test
  void aSummaryIsAsAPlainComputationHasIt() {
    for (UserId user : world.users()) {
      assertThat(records().summary(user))
          .isEqualTo(expected(user, record -> true, world.proofsOf(user)));
    }
  }

  @Test
  void aPublicProfileHoldsOnlyWhatIsPublicAndExistsOnlyWhereItsUserAgreed() {
    int found = 0;
    for (UserId user : world.users()) {
      var profile = records().publicProfile(user);

      assertThat(profile.isPresent()).isEqualTo(world.isPublic(user));
      if (profile.isPresent()) {
        List<ZkProof> shown =
            world
                .begun(
                    record ->
                        record.userId().equals(user)
                            && record.scoringPeriod() == ScoringPeriod.CURRENT
                            && record.isPublic()
                            && record.zkProofId() != null)
                .stream()
                .map(record -> world.proof(record.zkProofId()))
                .distinct()
                .toList();
        assertThat(profile).contains(expected(user, ReputationRecord::isPublic, shown));
        found++;
      }
    }
    assertThat(found).isBetween(20, world.users().size() - 20);
    assertThat(records().publicProfile(UserId.generate())).isEmpty();
  }

  @Test
  void bothTakeTwoStatementsAtMost() {
    UserId user = world.users().stream().filter(world::isPublic).findFirst().orElseThrow();
    long before = manager.queryStats().totalCount();

    records().summary(user);
    assertThat(manager.queryStats().totalCount() - before).isLessThanOrEqualTo(2);
    records().publicProfile(user);
    assertThat(manager.queryStats().totalCount() - before).isLessThanOrEqualTo(4);
  }

  @Test
  void theTrendIsCutToTheLastHundred() {
    UserId user = manager.repositories().users().save(User.builder().build()).id();
    for (int i = 0; i < 60; i++) {
      for (ScoringCategory category : List.of(ScoringCategory.OVERALL, ScoringCategory.NFT)) {
        records()
            .record(
                RecordReputationRequest.builder()
                    .userId(user)
                    .scoringCategory(category)
                    .reputationScore(BigDecimal.valueOf(i))
                    .build());
      }
    }

    List<TrendPoint> trend = records().summary(user).trend();

    assertThat(trend).hasSize(100).isSortedAccordingTo(Comparator.comparing(TrendPoint::date));
    assertThat(trend.get(0).score()).isEqualTo(new BigDecimal("10.0000"));
    assertThat(trend.get(99).score()).isEqualTo(new BigDecimal("59.0000"));
    assertThat(records().summary(user).lastUpdated()).isEqualTo(trend.get(99).date());
  }

  @Test
  void aUserWithNothingHasAnEmptySummaryAndNobodyHasNone() {
    UserId user = manager.repositories().users().save(User.builder().build()).id();
    UserId nobody = UserId.generate();

    assertThat(records().summary(user))
        .isEqualTo(
            new UserReputationSummary(user, null, Map.of(), 0, 0, List.of(), List.of(), null));
    assertThatThrownBy(() -> records().summary(nobody))
        .isInstanceOfSatisfying(
            UserNotFoundException.class,
            missing -> assertThat(missing.id()).contains(nobody.value()));
    assertRefused("userId", () -> records().summary(null));
    assertRefused("userId", () -> records().publicProfile(null));
  }
}
