package io.zkpersona.spring.transaction;

import io.zkpersona.spring.testing.TestApplication;
import io.zkpersona.spring.testing.TestDatabase;
import org.springframework.context.ConfigurableApplicationContext;

/** With the transaction manager of JPA. */
class JpaTransactionsTest extends TransactionsContract {

  @Override
  ConfigurableApplicationContext run(TestDatabase database) {
    return TestApplication.runWithJpa(Application.class, database);
  }
}
