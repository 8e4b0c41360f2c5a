package io.zkpersona.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.CreateBehaviorSessionRequest;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.ProofType;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.UserStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pins the defaults of every builder. */
class DefaultsTest {
  private static final AuditStamp UNSAVED = AuditStamp.unsaved();

  @Test
  void user() {
    User user = User.builder().build();

    assertThat(user)
        .isEqualTo(
            new User(
                user.id(),
                null,
                null,
                null,
                UserStatus.ACTIVE,
                PrivacySettings.defaults(),
                UNSAVED));
    assertThat(CreateUserRequest.builder().build().toEntity(user.id())).isEqualTo(user);
    assertThat(User.builder().build().id()).isNotEqualTo(user.id());
  }

  @Test
  void behaviorSession() {
    BehaviorSession session = BehaviorSession.builder().build();

    assertThat(session)
        .isEqualTo(
            new BehaviorSession(
                session.id(),
                null,
                session.sessionToken(),
                SessionType.WEB,
                session.startTime(),
                null,
                null,
                Json.emptyObject(),
                SessionStatus.ACTIVE,
                UNSAVED));
    assertNow(session.startTime());
    assertThat(BehaviorSession.builder().build().id()).isNotEqualTo(session.id());
    assertThat(BehaviorSession.builder().build().sessionToken())
        .isNotEqualTo(session.sessionToken());

    CreateBehaviorSessionRequest request = CreateBehaviorSessionRequest.builder().build();
    assertNow(request.startTime());
    assertThat(
            request
                .withSessionToken(session.sessionToken())
                .withStartTime(session.startTime())
                .toEntity(session.id()))
        .isEqualTo(session);
    assertThat(CreateBehaviorSessionRequest.builder().build().sessionToken())
        .isNotEqualTo(request.sessionToken());
  }

  @Test
  void behaviorInput() {
    Json data = Json.of("[1]");
    BehaviorInput input = BehaviorInput.builder().inputData(data).build();

    assertThat(input)
        .isEqualTo(
            new BehaviorInput(
                input.id(),
                null,
                null,
                null,
                data,
                InputType.GENERAL,
                BehaviorSource.WEB,
                input.timestamp(),
                false,
                null,
                null,
                UNSAVED));
    assertNow(input.timestamp());
    assertThat(BehaviorInput.builder().inputData(data).build().id()).isNotEqualTo(input.id());

    CreateBehaviorInputRequest request =
        CreateBehaviorInputRequest.builder().inputData(data).build();
    assertNow(request.timestamp());
    assertThat(request.withTimestamp(input.timestamp()).toEntity(input.id())).isEqualTo(input);
  }

  @Test
  void scoringResult() {
    BehaviorInputId inputId = BehaviorInputId.generate();
    ScoringResult result =
        ScoringResult.builder()
            .behaviorInputId(inputId)
            .score(BigDecimal.ONE)
            .modelVersion("model")
            .build();

    assertThat(result)
        .isEqualTo(
            new ScoringResult(
                result.id(),
                null,
                inputId,
                BigDecimal.ONE,
                "model",
                result.timestamp(),
                null,
                null,
                UNSAVED));
    assertNow(result.timestamp());
    assertThat(result.toBuilder().id(ScoringResultId.generate()).build()).isNotEqualTo(result);

    var request = Requests.score().behaviorInputId(inputId).build();
    assertNow(request.timestamp());
    assertThat(request.withTimestamp(result.timestamp()).toEntity(result.id())).isEqualTo(result);
  }

  @Test
  void zkProof() {
    Json text = Json.emptyArray();
    ZkProof proof =
        ZkProof.builder().proofData(text).verificationKey(text).circuitVersion("circuit").build();

    assertThat(proof)
        .isEqualTo(
            new ZkProof(
                proof.id(),
                null,
                null,
                null,
                text,
                text,
                Json.emptyObject(),
                ProofType.ZKML,
                ProofProtocol.GROTH16,
                null,
                "circuit",
                VerificationStatus.PENDING,
                null,
                null,
                null,
                null,
                null,
                null,
                Json.emptyObject(),
                null,
                UNSAVED));
    assertThat(Requests.proof().build().toEntity(proof.id())).isEqualTo(proof);
  }

  @Test
  void reputationRecord() {
    UserId userId = UserId.generate();
    ReputationRecord reputation =
        ReputationRecord.builder().userId(userId).reputationScore(BigDecimal.ONE).build();

    assertThat(reputation)
        .isEqualTo(
            new ReputationRecord(
                reputation.id(),
                userId,
                null,
                null,
                BigDecimal.ONE,
                null,
                null,
                BigDecimal.ZERO,
                ScoringCategory.OVERALL,
                ScoringPeriod.CURRENT,
                BigDecimal.ONE,
                Json.emptyArray(),
                Json.emptyArray(),
                0,
                reputation.effectiveFrom(),
                null,
                "zkml_score",
                ReputationStatus.ACTIVE,
                null,
                false,
                false,
                UNSAVED));
    assertNow(reputation.effectiveFrom());

    var request = Requests.reputation().userId(userId).build();
    assertNow(request.effectiveFrom());
    assertThat(request.withEffectiveFrom(reputation.effectiveFrom()).toEntity(reputation.id()))
        .isEqualTo(reputation);
  }

  @Test
  void everyBuilderMakesANewId() {
    assertThat(User.builder().build().id()).isInstanceOf(UserId.class);
    assertThat(BehaviorSession.builder().build().id()).isInstanceOf(BehaviorSessionId.class);
    assertThat(proofId()).isNotEqualTo(proofId());
    assertThat(reputationId()).isNotEqualTo(reputationId());
  }

  static Stream<Record> emptyFilters() {
    return Stream.of(
        UserFilter.none(),
        BehaviorSessionFilter.none(),
        BehaviorInputFilter.none(),
        ScoringResultFilter.none(),
        ZkProofFilter.none(),
        ReputationFilter.none());
  }

  @ParameterizedTest
  @MethodSource("emptyFilters")
  void aFilterRestrictsNothing(Record filter) {
    assertThat(Components.names(filter.getClass()))
        .allSatisfy(name -> assertThat(Components.get(filter, name)).isNull());
    assertThat(filter).hasToString(filter.getClass().getSimpleName() + "[]");
  }

  private static ZkProofId proofId() {
    return ZkProof.builder()
        .proofData(Json.emptyObject())
        .verificationKey(Json.emptyObject())
        .circuitVersion("circuit")
        .build()
        .id();
  }

  private static ReputationRecordId reputationId() {
    return ReputationRecord.builder()
        .userId(UserId.generate())
        .reputationScore(BigDecimal.ONE)
        .build()
        .id();
  }

  private static void assertNow(Instant time) {
    assertThat(time).isCloseTo(Instant.now(), within(Duration.ofMinutes(5)));
    assertThat(time).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
  }
}
