package consumer;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;

/** Uses what may be null as a null checker wants it: this compiles without a finding. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        DatabaseManager database =
            DatabaseManager.open(DatabaseConfig.builder().databaseUrl(server.url()).build())) {
      User ada = database.callInTransaction(tx -> tx.users().create(named("ada")));
      require("nobody@nowhere".equals(addressOf(ada)), "an e-mail that nobody gave");

      try {
        database.inTransaction(
            tx -> {
              tx.users().create(named("bob"));
              throw new IllegalStateException("changed my mind");
            });
        throw new AssertionError("what a block throws comes through");
      } catch (IllegalStateException e) {
        require(database.repositories().users().count() == 1, "the rolled-back user is stored");
      }
    }
    System.out.println("nullaway: clean, and a rollback");
  }

  private static CreateUserRequest named(String name) {
    return CreateUserRequest.builder().username(new Username(name)).email(null).build();
  }

  private static String addressOf(User user) {
    EmailAddress email = user.email();
    return email == null ? "nobody@nowhere" : email.value();
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new AssertionError(message);
    }
  }
}
