package io.zkpersona.spring.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.spring.testing.Names;
import io.zkpersona.spring.testing.TestDatabase;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.UserRepository;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How the library takes part in transactions, whichever manager and pool an application has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TransactionsContract {

  private static final String USERS = "SELECT username FROM zkpersona.users ORDER BY username";
  private static final String ACCOUNTS = "SELECT name FROM account ORDER BY name";

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableAsync
  @Import(Accounts.class)
  static class Application {}

  TestDatabase database;
  ConfigurableApplicationContext context;
  Accounts accounts;
  UserRepository users;
  TransactionTemplate template;

  abstract ConfigurableApplicationContext run(TestDatabase database);

  @BeforeAll
  void start() {
    database = TestDatabase.create();
    database.execute("CREATE TABLE account (name text PRIMARY KEY)");
    context = run(database);
    accounts = context.getBean(Accounts.class);
    users = context.getBean(UserRepository.class);
    template = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
  }

  @BeforeEach
  void empty() {
    database.execute("TRUNCATE account");
    database.execute("TRUNCATE zkpersona.users CASCADE");
  }

  @AfterEach
  void requireAllConnectionsBack() {
    assertThat(context.getBean(HikariDataSource.class).getHikariPoolMXBean().getActiveConnections())
        .isZero();
  }

  @AfterAll
  void stop() {
    context.close();
  }

  void assertStored(String... names) {
    assertThat(database.query(USERS)).containsExactly(names);
    assertThat(database.query(ACCOUNTS)).containsExactly(names);
  }

  @Test
  void commitsWithTheHost() {
    accounts.open("ada");

    assertStored("ada");
  }

  @Test
  void rollsBackWithTheHost() {
    assertThatThrownBy(() -> accounts.openAndFail("ada")).hasMessage("changed my mind");

    assertStored();
  }

  @Test
  void seesTheHostsRowsAndIsSeen() {
    accounts.openWithReference("ada");

    assertStored("ada");
  }

  @Test
  void outsideOfATransactionEachCallIsOne() {
    Names.create(users, "ada");

    assertThat(database.query(USERS)).containsExactly("ada");
  }

  @Test
  void aNewTransactionSurvivesTheRollbackOfTheOuterOne() {
    template.executeWithoutResult(
        status -> {
          accounts.open("ada");
          accounts.openAnew("bob");
          status.setRollbackOnly();
        });

    assertStored("bob");
  }

  @Test
  void aTemplateCommitsAndRollsBackForRollbackOnly() {
    template.executeWithoutResult(status -> accounts.open("ada"));
    template.executeWithoutResult(
        status -> {
          accounts.open("bob");
          status.setRollbackOnly();
        });

    assertStored("ada");
  }

  @Test
  void aScopeWithoutATransactionWorksAlone() {
    accounts.openSupporting("ada");

    // A pool in manual-commit mode does not commit what the host does without a transaction.
    assertThat(database.query(USERS)).containsExactly("ada");
  }

  @Test
  void aSuspendedTransactionIsNotJoined() {
    template.executeWithoutResult(
        status -> {
          accounts.openApart("ada");
          status.setRollbackOnly();
        });

    assertThat(database.query(USERS)).containsExactly("ada");
  }

  @Test
  void aReadOnlyTransactionReadsAndRefusesToWrite() {
    assertThatThrownBy(() -> accounts.openReadOnly("ada")).isInstanceOf(DatabaseException.class);

    assertStored();
  }

  @Test
  void aBlockIsASavepointOfTheHostsTransaction() {
    accounts.openBlock("ada");

    assertStored("ada");
  }

  @Test
  void aFailureThatTheHostSwallowsDoesNotCommitHalfOfItsTransaction() {
    DatabaseManager manager = context.getBean(DatabaseManager.class);

    assertThatThrownBy(
            () ->
                template.executeWithoutResult(
                    status -> {
                      accounts.open("bob");
                      assertThatThrownBy(
                              () ->
                                  manager.withConnection(
                                      connection ->
                                          connection.createStatement().execute("SELECT 1 / 0")))
                          .isInstanceOf(DatabaseException.class);
                    }))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("a statement failed");

    assertStored();
  }

  @Test
  void aFailureOfAnInnerTransactionLeavesTheOuterOneIntact() {
    DatabaseManager manager = context.getBean(DatabaseManager.class);

    template.executeWithoutResult(
        status -> {
          accounts.open("ada");
          assertThatThrownBy(() -> accounts.openAnewAndFail("bob"))
              .isInstanceOf(DatabaseException.class);
          accounts.openAnew("cleo");
          assertThat(manager.repositories().users().count()).isEqualTo(2);
        });

    assertStored("ada", "cleo");
  }

  @Test
  void anotherThreadDoesNotSeeAnUncommittedRow() {
    template.executeWithoutResult(
        status -> {
          Names.create(users, "ada");
          assertThat(accounts.countElsewhere().orTimeout(30, TimeUnit.SECONDS).join()).isZero();
        });

    assertThat(accounts.countElsewhere().orTimeout(30, TimeUnit.SECONDS).join()).isOne();
  }

  @Test
  void outsideTransactionStaysWhenTheHostRollsBack() {
    Repositories outside = context.getBean(DatabaseManager.class).outsideTransaction();
    template.executeWithoutResult(
        status -> {
          Names.create(outside.users(), "ada");
          status.setRollbackOnly();
        });

    assertThat(database.query(USERS)).containsExactly("ada");
  }
}
