package io.zkpersona.storage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.behavior.BlockRange;
import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.CreateBehaviorSessionRequest;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.InputInvalidation;
import io.zkpersona.domain.behavior.InvalidationRule;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** One call of each method of each repository, on the rows of {@link FilledTables}. */
final class RepositoryCalls {

  private static final int ROW = 80_020;
  static final UserId USER = new UserId(FilledTables.id(1, ROW));
  static final BehaviorSessionId SESSION = new BehaviorSessionId(FilledTables.id(2, ROW));
  static final BehaviorInputId INPUT = new BehaviorInputId(FilledTables.id(3, ROW));
  static final BehaviorInputId OPEN = new BehaviorInputId(FilledTables.id(3, 100_050));
  static final ScoringResultId SCORE = new ScoringResultId(FilledTables.id(4, ROW));
  private static final ChainId CHAIN = ChainId.evm(1);
  static final Instant FROM = Instant.parse("2024-03-01T00:00:00Z");
  static final Instant UNTIL = Instant.parse("2024-03-01T06:00:00Z");

  private RepositoryCalls() {}

  static Calls all() {
    Calls calls = new Calls();
    users(calls);
    sessions(calls);
    inputs(calls);
    scores(calls);
    RollupCalls.addTo(calls);
    InputPartitionCalls.addTo(calls);
    WorkQueueCalls.addTo(calls);
    ProofCalls.addTo(calls);
    ReputationCalls.addTo(calls);
    SponsorshipCalls.addTo(calls);
    SignInCalls.addTo(calls);
    AccessCalls.addTo(calls);
    ChangeCalls.addTo(calls);
    FeedCalls.addTo(calls);
    return calls;
  }

  private static void users(Calls calls) {
    WalletAddress wallet = WalletAddress.of("0x%040x".formatted(ROW));
    calls
        .entities(
            "users",
            Repositories::users,
            USER,
            User.builder().build(),
            CreateUserRequest.builder().build())
        .lists(
            "users",
            Repositories::users,
            UserFilter.builder().createdFrom(FROM).createdUntil(UNTIL).build(),
            List.of("createdAt", "modifiedAt"))
        .finds("users by wallet", all -> all.users().findByWalletAddress(wallet))
        .add(
            "users by another chain's wallet",
            all -> all.users().findByWalletAddress(WalletAddress.of("other:chain:unknown")))
        .finds("users by e-mail", all -> all.users().findByEmail(ROW + "@EXAMPLE.org"))
        .finds("users by name", all -> all.users().findByUsername("NAME-" + ROW))
        .add("users get or create, get", all -> all.users().getOrCreateByWalletAddress(wallet))
        .add(
            "users get or create, create",
            all -> all.users().getOrCreateByWalletAddress(WalletAddress.of("0x" + "f".repeat(40))))
        .add(
            "users all by wallet",
            all ->
                assertThat(
                        all.users()
                            .findAllByWalletAddress(
                                List.of(wallet, WalletAddress.of("other:chain:unknown"))))
                    .hasSize(1))
        .add(
            "users all by e-mail",
            all ->
                assertThat(all.users().findAllByEmail(List.of(ROW + "@EXAMPLE.org", "nobody's")))
                    .hasSize(1))
        .add(
            "users all by name",
            all ->
                assertThat(all.users().findAllByUsername(List.of("NAME-" + ROW, "nobody's")))
                    .hasSize(1))
        .add(
            "users get or create all",
            all ->
                assertThat(
                        all.users()
                            .getOrCreateAllByWalletAddress(
                                List.of(wallet, WalletAddress.of("0x" + "f".repeat(40))))
                            .created())
                    .isOne())
        .add("users suspend", all -> all.users().suspend(USER))
        .add("users soft delete", all -> all.users().softDelete(USER))
        .add("users deleteById of a user", all -> all.users().deleteById(USER))
        .add("users erase", all -> all.users().erase(USER, progress -> {}))
        .add(
            "users reactivate",
            all -> {
              all.users().suspend(USER);
              all.users().reactivate(USER);
            });
  }

  private static void sessions(Calls calls) {
    calls
        .entities(
            "sessions",
            Repositories::behaviorSessions,
            SESSION,
            BehaviorSession.builder().build(),
            CreateBehaviorSessionRequest.builder().build())
        .lists(
            "sessions",
            Repositories::behaviorSessions,
            BehaviorSessionFilter.builder().userId(USER).build(),
            List.of("startTime", "createdAt"))
        .finds(
            "sessions by token",
            all ->
                all.behaviorSessions()
                    .findBySessionToken(new SessionToken("token-%012d".formatted(ROW))))
        .add("sessions by user", all -> all.behaviorSessions().findByUserId(USER))
        .add("sessions active by user", all -> all.behaviorSessions().findActiveByUserId(USER))
        .add("sessions start", all -> all.behaviorSessions().start(USER, SessionType.WEB))
        .add("sessions expire idle", all -> all.behaviorSessions().expireIdle(FROM, 100))
        .add(
            "sessions attach inputs",
            all -> all.behaviorSessions().attachInputs(SESSION, "text-50001", 100))
        .add("sessions attach free text", all -> all.behaviorSessions().attachFreeTextSessions(10))
        .add("sessions complete", all -> all.behaviorSessions().complete(SESSION))
        .add("sessions terminate", all -> all.behaviorSessions().terminate(SESSION));
  }

  private static void inputs(Calls calls) {
    calls
        .entities(
            "inputs",
            Repositories::behaviorInputs,
            INPUT,
            BehaviorInput.builder().inputData(Json.emptyObject()).build(),
            CreateBehaviorInputRequest.builder().inputData(Json.emptyObject()).build())
        .lists(
            "inputs",
            Repositories::behaviorInputs,
            BehaviorInputFilter.builder().userId(USER).processed(true).build(),
            List.of("timestamp", "createdAt"))
        .add(
            "inputs group commit",
            all -> {
              all.behaviorInputs().existsById(INPUT);
              // Its writes are covered by saveAll and save.
              assertThatThrownBy(
                      () -> all.behaviorInputs().groupCommit(GroupCommitOptions.defaults()))
                  .isInstanceOf(TransactionException.class);
            })
        .add(
            "inputs by time",
            all ->
                all.behaviorInputs()
                    .find(BehaviorInputFilter.builder().startDate(FROM).endDate(UNTIL).build()))
        .add("inputs by user", all -> all.behaviorInputs().findByUserId(USER))
        .add("inputs by session", all -> all.behaviorInputs().findBySessionId(SESSION))
        .add("inputs by text", all -> all.behaviorInputs().findBySessionId("text-50001"))
        .add("inputs unprocessed", all -> all.behaviorInputs().findUnprocessed(100))
        .add(
            "inputs update to processed",
            all -> all.behaviorInputs().update(OPEN, open -> open.withProcessed(true)))
        .add("inputs mark one", all -> all.behaviorInputs().markAsProcessed(INPUT))
        .add("inputs mark some", all -> all.behaviorInputs().markAsProcessed(List.of(INPUT)))
        .finds("inputs by external key", all -> all.behaviorInputs().findByExternalKey(key(ROW)))
        .add(
            "inputs by external keys",
            all ->
                assertThat(
                        all.behaviorInputs()
                            .findAllByExternalKey(List.of(key(ROW), key(ROW + 1), key(0))))
                    .hasSize(2))
        .add(
            "inputs of blocks",
            all ->
                assertThat(
                        all.behaviorInputs()
                            .find(
                                BehaviorInputFilter.builder()
                                    .blocks(new BlockRange(CHAIN, 5L, 25L))
                                    .build()))
                    .hasSize(20))
        .add(
            "inputs summary of a user",
            all ->
                all.behaviorInputs()
                    .analyticsSummary(BehaviorInputFilter.builder().userId(USER).build()))
        .add(
            "inputs summary of a day",
            all ->
                all.behaviorInputs()
                    .analyticsSummary(
                        BehaviorInputFilter.builder().startDate(FROM).endDate(UNTIL).build()));
    invalidations(calls);
  }

  private static ExternalKey key(int row) {
    return new ExternalKey("key-" + row);
  }

  private static void invalidations(Calls calls) {
    BlockReference rival = new BlockReference(CHAIN, ROW, "0x" + "f".repeat(64));
    for (InvalidationRule.Reputation reputation : InvalidationRule.Reputation.values()) {
      for (InvalidationRule.Proofs proofs : InvalidationRule.Proofs.values()) {
        InvalidationRule rule =
            InvalidationRule.builder().reputation(reputation).proofs(proofs).build();
        calls.add(
            "inputs invalidate forks, reputation %s, proofs %s".formatted(reputation, proofs),
            all -> {
              InputInvalidation back = all.behaviorInputs().invalidateForks(rival, rule);
              assertThat(back.inputs()).isOne();
              assertThat(back.scores()).isPositive();
              assertThat(back.proofs()).isPositive();
              assertThat(back.reputationRecords() > 0)
                  .isEqualTo(reputation != InvalidationRule.Reputation.KEEP);
            });
      }
    }
    calls.add(
        "inputs invalidate from block",
        all ->
            assertThat(
                    all.behaviorInputs()
                        .invalidateFromBlock(
                            CHAIN, QueryPlanIT.INPUTS - 99, InvalidationRule.defaults())
                        .inputs())
                .isEqualTo(100));
  }

  private static void scores(Calls calls) {
    CreateScoringResultRequest request =
        CreateScoringResultRequest.builder()
            .behaviorInputId(INPUT)
            .score(BigDecimal.ONE)
            .modelVersion("1")
            .build();
    calls
        .entities(
            "scores",
            Repositories::scoringResults,
            SCORE,
            ScoringResult.builder()
                .behaviorInputId(INPUT)
                .score(BigDecimal.ONE)
                .modelVersion("1")
                .build(),
            request)
        .lists(
            "scores",
            Repositories::scoringResults,
            ScoringResultFilter.builder().userId(USER).build(),
            List.of("timestamp", "score"))
        .add("scores create and mark", all -> all.scoringResults().createAndMarkProcessed(request))
        .add(
            "scores create and mark all",
            all -> all.scoringResults().createAllAndMarkProcessed(List.of(request)))
        .add("scores latest", all -> all.scoringResults().findLatest(INPUT, "model-1"))
        .add("scores by user", all -> all.scoringResults().findByUserId(USER, FROM, UNTIL));
  }
}
