package consumer;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.Username;
import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.transaction.Transaction;

/** Runs from a single jar that holds everything. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        DatabaseManager database =
            DatabaseManager.open(DatabaseConfig.builder().databaseUrl(server.url()).build())) {
      database.withConnection(
          connection ->
              connection.createStatement().execute("CREATE TABLE orders (id int PRIMARY KEY)"));
      database.inTransaction(tx -> order(tx, 1, "ada"));
      try {
        database.inTransaction(
            tx -> {
              order(tx, 2, "bob");
              throw new IllegalStateException("changed my mind");
            });
        throw new AssertionError("what a block throws comes through");
      } catch (IllegalStateException e) {
        if (database.repositories().users().count() != 1 || orders(database) != 1) {
          throw new AssertionError("a row of the rolled-back transaction is stored", e);
        }
      }
    }
    System.out.println("shaded: one jar, and a rollback of both");
  }

  /** Stores a row of the service and one of the library. */
  private static void order(Transaction tx, int id, String name) {
    tx.withConnection(
        connection ->
            connection.createStatement().executeUpdate("INSERT INTO orders VALUES (" + id + ")"));
    tx.users().create(named(name));
  }

  private static long orders(DatabaseManager database) {
    return database.withConnection(
        connection -> {
          try (var rows =
              connection.createStatement().executeQuery("SELECT count(*) FROM orders")) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }

  private static CreateUserRequest named(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }
}
