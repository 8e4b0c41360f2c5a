package io.zkpersona.storage.cut;

import static io.zkpersona.storage.cut.CutFixture.WALLET;

import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.sponsorship.TransactionHash;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.proof.ProofTests;
import io.zkpersona.storage.repository.Repositories;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** The reads that only some repositories have, each of stored rows, and calls that are not cut. */
final class ReadCases {

  private static final ScoringCategory CATEGORY = ScoringCategory.OVERALL;
  private static final ScoringPeriod PERIOD = ScoringPeriod.CURRENT;
  private static final ExternalKey KEY = new ExternalKey("read");
  private static final String TEXT = "a session by text";
  private static final String EMAIL = "ada@example.org";
  private static final String NAME = "ada";
  private static final ZkProof PROOF = ProofTests.proof(5);

  private ReadCases() {}

  static Stream<CutCase> all() {
    return Stream.of(
            users(),
            sessions(),
            inputs(),
            scores(),
            proofs(),
            reputation(),
            access(),
            sponsors(),
            changes())
        .flatMap(cases -> cases);
  }

  private static Stream<CutCase> users() {
    return Stream.of(
        read(
            "users by wallet",
            ReadCases::user,
            (all, id) -> all.users().findByWalletAddress(WALLET)),
        read("users by e-mail", ReadCases::user, (all, id) -> all.users().findByEmail(EMAIL)),
        read("users by name", ReadCases::user, (all, id) -> all.users().findByUsername(NAME)),
        read(
            "users all by wallet",
            ReadCases::user,
            (all, id) -> all.users().findAllByWalletAddress(CutFixture.WALLETS)),
        read(
            "users all by e-mail",
            ReadCases::user,
            (all, id) -> all.users().findAllByEmail(List.of(EMAIL, "nobody's"))),
        read(
            "users all by name",
            ReadCases::user,
            (all, id) -> all.users().findAllByUsername(List.of(NAME, "nobody's"))),
        read(
            "sign-in authenticate",
            all ->
                all.signIn()
                    .openSession(
                        user(all), new SessionLifetimes(Duration.ofMinutes(5), Duration.ofDays(1)))
                    .accessToken(),
            (all, token) -> all.signIn().authenticate(token)));
  }

  private static Stream<CutCase> sessions() {
    return Stream.of(
        read(
            "sessions by token",
            ReadCases::session,
            (all, session) -> all.behaviorSessions().findBySessionToken(session.sessionToken())),
        read(
            "sessions by user",
            ReadCases::session,
            (all, session) -> all.behaviorSessions().findByUserId(session.userId())),
        read(
            "sessions active by user",
            ReadCases::session,
            (all, session) -> all.behaviorSessions().findActiveByUserId(session.userId())));
  }

  private static Stream<CutCase> inputs() {
    BehaviorInputFilter none = BehaviorInputFilter.builder().build();
    return Stream.of(
        read(
            "inputs by user",
            ReadCases::input,
            (all, input) -> all.behaviorInputs().findByUserId(input.userId())),
        read(
            "inputs by session",
            ReadCases::input,
            (all, input) -> all.behaviorInputs().findBySessionId(BehaviorSessionId.generate())),
        read(
            "inputs by text",
            ReadCases::input,
            (all, input) -> all.behaviorInputs().findBySessionId(TEXT)),
        read(
            "inputs by external key",
            ReadCases::input,
            (all, input) -> all.behaviorInputs().findByExternalKey(KEY)),
        read(
            "inputs by external keys",
            ReadCases::input,
            (all, input) -> all.behaviorInputs().findAllByExternalKey(List.of(KEY))),
        read(
            "inputs unprocessed",
            ReadCases::input,
            (all, input) -> all.behaviorInputs().findUnprocessed(10)),
        read(
            "inputs analytics",
            ReadCases::input,
            (all, input) -> all.behaviorInputs().analyticsSummary(none)),
        read(
            "queue dead letters",
            ReadCases::input,
            (all, input) -> all.behaviorInputs().workQueue().withMaxAttempts(1).deadLetters(10)),
        read(
            "queue depth",
            ReadCases::input,
            (all, input) -> all.behaviorInputs().workQueue().depth()),
        read(
            "rollup isEnabled",
            ReadCases::input,
            (all, input) -> all.behaviorInputs().activityRollup().isEnabled()),
        read(
            "rollup verify",
            ReadCases::input,
            (all, input) -> all.behaviorInputs().activityRollup().verify()),
        read(
            "partitions isEnabled",
            ReadCases::input,
            (all, input) -> all.behaviorInputs().partitions().isEnabled()),
        read(
            "partitions list",
            ReadCases::input,
            (all, input) -> all.behaviorInputs().partitions().list()));
  }

  private static Stream<CutCase> scores() {
    return Stream.of(
        read(
            "scores latest",
            ReadCases::input,
            (all, input) -> all.scoringResults().findLatest(input.id(), "1")),
        read(
            "scores by user",
            ReadCases::user,
            (all, user) -> all.scoringResults().findByUserId(user, Instant.EPOCH, Instant.now())));
  }

  private static Stream<CutCase> proofs() {
    return Stream.of(
        CutCase.call(
            "proofs create",
            all -> {
              all.zkProofs().save(ProofTests.proof(6));
              return ProofTests.request(PROOF);
            },
            (all, request) -> all.zkProofs().create(request),
            CutCase.Repeat.TWICE),
        CutCase.call(
            "proofs create with a new key",
            all -> ProofTests.request(PROOF),
            (all, request) -> all.zkProofs().create(request),
            CutCase.Repeat.TWICE),
        read(
            "proofs attempts",
            all -> ZkProofId.generate(),
            (all, id) -> all.zkProofs().attempts(id)),
        read(
            "proofs circuit of a key",
            all -> PROOF.verificationKeyHash(),
            (all, hash) -> all.zkProofs().findCircuit(hash)),
        read(
            "proofs circuit by name",
            all -> "1",
            (all, version) -> all.zkProofs().findCircuit("name", version)));
  }

  private static Stream<CutCase> reputation() {
    return Stream.of(
        ofUser("inForce", (all, id) -> all.reputationRecords().inForce(id, CATEGORY, PERIOD)),
        ofUser("inForce, all", (all, id) -> all.reputationRecords().inForce(id)),
        ofUser(
            "asOf", (all, id) -> all.reputationRecords().asOf(id, CATEGORY, PERIOD, Instant.now())),
        ofUser(
            "history",
            (all, id) -> all.reputationRecords().history(id, CATEGORY, PERIOD, null, null)),
        ofUser(
            "trend", (all, id) -> all.reputationRecords().trend(id, CATEGORY, PERIOD, null, null)),
        ofUser("summary", (all, id) -> all.reputationRecords().summary(id)),
        ofUser("publicProfile", (all, id) -> all.reputationRecords().publicProfile(id)),
        ofUser("standing", (all, id) -> all.reputationRecords().standing(id, CATEGORY, PERIOD)),
        ofUser(
            "leaderboard", (all, id) -> all.reputationRecords().leaderboard(CATEGORY, PERIOD, 10)),
        read(
            "reputation leaderboardAfter",
            all -> {
              userWithReputation(all);
              return all.reputationRecords().leaderboard(CATEGORY, PERIOD, 10).get(0);
            },
            (all, last) -> all.reputationRecords().leaderboardAfter(last, CATEGORY, PERIOD, 10)),
        ofUser(
            "distribution",
            (all, id) -> all.reputationRecords().distribution(CATEGORY, PERIOD, Instant.now())),
        ofUser("counts verify", (all, id) -> all.reputationRecords().counts().verify()));
  }

  private static Stream<CutCase> access() {
    return Stream.of(
        read("roles by name", ReadCases::granted, (all, user) -> all.roles().findByName(NAME)),
        read(
            "permissions by name",
            ReadCases::granted,
            (all, user) -> all.permissions().findByName(NAME)),
        read(
            "access permissionsOf",
            ReadCases::granted,
            (all, user) -> all.access().permissionsOf(user)),
        read("access rolesOf", ReadCases::granted, (all, user) -> all.access().rolesOf(user)),
        read("access has", ReadCases::granted, (all, user) -> all.access().has(user, NAME)),
        CutCase.step(
            "access require",
            ReadCases::granted,
            (all, user) -> all.access().require(user, NAME),
            CutCase.Repeat.HARMLESS));
  }

  private static Stream<CutCase> sponsors() {
    return Stream.of(
        read(
            "sponsors by name",
            CutFixture::sponsor,
            (all, id) -> all.sponsors().findByName("sponsor of cuts")),
        read(
            "sponsors budget of a day",
            CutFixture::sponsor,
            (all, id) -> all.sponsors().findBudget(id, LocalDate.EPOCH)),
        read(
            "sponsored by hash",
            all -> new TransactionHash("0x" + "a".repeat(64)),
            (all, hash) -> all.sponsoredTransactions().findByTransactionHash(hash, "ethereum")));
  }

  private static Stream<CutCase> changes() {
    return Stream.of(
        read(
            "changes findSlice",
            ReadCases::user,
            (all, id) ->
                all.changes()
                    .findSlice(
                        ChangeFilter.builder().userId(id).build(), SliceParams.firstSlice())),
        read("changes recordings", ReadCases::user, (all, id) -> all.changes().recordings()),
        read("changes gaps", ReadCases::user, (all, id) -> all.changes().gaps()),
        // Writes, in parts; cut in SealCutsIT.
        read(
            "seals seal",
            all -> CutCasesOfChanges.changed(all, 1),
            (all, last) -> all.changes().seals().seal()),
        read("seals head", CutCasesOfChanges::sealed, (all, last) -> all.changes().seals().head()),
        read(
            "seals verify",
            CutCasesOfChanges::sealed,
            (all, last) -> all.changes().seals().verify()),
        read(
            "seals verify some blocks",
            CutCasesOfChanges::sealed,
            (all, last) -> all.changes().seals().verify(2, 2)),
        read(
            "seals proof of inclusion",
            CutCasesOfChanges::sealed,
            (all, last) -> all.changes().seals().proofOfInclusion(last)),
        read(
            "seals proof of consistency",
            CutCasesOfChanges::sealed,
            (all, last) -> all.changes().seals().proofOfConsistency(1, 3)));
  }

  private static <T> CutCase read(
      String name, Function<Repositories, T> given, BiFunction<Repositories, T, ?> call) {
    return CutCase.call(name, given, call, CutCase.Repeat.HARMLESS);
  }

  private static CutCase ofUser(String name, BiFunction<Repositories, UserId, ?> call) {
    return read("reputation " + name, ReadCases::userWithReputation, call);
  }

  private static UserId user(Repositories all) {
    return all.users()
        .save(
            User.builder()
                .walletAddress(WALLET)
                .email(EmailAddress.of(EMAIL))
                .username(Username.of(NAME))
                .privacySettings(PrivacySettings.builder().publicProfile(true).build())
                .build())
        .id();
  }

  private static BehaviorSession session(Repositories all) {
    return all.behaviorSessions().save(BehaviorSession.builder().userId(user(all)).build());
  }

  private static BehaviorInput input(Repositories all) {
    return all.behaviorInputs()
        .save(
            BehaviorInput.builder()
                .userId(user(all))
                .sessionId(new SessionText(TEXT))
                .externalKey(KEY)
                .inputData(Json.emptyObject())
                .build());
  }

  private static UserId granted(Repositories all) {
    UserId user = user(all);
    Role role = all.roles().save(Role.builder().name(NAME).build());
    Permission permission = all.permissions().save(Permission.builder().name(NAME).build());
    all.access().addPermission(role.id(), permission.id());
    all.access().grant(user, role.id(), null);
    return user;
  }

  private static UserId userWithReputation(Repositories all) {
    UserId user = user(all);
    all.reputationRecords()
        .record(
            RecordReputationRequest.builder()
                .userId(user)
                .reputationScore(BigDecimal.TEN)
                .isPublic(true)
                .build());
    return user;
  }
}
