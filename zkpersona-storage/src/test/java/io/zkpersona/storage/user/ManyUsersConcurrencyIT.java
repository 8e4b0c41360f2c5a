package io.zkpersona.storage.user;

import static io.zkpersona.storage.user.ManyUsersIT.wallet;
import static io.zkpersona.storage.user.ManyUsersIT.wallets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.embedded.TripCounter;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.StatementTimeoutException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.repository.WalletUsers;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.OwnDatabase;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However many threads request users for the same wallets, each wallet gets one user. */
@NewestServerOnly(unlessLong = true)
class ManyUsersConcurrencyIT {

  private static final int THREADS = 64;

  /** More than a statement takes. */
  private static final int WALLETS = 6_000;

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final TransactionOptions DEFAULTS = TransactionOptions.defaults();

  // Most threads spend most of their time waiting for a connection.
  @RegisterExtension
  static final OwnDatabase OWN = new OwnDatabase(settings -> settings.connectTimeout(PATIENCE));

  private static UserRepository users() {
    return OWN.manager().repositories().users();
  }

  private static int rows() {
    return Integer.parseInt(OWN.database().queryOne("SELECT count(*) FROM zkpersona.users"));
  }

  /** Ids only, because all users of all threads would take much memory. */
  private record Got(int created, int existing, Map<WalletAddress, UserId> ids) {

    static Got of(WalletUsers all) {
      Map<WalletAddress, UserId> ids = new HashMap<>();
      all.byWallet().forEach((wallet, user) -> ids.put(wallet, user.id()));
      return new Got(all.created(), all.existing(), ids);
    }
  }

  /** Returns the wallets in a different order for each seed, some of them twice. */
  private static List<WalletAddress> shuffled(int seed) {
    List<WalletAddress> all = new ArrayList<>(wallets(0, WALLETS));
    all.addAll(all.subList(0, WALLETS / 10));
    Collections.shuffle(all, new Random(seed));
    return all;
  }

  @Test
  void everybodyGetsTheSameUserOfEachWallet() throws InterruptedException {
    users().getOrCreateAllByWalletAddress(wallets(WALLETS / 2, WALLETS / 2 + 500));
    AtomicInteger seed = new AtomicInteger();

    List<Got> all =
        Together.values(
            Together.run(
                THREADS,
                () ->
                    Got.of(
                        users().getOrCreateAllByWalletAddress(shuffled(seed.incrementAndGet())))));

    assertThat(rows()).isEqualTo(WALLETS);
    assertThat(all.get(0).ids()).hasSize(WALLETS);
    assertThat(all)
        .allSatisfy(
            got -> {
              assertThat(got.ids().equals(all.get(0).ids())).isTrue();
              assertThat(got.created() + got.existing()).isEqualTo(WALLETS);
            });
    assertThat(all.stream().mapToInt(Got::created).sum()).isEqualTo(WALLETS - 500);
  }

  /** Each transaction keeps its inserted rows locked: opposite orders would deadlock. */
  @Test
  void transactionsThatAskInOppositeOrdersWaitForEachOtherInOneDirection()
      throws InterruptedException {
    AtomicInteger number = new AtomicInteger();

    List<Integer> created =
        Together.values(
            Together.run(
                8,
                () -> {
                  List<WalletAddress> mine = new ArrayList<>(wallets(0, 2_000));
                  if (number.incrementAndGet() % 2 == 0) {
                    Collections.reverse(mine);
                  }
                  return OWN.manager()
                      .callInTransaction(
                          tx -> tx.users().getOrCreateAllByWalletAddress(mine).created());
                }));

    assertThat(created.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2_000);
    assertThat(rows()).isEqualTo(2_000);
  }

  private static boolean oneWaits() {
    return OWN.database().queryOne(Backends.WAITING_FOR_A_LOCK).equals("1");
  }

  private interface Ending {
    void end(Connection connection) throws SQLException;
  }

  /** Requests users while another transaction has inserted one of the wallets, and then ends. */
  private static WalletUsers askedDuring(Connection other, Ending ending) throws SQLException {
    other.setAutoCommit(false);
    Backends.execute(
        other,
        "INSERT INTO zkpersona.users (wallet_address) VALUES ('%s')".formatted(wallet(1).value()));
    CompletableFuture<WalletUsers> asked =
        OwnThreads.supply(() -> users().getOrCreateAllByWalletAddress(wallets(0, 3)));
    Eventually.holds("the call waits", ManyUsersConcurrencyIT::oneWaits);
    ending.end(other);
    return asked.join();
  }

  @Test
  void aWalletThatIsJustBeingCreatedIsWaitedForAndFound() throws SQLException {
    try (Connection other = OWN.database().connect()) {
      WalletUsers all = askedDuring(other, Connection::commit);

      assertThat(all.created()).isEqualTo(2);
      assertThat(all.existing()).isOne();
      assertThat(users().findByWalletAddress(wallet(1))).contains(all.user(wallet(1)));
    }
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void aWalletWhoseCreationIsUndoneIsCreated() throws SQLException {
    try (Connection other = OWN.database().connect()) {
      WalletUsers all = askedDuring(other, Connection::rollback);

      assertThat(all.created()).isEqualTo(3);
      assertThat(users().findByWalletAddress(wallet(1))).contains(all.user(wallet(1)));
    }
    assertThat(rows()).isEqualTo(3);
  }

  /** Committed as deleted, the row holds its wallet but is not an active user. */
  @Test
  void aWalletThatIsJustBeingCreatedForADeletedUserIsRefused() throws SQLException {
    try (Connection other = OWN.database().connect()) {
      assertThatThrownBy(
              () ->
                  askedDuring(
                      other,
                      connection -> {
                        Backends.execute(
                            connection, "UPDATE zkpersona.users SET status = 'deleted'");
                        connection.commit();
                      }))
          .hasCauseInstanceOf(DuplicateEntityException.class)
          .cause()
          .isInstanceOfSatisfying(
              DuplicateEntityException.class, taken -> assertThat(taken.index()).hasValue(1));
    }
  }

  @Test
  void theWaitForAnotherTransactionIsLimited() throws SQLException {
    try (Connection other = OWN.database().connect();
        DatabaseManager impatient = OWN.database().openImpatient()) {
      other.setAutoCommit(false);
      Backends.execute(
          other,
          "INSERT INTO zkpersona.users (wallet_address) VALUES ('%s')"
              .formatted(wallet(1).value()));

      assertThatThrownBy(
              () -> impatient.repositories().users().getOrCreateAllByWalletAddress(wallets(0, 3)))
          .isInstanceOf(StatementTimeoutException.class);
      other.rollback();
    }
    assertThat(rows()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Isolation.class,
      names = {"REPEATABLE_READ", "SERIALIZABLE"})
  void aWalletThatATransactionCannotSeeIsAConflictAndFoundByItsRepeat(Isolation isolation) {
    TransactionOptions options = DEFAULTS.isolation(isolation);
    AtomicInteger attempts = new AtomicInteger();

    assertThatThrownBy(
            () ->
                OWN.manager().inTransaction(options, tx -> askAfterOthers(tx, attempts, wallet(1))))
        .isInstanceOfSatisfying(
            TransactionException.class,
            conflict -> assertThat(conflict.code().retryable()).isTrue());
    assertThat(rows()).isOne();

    attempts.set(0);
    WalletUsers all =
        OWN.manager()
            .callInTransaction(options.retries(1), tx -> askAfterOthers(tx, attempts, wallet(2)));
    assertThat(attempts).hasValue(2);
    assertThat(all.created()).isOne();
    assertThat(all.byWallet().keySet()).containsExactlyElementsOf(wallets(0, 3));
    assertThat(rows()).isEqualTo(3);
  }

  /** At the default isolation, users created since the transaction started are found. */
  @Test
  void aWalletThatOthersCreatedSinceTheTransactionBeganIsFound() {
    WalletUsers all =
        OWN.manager().callInTransaction(tx -> askAfterOthers(tx, new AtomicInteger(), wallet(1)));

    assertThat(all.created()).isEqualTo(2);
  }

  /** Takes the snapshot, lets another thread create a wallet, and requests three. */
  private static WalletUsers askAfterOthers(
      Repositories tx, AtomicInteger attempts, WalletAddress theirs) {
    attempts.incrementAndGet();
    assertThat(tx.users().count()).isNotNegative();
    CompletableFuture<User> created =
        OwnThreads.supply(() -> users().getOrCreateByWalletAddress(theirs));
    assertThat(created.join()).isNotNull();
    return tx.users().getOrCreateAllByWalletAddress(wallets(0, 3));
  }

  /**
   * As if others removed the conflicting user before it is looked up: the first attempt finds
   * nothing, and the second creates the user. The number of attempts is limited.
   */
  @Test
  void aWalletWhoseUserIsRemovedMeanwhileIsTriedAgainAndNotForEver() {
    OWN.database()
        .execute(
            """
        CREATE SEQUENCE public.attempts;
        CREATE FUNCTION public.lost() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          RETURN CASE WHEN nextval('public.attempts') %% 100 < TG_ARGV[0]::integer THEN NULL ELSE NEW END;
        END $$;
        CREATE TRIGGER lost BEFORE INSERT ON zkpersona.users
          FOR EACH ROW WHEN (NEW.wallet_address IN ('%1$s', '%2$s')) EXECUTE FUNCTION public.lost(2);
        """
                .formatted(wallet(1).value(), wallet(2).value()));
    try {
      assertThat(users().getOrCreateAllByWalletAddress(wallets(0, 2)).created()).isEqualTo(2);
      OWN.database().execute("ALTER SEQUENCE public.attempts RESTART");
      assertThat(users().getOrCreateByWalletAddress(wallet(2)).walletAddress())
          .isEqualTo(wallet(2));
      assertThat(rows()).isEqualTo(3);

      OWN.database()
          .execute(
              """
          DROP TRIGGER lost ON zkpersona.users;
          CREATE TRIGGER lost BEFORE INSERT ON zkpersona.users
            FOR EACH ROW EXECUTE FUNCTION public.lost(100);
          """);
      Stream.<Runnable>of(
              () -> users().getOrCreateAllByWalletAddress(wallets(0, 4)),
              () -> users().getOrCreateByWalletAddress(wallet(4)))
          .forEach(
              call ->
                  assertThatThrownBy(call::run)
                      .isInstanceOfSatisfying(
                          TransactionException.class,
                          conflict -> assertThat(conflict.code().retryable()).isTrue()));
    } finally {
      OWN.database().execute("DROP TRIGGER lost ON zkpersona.users; DROP FUNCTION public.lost();");
      OWN.database().execute("DROP SEQUENCE public.attempts");
    }
  }

  /** Opens no transaction, and sends no statement that has nothing to do. */
  @Test
  void aCallTakesOneTripIfAllExistTwoIfSomeAreMissingAndThreeIfOthersCreateThem()
      throws SQLException {
    try (TripCounter trips = TripCounter.to(OWN.database().port());
        DatabaseManager counted =
            DatabaseManager.open(
                OWN.database()
                    .configThrough(trips.port())
                    .maxConnections(1)
                    .minConnections(0)
                    .build());
        Connection other = OWN.database().connect()) {
      UserRepository users = counted.repositories().users();
      users.count();

      assertThat(trips.during(() -> users.getOrCreateAllByWalletAddress(wallets(0, 100))))
          .isEqualTo(2);
      assertThat(trips.during(() -> users.getOrCreateAllByWalletAddress(wallets(0, 100)))).isOne();
      assertThat(trips.during(() -> users.getOrCreateAllByWalletAddress(wallets(50, 150))))
          .isEqualTo(2);
      assertThat(trips.during(() -> users.findAllByWalletAddress(wallets(0, 200)))).isOne();
      assertThat(trips.during(() -> users.findAllByEmail(List.of("a", "b")))).isOne();
      assertThat(
              trips.during(
                  () -> {
                    users.getOrCreateAllByWalletAddress(List.of());
                    users.findAllByWalletAddress(List.of());
                    users.findAllByEmail(List.of());
                    users.findAllByUsername(List.of());
                  }))
          .isZero();

      other.setAutoCommit(false);
      Backends.execute(
          other,
          "INSERT INTO zkpersona.users (wallet_address) VALUES ('%s')"
              .formatted(wallet(201).value()));
      int lost =
          trips.during(
              () -> {
                CompletableFuture<WalletUsers> asked =
                    OwnThreads.supply(() -> users.getOrCreateAllByWalletAddress(wallets(200, 210)));
                Eventually.holds("the call waits", ManyUsersConcurrencyIT::oneWaits);
                commit(other);
                assertThat(asked.join().created()).isEqualTo(9);
              });
      assertThat(lost).isEqualTo(3);
    }
  }

  private static void commit(Connection connection) {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
