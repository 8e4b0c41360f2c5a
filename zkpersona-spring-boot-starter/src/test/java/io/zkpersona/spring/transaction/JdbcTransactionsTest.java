package io.zkpersona.spring.transaction;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.spring.testing.TestApplication;
import io.zkpersona.spring.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** With the transaction manager of JDBC. */
class JdbcTransactionsTest extends TransactionsContract {

  @Override
  ConfigurableApplicationContext run(TestDatabase database) {
    return TestApplication.run(Application.class, database);
  }

  @Test
  void aNestedTransactionIsUndoneAlone() {
    template.executeWithoutResult(
        status -> {
          accounts.open("ada");
          assertThatThrownBy(() -> accounts.openNested("bob")).hasMessage("changed my mind");
        });

    assertStored("ada");
  }
}
