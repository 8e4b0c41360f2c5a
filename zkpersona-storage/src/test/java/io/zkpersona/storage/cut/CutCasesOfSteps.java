package io.zkpersona.storage.cut;

import static io.zkpersona.storage.cut.CutCase.Repeat.HARMLESS;
import static io.zkpersona.storage.cut.CutCase.Repeat.TWICE;
import static io.zkpersona.storage.cut.CutCase.call;
import static io.zkpersona.storage.cut.CutCase.step;
import static io.zkpersona.storage.cut.CutFixture.LATER;
import static io.zkpersona.storage.cut.CutFixture.WALLET;
import static io.zkpersona.storage.cut.CutFixture.WALLETS;
import static io.zkpersona.storage.cut.CutFixture.user;

import io.zkpersona.domain.access.CreatePermissionRequest;
import io.zkpersona.domain.access.CreateRoleRequest;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.InvalidationRule;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.sponsorship.GasCost;
import io.zkpersona.domain.sponsorship.TransactionHash;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.storage.cut.CutCase.Repeat;
import io.zkpersona.storage.progress.ProgressListener;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.contract.References;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** The lifecycle steps of users, sessions, inputs, scores, reputation, grants and sponsors. */
final class CutCasesOfSteps {

  private static final Repeat THERE_ALREADY = Repeat.refused(InvalidTransitionException.class);
  private static final TransactionHash HASH = new TransactionHash("0x" + "7".repeat(64));
  private static final BlockReference BLOCK = new BlockReference(new ChainId("abc:d"), 7, "seven");
  private static final BlockReference RIVAL = new BlockReference(BLOCK.chain(), 7, "another");
  private static final String TEXT = "a text that names a session";

  private record Granted(UserId user, RoleId role, PermissionId permission) {}

  private CutCasesOfSteps() {}

  static Stream<CutCase> all() {
    return Stream.of(users(), sessions(), inputsAndScores(), reputation(), access(), sponsorship())
        .flatMap(List::stream);
  }

  private static List<CutCase> users() {
    return List.of(
        call(
            "users get or create",
            all -> true,
            (all, none) -> all.users().getOrCreateByWalletAddress(WALLET),
            HARMLESS),
        call(
            "users get or create all",
            all -> all.users().getOrCreateByWalletAddress(WALLET),
            (all, there) -> all.users().getOrCreateAllByWalletAddress(WALLETS),
            HARMLESS),
        call(
            "users suspend", CutFixture::user, (all, id) -> all.users().suspend(id), THERE_ALREADY),
        call(
            "users soft delete",
            CutFixture::user,
            (all, id) -> all.users().softDelete(id),
            THERE_ALREADY),
        call(
            "users reactivate",
            all -> all.users().suspend(user(all)).id(),
            (all, id) -> all.users().reactivate(id),
            THERE_ALREADY),
        step(
            "users delete",
            CutFixture::user,
            (all, id) -> all.users().deleteById(id),
            Repeat.refused(UserNotFoundException.class)),
        call(
            "users erase",
            all -> {
              UserId id = user(all);
              BehaviorSession session = all.behaviorSessions().start(id, SessionType.WEB);
              all.behaviorInputs()
                  .save(References.input().withUserId(id).withBehaviorSessionId(session.id()));
              return id;
            },
            (all, id) -> all.users().erase(id, ProgressListener.NONE),
            Repeat.refused(UserNotFoundException.class)));
  }

  private static BehaviorSessionId session(Repositories all) {
    return all.behaviorSessions().start(user(all), SessionType.WEB).id();
  }

  private static List<CutCase> sessions() {
    return List.of(
        call(
            "sessions start",
            CutFixture::user,
            (all, id) -> all.behaviorSessions().start(id, SessionType.WEB),
            TWICE),
        call(
            "sessions complete",
            CutCasesOfSteps::session,
            (all, id) -> all.behaviorSessions().complete(id),
            THERE_ALREADY),
        call(
            "sessions terminate",
            CutCasesOfSteps::session,
            (all, id) -> all.behaviorSessions().terminate(id),
            THERE_ALREADY),
        call(
            "sessions expire idle",
            CutCasesOfSteps::session,
            (all, id) -> all.behaviorSessions().expireIdle(LATER, 10),
            HARMLESS),
        call(
            "sessions attach inputs",
            all -> {
              all.behaviorInputs().save(References.input().withSessionId(new SessionText(TEXT)));
              return session(all);
            },
            (all, id) -> all.behaviorSessions().attachInputs(id, TEXT, 10),
            HARMLESS),
        call(
                "sessions attach free texts",
                all -> {
                  for (String text : List.of(TEXT, TEXT + " too")) {
                    all.behaviorInputs()
                        .save(References.input().withSessionId(new SessionText(text)));
                  }
                  return true;
                },
                (all, none) -> all.behaviorSessions().attachFreeTextSessions(10),
                HARMLESS)
            .parted());
  }

  private static BehaviorInputId input(Repositories all) {
    BehaviorInput input = References.input().withUserId(user(all));
    return all.behaviorInputs().save(input).id();
  }

  private static boolean seen(Repositories all) {
    BehaviorInput input =
        References.input().withBlock(BLOCK).withExternalKey(new ExternalKey("an-event"));
    all.scoringResults().create(score(all.behaviorInputs().save(input).id()));
    return true;
  }

  private static CreateScoringResultRequest score(BehaviorInputId input) {
    return CreateScoringResultRequest.builder()
        .behaviorInputId(input)
        .score(BigDecimal.ONE)
        .modelVersion("1")
        .build();
  }

  private static List<CutCase> inputsAndScores() {
    return List.of(
        call(
            "inputs mark one",
            CutCasesOfSteps::input,
            (all, id) -> all.behaviorInputs().markAsProcessed(id),
            HARMLESS),
        call(
            "inputs mark some",
            CutCasesOfSteps::input,
            (all, id) -> all.behaviorInputs().markAsProcessed(List.of(id)),
            HARMLESS),
        call(
            "inputs after a reorganisation",
            CutCasesOfSteps::seen,
            (all, none) ->
                all.behaviorInputs()
                    .invalidateFromBlock(
                        BLOCK.chain(), BLOCK.number(), InvalidationRule.defaults()),
            HARMLESS),
        call(
            "inputs of rival blocks",
            CutCasesOfSteps::seen,
            (all, none) -> all.behaviorInputs().invalidateForks(RIVAL, InvalidationRule.defaults()),
            HARMLESS),
        call(
            "scores create and mark",
            CutCasesOfSteps::input,
            (all, id) -> all.scoringResults().createAndMarkProcessed(score(id)),
            TWICE),
        call(
            "scores create and mark all",
            CutCasesOfSteps::input,
            (all, id) ->
                all.scoringResults().createAllAndMarkProcessed(List.of(score(id), score(id))),
            TWICE));
  }

  private static RecordReputationRequest reputation(UserId user) {
    return RecordReputationRequest.builder().userId(user).reputationScore(BigDecimal.TEN).build();
  }

  private static ReputationRecordId recorded(Repositories all) {
    return all.reputationRecords().record(reputation(user(all))).id();
  }

  private static List<CutCase> reputation() {
    return List.of(
        call(
            "reputation record",
            CutFixture::user,
            (all, id) -> all.reputationRecords().record(reputation(id)),
            TWICE),
        call(
            "reputation record all",
            CutFixture::user,
            (all, id) ->
                all.reputationRecords()
                    .recordAll(List.of(reputation(id), reputation(id)), BulkOptions.atomic()),
            TWICE),
        call(
            "reputation counts fold",
            CutCasesOfSteps::recorded,
            (all, id) -> all.reputationRecords().counts().fold(),
            HARMLESS),
        call(
            "reputation counts rebuild",
            CutCasesOfSteps::recorded,
            (all, id) -> all.reputationRecords().counts().rebuild(ProgressListener.NONE),
            HARMLESS),
        call(
            "reputation dispute",
            CutCasesOfSteps::recorded,
            (all, id) -> all.reputationRecords().dispute(id, "doubted"),
            THERE_ALREADY),
        call(
            "reputation reinstate",
            all -> all.reputationRecords().dispute(recorded(all), "doubted").id(),
            (all, id) -> all.reputationRecords().reinstate(id, "confirmed"),
            THERE_ALREADY),
        call(
            "reputation invalidate",
            CutCasesOfSteps::recorded,
            (all, id) -> all.reputationRecords().invalidate(id, "wrong"),
            THERE_ALREADY),
        call(
            "reputation archive",
            CutCasesOfSteps::recorded,
            (all, id) -> all.reputationRecords().archive(id, "old"),
            THERE_ALREADY));
  }

  private static Granted grantable(Repositories all) {
    return new Granted(
        user(all),
        all.roles().create(CreateRoleRequest.builder().name("cut").build()).id(),
        all.permissions().create(CreatePermissionRequest.builder().name("cut:off").build()).id());
  }

  private static Granted granted(Repositories all) {
    Granted grantable = grantable(all);
    all.access().grant(grantable.user, grantable.role, null);
    all.access().addPermission(grantable.role, grantable.permission);
    return grantable;
  }

  private static List<CutCase> access() {
    return List.of(
        call(
            "access grant",
            CutCasesOfSteps::grantable,
            (all, of) -> all.access().grant(of.user, of.role, null),
            HARMLESS),
        call(
            "access revoke",
            CutCasesOfSteps::granted,
            (all, of) -> all.access().revoke(of.user, of.role),
            HARMLESS),
        call(
            "access add permission",
            CutCasesOfSteps::grantable,
            (all, of) -> all.access().addPermission(of.role, of.permission),
            HARMLESS),
        call(
            "access remove permission",
            CutCasesOfSteps::granted,
            (all, of) -> all.access().removePermission(of.role, of.permission),
            HARMLESS));
  }

  private static SponsoredTransactionId reserved(Repositories all) {
    return CutFixture.reserved(all).id();
  }

  private static SponsoredTransactionId submitted(Repositories all) {
    return all.sponsoredTransactions().submit(reserved(all), HASH).id();
  }

  private static List<CutCase> sponsorship() {
    return List.of(
        call(
            "sponsors suspend",
            CutFixture::sponsor,
            (all, id) -> all.sponsors().suspend(id),
            THERE_ALREADY),
        call(
            "sponsors reactivate",
            all -> {
              SponsorId id = CutFixture.sponsor(all);
              return all.sponsors().suspend(id).id();
            },
            (all, id) -> all.sponsors().reactivate(id),
            THERE_ALREADY),
        call(
            "sponsored reserve",
            all -> CutFixture.reservation(CutFixture.sponsor(all), user(all)),
            (all, request) -> all.sponsoredTransactions().reserve(request),
            TWICE),
        call(
            "sponsored submit",
            CutCasesOfSteps::reserved,
            (all, id) -> all.sponsoredTransactions().submit(id, HASH),
            THERE_ALREADY),
        call(
            "sponsored confirm",
            CutCasesOfSteps::submitted,
            (all, id) -> all.sponsoredTransactions().confirm(id, GasCost.of(1)),
            THERE_ALREADY),
        call(
            "sponsored fail",
            CutCasesOfSteps::reserved,
            (all, id) -> all.sponsoredTransactions().fail(id, "never sent"),
            THERE_ALREADY),
        call(
            "sponsored fail at cost",
            CutCasesOfSteps::submitted,
            (all, id) -> all.sponsoredTransactions().fail(id, "reverted", GasCost.of(1)),
            THERE_ALREADY),
        step(
            "sponsored expire",
            CutCasesOfSteps::reserved,
            (all, id) -> all.sponsoredTransactions().expireStale(LATER.plusSeconds(1), 10),
            HARMLESS));
  }
}
