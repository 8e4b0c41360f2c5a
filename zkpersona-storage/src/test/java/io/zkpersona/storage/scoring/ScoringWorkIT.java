package io.zkpersona.storage.scoring;

import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.ScoringResultRepository;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.OwnDatabase;
import io.zkpersona.storage.testing.server.Rows;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scores stored together with the mark on their inputs, and found again. */
public class ScoringWorkIT {

  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09.123456Z");
  private static final int LIMIT = 3;
  private static final int THREADS = 12;

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private UserId user;
  private UserId other;

  @BeforeEach
  void startEmpty() {
    user = OWN.manager().repositories().users().save(User.builder().build()).id();
    other = OWN.manager().repositories().users().save(User.builder().build()).id();
  }

  private static ScoringResultRepository scores() {
    return OWN.manager().repositories().scoringResults();
  }

  private static BehaviorInputRepository inputs() {
    return OWN.manager().repositories().behaviorInputs();
  }

  private static BehaviorInput input(UserId owner) {
    return inputs()
        .save(BehaviorInput.builder().userId(owner).inputData(Json.emptyObject()).build());
  }

  private static CreateScoringResultRequest request(BehaviorInputId input, UserId owner) {
    return CreateScoringResultRequest.builder()
        .behaviorInputId(input)
        .userId(owner)
        .score(new BigDecimal("12.3456"))
        .modelVersion("model 1")
        .timestamp(TIME)
        .build();
  }

  @Test
  void aScoreIsKeptAndItsInputMarked() {
    BehaviorInput input = input(user);

    ScoringResult kept = scores().createAndMarkProcessed(request(input.id(), null));

    assertThat(kept.withAudit(AuditStamp.unsaved()))
        .isEqualTo(request(input.id(), user).toEntity(kept.id()));
    assertThat(scores().findAll()).containsExactly(kept);
    BehaviorInput marked = inputs().getById(input.id());
    assertThat(marked).isEqualTo(input.withProcessed(true).withAudit(marked.audit()));
    assertThat(marked.audit().modifiedAt()).isAfter(input.audit().modifiedAt());
  }

  @Test
  void aScoreIsItsInputsUsersWhereThereIsOne() {
    BehaviorInput owned = input(user);
    BehaviorInput nobodys = input(null);

    assertThat(scores().createAndMarkProcessed(request(owned.id(), user)).userId()).isEqualTo(user);
    assertThat(scores().createAndMarkProcessed(request(nobodys.id(), null)).userId()).isNull();
    assertThat(scores().createAndMarkProcessed(request(nobodys.id(), other)).userId())
        .isEqualTo(other);
    unchanged(
        () ->
            assertInvalid(
                OptionalInt.empty(),
                () -> scores().createAndMarkProcessed(request(owned.id(), other))));
  }

  @Test
  void manyScoresAreKeptInTheOrderGivenAndAllTheirInputsMarked() {
    List<CreateScoringResultRequest> requests = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      BehaviorInput input = input(i % 3 == 0 ? null : user);
      requests.add(request(input.id(), null));
      requests.add(request(input.id(), null).withModelVersion("model 2"));
    }
    Collections.shuffle(requests, new Random(7));
    BehaviorInput left = input(user);

    List<ScoringResult> kept = scores().createAllAndMarkProcessed(requests);

    assertThat(kept).hasSize(50);
    for (int i = 0; i < 50; i++) {
      UserId owner = inputs().getById(requests.get(i).behaviorInputId()).userId();
      assertThat(kept.get(i).withAudit(AuditStamp.unsaved()))
          .isEqualTo(requests.get(i).withUserId(owner).toEntity(kept.get(i).id()));
    }
    assertThat(scores().findAll()).containsExactlyInAnyOrderElementsOf(kept);
    assertThat(inputs().findUnprocessed(1_000)).containsExactly(left);
    assertThat(scores().createAllAndMarkProcessed(List.of())).isEmpty();
  }

  @Test
  void anInputThatIsMarkedAlreadyIsNotWrittenAgain() {
    BehaviorInput input = input(user);
    inputs().markAsProcessed(input.id());
    BehaviorInput marked = inputs().getById(input.id());

    scores().createAndMarkProcessed(request(input.id(), null));
    scores().createAllAndMarkProcessed(List.of(request(input.id(), null)));

    assertThat(inputs().getById(input.id())).isEqualTo(marked);
    assertThat(scores().count()).isEqualTo(2);
  }

  @Test
  void ofBadRequestsNothingIsKeptAndNothingMarked() {
    BehaviorInput input = input(user);
    BehaviorInput second = input(null);
    BehaviorInputId unknown = BehaviorInputId.generate();
    UserId nobody = UserId.generate();
    List<CreateScoringResultRequest> good =
        List.of(request(input.id(), null), request(second.id(), null));

    unchanged(
        () -> {
          assertMissing(
              "behaviorInputId",
              OptionalInt.empty(),
              () -> scores().createAndMarkProcessed(request(unknown, null)));
          assertMissing(
              "userId",
              OptionalInt.empty(),
              () -> scores().createAndMarkProcessed(request(second.id(), nobody)));
          assertMissing(
              "behaviorInputId",
              OptionalInt.of(2),
              () -> scores().createAllAndMarkProcessed(with(good, request(unknown, user))));
          assertMissing(
              "userId",
              OptionalInt.of(2),
              () -> scores().createAllAndMarkProcessed(with(good, request(second.id(), nobody))));
          assertInvalid(
              OptionalInt.of(2),
              () -> scores().createAllAndMarkProcessed(with(good, request(input.id(), other))));
        });
  }

  private static List<CreateScoringResultRequest> with(
      List<CreateScoringResultRequest> good, CreateScoringResultRequest last) {
    return Stream.concat(good.stream(), Stream.of(last)).toList();
  }

  private static void unchanged(Runnable action) {
    List<String> before = Rows.all(OWN.database());
    action.run();
    assertThat(Rows.all(OWN.database())).isEqualTo(before);
  }

  @Test
  void aScoreOfMoreDigitsThanTheColumnHoldsIsRefusedNotRounded() {
    for (String score : List.of("99.99999", "1000000", "0.00001", "1e30")) {
      assertThatThrownBy(
              () -> request(BehaviorInputId.generate(), null).withScore(new BigDecimal(score)))
          .isInstanceOf(ValidationException.class)
          .hasMessageStartingWith("score: ");
    }
  }

  @Test
  void whoScoresIsNamedByTheScoreAndByTheInput() {
    ActorId actor = new ActorId(UUID.randomUUID());
    BehaviorInput input = input(user);
    ScoringResultRepository scores = OWN.manager().repositories().as(actor).scoringResults();

    ScoringResult one = scores.createAndMarkProcessed(request(input.id(), null));
    ScoringResult two = scores.createAllAndMarkProcessed(List.of(request(input.id(), null))).get(0);

    assertThat(List.of(one, two))
        .allSatisfy(kept -> assertThat(kept.audit().createdBy()).isEqualTo(actor));
    assertThat(scores().getById(one.id())).isEqualTo(one);
    assertThat(inputs().getById(input.id()).audit().modifiedBy()).isEqualTo(actor);
  }

  @Test
  void bothAreUndoneWithTheirTransaction() {
    BehaviorInput input = input(user);
    unchanged(
        () ->
            assertThatThrownBy(
                    () ->
                        OWN.manager()
                            .inTransaction(
                                tx -> {
                                  tx.scoringResults()
                                      .createAndMarkProcessed(request(input.id(), null));
                                  assertThat(tx.behaviorInputs().getById(input.id()).processed())
                                      .isTrue();
                                  throw new IllegalStateException("undone");
                                }))
                .hasMessage("undone"));
  }

  /** Without a lock, the input might get another user meanwhile. */
  @Test
  void aScoreIsTheUsersWhoHasTheInputInTheEnd() throws SQLException {
    BehaviorInput input = input(user);
    try (Connection writer = OWN.database().connect()) {
      writer.setAutoCommit(false);
      Backends.execute(
          writer,
          "UPDATE zkpersona.behavior_inputs SET user_id = '%s' WHERE id = '%s'"
              .formatted(other.value(), input.id().value()));
      CompletableFuture<ScoringResult> kept =
          OwnThreads.supply(() -> scores().createAndMarkProcessed(request(input.id(), null)));
      Backends.awaitWaiting(OWN.database(), 1);
      writer.commit();

      assertThat(kept.join().userId()).isEqualTo(other);
      assertThat(inputs().getById(input.id()).processed()).isTrue();
    }
  }

  @Test
  void anInputThatIsDeletedMeanwhileHasNoScore() throws SQLException {
    BehaviorInput input = input(user);
    try (Connection writer = OWN.database().connect()) {
      writer.setAutoCommit(false);
      Backends.execute(
          writer,
          "DELETE FROM zkpersona.behavior_inputs WHERE id = '%s'".formatted(input.id().value()));
      CompletableFuture<ScoringResult> kept =
          OwnThreads.supply(() -> scores().createAndMarkProcessed(request(input.id(), null)));
      Backends.awaitWaiting(OWN.database(), 1);
      writer.commit();

      assertThatThrownBy(kept::join).hasCauseInstanceOf(MissingReferenceException.class);
    }
  }

  @Test
  void aRefusedScoreLeavesItsTransactionUsable() {
    BehaviorInput input = input(null);
    UserId nobody = UserId.generate();

    OWN.manager()
        .inTransaction(
            tx -> {
              assertMissing(
                  "userId",
                  OptionalInt.empty(),
                  () -> tx.scoringResults().createAndMarkProcessed(request(input.id(), nobody)));
              assertMissing(
                  "userId",
                  OptionalInt.of(0),
                  () ->
                      tx.scoringResults()
                          .createAllAndMarkProcessed(List.of(request(input.id(), nobody))));
              tx.scoringResults().createAndMarkProcessed(request(input.id(), user));
            });

    assertThat(scores().findAll()).extracting(ScoringResult::userId).containsExactly(user);
    assertThat(inputs().getById(input.id()).processed()).isTrue();
  }

  @Test
  void scoresThatAreTooManyForOneStatementAreKeptLikeFew() {
    List<CreateScoringResultRequest> requests = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      requests.add(request(input(user).id(), null));
    }

    List<ScoringResult> kept = scores().createAllAndMarkProcessed(requests);

    assertThat(kept).hasSize(120).allSatisfy(score -> assertThat(score.userId()).isEqualTo(user));
    assertThat(scores().findAll()).containsExactlyInAnyOrderElementsOf(kept);
    assertThat(inputs().findUnprocessed(1)).isEmpty();
  }

  /** Each call has the same inputs in a different order. */
  @Test
  void manyAtOnceWaitInLine() throws InterruptedException {
    List<CreateScoringResultRequest> requests = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      requests.add(request(input(user).id(), null));
    }

    Together.values(
        Together.run(
            THREADS,
            () -> {
              List<CreateScoringResultRequest> shuffled = new ArrayList<>(requests);
              Collections.shuffle(shuffled);
              return scores().createAllAndMarkProcessed(shuffled);
            }));

    assertThat(scores().count()).isEqualTo(40 * THREADS);
    assertThat(inputs().findUnprocessed(1)).isEmpty();
  }

  @Test
  void theLatestOfAModelIsFound() {
    BehaviorInput input = input(user);
    BehaviorInput otherInput = input(user);
    List<ScoringResult> kept = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      CreateScoringResultRequest request =
          request(i % 4 == 3 ? otherInput.id() : input.id(), null)
              .withModelVersion(i % 3 == 0 ? "Model" : "model")
              .withTimestamp(TIME.plus(i * 7 % 5, ChronoUnit.MICROS));
      kept.add(scores().create(request));
    }
    for (BehaviorInputId id : List.of(input.id(), otherInput.id())) {
      for (String model : List.of("Model", "model")) {
        assertThat(scores().findLatest(id, model))
            .isEqualTo(
                kept.stream()
                    .filter(score -> score.behaviorInputId().equals(id))
                    .filter(score -> score.modelVersion().equals(model))
                    .max(
                        Comparator.comparing(ScoringResult::timestamp)
                            .thenComparing(score -> score.id().value().toString())))
            .isPresent();
      }
    }
    assertThat(scores().findLatest(input.id(), "MODEL")).isEmpty();
    assertThat(scores().findLatest(BehaviorInputId.generate(), "model")).isEmpty();
  }

  @Test
  void aUsersScoresOfAStretchOfTimeAreFoundNewestFirst() {
    BehaviorInput mine = input(user);
    BehaviorInput theirs = input(other);
    List<ScoringResult> kept = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Instant time = TIME.plus(i / 2, ChronoUnit.MICROS);
      kept.add(scores().createAndMarkProcessed(request(mine.id(), null).withTimestamp(time)));
      scores().createAndMarkProcessed(request(theirs.id(), null).withTimestamp(time));
    }
    Collections.reverse(kept);

    assertThat(find(TIME, TIME.plus(4, ChronoUnit.MICROS))).isEqualTo(kept);
    // The start is inclusive, the end exclusive.
    assertThat(find(TIME.plus(1, ChronoUnit.MICROS), TIME.plus(3, ChronoUnit.MICROS)))
        .isEqualTo(kept.subList(2, 6));
    assertThat(find(TIME, TIME)).isEmpty();
    assertThatThrownBy(() -> find(TIME.plusSeconds(1), TIME))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("startDate");
  }

  private List<ScoringResult> find(Instant from, Instant until) {
    return scores().findByUserId(user, from, until);
  }

  @Test
  void aUsersScoresAreNeverCutShort() {
    BehaviorInput input = input(user);
    Instant until = TIME.plusSeconds(1);
    try (DatabaseManager limited =
        DatabaseManager.open(OWN.database().config().findAllLimit(LIMIT).build())) {
      ScoringResultRepository scores = limited.repositories().scoringResults();
      for (int i = 0; i < LIMIT; i++) {
        scores.createAndMarkProcessed(request(input.id(), null));
      }
      assertThat(scores.findByUserId(user, TIME, until)).hasSize(LIMIT);

      scores.createAndMarkProcessed(request(input.id(), null));

      assertThatThrownBy(() -> scores.findByUserId(user, TIME, until))
          .isInstanceOf(ResultTooLargeException.class);
    }
  }

  @Test
  void nullIsRefusedByName() {
    List<CreateScoringResultRequest> none = Collections.singletonList(null);
    assertRefused("request", () -> scores().createAndMarkProcessed(null));
    assertRefused("requests", () -> scores().createAllAndMarkProcessed(null));
    assertRefused("requests", () -> scores().createAllAndMarkProcessed(none));
    assertRefused("behaviorInputId", () -> scores().findLatest(null, "model"));
    assertRefused("modelVersion", () -> scores().findLatest(BehaviorInputId.generate(), null));
    assertRefused("userId", () -> scores().findByUserId(null, TIME, TIME));
    assertRefused("startDate", () -> scores().findByUserId(user, null, TIME));
    assertRefused("endDate", () -> scores().findByUserId(user, TIME, null));
  }

  private static void assertMissing(String field, OptionalInt index, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MissingReferenceException.class,
            missing -> {
              assertThat(missing.entityType()).isEqualTo("scoring result");
              assertThat(missing.field()).isEqualTo(field);
              assertThat(missing.index()).isEqualTo(index);
            });
  }

  private static void assertInvalid(OptionalInt index, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> {
              assertThat(refused.fields()).containsExactly("userId");
              assertThat(refused.index()).isEqualTo(index);
            });
  }
}
