package io.zkpersona.storage.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.IssueChallengeRequest;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignInException;
import io.zkpersona.domain.auth.SignInException.Reason;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.SignIn;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.RuntimeRole;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.transaction.Transaction;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A user who can sign in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SignInFixture {

  static final WalletAddress WALLET =
      new WalletAddress("0xabcdef0000000000000000000000000000000001");
  public static final String DOMAIN = "app.example.org";
  static final SessionLifetimes LIFETIMES =
      new SessionLifetimes(Duration.ofMinutes(15), Duration.ofDays(30));

  TestDatabase database;
  DatabaseManager manager;
  UserId user;

  @BeforeAll
  void open() {
    database = TestDatabase.migrated();
    manager = RuntimeRole.open(database, database.config().build());
  }

  @AfterAll
  void close() {
    manager.close();
    database.close();
  }

  @BeforeEach
  void startWithAUser() {
    Rows.deleteAll(database);
    database.execute("DELETE FROM zkpersona.wallet_challenges");
    user = manager.repositories().users().save(User.builder().build()).id();
  }

  SignIn signIn() {
    return RuntimeRole.repositories(manager).signIn();
  }

  SignedIn opened() {
    return signIn().openSession(user, LIFETIMES);
  }

  AuthSession stored(SignedIn signedIn) {
    return manager.repositories().authSessions().getById(signedIn.session().id());
  }

  /**
   * Returns every session and refresh token with its physical position, which changes on each
   * write.
   */
  List<String> contents() {
    return Stream.of("auth_sessions", "refresh_tokens")
        .flatMap(
            table ->
                database
                    .query("SELECT ctid || t::text FROM zkpersona.%s AS t".formatted(table))
                    .stream())
        .toList();
  }

  public static IssueChallengeRequest challenge() {
    return IssueChallengeRequest.builder()
        .walletAddress(WALLET)
        .chainId("1")
        .domain(DOMAIN)
        .uri("https://app.example.org/login")
        .lifetime(Duration.ofMinutes(5))
        .build();
  }

  /** Runs a statement in a transaction without the library. */
  static void execute(Transaction tx, String sql) {
    tx.withConnection(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SignInException.class, refused -> assertThat(refused.reason()).isEqualTo(reason))
        .hasMessage("sign-in: refused (expected: a valid challenge or token of an active user)");
  }
}
