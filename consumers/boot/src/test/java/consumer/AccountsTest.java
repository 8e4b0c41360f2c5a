package consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.spring.test.DataZkPersonaTest;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

@DataZkPersonaTest
@Import(Accounts.class)
class AccountsTest {

  @Autowired Accounts accounts;

  @RepeatedTest(2)
  void opensAnAccountWithItsUser() {
    accounts.open("alice", false);

    assertThat(accounts.count()).isOne();
    assertThat(accounts.countUsers()).isOne();
  }
}
