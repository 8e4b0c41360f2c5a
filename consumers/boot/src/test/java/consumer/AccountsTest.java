package consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.Username;
import io.zkpersona.spring.test.DataZkPersonaTest;
import io.zkpersona.storage.repository.UserRepository;
import java.math.BigDecimal;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

@DataZkPersonaTest
@Import(Accounts.class)
class AccountsTest {

  @Autowired Accounts accounts;
  @Autowired UserRepository users;

  @RepeatedTest(2)
  void opensAnAccount() {
    Username name = new Username("alice");
    accounts.open(CreateUserRequest.builder().username(name).build(), BigDecimal.TEN);

    assertThat(users.findByUsername("alice")).isPresent();
    assertThat(users.count()).isOne();
  }
}
