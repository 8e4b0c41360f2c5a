package io.zkpersona.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.access.CreatePermissionRequest;
import io.zkpersona.domain.access.CreateRoleRequest;
import io.zkpersona.domain.access.PermissionFilter;
import io.zkpersona.domain.access.RoleFilter;
import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.AuthSessionFilter;
import io.zkpersona.domain.auth.IssueChallengeRequest;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.CreateBehaviorSessionRequest;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.InvalidationRule;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.behavior.queue.FencingToken;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.OnChainReference;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.VerificationKeyHash;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.CreateReputationRecordRequest;
import io.zkpersona.domain.reputation.LeaderboardEntry;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.domain.sponsorship.CreateSponsorRequest;
import io.zkpersona.domain.sponsorship.GasCost;
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest;
import io.zkpersona.domain.sponsorship.SponsorFilter;
import io.zkpersona.domain.sponsorship.SponsorStatus;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionFilter;
import io.zkpersona.domain.sponsorship.TransactionHash;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.progress.ProgressListener;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.behavior.Dependents;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.repository.change.ChangeFeedRunner;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.History;
import io.zkpersona.storage.repository.change.HistoryOf;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every call on a closed manager fails with an exception that says so. */
@NewestServerOnly
class ClosedManagerIT {

  private static final UserId USER = UserId.generate();
  private static final AuthSession AUTH_SESSION =
      AuthSession.builder()
          .userId(USER)
          .tokenHash(AccessToken.generate().hash())
          .issuedAt(Instant.EPOCH)
          .lastUsedAt(Instant.EPOCH)
          .expiresAt(Instant.EPOCH.plusSeconds(1))
          .build();
  private static final Circuit CIRCUIT =
      Circuit.builder()
          .name("circuit")
          .version("1")
          .protocol(ProofProtocol.MARLIN)
          .verificationKeys(List.of(Json.emptyObject()))
          .build();

  private static final ClaimedInput CLAIM =
      new ClaimedInput(
          BehaviorInput.builder().inputData(Json.emptyObject()).build(),
          new FencingToken(1),
          1,
          Instant.EPOCH);

  /** The arguments for a repository's methods. */
  private record Subject(String getter, EntityId id, Object filter, CreateRequest<?, ?> request) {

    @SuppressWarnings("unchecked")
    <I extends EntityId> Entity<?> entity() {
      return (Entity<?>) ((CreateRequest<?, I>) request).toEntity((I) id);
    }
  }

  private static TestDatabase database;
  private static DatabaseManager manager;

  @BeforeAll
  static void openAndClose() {
    database = TestDatabase.migrated();
    manager = database.open();
    manager.close();
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  private static Stream<Subject> subjects() {
    return withoutHistories()
        .flatMap(
            subject ->
                HistoryOf.class.isAssignableFrom(last(subject).getReturnType())
                    ? Stream.of(
                        subject,
                        new Subject(
                            subject.getter() + ".history",
                            subject.id(),
                            subject.filter(),
                            subject.request()))
                    : Stream.of(subject));
  }

  private static Stream<Subject> withoutHistories() {
    Json json = Json.emptyObject();
    return Stream.of(
        new Subject(
            "users",
            USER,
            UserFilter.builder().status(UserStatus.ACTIVE).build(),
            CreateUserRequest.builder().build()),
        new Subject(
            "behaviorSessions",
            BehaviorSessionId.generate(),
            BehaviorSessionFilter.builder().userId(USER).build(),
            CreateBehaviorSessionRequest.builder().build()),
        new Subject(
            "behaviorInputs",
            BehaviorInputId.generate(),
            BehaviorInputFilter.builder().userId(USER).build(),
            CreateBehaviorInputRequest.builder().inputData(json).build()),
        new Subject(
            "scoringResults",
            ScoringResultId.generate(),
            ScoringResultFilter.builder().userId(USER).build(),
            CreateScoringResultRequest.builder()
                .behaviorInputId(BehaviorInputId.generate())
                .score(BigDecimal.ONE)
                .modelVersion("1")
                .build()),
        new Subject(
            "zkProofs",
            ZkProofId.generate(),
            ZkProofFilter.builder().userId(USER).build(),
            CreateZkProofRequest.builder()
                .proofData(json)
                .verificationKey(json)
                .publicSignals(json)
                .protocol(ProofProtocol.MARLIN)
                .circuitVersion("1")
                .build()),
        new Subject(
            "reputationRecords",
            ReputationRecordId.generate(),
            ReputationFilter.builder().userId(USER).build(),
            CreateReputationRecordRequest.builder()
                .userId(USER)
                .reputationScore(BigDecimal.ONE)
                .confidenceLevel(BigDecimal.ONE)
                .scoringCategory(ScoringCategory.OVERALL)
                .scoringPeriod(ScoringPeriod.CURRENT)
                .calculationMethod("sum")
                .build()),
        new Subject(
            "roles",
            RoleId.generate(),
            RoleFilter.builder().createdFrom(Instant.EPOCH).build(),
            CreateRoleRequest.builder().name("role").build()),
        new Subject(
            "permissions",
            PermissionId.generate(),
            PermissionFilter.builder().createdFrom(Instant.EPOCH).build(),
            CreatePermissionRequest.builder().name("permission").build()),
        new Subject(
            "sponsors",
            SponsorId.generate(),
            SponsorFilter.builder().status(SponsorStatus.ACTIVE).build(),
            CreateSponsorRequest.builder()
                .name("sponsor")
                .blockchainNetwork("network")
                .walletAddress(WalletAddress.of("other:1:0123456789"))
                .dailyBudget(BigInteger.ONE)
                .build()),
        new Subject(
            "sponsoredTransactions",
            SponsoredTransactionId.generate(),
            SponsoredTransactionFilter.builder().userId(USER).build(),
            (CreateRequest<SponsoredTransaction, SponsoredTransactionId>)
                id ->
                    SponsoredTransaction.builder()
                        .id(id)
                        .sponsorId(SponsorId.generate())
                        .budgetDate(LocalDate.EPOCH)
                        .blockchainNetwork("network")
                        .gasLimit(1)
                        .gasPrice(BigInteger.ONE)
                        .reservedAmount(BigInteger.ONE)
                        .expiresAt(Instant.EPOCH)
                        .build()),
        new Subject(
            "authSessions",
            AUTH_SESSION.id(),
            AuthSessionFilter.builder().userId(USER).build(),
            (CreateRequest<AuthSession, AuthSessionId>) AUTH_SESSION::withId),
        new Subject(
            "signIn",
            AUTH_SESSION.id(),
            Duration.ZERO,
            (CreateRequest<AuthSession, AuthSessionId>) AUTH_SESSION::withId),
        new Subject(
            "behaviorInputs.workQueue",
            CLAIM.input().id(),
            Duration.ofSeconds(1),
            CreateBehaviorInputRequest.builder().inputData(json).build()),
        new Subject(
            "behaviorInputs.activityRollup",
            CLAIM.input().id(),
            Duration.ofSeconds(1),
            CreateBehaviorInputRequest.builder().inputData(json).build()),
        new Subject(
            "reputationRecords.counts",
            CLAIM.input().id(),
            Duration.ofSeconds(1),
            CreateBehaviorInputRequest.builder().inputData(json).build()),
        new Subject(
            "behaviorInputs.partitions",
            CLAIM.input().id(),
            Duration.ofSeconds(1),
            CreateBehaviorInputRequest.builder().inputData(json).build()),
        new Subject(
            "zkProofs.headers",
            CLAIM.input().id(),
            ZkProofFilter.builder().userId(USER).build(),
            CreateBehaviorInputRequest.builder().inputData(json).build()),
        new Subject("changes", USER, ChangeFilter.none(), CreateUserRequest.builder().build()),
        new Subject("changes.feed", USER, ChangeFilter.none(), CreateUserRequest.builder().build()),
        new Subject(
            "changes.seals", USER, ChangeFilter.none(), CreateUserRequest.builder().build()),
        new Subject(
            "access",
            RoleId.generate(),
            PermissionId.generate(),
            CreateRoleRequest.builder().name("role").build()));
  }

  @TestFactory
  Stream<DynamicTest> everyMethodOfEveryRepositoryIsRefused() {
    return subjects()
        .flatMap(
            subject ->
                methods(subject)
                    .map(
                        method ->
                            DynamicTest.dynamicTest(
                                subject.getter() + "." + method.getName(),
                                () ->
                                    assertThatThrownBy(() -> call(subject, method))
                                        .isInstanceOf(ManagerClosedException.class))));
  }

  @Test
  void everyRepositoryIsAmongThem() {
    assertThat(getters("", Repositories.class))
        .containsExactlyInAnyOrderElementsOf(subjects().map(Subject::getter).toList());
  }

  @Test
  void soIsEverythingElseThatNeedsAConnection() {
    assertThatThrownBy(() -> manager.inTransaction(tx -> {}))
        .isInstanceOf(ManagerClosedException.class);
    assertThatThrownBy(() -> manager.callInTransaction(tx -> 1))
        .isInstanceOf(ManagerClosedException.class);
    assertThatThrownBy(() -> manager.withConnection(connection -> 1))
        .isInstanceOf(ManagerClosedException.class);
    assertThatThrownBy(() -> manager.outsideTransaction().users().count())
        .isInstanceOf(ManagerClosedException.class);
  }

  /** Returns the paths to all repositories, and to their parts such as the work queue. */
  private static Stream<String> getters(String path, Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(ClosedManagerIT::isGetter)
        .flatMap(
            method ->
                Stream.concat(
                    Stream.of(path + method.getName()),
                    getters(path + method.getName() + ".", method.getReturnType())));
  }

  private static boolean isGetter(Method method) {
    Class<?> type = method.getReturnType();
    return method.getParameterCount() == 0
        && type.isInterface()
        && type.getPackageName().startsWith(Repositories.class.getPackageName());
  }

  private static Stream<Method> methods(Subject subject) {
    return Arrays.stream(last(subject).getReturnType().getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()) && !method.isBridge())
        // Methods that return a part, or the repository with another setting, need no connection.
        .filter(method -> !isGetter(method))
        // A batch is read from an open manager, and a runner fails on its own threads.
        .filter(method -> !List.of(method.getParameterTypes()).contains(FeedBatch.class))
        .filter(method -> method.getReturnType() != ChangeFeedRunner.class)
        .filter(method -> method.getReturnType() != method.getDeclaringClass());
  }

  private static Method last(Subject subject) {
    List<Method> path = path(subject);
    return path.get(path.size() - 1);
  }

  private static List<Method> path(Subject subject) {
    List<Method> path = new ArrayList<>();
    Class<?> type = Repositories.class;
    try {
      for (String name : List.of(subject.getter().split("\\.", -1))) {
        path.add(type.getMethod(name));
        type = path.get(path.size() - 1).getReturnType();
      }
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
    return path;
  }

  private static void call(Subject subject, Method method) throws Throwable {
    Object repository = manager.repositories().as(new ActorId(USER.value()));
    for (Method getter : path(subject)) {
      repository = getter.invoke(repository);
    }
    Object[] arguments =
        Arrays.stream(method.getParameterTypes())
            .map(type -> argument(subject, method, type))
            .toArray();
    try {
      if (method.invoke(repository, arguments) instanceof Stream<?> stream) {
        stream.forEach(row -> {});
      }
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private static Object argument(Subject subject, Method method, Class<?> type) {
    if (type == Object.class && method.getDeclaringClass() == History.class) {
      return subject.id();
    }
    if (type == Collection.class || type == Iterable.class) {
      return List.of(
          switch (method.getName()) {
            case "saveAll", "insertAbsent", "updateAll", "upsertAll" -> subject.entity();
            case "createAll", "createAllAndMarkProcessed" -> subject.request();
            case "recordAll" ->
                RecordReputationRequest.builder()
                    .userId(USER)
                    .reputationScore(BigDecimal.ONE)
                    .build();
            case "completeAll" -> CLAIM;
            case "findAllByWalletAddress", "getOrCreateAllByWalletAddress" ->
                new WalletAddress("0123456789");
            case "findAllByEmail", "findAllByUsername" -> "text";
            case "findAllByExternalKey" -> new ExternalKey("key");
            default -> subject.id();
          });
    }
    if (type == Duration.class && subject.getter().startsWith("changes")) {
      return Duration.ofSeconds(1);
    }
    if (type == Set.class) {
      return Set.of(ChangedEntity.USER);
    }
    if (type == UnaryOperator.class) {
      return UnaryOperator.identity();
    }
    if (type == Instant.class && method.getName().equals("enable")) {
      return Instant.now();
    }
    return Stream.of(
            subject.id(),
            subject.entity(),
            subject.request(),
            PaginationParams.firstPage(),
            SliceParams.builder().build(),
            BulkOptions.atomic(),
            GroupCommitOptions.defaults(),
            USER,
            BehaviorSessionId.generate(),
            BehaviorInputId.generate(),
            SessionToken.generate(),
            SessionType.WEB,
            Instant.EPOCH,
            WalletAddress.of("0x0000000000000000000000000000000000000001"),
            "text",
            IfStatementExists.THROW,
            VerificationKeyHash.of(Json.emptyObject()),
            CIRCUIT,
            CLAIM,
            attempt(method),
            new OnChainReference("network", "0123456789", 0, null),
            new ExternalKey("key"),
            new ChainId("abc:d"),
            new BlockReference(new ChainId("abc:d"), 1, "hash"),
            InvalidationRule.defaults(),
            ScoringCategory.OVERALL,
            ScoringPeriod.CURRENT,
            new LeaderboardEntry(1, 1, USER, ReputationRecordId.generate(), BigDecimal.ONE),
            RecordReputationRequest.builder().userId(USER).reputationScore(BigDecimal.ONE).build(),
            AccessToken.generate(),
            RefreshToken.generate(),
            new SessionLifetimes(Duration.ofDays(1), Duration.ofDays(1)),
            new IssueChallengeRequest(
                WalletAddress.of("other:1:0123456789"),
                "1",
                "host",
                "https://host/",
                Duration.ofDays(1)),
            LocalDate.EPOCH,
            PartitionWidth.DAY,
            Dependents.KEEP,
            ProgressListener.NONE,
            new TransactionHash("0123456789"),
            GasCost.of(1),
            ReserveSponsorshipRequest.builder()
                .sponsorId(SponsorId.generate())
                .gasLimit(1)
                .gasPrice(BigInteger.ONE)
                .expiresAt(Instant.EPOCH)
                .build(),
            ChangeFilter.none(),
            SubscriptionOptions.defaults(),
            new FeedLease("text", new FencingToken(1), Instant.EPOCH),
            subject.filter())
        .filter(type::isInstance)
        .filter(value -> type != Object.class || value == subject.filter())
        .findFirst()
        .orElseGet(() -> type == int.class ? (Object) 1 : type == long.class ? 1L : null);
  }

  private static VerificationAttempt attempt(Method method) {
    return VerificationAttempt.builder()
        .verifierName("verifier")
        .verifierVersion("1")
        .verdict(
            switch (method.getName()) {
              case "markVerified" -> VerificationVerdict.ACCEPTED;
              case "markFailed" -> VerificationVerdict.REJECTED;
              default -> VerificationVerdict.INCONCLUSIVE;
            })
        .build();
  }
}
