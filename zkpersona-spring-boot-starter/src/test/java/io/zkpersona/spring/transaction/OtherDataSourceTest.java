package io.zkpersona.spring.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.spring.SpringTransactions;
import io.zkpersona.spring.testing.Names;
import io.zkpersona.spring.testing.TestApplication;
import io.zkpersona.spring.testing.TestDatabase;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.UserRepository;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An application with two data sources, of which the library uses the one that is named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherDataSourceTest {

  private static TestDatabase main;
  private static TestDatabase other;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    @Bean
    @Primary
    DataSource main() {
      return pool(main);
    }

    @Bean
    DataSource other() {
      return pool(other);
    }

    @Bean
    @Primary
    PlatformTransactionManager mainTransactions(DataSource main) {
      return new DataSourceTransactionManager(main);
    }

    private static HikariDataSource pool(TestDatabase database) {
      HikariDataSource pool = new HikariDataSource();
      pool.setJdbcUrl(database.jdbcUrl());
      pool.setMaximumPoolSize(4);
      pool.setMinimumIdle(0);
      // In this mode nothing that is forgotten is committed.
      pool.setAutoCommit(false);
      return pool;
    }
  }

  private ConfigurableApplicationContext context;
  private UserRepository users;
  private DataSource named;

  @BeforeAll
  void start() {
    main = TestDatabase.create();
    other = TestDatabase.create();
    context = TestApplication.runWithout(Application.class, "zkpersona.datasource.name=other");
    users = context.getBean(UserRepository.class);
    named = context.getBean("other", DataSource.class);
  }

  @AfterAll
  void stop() {
    context.close();
  }

  private TransactionTemplate ofMain() {
    return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
  }

  private void assertRefused(String expected) {
    assertThatThrownBy(() -> users.count())
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void onlyTheNamedOneHasTheTables() {
    assertThat(main.hasTable("zkpersona.users")).isFalse();
    assertThat(other.hasTable("zkpersona.users")).isTrue();
  }

  @Test
  void aTransactionOfAnotherDataSourceIsRefused() {
    ofMain().executeWithoutResult(status -> assertRefused("of another data source"));
  }

  @Test
  void aConnectionThatIsOnlyKeptForAnotherTransactionIsNotMistakenForOne() {
    ofMain()
        .executeWithoutResult(
            status -> {
              new JdbcTemplate(named).queryForList("SELECT 1");
              assertRefused("of another data source");
            });
  }

  @Test
  void aTransactionWithoutSynchronizationIsRefused() {
    DataSourceTransactionManager silent = new DataSourceTransactionManager(named);
    silent.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);

    new TransactionTemplate(silent)
        .executeWithoutResult(status -> assertRefused("SYNCHRONIZATION_ALWAYS"));
  }

  @Test
  void aTransactionOfTheNamedOneIsJoined() {
    new TransactionTemplate(new DataSourceTransactionManager(named))
        .executeWithoutResult(
            status -> {
              Names.create(users, "ada");
              status.setRollbackOnly();
            });

    assertThat(users.count()).isZero();
  }

  @Test
  void aTransactionAwareProxyIsLookedThrough() {
    DataSource proxy = new TransactionAwareDataSourceProxy(named);

    assertThat(SpringTransactions.target(proxy)).isSameAs(named);
    assertThat(context.getBean(DatabaseManager.class).poolStats()).isPresent();
  }
}
