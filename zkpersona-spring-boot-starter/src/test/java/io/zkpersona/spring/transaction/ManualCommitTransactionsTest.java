package io.zkpersona.spring.transaction;

import io.zkpersona.spring.testing.TestApplication;
import io.zkpersona.spring.testing.TestDatabase;
import org.springframework.context.ConfigurableApplicationContext;

/** With a pool in manual-commit mode. */
class ManualCommitTransactionsTest extends TransactionsContract {

  @Override
  ConfigurableApplicationContext run(TestDatabase database) {
    return TestApplication.run(
        Application.class, database, "spring.datasource.hikari.auto-commit=false");
  }
}
