package io.zkpersona.benchmarks.lifecycle;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.ErasureReport;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.Repositories;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Erases prepared users: three inputs in a session, a score, a proof, a record, one sign-in. */
final class EraseWork extends Work {

  private static final int INPUTS = 3;
  private static final Map<String, Long> REMOVED =
      Map.of(
          "users", 1L,
          "behavior_sessions", 1L,
          "behavior_inputs", (long) INPUTS,
          "scoring_results", 1L,
          "zk_proofs", 1L,
          "verification_attempts", 1L,
          "reputation_records", 1L,
          "auth_sessions", 1L,
          "refresh_tokens", 1L);

  private final List<UserId> persons = new ArrayList<>();
  private int done;

  EraseWork(LifecycleFixture fixture) {
    super(fixture);
  }

  @Override
  public void prepare(int calls) {
    Repositories repositories = fixture().repositories();
    for (int i = 0; i < calls; i++) {
      UserId user =
          repositories
              .users()
              .create(
                  CreateUserRequest.builder()
                      .walletAddress(new WalletAddress(String.format(Locale.ROOT, "0x7%039x", i)))
                      .build())
              .id();
      work(repositories, user);
      repositories
          .signIn()
          .openSession(user, new SessionLifetimes(Duration.ofHours(1), Duration.ofDays(1)));
      persons.add(user);
    }
  }

  private static void work(Repositories repositories, UserId user) {
    BehaviorSession session = repositories.behaviorSessions().start(user, SessionType.WEB);
    List<BehaviorInput> inputs =
        repositories
            .behaviorInputs()
            .createAll(
                IntStream.range(0, INPUTS)
                    .mapToObj(
                        number ->
                            CreateBehaviorInputRequest.builder()
                                .userId(user)
                                .behaviorSessionId(session.id())
                                .inputData(Json.of("{\"number\": " + number + "}"))
                                .build())
                    .toList());
    repositories
        .scoringResults()
        .createAndMarkProcessed(
            CreateScoringResultRequest.builder()
                .behaviorInputId(inputs.get(0).id())
                .score(BigDecimal.TEN)
                .modelVersion("model-1")
                .build());
    ZkProof proof =
        repositories
            .zkProofs()
            .create(
                CreateZkProofRequest.builder()
                    .userId(user)
                    .proofData(Json.of("{\"pi_a\": \"1\"}"))
                    .verificationKey(Json.of("{\"a\": \"key of the erased\"}"))
                    .publicSignals(Json.of("[\"1\"]"))
                    .protocol(ProofProtocol.MARLIN)
                    .circuitVersion("1")
                    .build(),
                IfStatementExists.THROW)
            .proof();
    repositories
        .zkProofs()
        .markVerified(
            proof.id(),
            VerificationAttempt.builder()
                .verifierName("a verifier")
                .verifierVersion("1")
                .verdict(VerificationVerdict.ACCEPTED)
                .build());
    repositories
        .reputationRecords()
        .record(
            RecordReputationRequest.builder()
                .userId(user)
                .zkProofId(proof.id())
                .reputationScore(BigDecimal.TEN)
                .build());
  }

  @Override
  public Object call(Lifecycle subject) {
    LifecycleFixture.require(done < persons.size(), "no more calls than persons");
    ErasureReport report = subject.erase(persons.get(done++));
    for (Map.Entry<String, Long> expected : REMOVED.entrySet()) {
      LifecycleFixture.require(
          expected.getValue().equals(report.removed().get(expected.getKey())),
          expected + " in the report");
    }
    return report;
  }

  @Override
  public void check() throws SQLException {
    long left = (long) persons.size() - done;
    for (Map.Entry<String, Long> removed : REMOVED.entrySet()) {
      fixture().requireAdded(removed.getKey(), left * removed.getValue());
    }
  }
}
