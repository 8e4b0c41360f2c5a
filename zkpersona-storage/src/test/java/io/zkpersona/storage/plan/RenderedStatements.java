package io.zkpersona.storage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The text of every statement that the repositories prepare. */
final class RenderedStatements {

  private final Set<String> statements = new TreeSet<>();

  private RenderedStatements() {}

  /** Returns the statements of all {@link RepositoryCalls}, on a database without rows. */
  static Set<String> ofAllCalls() throws SQLException {
    return ofAllCalls(DatabaseManager::repositoriesOn);
  }

  /** Returns the statements of repositories that are on the given connection. */
  static Set<String> ofAllCalls(
      BiFunction<DatabaseManager, Connection, Repositories> repositoriesOn) throws SQLException {
    RenderedStatements rendered = new RenderedStatements();
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open();
        Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Repositories repositories = repositoriesOn.apply(manager, rendered.listening(connection));
      for (Consumer<Repositories> call : RepositoryCalls.all().all().values()) {
        attempt(repositories, call);
        connection.rollback();
      }
    }
    return rendered.statements;
  }

  /** Makes a call and ignores its failure: without rows most fail, and only the SQL matters. */
  private static void attempt(Repositories repositories, Consumer<Repositories> call) {
    try {
      call.accept(repositories);
    } catch (RuntimeException | AssertionError e) {
      assertThat(e).isNotNull();
    }
  }

  private Connection listening(Connection real) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                statements.add((String) arguments[0]);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
