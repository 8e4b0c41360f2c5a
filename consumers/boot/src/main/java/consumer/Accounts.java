package consumer;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.UserRepository;
import java.math.BigDecimal;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class Accounts {

  private final UserRepository users;
  private final JdbcTemplate jdbc;

  public Accounts(UserRepository users, JdbcTemplate jdbc) {
    this.users = users;
    this.jdbc = jdbc;
  }

  @Transactional
  public void open(CreateUserRequest request, BigDecimal balance) {
    User user = users.create(request);
    jdbc.update("INSERT INTO account VALUES (?, ?)", user.id().value(), balance);
  }
}
