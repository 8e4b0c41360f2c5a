package io.zkpersona.spring.transaction;

import io.zkpersona.spring.testing.TestApplication;
import io.zkpersona.spring.testing.TestDatabase;
import org.springframework.context.ConfigurableApplicationContext;

/** With JPA on a pool in manual-commit mode, as Hibernate recommends. */
class JpaManualCommitTransactionsTest extends TransactionsContract {

  @Override
  ConfigurableApplicationContext run(TestDatabase database) {
    return TestApplication.runWithJpa(
        Application.class,
        database,
        "spring.datasource.hikari.auto-commit=false",
        "spring.jpa.properties.hibernate.connection.provider_disables_autocommit=true");
  }
}
