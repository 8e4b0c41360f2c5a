package io.zkpersona.storage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every statement names the schema of what it calls and reads. */
class QualifiedNamesIT {

  /** A word before a parenthesis, without a schema before it. */
  private static final Pattern CALL = Pattern.compile("(?<![.\"\\w])\"?([a-z_]+)\"?\\(");

  /** An ordered-set aggregate, which jOOQ renders without a schema. */
  private static final String ORDERED_SET = "mode";

  /** What the grammar has with parentheses, and is no function by a name. */
  private static final Set<String> GRAMMAR =
      Set.of(
          "any",
          "array",
          "cast",
          "coalesce",
          "decimal",
          "exists",
          "extract",
          "greatest",
          "in",
          "least",
          "numeric",
          "row",
          "timestamp",
          "values",
          "varchar",
          ORDERED_SET);

  private final Set<String> statements = new TreeSet<>();

  @Test
  void noFunctionIsCalledWithoutItsSchema() throws SQLException {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open();
        Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Repositories repositories = manager.repositoriesOn(listening(connection));
      for (Consumer<Repositories> call : RepositoryCalls.all().all().values()) {
        attempt(repositories, call);
        connection.rollback();
      }
    }

    assertThat(statements).hasSizeGreaterThan(200);
    assertThat(statements.stream().flatMap(sql -> calls(sql).stream()).collect(Collectors.toSet()))
        .isEmpty();
  }

  /** Nothing is stored that a call could find: its statements are looked at, not what they do. */
  private static void attempt(Repositories repositories, Consumer<Repositories> call) {
    try {
      call.accept(repositories);
    } catch (RuntimeException | AssertionError e) {
      assertThat(e).isNotNull();
    }
  }

  private static Set<String> calls(String sql) {
    return CALL.matcher(sql.replaceAll("'[^']*'", "''"))
        .results()
        .map(call -> call.group(1))
        .filter(word -> !GRAMMAR.contains(word))
        .map(word -> word + " in " + sql)
        .collect(Collectors.toSet());
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
