package io.zkpersona.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.spring.testing.Names;
import io.zkpersona.spring.testing.TestApplication;
import io.zkpersona.spring.testing.TestDatabase;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.repository.UserRepository;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The cache of an application's manager. */
class CacheConfigurationTest {

  private static TestDatabase database;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Cached {

    @Bean
    CacheOptions cache() {
      return CacheOptions.defaults();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class CachedTwice {

    @Bean
    CacheOptions brief() {
      return CacheOptions.defaults();
    }

    @Bean
    CacheOptions lasting() {
      return CacheOptions.defaults();
    }
  }

  @BeforeAll
  static void create() {
    database = TestDatabase.create();
  }

  @Test
  void aBeanOfCacheOptionsGivesTheManagerACacheThatHearsOfTheApplicationsTransactions() {
    try (ConfigurableApplicationContext context = TestApplication.run(Cached.class, database)) {
      DatabaseManager manager = context.getBean(DatabaseManager.class);
      UserRepository users = context.getBean(UserRepository.class);
      TransactionTemplate transaction =
          new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
      User user = Names.create(users, "cached");
      assertThat(manager.cached().users().getById(user.id())).isEqualTo(user);
      assertThat(hitsOfTwoReads(manager, user.id())).isEqualTo(2);

      User renamed =
          transaction.execute(
              status ->
                  users.update(user.id(), found -> found.withUsername(new Username("renamed"))));

      assertThat(manager.cached().users().getById(user.id())).isEqualTo(renamed);
      assertThat(hitsOfTwoReads(manager, user.id())).isEqualTo(2);

      transaction.executeWithoutResult(
          status -> {
            users.update(user.id(), found -> found.withUsername(new Username("undone")));
            status.setRollbackOnly();
          });

      assertThat(manager.cached().users().getById(user.id())).isEqualTo(renamed);
      assertThat(hitsOfTwoReads(manager, user.id())).isEqualTo(2);
    }
  }

  @Test
  void ofTwoCacheOptionsOneHasToBePrimary() {
    assertThatThrownBy(() -> TestApplication.run(CachedTwice.class, database))
        .hasRootCauseInstanceOf(NoUniqueBeanDefinitionException.class)
        .rootCause()
        .hasMessageContaining("brief")
        .hasMessageContaining("lasting");
  }

  private static long hitsOfTwoReads(DatabaseManager manager, UserId user) {
    long before = manager.queryStats().cache().hits();
    manager.cached().users().getById(user);
    manager.cached().users().getById(user);
    return manager.queryStats().cache().hits() - before;
  }
}
