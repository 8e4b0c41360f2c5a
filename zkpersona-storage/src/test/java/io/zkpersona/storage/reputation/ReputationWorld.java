package io.zkpersona.storage.reputation;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.proof.ProofSamples;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Many users with every privacy setting, and their records: past, in force, planned, ending and
 * open chains of every status. All times are hours away from now, so that the clocks of the test
 * and the server agree on them.
 */
final class ReputationWorld {

  static final List<ScoringCategory> CATEGORIES =
      List.of(ScoringCategory.OVERALL, ScoringCategory.DEFI, ScoringCategory.LENDING);
  static final List<ScoringPeriod> PERIODS = List.of(ScoringPeriod.CURRENT, ScoringPeriod.DAILY);

  private static final int USERS = 80;

  /** Privacy settings that others may write and that are no consent. */
  private static final List<String> NO_CONSENT =
      List.of(
          "{\"public_profile\": \"true\"}",
          "{\"public_profile\": null}",
          "{\"public_profile\": 1}",
          "{\"public_profile\": [true]}",
          "{\"Public_Profile\": true}",
          "{\"inner\": {\"public_profile\": true}}",
          "[\"public_profile\", true]",
          "true",
          "{}");

  private static final List<BigDecimal> SCORES =
      Stream.of("0.0000", "10.0000", "10.0001", "50.0000", "99.9999", "100.0000")
          .map(BigDecimal::new)
          .toList();

  private static final List<Json> BADGES =
      Stream.of(
              "[]",
              "[\"early\"]",
              "[\"early\", {\"name\": \"whale\", \"n\": 1.0}]",
              "[{\"n\": 1, \"name\": \"whale\"}, [\"nested\"]]",
              "{\"single\": true}")
          .map(Json::of)
          .toList();

  private final Random random;
  private final Instant now = Instant.now();
  private final Map<UserId, Boolean> publicUsers = new LinkedHashMap<>();
  private final List<ReputationRecord> records = new ArrayList<>();
  private final Map<ZkProofId, ZkProof> proofs = new LinkedHashMap<>();

  ReputationWorld(TestDatabase database, Repositories all, long seed) {
    this.random = new Random(seed);
    List<ReputationRecord> drawn = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      boolean agreed = random.nextInt(4) != 0;
      UserStatus status = random.nextInt(5) == 0 ? of(UserStatus.values()) : UserStatus.ACTIVE;
      UserId user =
          all.users()
              .save(
                  User.builder()
                      .status(status)
                      .privacySettings(PrivacySettings.builder().publicProfile(agreed).build())
                      .build())
              .id();
      boolean isPublic = agreed && status == UserStatus.ACTIVE;
      if (i < NO_CONSENT.size()) {
        database.execute(
            "UPDATE zkpersona.users SET privacy_settings = '%s', status = 'active' WHERE id = '%s'"
                .formatted(NO_CONSENT.get(i), user.value()));
        isPublic = false;
      }
      publicUsers.put(user, isPublic);
      List<ZkProofId> own = proofs(all, user);
      for (ScoringCategory category : CATEGORIES) {
        for (ScoringPeriod period : PERIODS) {
          drawn.addAll(chain(user, category, period, own));
        }
      }
    }
    records.addAll(all.reputationRecords().saveAll(drawn));
  }

  private List<ZkProofId> proofs(Repositories all, UserId user) {
    List<ZkProofId> own = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      boolean verified = random.nextBoolean();
      ZkProof proof =
          all.zkProofs()
              .save(
                  ProofSamples.of(ProofProtocol.MARLIN, proofs.size()).toBuilder()
                      .userId(user)
                      .verificationStatus(
                          verified ? VerificationStatus.VERIFIED : VerificationStatus.FAILED)
                      .verifiedAt(verified ? now : null)
                      .build());
      proofs.put(proof.id(), proof);
      own.add(proof.id());
    }
    return own;
  }

  /** Creates periods with gaps between them, the last possibly open. */
  private List<ReputationRecord> chain(
      UserId user, ScoringCategory category, ScoringPeriod period, List<ZkProofId> proofs) {
    List<ReputationRecord> chain = new ArrayList<>();
    int hour = -20 + random.nextInt(10);
    int end = random.nextInt(20) - 5;
    while (hour < end) {
      int next = hour + 1 + random.nextInt(10);
      boolean open = next >= end && random.nextInt(4) != 0;
      chain.add(
          ReputationRecord.builder()
              .userId(user)
              .zkProofId(proofs.isEmpty() || random.nextBoolean() ? null : of(proofs))
              .scoringCategory(category)
              .scoringPeriod(period)
              .reputationScore(of(SCORES))
              .reputationBadges(of(BADGES))
              .effectiveFrom(at(hour))
              .effectiveUntil(open ? null : at(next))
              .status(
                  random.nextInt(5) == 0 ? of(ReputationStatus.values()) : ReputationStatus.ACTIVE)
              .isPublic(random.nextInt(4) != 0)
              .build());
      hour = next + (random.nextInt(4) == 0 ? 1 : 0);
    }
    return chain;
  }

  /** Returns half past the hour, so that no time equals now. */
  private Instant at(int hour) {
    return now.plus(Duration.ofMinutes(60L * hour + 30));
  }

  private <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  @SafeVarargs
  private <T> T of(T... values) {
    return values[random.nextInt(values.length)];
  }

  List<UserId> users() {
    return List.copyOf(publicUsers.keySet());
  }

  boolean isPublic(UserId user) {
    return publicUsers.get(user);
  }

  ZkProof proof(ZkProofId id) {
    return proofs.get(id);
  }

  List<ZkProof> proofsOf(UserId user) {
    return proofs.values().stream().filter(proof -> user.equals(proof.userId())).toList();
  }

  /** Returns the active records that have started. */
  List<ReputationRecord> begun(Predicate<ReputationRecord> which) {
    return records.stream()
        .filter(record -> record.status() == ReputationStatus.ACTIVE)
        .filter(record -> !record.effectiveFrom().isAfter(now))
        .filter(which)
        .toList();
  }

  List<ReputationRecord> inForce(Predicate<ReputationRecord> which) {
    return begun(
        which.and(
            record -> record.effectiveUntil() == null || record.effectiveUntil().isAfter(now)));
  }
}
