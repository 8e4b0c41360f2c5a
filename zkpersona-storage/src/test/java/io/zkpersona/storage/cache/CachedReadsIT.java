package io.zkpersona.storage.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignInException;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.health.CacheStats;
import io.zkpersona.storage.health.CacheStats.Channel;
import io.zkpersona.storage.health.HealthStatus;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.SpringTransactions;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.transaction.Completion;
import io.zkpersona.storage.transaction.HostTransactions;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@NewestServerOnly
class CachedReadsIT {

  private static final CacheOptions LASTING =
      CacheOptions.defaults().timeToLive(Duration.ofDays(1));
  private static final SessionLifetimes LIFETIMES =
      new SessionLifetimes(Duration.ofMinutes(15), Duration.ofDays(30));
  private static final WalletAddress WALLET =
      new WalletAddress("0xabcdef0000000000000000000000000000000001");

  private static TestDatabase database;
  private static DatabaseManager manager;
  private static Repositories all;

  private UserId user;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    manager = DatabaseManager.builder(database.config().build()).cache(LASTING).open();
    all = manager.repositories();
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  @BeforeEach
  void startWithAUser() {
    Rows.deleteAll(database);
    manager.dropCached();
    user = all.users().save(User.builder().walletAddress(WALLET).build()).id();
  }

  private static CacheStats stats() {
    return manager.queryStats().cache();
  }

  /** Tells whether a read that was made before is served without the database. */
  private static boolean isHit(Runnable read) {
    long before = stats().hits();
    read.run();
    return stats().hits() == before + 1;
  }

  private static User cached(UserId id) {
    return manager.cached().users().getById(id);
  }

  @Test
  void repeatedReadsAreServedFromMemory() {
    SignedIn signedIn = all.signIn().openSession(user, LIFETIMES);
    List<Runnable> reads =
        List.of(
            () -> manager.cached().users().findById(user),
            () -> manager.cached().users().findByWalletAddress(WALLET),
            () -> manager.cached().access().permissionsOf(user),
            () -> manager.cached().access().has(user, "a"),
            () -> manager.cached().reputationRecords().inForce(user),
            () ->
                manager
                    .cached()
                    .reputationRecords()
                    .inForce(user, ScoringCategory.OVERALL, ScoringPeriod.CURRENT),
            () -> manager.cached().signIn().authenticate(signedIn.accessToken()),
            () -> manager.cached(Duration.ofSeconds(9)).users().findById(user));
    reads.forEach(Runnable::run);

    assertThat(reads).allMatch(CachedReadsIT::isHit);
    assertThat(stats().hitRatio()).isBetween(0.0, 1.0);
    assertThat(stats().entries()).isEqualTo(4);
    assertThat(stats().staleness()).isEqualTo(Duration.ofDays(1));
    assertThat(stats().channel()).isEqualTo(Channel.NONE);
    assertThat(manager.health())
        .isInstanceOfSatisfying(
            HealthStatus.Healthy.class,
            healthy -> assertThat(healthy.cache().channel()).isEqualTo(Channel.NONE));
  }

  @Test
  void whatDoesNotExistIsNotRemembered() {
    UserId nobody = UserId.generate();
    WalletAddress wallet = new WalletAddress("0xabcdef0000000000000000000000000000000002");

    assertThat(manager.cached().users().findById(nobody)).isEmpty();
    assertThat(manager.cached().users().findByWalletAddress(wallet)).isEmpty();
    assertThatThrownBy(() -> cached(nobody)).isInstanceOf(UserNotFoundException.class);

    all.users().save(User.builder().id(nobody).walletAddress(wallet).build());
    assertThat(cached(nobody).walletAddress()).isEqualTo(wallet);
    assertThat(manager.cached().users().findByWalletAddress(wallet)).isPresent();
  }

  @Test
  void aWalletThatMovedLeadsToItsNewUser() {
    assertThat(manager.cached().users().findByWalletAddress(WALLET)).isPresent();

    all.users().update(user, old -> old.withWalletAddress(null));
    assertThat(manager.cached().users().findByWalletAddress(WALLET)).isEmpty();
    UserId next = all.users().save(User.builder().walletAddress(WALLET).build()).id();

    assertThat(manager.cached().users().findByWalletAddress(WALLET)).map(User::id).contains(next);
  }

  @Test
  void aSoftDeletedUserIsFoundByIdOnly() {
    manager.cached().users().findByWalletAddress(WALLET);
    all.users().softDelete(user);

    assertThat(manager.cached().users().findByWalletAddress(WALLET)).isEmpty();
    assertThat(manager.cached().users().findById(user)).isPresent();
  }

  private RoleId verifier() {
    RoleId role = all.roles().save(Role.builder().name("verifier").build()).id();
    PermissionId verify =
        all.permissions().save(Permission.builder().name("proof:verify").build()).id();
    all.access().addPermission(role, verify);
    return role;
  }

  private boolean may() {
    return manager.cached().access().has(user, "proof:verify");
  }

  @Test
  void aPermissionEndsWithItsGrant() {
    all.access().grant(user, verifier(), Instant.now().plusMillis(700));
    assertThat(may()).isTrue();

    ends(this::may);
  }

  @Test
  void aPermissionEndsWithItsRevocation() {
    RoleId role = verifier();
    all.access().grant(user, role, null);
    assertThat(may()).isTrue();
    assertThat(isHit(this::may)).isTrue();

    all.access().revoke(user, role);

    assertThat(may()).isFalse();
  }

  @Test
  void aSessionEndsWithItsToken() {
    SignedIn signedIn =
        all.signIn()
            .openSession(user, new SessionLifetimes(Duration.ofSeconds(1), Duration.ofDays(1)));
    assertThat(authenticated(signedIn)).isTrue();

    ends(() -> authenticated(signedIn));
  }

  private static boolean authenticated(SignedIn signedIn) {
    try {
      return manager.cached().signIn().authenticate(signedIn.accessToken()) != null;
    } catch (SignInException e) {
      return false;
    }
  }

  @Test
  void anExchangedTokenIsRefused() {
    SignedIn first = all.signIn().openSession(user, LIFETIMES);
    assertThat(authenticated(first)).isTrue();

    SignedIn second =
        manager.cached().signIn().refresh(first.refreshToken(), LIFETIMES).orElseThrow();

    assertThat(authenticated(first)).isFalse();
    assertThat(authenticated(second)).isTrue();
    all.signIn().revoke(second.session().id(), "left");
    assertThat(authenticated(second)).isFalse();
  }

  @Test
  void theUseOfACachedSessionIsStillNoted() {
    SignedIn signedIn = all.signIn().openSession(user, LIFETIMES);
    authenticated(signedIn);
    database.execute(
        "UPDATE zkpersona.auth_sessions SET last_used_at = last_used_at - interval '1 hour',"
            + " issued_at = issued_at - interval '1 hour'");
    manager.dropCached();

    assertThat(authenticated(signedIn)).isTrue();
    assertThat(
            database.queryOne(
                "SELECT (last_used_at > now() - interval '1 minute')::text"
                    + " FROM zkpersona.auth_sessions"))
        .isEqualTo("true");
    authenticated(signedIn);
    assertThat(isHit(() -> authenticated(signedIn))).isTrue();
  }

  @Test
  void aPlannedRecordIsInForceFromItsTimeOn() {
    all.reputationRecords()
        .save(
            ReputationRecord.builder()
                .userId(user)
                .reputationScore(BigDecimal.TEN)
                .effectiveFrom(Instant.now().plusMillis(700))
                .effectiveUntil(Instant.now().plusMillis(1_400))
                .build());
    assertThat(inForce()).isFalse();

    Eventually.holds("the record", this::inForce);
    ends(this::inForce);
  }

  private boolean inForce() {
    return manager
        .cached()
        .reputationRecords()
        .inForce(user, ScoringCategory.OVERALL, ScoringPeriod.CURRENT)
        .isPresent();
  }

  private static void ends(BooleanSupplier state) {
    Eventually.holds("the end", () -> !state.getAsBoolean());
  }

  @Test
  void whatIsWrittenPastTheLibraryIsServedUntilItsTimeToLive() {
    try (DatabaseManager brief =
        DatabaseManager.builder(database.config().build())
            .cache(LASTING.timeToLive(Duration.ofMillis(300)))
            .open()) {
      brief.cached().users().getById(user);
      cached(user);
      database.execute("UPDATE zkpersona.users SET username = 'sql'");

      assertThat(cached(user).username()).isNull();
      Eventually.holds("the name", () -> brief.cached().users().getById(user).username() != null);
      manager.dropCached();
      assertThat(cached(user).username()).isEqualTo(new Username("sql"));
    }
  }

  @Test
  void callsInsideATransactionAreRefusedAndThoseOfItAreNotCached() {
    manager.inTransaction(
        tx -> {
          assertThatThrownBy(() -> cached(user)).isInstanceOf(TransactionException.class);
          tx.users().update(user, old -> old.withUsername(new Username("inside")));
          assertThat(tx.users().getById(user).username()).isEqualTo(new Username("inside"));
        });

    assertThat(cached(user).username()).isEqualTo(new Username("inside"));
  }

  @Test
  void aConnectionOfTheCallerKeepsItsValuesOutOfTheCache() throws SQLException {
    cached(user);
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      manager
          .repositoriesOn(connection)
          .users()
          .update(user, old -> old.withUsername(new Username("own")));
      assertThat(cached(user).username()).isNull();
      connection.commit();
    }

    assertThat(cached(user).username()).isEqualTo(new Username("own"));
    assertThat(isHit(() -> cached(user))).isFalse();
  }

  @Test
  void transactionsOfTheHostReadTheirOwnWritesAndLeaveNothing() {
    HikariConfig settings = new HikariConfig();
    settings.setJdbcUrl(database.jdbcUrl());
    settings.setMaximumPoolSize(3);
    try (HikariDataSource pool = new HikariDataSource(settings);
        DatabaseManager joining =
            DatabaseManager.builder(DatabaseConfig.forDataSource().autoMigrate(false).build())
                .dataSource(pool)
                .hostTransactions(new SpringTransactions(pool))
                .cache(LASTING)
                .open()) {
      TransactionTemplate spring = new TransactionTemplate(new DataSourceTransactionManager(pool));
      for (boolean block : new boolean[] {false, true}) {
        for (boolean commits : new boolean[] {false, true}) {
          String name = "host" + block + commits;
          User before = joining.cached().users().getById(user);
          spring.executeWithoutResult(
              status -> {
                if (block) {
                  joining.inTransaction(tx -> rename(tx, name));
                } else {
                  rename(joining.repositories(), name);
                }
                assertThat(joining.cached().users().getById(user).username())
                    .isEqualTo(new Username(name));
                if (!commits) {
                  status.setRollbackOnly();
                }
              });

          User after = joining.cached().users().getById(user);
          assertThat(after.username()).isEqualTo(commits ? new Username(name) : before.username());
          long hits = joining.queryStats().cache().hits();
          joining.cached().users().getById(user);
          assertThat(joining.queryStats().cache().hits()).as(name).isEqualTo(hits + 1);
        }
      }
    }
  }

  @Test
  void aHostThatDoesNotReportItsEndChangesNoResult() {
    HikariConfig settings = new HikariConfig();
    settings.setJdbcUrl(database.jdbcUrl());
    settings.setMaximumPoolSize(3);
    try (HikariDataSource pool = new HikariDataSource(settings)) {
      SpringTransactions spring = new SpringTransactions(pool);
      HostTransactions silent =
          new HostTransactions() {
            @Override
            public Connection connection() {
              return spring.connection();
            }

            @Override
            public void release(Connection connection) {
              spring.release(connection);
            }

            @Override
            public void afterCompletion(Consumer<? super Completion> callback) {
              throw new UnsupportedOperationException("no end is reported");
            }
          };
      try (DatabaseManager joining =
          DatabaseManager.builder(DatabaseConfig.forDataSource().autoMigrate(false).build())
              .dataSource(pool)
              .hostTransactions(silent)
              .cache(LASTING)
              .open()) {
        joining.cached().users().getById(user);
        new TransactionTemplate(new DataSourceTransactionManager(pool))
            .executeWithoutResult(
                status -> {
                  rename(joining.repositories(), "silent");
                  joining.inTransaction(tx -> rename(tx, "silent2"));
                });

        assertThat(joining.cached().users().getById(user).username())
            .isEqualTo(new Username("silent2"));
        assertThat(joining.queryStats().cache().passes()).isOne();
      }
    }
  }

  private void rename(Repositories repositories, String name) {
    repositories.users().update(user, old -> old.withUsername(new Username(name)));
  }

  @Test
  void aManagerWithoutACacheSaysHowToGetOne() {
    try (DatabaseManager plain = database.open()) {
      assertThatThrownBy(plain::cached)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(".cache(CacheOptions.defaults())");
      assertThatThrownBy(plain::dropCached).isInstanceOf(ConfigurationException.class);
      assertThat(plain.queryStats().cache()).isNull();
    }
  }

  @Test
  void aClosedManagerServesNothing() {
    DatabaseManager closed =
        DatabaseManager.builder(database.config().build()).cache(LASTING).open();
    Repositories cached = closed.cached();
    cached.users().getById(user);
    closed.close();

    assertThatThrownBy(() -> cached.users().getById(user))
        .isInstanceOf(ManagerClosedException.class);
  }
}
