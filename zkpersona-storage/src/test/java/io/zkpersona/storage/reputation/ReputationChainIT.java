package io.zkpersona.storage.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.RecordReputationRequestBuilder;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.repository.contract.NullContract;
import io.zkpersona.storage.repository.contract.Subject;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.server.RuntimeRole;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each recorded reputation follows the previous one, even under concurrency. */
class ReputationChainIT {

  private static final int WRITERS = 50;
  private static final ScoringCategory CATEGORY = ScoringCategory.DEFI;
  private static final ScoringPeriod PERIOD = ScoringPeriod.MONTHLY;

  private static TestDatabase database;
  private static DatabaseManager manager;

  private UserId user;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    manager = RuntimeRole.open(database, database.config().maxConnections(WRITERS).build());
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  @BeforeEach
  void aNewUser() {
    user = newUser();
  }

  private static UserId newUser() {
    return manager.repositories().users().save(User.builder().build()).id();
  }

  private static ReputationRecordRepository records() {
    return RuntimeRole.repositories(manager).reputationRecords();
  }

  private RecordReputationRequestBuilder request(String score) {
    return RecordReputationRequest.builder()
        .userId(user)
        .scoringCategory(CATEGORY)
        .scoringPeriod(PERIOD)
        .reputationScore(new BigDecimal(score));
  }

  private ReputationRecord record(String score) {
    return records().record(request(score).build());
  }

  /** Stores an active record of the chain for the given time. */
  private ReputationRecord saved(String score, Instant from, Instant until) {
    return records()
        .save(
            ReputationRecord.builder()
                .userId(user)
                .scoringCategory(CATEGORY)
                .scoringPeriod(PERIOD)
                .reputationScore(new BigDecimal(score))
                .effectiveFrom(from)
                .effectiveUntil(until)
                .build());
  }

  /** Returns the chain, oldest first. */
  private List<ReputationRecord> chain() {
    List<ReputationRecord> chain =
        new ArrayList<>(records().history(user, CATEGORY, PERIOD, null, null));
    Collections.reverse(chain);
    return chain;
  }

  private static Instant clock() {
    return Instant.parse(
        database.queryOne("SELECT to_json(clock_timestamp() AT TIME ZONE 'UTC') #>> '{}' || 'Z'"));
  }

  @Test
  void theFirstIsInForceFromNowOnAndHasNothingBeforeIt() {
    Instant before = clock();
    ActorId actor = new ActorId(UUID.randomUUID());
    RecordReputationRequest request =
        request("61.5")
            .confidenceLevel(new BigDecimal("0.9"))
            .weight(new BigDecimal("0.25"))
            .contributingFactors(Json.of("[{\"n\": 1234567890123456789012345678901}]"))
            .reputationBadges(Json.of("[\"😀\"]"))
            .peerValidations(7)
            .calculationMethod("méthode")
            .verified(true)
            .isPublic(true)
            .build();

    ReputationRecord first = manager.repositories().as(actor).reputationRecords().record(request);

    assertThat(first.effectiveFrom()).isBetween(before, clock());
    assertThat(first)
        .isEqualTo(
            ReputationRecord.builder()
                .id(first.id())
                .userId(user)
                .reputationScore(new BigDecimal("61.5"))
                .confidenceLevel(request.confidenceLevel())
                .scoringCategory(CATEGORY)
                .scoringPeriod(PERIOD)
                .weight(request.weight())
                .contributingFactors(request.contributingFactors())
                .reputationBadges(request.reputationBadges())
                .peerValidations(7)
                .effectiveFrom(first.effectiveFrom())
                .calculationMethod("méthode")
                .verified(true)
                .isPublic(true)
                .audit(first.audit())
                .build());
    assertThat(first.audit().createdBy()).isEqualTo(actor);
    assertThat(first.audit().modifiedBy()).isEqualTo(actor);
    assertThat(records().getById(first.id())).isEqualTo(first);
    assertThat(records().inForce(user, CATEGORY, PERIOD)).contains(first);
  }

  @Test
  void theNextTakesItsPlace() {
    ReputationRecord first = record("61.5");
    ActorId actor = new ActorId(UUID.randomUUID());

    ReputationRecord second =
        manager.repositories().as(actor).reputationRecords().record(request("41.4999").build());

    assertThat(second.previousScore()).isEqualTo(new BigDecimal("61.5000"));
    assertThat(second.scoreChange()).isEqualTo(new BigDecimal("-20.0001"));
    assertThat(second.effectiveFrom()).isAfter(first.effectiveFrom());
    assertThat(second.effectiveUntil()).isNull();
    ReputationRecord ended = records().getById(first.id());
    assertThat(ended.audit().modifiedAt()).isAfter(first.audit().modifiedAt());
    assertThat(ended.audit().modifiedBy()).isEqualTo(actor);
    assertThat(ended)
        .isEqualTo(first.withEffectiveUntil(second.effectiveFrom()).withAudit(ended.audit()));
    assertThat(chain()).containsExactly(ended, second);
  }

  @Test
  void chainsDoNotTouchEachOther() {
    ReputationRecord mine = record("1");
    user = newUser();
    ReputationRecord others = record("2");
    ReputationRecord category =
        records().record(request("3").scoringCategory(ScoringCategory.NFT).build());
    ReputationRecord period =
        records().record(request("4").scoringPeriod(ScoringPeriod.DAILY).build());

    assertThat(List.of(mine, others, category, period))
        .allSatisfy(
            record -> {
              assertThat(record.previousScore()).isNull();
              assertThat(records().getById(record.id())).isEqualTo(record);
            });
  }

  @Test
  void manyWritersAtOnceLeaveAnUnbrokenChain() throws InterruptedException {
    AtomicInteger score = new AtomicInteger();

    List<ReputationRecord> recorded =
        Together.values(
            Together.run(WRITERS, () -> record(String.valueOf(score.getAndIncrement()))));

    List<ReputationRecord> chain = chain();
    assertThat(chain)
        .extracting(ReputationRecord::id)
        .containsExactlyInAnyOrderElementsOf(recorded.stream().map(ReputationRecord::id).toList());
    assertUnbroken(chain);
    assertThat(chain.get(0).previousScore()).isNull();
    assertThat(chain.get(WRITERS - 1).effectiveUntil()).isNull();
  }

  @Test
  void manyWritersInTransactionsOfTheirOwnThatRollBackNowAndThenLeaveOneToo()
      throws InterruptedException {
    AtomicInteger turn = new AtomicInteger();
    var outcomes =
        Together.run(
            WRITERS,
            () ->
                manager.callInTransaction(
                    tx -> {
                      int number = turn.getAndIncrement();
                      ReputationRecord one =
                          tx.reputationRecords().record(request("" + number).build());
                      if (number % 5 == 0) {
                        throw new Subject.Undo();
                      }
                      tx.reputationRecords().record(request("99").build());
                      return one;
                    }));

    assertThat(Together.failures(outcomes))
        .hasSize(WRITERS / 5)
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(Subject.Undo.class));
    List<ReputationRecord> chain = chain();
    assertThat(chain).hasSize(WRITERS * 4 / 5 * 2);
    assertUnbroken(chain);
  }

  static void assertUnbroken(List<ReputationRecord> chain) {
    for (int i = 1; i < chain.size(); i++) {
      ReputationRecord before = chain.get(i - 1);
      ReputationRecord record = chain.get(i);
      assertThat(before.effectiveUntil()).isEqualTo(record.effectiveFrom());
      assertThat(record.previousScore()).isEqualTo(before.reputationScore());
      assertThat(record.scoreChange())
          .isEqualTo(record.reputationScore().subtract(before.reputationScore()));
    }
  }

  @Test
  void whatIsPlannedForLaterKeepsItsTime() {
    Instant later = clock().plus(1, ChronoUnit.DAYS);
    ReputationRecord planned = saved("90", later, null);
    ReputationRecord planned2 =
        saved("1", later.minus(2, ChronoUnit.HOURS), later.minus(1, ChronoUnit.HOURS));

    ReputationRecord first = record("10");
    ReputationRecord second = record("20");

    assertThat(first.effectiveUntil()).isEqualTo(planned2.effectiveFrom());
    assertThat(second.effectiveUntil()).isEqualTo(planned2.effectiveFrom());
    assertThat(second.previousScore()).isEqualTo(first.reputationScore());
    assertThat(chain()).containsExactly(records().getById(first.id()), second, planned2, planned);
    assertThat(records().getById(first.id()).effectiveUntil()).isEqualTo(second.effectiveFrom());
  }

  @Test
  void whatHasEndedIsLeftAsItIsAndStillTheScoreBefore() {
    Instant past = clock().minus(1, ChronoUnit.DAYS);
    ReputationRecord ended = saved("30", past, past.plus(1, ChronoUnit.HOURS));

    ReputationRecord record = record("35");

    assertThat(record.previousScore()).isEqualTo(ended.reputationScore());
    assertThat(record.scoreChange()).isEqualTo(new BigDecimal("5.0000"));
    assertThat(records().getById(ended.id())).isEqualTo(ended);
  }

  @Test
  void whatIsNotActiveIsPassedOver() {
    ReputationRecord first = record("30");
    ReputationRecord second = record("50");
    records().invalidate(second.id(), "wrong input");

    ReputationRecord third = record("40");

    assertThat(third.previousScore()).isEqualTo(first.reputationScore());
    assertThat(records().getById(second.id()).effectiveUntil()).isNull();
    assertThat(records().inForce(user, CATEGORY, PERIOD)).contains(third);
  }

  @Test
  void thoseOfOneTransactionFollowEachOtherToo() {
    List<ReputationRecord> quick =
        manager.callInTransaction(
            tx -> {
              List<ReputationRecord> all = new ArrayList<>();
              for (int i = 0; i < 100; i++) {
                all.add(tx.reputationRecords().record(request("" + i).build()));
              }
              return all;
            });
    assertThat(quick)
        .isSortedAccordingTo(Comparator.comparing(ReputationRecord::effectiveFrom))
        .extracting(ReputationRecord::effectiveFrom)
        .doesNotHaveDuplicates();
    assertUnbroken(chain());
  }

  @Test
  void anUnknownUserProofOrScoreIsRefusedAndNothingIsWritten() {
    ReputationRecord first = record("10");
    UserId unknown = UserId.generate();

    assertThatThrownBy(() -> records().record(request("1").userId(unknown).build()))
        .isInstanceOfSatisfying(
            UserNotFoundException.class,
            missing -> assertThat(missing.id()).contains(unknown.value()));
    assertThatThrownBy(() -> records().record(request("1").zkProofId(ZkProofId.generate()).build()))
        .isInstanceOfSatisfying(
            MissingReferenceException.class,
            missing -> assertThat(missing.field()).isEqualTo("zkProofId"));
    NullContract.assertRefused("request", () -> records().record(null));

    assertThat(chain()).containsExactly(first);
  }

  @Test
  void inATransactionItIsUndoneWithTheRestAndInForceAtOnceBeforeThat() {
    ReputationRecord first = record("10");
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      ReputationRecord second =
                          tx.reputationRecords().record(request("20").build());
                      assertThat(tx.reputationRecords().inForce(user, CATEGORY, PERIOD))
                          .contains(second);
                      throw new Subject.Undo();
                    }))
        .isInstanceOf(Subject.Undo.class);

    assertThat(chain()).containsExactly(first);
  }

  @Test
  void aRefusalInATransactionLeavesItUsable() {
    manager.inTransaction(
        tx -> {
          ReputationRecordRepository inside = tx.reputationRecords();
          ReputationRecord first = inside.record(request("10").build());
          assertThatThrownBy(
                  () -> inside.record(request("20").zkProofId(ZkProofId.generate()).build()))
              .isInstanceOf(MissingReferenceException.class);
          assertThat(inside.history(user, CATEGORY, PERIOD, null, null)).containsExactly(first);
        });
    assertThat(chain()).hasSize(1);
  }

  @Test
  void theDatabaseRefusesAnOverlapOfActiveRecordsOnly() {
    Instant from = Instant.parse("2024-05-06T07:08:09.123456Z");
    Instant until = from.plus(10, ChronoUnit.MICROS);
    saved("1", from, until);

    saved("2", until, until.plus(1, ChronoUnit.MICROS));
    saved("3", from.minus(1, ChronoUnit.MICROS), from);
    for (Instant start : List.of(from.minus(5, ChronoUnit.MICROS), from, until.minusNanos(1_000))) {
      for (Instant end :
          new Instant[] {start.plus(6, ChronoUnit.MICROS), until.plusSeconds(1), null}) {
        assertThatThrownBy(() -> saved("4", start, end))
            .isInstanceOfSatisfying(
                DuplicateEntityException.class,
                refused -> {
                  assertThat(refused.field()).isEqualTo("effectiveFrom");
                  assertThat(refused.entityType()).isEqualTo("reputation record");
                })
            .hasMessageContaining("overlaps another active reputation record");
      }
    }
    assertThat(chain()).hasSize(3);
    ReputationRecord archived =
        records()
            .save(
                ReputationRecord.builder()
                    .userId(user)
                    .scoringCategory(CATEGORY)
                    .scoringPeriod(PERIOD)
                    .reputationScore(BigDecimal.ONE)
                    .effectiveFrom(from)
                    .status(ReputationStatus.ARCHIVED)
                    .build());
    assertThatThrownBy(() -> records().update(archived.withStatus(ReputationStatus.ACTIVE)))
        .isInstanceOf(DuplicateEntityException.class);
    assertThatThrownBy(
            () -> records().saveAll(List.of(newRecord(from.plusSeconds(9)), newRecord(from))))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class, refused -> assertThat(refused.index()).isPresent());
    assertThat(chain()).hasSize(4);
  }

  private ReputationRecord newRecord(Instant from) {
    return ReputationRecord.builder()
        .userId(user)
        .scoringCategory(CATEGORY)
        .scoringPeriod(PERIOD)
        .reputationScore(BigDecimal.ONE)
        .effectiveFrom(from)
        .effectiveUntil(from.plusMillis(1))
        .build();
  }
}
