package io.zkpersona.storage.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.DuplicateStatementException;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.BulkInterruptedException;
import io.zkpersona.storage.proof.ProofSamples;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.repository.ZkProofRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.OwnDatabase;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.wire.OneConnection;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads of the same rows that run concurrently, end early, or meet rows changed since. */
class InsertAbsentIT {

  private static final int THREADS = 8;
  private static final BulkOptions ATOMIC = BulkOptions.atomic();

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private static BehaviorInputRepository inputs() {
    return OWN.manager().repositories().behaviorInputs();
  }

  private static List<BehaviorInput> inputs(int count) {
    return new ArrayList<>(IntStream.range(0, count).mapToObj(References::numbered).toList());
  }

  private static User user(int number) {
    return User.builder()
        .walletAddress(
            WalletAddress.of(String.format(Locale.ROOT, "0xaaaaaaaaaaaaaaaaaaaaaaaa%016x", number)))
        .build();
  }

  private static List<User> users(int count) {
    return new ArrayList<>(IntStream.range(0, count).mapToObj(InsertAbsentIT::user).toList());
  }

  private static void assertCounts(BulkResult result, long inserted, long present, long differing) {
    assertThat(List.of(result.inserted(), result.present(), result.differing()))
        .as("inserted, present, differing")
        .containsExactly(inserted, present, differing);
  }

  private static long rows() {
    return Long.parseLong(
        OWN.database().queryOne("SELECT count(*) FROM zkpersona.behavior_inputs"));
  }

  /** Inserts a row without committing it. */
  private static Connection inserted(int number) throws SQLException {
    Connection connection = OWN.database().connect();
    connection.setAutoCommit(false);
    Backends.execute(
        connection,
        "INSERT INTO zkpersona.behavior_inputs (id, input_data, timestamp) VALUES ('%s', '{}', now())"
            .formatted(References.numbered(number).id().value()));
    return connection;
  }

  private static void assertEachStoredOnce(int count, Supplier<BulkResult> load)
      throws InterruptedException {
    List<BulkResult> results = Together.values(Together.run(THREADS, load::get));

    assertThat(results).allMatch(result -> result.inserted() + result.present() == count);
    assertThat(results).allMatch(result -> result.differing() == 0);
    assertThat(results.stream().mapToLong(BulkResult::inserted).sum()).isEqualTo(count);
  }

  private static <T> List<T> shuffled(List<T> rows, AtomicInteger writer) {
    List<T> own = new ArrayList<>(rows);
    Collections.shuffle(own, new Random(writer.incrementAndGet()));
    return own;
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 400})
  void concurrentLoadsOfTheSameInputsStoreEachOnce(int count) throws InterruptedException {
    AtomicInteger writer = new AtomicInteger();
    for (int round = 0; round < 3; round++) {
      Rows.deleteAll(OWN.database());
      assertEachStoredOnce(
          count, () -> inputs().insertAbsent(shuffled(inputs(count), writer), ATOMIC));
      assertThat(rows()).isEqualTo(count);
    }
  }

  /**
   * Wallets are unique too, and a row that waits for a concurrent id must not fail on its wallet.
   */
  @ParameterizedTest
  @ValueSource(ints = {60, 400})
  void concurrentLoadsOfTheSameUsersStoreEachOnce(int count) throws InterruptedException {
    AtomicInteger writer = new AtomicInteger();
    for (int round = 0; round < 6; round++) {
      Rows.deleteAll(OWN.database());
      List<User> users = users(count);
      assertEachStoredOnce(
          count,
          () -> OWN.manager().repositories().users().insertAbsent(shuffled(users, writer), ATOMIC));
    }
  }

  @Test
  void concurrentLoadsInChunksStoreEachOnce() throws InterruptedException {
    assertEachStoredOnce(
        1_500, () -> inputs().insertAbsent(inputs(1_500), BulkOptions.committing(150)));
    assertThat(rows()).isEqualTo(1_500);
  }

  /** Proofs insert keys and statements too, so a single statement cannot skip existing ones. */
  @ParameterizedTest
  @ValueSource(ints = {1, 20, 120})
  void concurrentLoadsOfTheSameProofsStoreEachOnce(int count) throws InterruptedException {
    List<ZkProof> proofs =
        IntStream.range(0, count)
            .mapToObj(number -> ProofSamples.of(ProofProtocol.SONIC, number))
            .toList();
    AtomicInteger writer = new AtomicInteger();
    assertEachStoredOnce(
        count,
        () ->
            OWN.manager().repositories().zkProofs().insertAbsent(shuffled(proofs, writer), ATOMIC));
    assertThat(OWN.database().queryOne("SELECT count(*) FROM zkpersona.zk_proofs"))
        .isEqualTo(String.valueOf(count));
  }

  @Test
  void aProofOfAStatementThatAnotherIdHasIsRefused() {
    ZkProofRepository proofs = OWN.manager().repositories().zkProofs();
    ZkProof stored = ProofSamples.of(ProofProtocol.SONIC, 1);
    ZkProof other = ProofSamples.of(ProofProtocol.SONIC, 2);
    assertCounts(proofs.insertAbsent(List.of(stored), ATOMIC), 1, 0, 0);
    ZkProof copied = stored.withId(ZkProofId.generate());

    assertThatThrownBy(() -> proofs.insertAbsent(List.of(stored, other, copied), ATOMIC))
        .isInstanceOfSatisfying(
            DuplicateStatementException.class, taken -> assertThat(taken.index()).hasValue(2));
    assertCounts(proofs.insertAbsent(List.of(other, stored), ATOMIC), 1, 1, 0);
  }

  /** In one statement, and by COPY. Unsorted, each load would wait for the other's rows. */
  @ParameterizedTest
  @ValueSource(ints = {20, 300})
  void rowsInOppositeOrdersDoNotDeadlock(int count) throws Exception {
    List<BehaviorInput> reversed = inputs(count);
    Collections.reverse(reversed);
    CompletableFuture<BulkResult> one;
    CompletableFuture<BulkResult> two;
    try (Connection other = inserted(count / 2)) {
      one = OwnThreads.supply(() -> inputs().insertAbsent(inputs(count), ATOMIC));
      Backends.awaitWaiting(OWN.database(), 1);
      two = OwnThreads.supply(() -> inputs().insertAbsent(reversed, ATOMIC));
      Backends.awaitWaiting(OWN.database(), 2);
      other.rollback();
    }

    assertCounts(one.get(60, TimeUnit.SECONDS), count, 0, 0);
    assertCounts(two.get(60, TimeUnit.SECONDS), 0, count, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 300})
  void whatAnotherInsertsInBetweenIsThere(int count) throws Exception {
    CompletableFuture<BulkResult> load;
    try (Connection other = inserted(count / 2)) {
      load = OwnThreads.supply(() -> inputs().insertAbsent(inputs(count), ATOMIC));
      Backends.awaitWaiting(OWN.database(), 1);
      other.commit();
    }

    assertCounts(load.get(60, TimeUnit.SECONDS), count - 1, 0, 1);
    assertThat(inputs().getById(References.numbered(count / 2).id()).sessionId()).isNull();
    assertThat(rows()).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 150})
  void whatOthersStoreMeanwhileIsAConflictWhereNothingNewerIsSeen(int count) {
    AtomicInteger attempts = new AtomicInteger();

    BulkResult result =
        OWN.manager()
            .callInTransaction(
                TransactionOptions.defaults().isolation(Isolation.REPEATABLE_READ).retries(1),
                tx -> {
                  assertThat(tx.behaviorInputs().count()).isEqualTo(attempts.get());
                  if (attempts.getAndIncrement() == 0) {
                    OWN.manager()
                        .outsideTransaction()
                        .behaviorInputs()
                        .save(References.numbered(0));
                  }
                  return tx.behaviorInputs().insertAbsent(inputs(count), ATOMIC);
                });

    assertCounts(result, count - 1, 1, 0);
    assertThat(attempts).hasValue(2);
  }

  @Test
  void proofsThatOthersStoreMeanwhileAreAConflictWhereNothingNewerIsSeen() {
    ZkProof proof = ProofSamples.of(ProofProtocol.SONIC, 1);
    AtomicInteger attempts = new AtomicInteger();

    BulkResult result =
        OWN.manager()
            .callInTransaction(
                TransactionOptions.defaults().isolation(Isolation.REPEATABLE_READ).retries(1),
                tx -> {
                  assertThat(tx.zkProofs().count()).isEqualTo(attempts.get());
                  if (attempts.getAndIncrement() == 0) {
                    OWN.manager().outsideTransaction().zkProofs().save(proof);
                  }
                  return tx.zkProofs().insertAbsent(List.of(proof), ATOMIC);
                });

    assertCounts(result, 0, 1, 0);
    assertThat(attempts).hasValue(2);
  }

  @Test
  void whereTheConnectionHidesTheDriversItComesToTheSame() throws SQLException {
    try (OneConnection host = new OneConnection(OWN.database().connect()).hidingTheDriver();
        DatabaseManager embedded =
            DatabaseManager.using(host, OWN.database().config().autoMigrate(false).build())) {
      BehaviorInputRepository hidden = embedded.repositories().behaviorInputs();

      assertCounts(hidden.insertAbsent(inputs(1_500), ATOMIC), 1_500, 0, 0);
      assertCounts(hidden.insertAbsent(inputs(1_600), ATOMIC), 100, 1_500, 0);
    }
    assertThat(rows()).isEqualTo(1_600);
  }

  @Test
  void anAtomicLoadOfMoreThanAPortionIsOne() {
    List<BehaviorInput> given = inputs(12_000);
    given.add(References.numbered(12_000).withUserId(user(1).id()));

    assertThatThrownBy(() -> inputs().insertAbsent(given.stream()::iterator, ATOMIC))
        .isInstanceOfSatisfying(
            MissingReferenceException.class, bad -> assertThat(bad.index()).hasValue(12_000));
    assertThat(rows()).isZero();
    assertCounts(
        inputs().insertAbsent(given.stream().limit(12_000)::iterator, ATOMIC), 12_000, 0, 0);
    assertCounts(inputs().insertAbsent(inputs(12_001).stream()::iterator, ATOMIC), 1, 12_000, 0);
  }

  /** No rows need to be skipped, because committed rows are recognized. */
  @Test
  void aLoadThatWasInterruptedIsSimplyRepeated() {
    Stream<BehaviorInput> broken =
        inputs(1_000).stream().map(row -> row.equals(References.numbered(617)) ? null : row);
    BulkOptions chunks = BulkOptions.committing(100);

    assertThatThrownBy(() -> inputs().insertAbsent(broken::iterator, chunks))
        .isInstanceOfSatisfying(
            BulkInterruptedException.class,
            ended -> assertThat(ended.committedRows()).isEqualTo(600));
    assertCounts(inputs().insertAbsent(inputs(1_000).stream()::iterator, chunks), 400, 600, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 200})
  void aTakenWalletIsRefusedUnlessItIsTheSameUsers(int count) {
    UserRepository users = OWN.manager().repositories().users();
    List<User> given = users(count);
    users.insertAbsent(given.subList(0, count / 2), ATOMIC);
    assertCounts(users.insertAbsent(given, ATOMIC), count - count / 2, count / 2, 0);
    List<User> spoilt = new ArrayList<>(given);
    spoilt.add(user(count));
    spoilt.add(user(3));

    assertThatThrownBy(() -> users.insertAbsent(spoilt, ATOMIC))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            taken -> {
              assertThat(taken.field()).isEqualTo("walletAddress");
              assertThat(taken.index()).hasValue(count + 1);
            });
    assertThat(users.count()).isEqualTo(count);
  }

  /** Two new rows of one load share a wallet; neither is stored yet, so the second is refused. */
  @Test
  void aWalletThatComesTwiceUnderTwoIdsIsRefused() {
    UserRepository users = OWN.manager().repositories().users();

    assertThatThrownBy(() -> users.insertAbsent(List.of(user(1), user(2), user(1)), ATOMIC))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class, taken -> assertThat(taken.index()).hasValue(2));
    assertThat(users.count()).isZero();
  }

  @Test
  void whatWasProcessedSinceIsThereAndStaysProcessed() {
    List<BehaviorInput> votes = inputs(2_000);
    inputs().insertAbsent(votes, ATOMIC);
    inputs().markAsProcessed(votes.subList(0, 1_000).stream().map(BehaviorInput::id).toList());

    assertCounts(inputs().insertAbsent(votes, ATOMIC), 0, 2_000, 0);
    assertThat(inputs().upsertAll(votes, ATOMIC).updated()).isEqualTo(2_000);

    assertThat(
            OWN.database()
                .queryOne("SELECT count(*) FROM zkpersona.behavior_inputs WHERE processed"))
        .isEqualTo("1000");
  }

  @Test
  void aSuspendedUserIsThereAndStaysSuspended() {
    UserRepository users = OWN.manager().repositories().users();
    List<User> given = users(3);
    users.insertAbsent(given, ATOMIC);
    users.suspend(given.get(0).id());
    users.softDelete(given.get(1).id());

    assertCounts(users.insertAbsent(given, ATOMIC), 0, 3, 0);
    assertThat(users.upsertAll(given, ATOMIC).updated()).isEqualTo(3);

    assertThat(users.getById(given.get(0).id()).status()).isEqualTo(UserStatus.SUSPENDED);
    assertThat(users.getById(given.get(1).id()).status()).isEqualTo(UserStatus.DELETED);
  }

  /** Nothing remains by which an erased person could be recognized. */
  @Test
  void whoWasErasedComesBackOnlyIfLoadedAgain() {
    UserRepository users = OWN.manager().repositories().users();
    User person = user(1);
    List<BehaviorInput> own = inputs(150).stream().map(row -> row.withUserId(person.id())).toList();
    users.insertAbsent(List.of(person), ATOMIC);
    inputs().insertAbsent(own, ATOMIC);
    users.erase(person.id());

    assertThatThrownBy(() -> inputs().insertAbsent(own, ATOMIC))
        .isInstanceOfSatisfying(
            MissingReferenceException.class, bad -> assertThat(bad.field()).isEqualTo("userId"));
    assertThat(rows()).isZero();
    assertCounts(users.insertAbsent(List.of(person), ATOMIC), 1, 0, 0);
    assertCounts(inputs().insertAbsent(own, ATOMIC), 150, 0, 0);
  }
}
