package io.zkpersona.storage.plan;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A connection that requests the server's plan of each prepared statement, with the same values,
 * before it runs the statement. A text may have several parts, each with a plan.
 */
final class ExplainingConnection {

  /** Matches a part of a text that has no plan, because it only begins or ends something. */
  private static final Pattern WITHOUT_PLAN =
      Pattern.compile("(savepoint|release|commit|begin|start|set)\\b", Pattern.CASE_INSENSITIVE);

  private record Binding(Method setter, List<Object> arguments) {}

  private final Connection real;
  private final List<String> plans = new ArrayList<>();

  ExplainingConnection(Connection real) {
    this.real = real;
  }

  /** Returns the plans since the last call, each as printed by the server, below its statement. */
  List<String> takePlans() {
    List<String> taken = List.copyOf(plans);
    plans.clear();
    return taken;
  }

  /** Returns the connection to work with. */
  Connection proxy() {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              Object result = invoke(real, method, arguments);
              return method.getName().equals("prepareStatement")
                  ? explaining((PreparedStatement) result, (String) arguments[0])
                  : result;
            });
  }

  private PreparedStatement explaining(PreparedStatement statement, String sql) {
    List<Binding> bindings = new ArrayList<>();
    return (PreparedStatement)
        Proxy.newProxyInstance(
            PreparedStatement.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> {
              String name = method.getName();
              if (name.equals("addBatch")
                  || (name.startsWith("execute") && !name.equals("executeBatch"))) {
                plans.add(sql + "\n" + plan(sql, bindings));
              }
              if (name.startsWith("set") && arguments.length > 1) {
                bindings.add(
                    new Binding(
                        method, Collections.unmodifiableList(Arrays.asList(arguments.clone()))));
              }
              return invoke(statement, method, arguments);
            });
  }

  private String plan(String sql, List<Binding> bindings) throws Throwable {
    String explaining =
        Arrays.stream(sql.split("; "))
            .filter(part -> !WITHOUT_PLAN.matcher(part).lookingAt())
            .map(part -> "EXPLAIN " + part)
            .collect(Collectors.joining("; "));
    try (PreparedStatement explain = real.prepareStatement(explaining)) {
      for (Binding binding : bindings) {
        invoke(explain, binding.setter, binding.arguments.toArray());
      }
      List<String> text = new ArrayList<>();
      for (boolean more = explain.execute(); more; more = explain.getMoreResults()) {
        ResultSet lines = explain.getResultSet();
        while (lines.next()) {
          text.add(lines.getString(1));
        }
      }
      return String.join("\n", text);
    } catch (SQLException e) {
      throw new AssertionError("no plan of " + sql, e);
    }
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
