package consumer;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.Username;
import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;

/** Runs from a single jar that holds everything. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        DatabaseManager database =
            DatabaseManager.open(DatabaseConfig.builder().databaseUrl(server.url()).build())) {
      database.inTransaction(tx -> tx.users().create(named("ada")));
      try {
        database.inTransaction(
            tx -> {
              tx.users().create(named("bob"));
              throw new IllegalStateException("changed my mind");
            });
        throw new AssertionError("what a block throws comes through");
      } catch (IllegalStateException e) {
        if (database.repositories().users().count() != 1) {
          throw new AssertionError("the rolled-back user is stored", e);
        }
      }
    }
    System.out.println("shaded: one jar, and a rollback");
  }

  private static CreateUserRequest named(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }
}
