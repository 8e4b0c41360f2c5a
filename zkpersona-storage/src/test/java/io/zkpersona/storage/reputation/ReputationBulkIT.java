package io.zkpersona.storage.reputation;

import static io.zkpersona.storage.repository.contract.NullContract.assertInvalid;
import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.BulkInterruptedException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.OneConnection;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Recording many scores at once equals recording them one after the other. */
class ReputationBulkIT {

  private static final int WRITERS = 8;
  private static final ScoringPeriod PERIOD = ScoringPeriod.MONTHLY;

  private static TestDatabase database;
  private static DatabaseManager manager;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    manager = DatabaseManager.open(database.config().maxConnections(WRITERS + 2).build());
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  private static ReputationRecordRepository records() {
    return manager.repositories().reputationRecords();
  }

  private static List<UserId> users(int count) {
    return Stream.generate(() -> manager.repositories().users().save(User.builder().build()).id())
        .limit(count)
        .toList();
  }

  private static RecordReputationRequest request(UserId user, ScoringCategory category, int score) {
    return RecordReputationRequest.builder()
        .userId(user)
        .scoringCategory(category)
        .scoringPeriod(PERIOD)
        .reputationScore(BigDecimal.valueOf(score))
        .confidenceLevel(new BigDecimal("0.9"))
        .contributingFactors(Json.of("[{\"n\": " + score + "}]"))
        .reputationBadges(score % 3 == 0 ? Json.of("[\"😀\", null]") : Json.emptyArray())
        .calculationMethod("méthode")
        .peerValidations(score)
        .verified(score % 2 == 0)
        .isPublic(score % 2 == 1)
        .build();
  }

  /** Returns the chain, oldest first. */
  private static List<ReputationRecord> chain(UserId user, ScoringCategory category) {
    List<ReputationRecord> chain =
        new ArrayList<>(records().history(user, category, PERIOD, null, null));
    Collections.reverse(chain);
    return chain;
  }

  /** Returns a chain without the ids and times that differ between recordings. */
  private static List<List<Object>> shape(UserId user) {
    return chain(user, ScoringCategory.DEFI).stream()
        .map(
            record ->
                Arrays.<Object>asList(
                    record.reputationScore(),
                    record.previousScore(),
                    record.scoreChange(),
                    record.confidenceLevel(),
                    record.weight(),
                    record.contributingFactors(),
                    record.reputationBadges(),
                    record.peerValidations(),
                    record.effectiveUntil() == null,
                    record.calculationMethod(),
                    record.status(),
                    record.verified(),
                    record.isPublic(),
                    record.audit().createdBy(),
                    record.audit().modifiedBy()))
        .toList();
  }

  private static ReputationRecord saved(UserId user, Instant from, Instant until) {
    return records()
        .save(
            ReputationRecord.builder()
                .userId(user)
                .scoringCategory(ScoringCategory.DEFI)
                .scoringPeriod(PERIOD)
                .reputationScore(new BigDecimal("55.5"))
                .effectiveFrom(from)
                .effectiveUntil(until)
                .build());
  }

  @Test
  void manyComeToTheSameAsOneAfterTheOther() {
    Instant now = Instant.now();
    List<UserId> ones = users(5);
    List<UserId> many = users(5);
    for (List<UserId> users : List.of(ones, many)) {
      saved(users.get(1), now.minus(2, ChronoUnit.DAYS), null);
      saved(users.get(2), now.minus(2, ChronoUnit.DAYS), now.minus(1, ChronoUnit.DAYS));
      saved(users.get(3), now.plus(1, ChronoUnit.DAYS), null);
      saved(users.get(4), now.minus(1, ChronoUnit.DAYS), now.plus(1, ChronoUnit.DAYS));
      saved(users.get(4), now.plus(2, ChronoUnit.DAYS), null);
    }
    ActorId actor = new ActorId(UUID.randomUUID());
    ReputationRecordRepository writer = manager.repositories().as(actor).reputationRecords();
    List<RecordReputationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int of = i % 7 % 5;
      writer.record(request(ones.get(of), ScoringCategory.DEFI, i));
      requests.add(request(many.get(of), ScoringCategory.DEFI, i));
    }

    BulkResult result = writer.recordAll(requests, BulkOptions.atomic());

    assertThat(result.inserted()).isEqualTo(20);
    assertThat(result.updated()).isEqualTo(2);
    for (int i = 0; i < many.size(); i++) {
      assertThat(shape(many.get(i))).isEqualTo(shape(ones.get(i)));
    }
    ReputationChainIT.assertUnbroken(chain(many.get(0), ScoringCategory.DEFI));
    ReputationChainIT.assertUnbroken(chain(many.get(1), ScoringCategory.DEFI));
    assertThat(chain(many.get(0), ScoringCategory.DEFI))
        .allMatch(record -> !record.effectiveFrom().isAfter(Instant.now()));
  }

  @Test
  void chainsOfOneCallDoNotTouchEachOther() {
    UserId user = users(1).get(0);
    List<RecordReputationRequest> requests = new ArrayList<>();
    for (ScoringCategory category : ScoringCategory.values()) {
      requests.add(request(user, category, 1));
      requests.add(request(user, category, 2).withScoringPeriod(ScoringPeriod.DAILY));
    }

    records().recordAll(requests, BulkOptions.committing(5));

    assertThat(records().inForce(user))
        .hasSize(requests.size())
        .allMatch(record -> record.previousScore() == null && record.effectiveUntil() == null);
  }

  @Test
  void manyOfOneChainFollowEachOtherAndWhatIsRecordedBetweenThem() {
    UserId user = users(1).get(0);
    List<RecordReputationRequest> requests =
        IntStream.range(0, 1_000)
            .mapToObj(i -> request(user, ScoringCategory.NFT, i % 100))
            .toList();

    manager.inTransaction(
        tx -> {
          ReputationRecordRepository inside = tx.reputationRecords();
          for (int i = 0; i < 2; i++) {
            inside.record(request(user, ScoringCategory.NFT, 100));
            inside.recordAll(requests.subList(0, 2), BulkOptions.atomic());
            inside.recordAll(requests, BulkOptions.atomic());
            inside.record(request(user, ScoringCategory.NFT, 100));
          }
        });

    List<ReputationRecord> chain = chain(user, ScoringCategory.NFT);
    assertThat(chain).hasSize(2 * 1_004);
    ReputationChainIT.assertUnbroken(chain);
    ReputationRecord last = chain.get(chain.size() - 1);
    assertThat(last.reputationScore()).isEqualByComparingTo("100");
    assertThat(last.effectiveUntil()).isNull();
  }

  @Test
  void writersAtOnceLeaveUnbrokenChainsAndNobodyFails() throws InterruptedException {
    List<UserId> users = users(20);
    AtomicInteger seed = new AtomicInteger();

    Together.values(
        Together.run(
            WRITERS,
            () -> {
              Random random = new Random(seed.incrementAndGet());
              for (int round = 0; round < 5; round++) {
                List<UserId> shuffled = new ArrayList<>(users);
                Collections.shuffle(shuffled, random);
                records()
                    .recordAll(
                        shuffled.stream()
                            .flatMap(
                                user ->
                                    Stream.of(
                                        request(user, ScoringCategory.DAO, random.nextInt(100)),
                                        request(user, ScoringCategory.DAO, random.nextInt(100))))
                            .toList(),
                        round % 2 == 0 ? BulkOptions.atomic() : BulkOptions.committing(7));
                records().record(request(shuffled.get(0), ScoringCategory.DAO, 100));
              }
              return true;
            }));

    int count = 0;
    for (UserId user : users) {
      List<ReputationRecord> chain = chain(user, ScoringCategory.DAO);
      ReputationChainIT.assertUnbroken(chain);
      assertThat(chain.get(chain.size() - 1).effectiveUntil()).isNull();
      count += chain.size();
    }
    assertThat(count).isEqualTo(WRITERS * 5 * (2 * users.size() + 1));
  }

  /** One call finds the users by index, the other in physical order, last one first. */
  @Test
  void usersAreLockedInOneOrderHoweverTheServerFindsThem() throws SQLException {
    List<RecordReputationRequest> requests =
        IntStream.of(3, 2, 1)
            .mapToObj(number -> new UserId(new UUID(0x7000L, Long.MIN_VALUE | number)))
            .map(id -> manager.repositories().users().save(User.builder().id(id).build()).id())
            .map(user -> request(user, ScoringCategory.NFT, 1))
            .toList();
    CompletableFuture<BulkResult> one;
    CompletableFuture<BulkResult> two;
    try (Connection other = database.connect();
        OneConnection byIndex = planning("enable_seqscan");
        OneConnection asTheyLie = planning("enable_indexscan")) {
      other.setAutoCommit(false);
      Backends.execute(
          other,
          "SELECT FROM zkpersona.users WHERE id = '%s' FOR UPDATE"
              .formatted(requests.get(1).userId().value()));
      one = OwnThreads.supply(() -> recorded(byIndex, requests));
      Backends.awaitWaiting(database, 1);
      two = OwnThreads.supply(() -> recorded(asTheyLie, requests));
      Backends.awaitWaiting(database, 2);
      other.rollback();

      assertThat(one.join().inserted()).isEqualTo(3);
      assertThat(two.join().inserted()).isEqualTo(3);
    }
  }

  private static OneConnection planning(String without) throws SQLException {
    Connection connection = database.connect();
    Backends.execute(connection, "SET enable_bitmapscan = off; SET " + without + " = off");
    return new OneConnection(connection);
  }

  private static BulkResult recorded(OneConnection host, List<RecordReputationRequest> requests) {
    try (DatabaseManager own =
        DatabaseManager.using(host, database.config().autoMigrate(false).build())) {
      return own.repositories().reputationRecords().recordAll(requests, BulkOptions.atomic());
    }
  }

  @Test
  void aBadRowIsNamedAndNothingIsWritten() {
    List<UserId> users = users(10);
    List<RecordReputationRequest> requests = new ArrayList<>();
    users.forEach(user -> requests.add(request(user, ScoringCategory.DEFI, 1)));
    UserId unknown = UserId.generate();
    requests.set(6, request(unknown, ScoringCategory.DEFI, 1));

    UserNotFoundException missing =
        catchThrowableOfType(
            UserNotFoundException.class, () -> records().recordAll(requests, BulkOptions.atomic()));
    assertThat(missing.id()).contains(unknown.value());
    assertThat(missing.index()).hasValue(6);

    requests.set(
        6, request(users.get(6), ScoringCategory.DEFI, 1).withZkProofId(ZkProofId.generate()));
    MissingReferenceException reference =
        catchThrowableOfType(
            MissingReferenceException.class,
            () -> records().recordAll(requests, BulkOptions.atomic()));
    assertThat(reference.field()).isEqualTo("zkProofId");
    assertThat(reference.index()).hasValue(6);
    users.forEach(user -> assertThat(records().inForce(user)).isEmpty());
  }

  @Test
  void aCallInChunksGoesOnBehindWhatIsCommitted() {
    List<UserId> users = users(10);
    List<RecordReputationRequest> requests = new ArrayList<>();
    users.forEach(user -> requests.add(request(user, ScoringCategory.DEFI, 1)));
    requests.set(7, request(UserId.generate(), ScoringCategory.DEFI, 1));
    BulkOptions options = BulkOptions.committing(3);

    BulkInterruptedException ended =
        catchThrowableOfType(
            BulkInterruptedException.class, () -> records().recordAll(requests, options));
    assertThat(ended.committedRows()).isEqualTo(6);
    requests.set(7, request(users.get(7), ScoringCategory.DEFI, 1));
    assertThat(records().recordAll(requests, options.skipping(ended.committedRows())).inserted())
        .isEqualTo(4);

    users.forEach(user -> assertThat(chain(user, ScoringCategory.DEFI)).hasSize(1));
    assertThatThrownBy(
            () -> manager.inTransaction(tx -> tx.reputationRecords().recordAll(requests, options)))
        .isInstanceOf(TransactionException.class);
  }

  @Test
  void nothingAndNullAreNoTrouble() {
    assertThat(records().recordAll(List.of(), BulkOptions.atomic()).inserted()).isZero();
    assertRefused("requests", () -> records().recordAll(null, BulkOptions.atomic()));
    assertRefused("options", () -> records().recordAll(List.of(), null));
    assertInvalid(
        "options",
        () -> records().recordAll(List.of(), BulkOptions.atomic().updating("reputationScore")));
    assertRefused(
        "requests",
        () -> records().recordAll(Collections.singletonList(null), BulkOptions.atomic()));
  }
}
