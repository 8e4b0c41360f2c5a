package io.zkpersona.cli.report;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.Repositories;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Users with inputs of forty days and scores of a year; every text of a person has a marker. */
final class Population {

  static final int USERS = 60;
  static final int INPUTS = 3_000;
  static final int PROOFS = 40;
  static final String MARKER = "mark3r";

  private static final Duration DAY = Duration.ofDays(1);
  private static final int DAYS = 40;
  private static final int MONTHS = 12;

  private static final List<InputType> TYPES = List.of(InputType.values()).subList(0, 4);
  private static final List<BehaviorSource> SOURCES =
      List.of(BehaviorSource.values()).subList(0, 3);

  private final Random random = new Random(20_261_130);
  private final Instant now = Instant.now();
  private final List<UserId> users = new ArrayList<>();

  private Population() {}

  /** Stores them, and returns their ids. */
  static List<UserId> in(Repositories all) {
    Population population = new Population();
    for (int i = 0; i < USERS; i++) {
      population.user(all, i);
    }
    population.inputs(all);
    population.scores(all);
    population.proofs(all);
    return population.users;
  }

  private void user(Repositories all, int number) {
    users.add(
        all.users()
            .save(
                User.builder()
                    .walletAddress(WalletAddress.of("0x" + "%040x".formatted(number + 1)))
                    .username(Username.of(MARKER + number))
                    .email(EmailAddress.of(MARKER + number + "@example.org"))
                    .privacySettings(PrivacySettings.builder().publicProfile(true).build())
                    .build())
            .id());
  }

  private void inputs(Repositories all) {
    List<BehaviorInput> inputs = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      double position = random.nextDouble();
      inputs.add(
          BehaviorInput.builder()
              .userId(users.get(random.nextInt(USERS)))
              .sessionId(new SessionText(MARKER + " session"))
              .inputType(TYPES.get(random.nextInt(TYPES.size())))
              .source(SOURCES.get(random.nextInt(SOURCES.size())))
              .inputData(Json.of("{\"text\": \"" + MARKER + "\"}"))
              .timestamp(now.minus(DAY.multipliedBy(DAYS)).plusSeconds(seconds(position)))
              .processed(i % 10 != 0)
              .build());
    }
    all.behaviorInputs().saveAll(inputs);
  }

  /** More towards the end. */
  private static long seconds(double position) {
    return Math.round(Math.sqrt(position) * DAY.toSeconds() * DAYS);
  }

  private void proofs(Repositories all) {
    for (int i = 0; i < PROOFS; i++) {
      ZkProofId id =
          all.zkProofs()
              .create(
                  CreateZkProofRequest.builder()
                      .userId(users.get(i))
                      .proofData(Json.of("{\"text\": \"" + MARKER + i + "\"}"))
                      .verificationKey(Json.of("{\"any\": \"key\"}"))
                      .publicSignals(Json.of("[\"" + i + "\"]"))
                      .protocol(ProofProtocol.MARLIN)
                      .circuitVersion("1")
                      .build())
              .id();
      if (i % 4 == 1) {
        all.zkProofs().markFailed(id, attempt(VerificationVerdict.REJECTED));
      } else if (i % 4 > 1) {
        all.zkProofs().markVerified(id, attempt(VerificationVerdict.ACCEPTED));
      }
    }
  }

  private VerificationAttempt attempt(VerificationVerdict verdict) {
    return VerificationAttempt.builder()
        .verifierName(MARKER)
        .verifierVersion("1")
        .verdict(verdict)
        .at(now)
        .build();
  }

  private void scores(Repositories all) {
    List<ReputationRecord> records = new ArrayList<>();
    for (UserId user : users) {
      double score = 30 + 20 * random.nextGaussian();
      Instant from = now.minus(DAY.multipliedBy(360)).plusSeconds(random.nextInt(86_400));
      for (int month = 0; month < MONTHS; month++) {
        Instant until = from.plus(DAY.multipliedBy(30));
        score = Math.min(100, Math.max(0, score + 2 + 3 * random.nextGaussian()));
        records.add(
            ReputationRecord.builder()
                .userId(user)
                .reputationScore(BigDecimal.valueOf(Math.round(score * 100), 2))
                .isPublic(true)
                .effectiveFrom(from)
                .effectiveUntil(month == MONTHS - 1 ? null : until)
                .build());
        from = until;
      }
    }
    all.reputationRecords().saveAll(records);
  }
}
