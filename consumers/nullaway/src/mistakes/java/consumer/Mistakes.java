package consumer;

import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;

/** Four mistakes with null, against three modules; the build has to find each. */
public final class Mistakes {

  private Mistakes() {}

  /** A component that may be null is dereferenced. */
  public static String dereferenced(User user) {
    return user.email().value();
  }

  /** A component that may be null is returned where null is not expected. */
  public static Username returned(User user) {
    return user.username();
  }

  /** Null is passed to a repository. */
  public static User asked(DatabaseManager database) {
    return database.repositories().users().getById(null);
  }

  /** Null is passed to the test server. */
  public static String addressed(EmbeddedPostgres server) {
    return server.url(null);
  }
}
