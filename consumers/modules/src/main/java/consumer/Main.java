package consumer;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs on the module path of a JDK image that holds only the modules it needs. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws SQLException {
    if (!Main.class.getModule().isNamed() || !DatabaseManager.class.getModule().isNamed()) {
      throw new AssertionError("on the class path (expected: on the module path)");
    }
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(server.jdbcUrl("postgres"));
      try (DatabaseManager database =
          DatabaseManager.using(pool, DatabaseConfig.forDataSource().build())) {
        try (Connection connection = pool.getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("CREATE TABLE orders (id int PRIMARY KEY)");
          connection.setAutoCommit(false);
          statement.execute("INSERT INTO orders VALUES (1)");
          database.repositoriesOn(connection).users().save(named("ada"));
          connection.rollback();
          require(database, statement, 0);

          statement.execute("INSERT INTO orders VALUES (2)");
          database.repositoriesOn(connection).users().save(named("bob"));
          connection.commit();
          require(database, statement, 1);
          connection.rollback();
        }
      }
    }
    System.out.println("modules: a linked image, and a rollback of both");
  }

  private static User named(String name) {
    return User.builder().username(Username.of(name)).build();
  }

  private static void require(DatabaseManager database, Statement statement, long rows)
      throws SQLException {
    try (var orders = statement.executeQuery("SELECT count(*) FROM orders")) {
      orders.next();
      if (orders.getLong(1) != rows || database.repositories().users().count() != rows) {
        throw new AssertionError("host and library differ from " + rows);
      }
    }
  }
}
