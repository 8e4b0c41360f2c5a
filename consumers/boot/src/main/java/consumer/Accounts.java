package consumer;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.repository.UserRepository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Writes a row of the library and a row of the service, which refers to it. */
@Service
public class Accounts {

  private final UserRepository users;
  private final JdbcTemplate jdbc;

  public Accounts(UserRepository users, JdbcTemplate jdbc) {
    this.users = users;
    this.jdbc = jdbc;
  }

  @Transactional
  public void open(String name, boolean fails) {
    User user =
        users.create(CreateUserRequest.builder().username(new Username(name)).build());
    jdbc.update("INSERT INTO account (user_id) VALUES (?)", user.id().value());
    if (fails) {
      throw new IllegalStateException("changed my mind");
    }
  }

  public long count() {
    return jdbc.queryForObject("SELECT count(*) FROM account", Long.class);
  }

  public long countUsers() {
    return users.count();
  }
}
