package io.zkpersona.storage.repository.contract;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.proof.ProofSamples;
import io.zkpersona.storage.repository.Repositories;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Stored entities for others to refer to: three of each type that precedes the one tested. */
public final class References {

  private static final int OF_EACH = 3;

  /** A circuit for proofs. */
  public static final Circuit CIRCUIT =
      Circuit.builder()
          .name("a circuit")
          .version("1")
          .protocol(ProofProtocol.MARLIN)
          .verificationKeys(List.of(Json.of("{\"key\":\"of a circuit\"}")))
          .build();

  public final List<UserId> users = new ArrayList<>();
  public final List<BehaviorSessionId> sessions = new ArrayList<>();
  public final List<BehaviorInputId> inputs = new ArrayList<>();
  public final List<ScoringResultId> scores = new ArrayList<>();
  public final List<ZkProofId> proofs = new ArrayList<>();

  /** Sponsors' accounts, each for one day; tests that need them add them. */
  public final List<Account> accounts = new ArrayList<>();

  /** A sponsor's account for one day. */
  public record Account(SponsorId sponsorId, LocalDate date) {}

  /**
   * Stores them.
   *
   * @param kinds how many types: users, sessions, inputs, scores, proofs
   */
  public References(Repositories all, int kinds) {
    if (kinds > 3) {
      all.zkProofs().declareCircuit(CIRCUIT);
    }
    for (int i = 0; i < OF_EACH; i++) {
      if (kinds > 0) {
        users.add(all.users().save(User.builder().build()).id());
      }
      if (kinds > 1) {
        sessions.add(all.behaviorSessions().save(BehaviorSession.builder().build()).id());
      }
      if (kinds > 2) {
        inputs.add(all.behaviorInputs().save(input()).id());
      }
      if (kinds > 3) {
        scores.add(all.scoringResults().save(score(inputs.get(i))).id());
      }
      if (kinds > 4) {
        proofs.add(all.zkProofs().save(ProofSamples.of(ProofProtocol.MARLIN, i)).id());
      }
    }
  }

  /** Returns an input that is always the same for the same number. */
  public static BehaviorInput numbered(int number) {
    return input()
        .withId(new BehaviorInputId(new UUID(0x7000L, Long.MIN_VALUE | number)))
        .withSessionId(new SessionText(String.valueOf(number)))
        .withTimestamp(Instant.EPOCH.plusSeconds(number))
        .withInputData(Json.of("{\"number\": " + number + "}"));
  }

  /** Returns an input with only its required values. */
  public static BehaviorInput input() {
    return BehaviorInput.builder().inputData(Json.emptyObject()).build();
  }

  /** Returns a score with only its required values. */
  public static ScoringResult score(BehaviorInputId input) {
    return ScoringResult.builder()
        .behaviorInputId(input)
        .score(BigDecimal.ONE)
        .modelVersion("1")
        .build();
  }
}
