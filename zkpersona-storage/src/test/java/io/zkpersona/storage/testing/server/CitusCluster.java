package io.zkpersona.storage.testing.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A cluster of Citus, whose nodes each have a part of every test database. A database is cloned
 * from a template on each node: so the clones know each other's tables as the templates do.
 */
public final class CitusCluster {

  private static final String OF = "_of_";
  private static final String BASE = own("citus_base");
  private static final String NODES =
      "SELECT DISTINCT nodename || ':' || nodeport FROM pg_dist_node"
          + " WHERE noderole = 'primary' AND isactive AND groupid <> 0 ORDER BY 1";

  /** Makes a database distribute each schema that is created in it. */
  private static final List<String> SETTINGS =
      List.of("citus.enable_schema_based_sharding = on", "citus.enable_unsafe_triggers = on");

  private final String coordinator;
  private final List<String> workers;
  private final String user;
  private final String password;
  private final List<Connection> administration = new ArrayList<>();

  private CitusCluster(String coordinator, List<String> workers, String user, String password) {
    this.coordinator = coordinator;
    this.workers = workers;
    this.user = user;
    this.password = password;
  }

  /**
   * Returns the cluster whose coordinator has this URL, after a first database was prepared in it.
   *
   * @param url the JDBC URL of a database with the extension, for a superuser
   */
  static CitusCluster at(String url) {
    Properties parsed = Driver.parseURL(url, new Properties());
    if (parsed == null) {
      throw new IllegalStateException(
          TestServer.URL + ": no JDBC URL of PostgreSQL (expected: of a coordinator of Citus)");
    }
    String user = PGProperty.USER.getOrDefault(parsed);
    String password = PGProperty.PASSWORD.getOrDefault(parsed);
    CitusCluster cluster =
        new CitusCluster(
            PGProperty.PG_HOST.getOrDefault(parsed) + ":" + PGProperty.PG_PORT.getOrDefault(parsed),
            list(url, NODES),
            user == null ? "postgres" : user,
            password == null ? "" : password);
    cluster.prepare();
    return cluster;
  }

  /**
   * Returns the name of a database, on Citus of this process alone: others use the cluster, too.
   */
  static String own(String name) {
    return TestServer.isCitus() ? name + OF + ProcessHandle.current().pid() : name;
  }

  private static List<String> list(String url, String sql) {
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(TestServer.URL + ": no coordinator of Citus answers", e);
    }
    return found;
  }

  private List<String> databases() {
    return list(jdbcUrl(coordinator, "postgres"), "SELECT datname FROM pg_database");
  }

  /** Makes the template of all databases: the extension, the nodes, and no tables. */
  private void prepare() {
    databases().stream()
        .filter(name -> name.contains(OF))
        .filter(
            name -> {
              long owner = Long.parseLong(name.substring(name.indexOf(OF) + OF.length()));
              return ProcessHandle.of(owner).isEmpty();
            })
        .forEach(name -> onEachNode("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"));
    onEachNode("CREATE DATABASE " + BASE + " TEMPLATE template0");
    for (String node : nodes()) {
      in(node, BASE, "CREATE EXTENSION citus");
    }
    in(coordinator, BASE, "SELECT citus_set_coordinator_host(%s)".formatted(address(coordinator)));
    if (workers.isEmpty()) {
      in(
          coordinator,
          BASE,
          "SELECT citus_set_node_property(%s, 'shouldhaveshards', true)"
              .formatted(address(coordinator)));
    }
    for (String worker : workers) {
      in(coordinator, BASE, "SELECT citus_add_node(%s)".formatted(address(worker)));
    }
    seal(BASE);
  }

  /** Returns the addresses of the workers, host and port. */
  public List<String> workers() {
    return workers;
  }

  /** Returns an address as two arguments of SQL. */
  public static String address(String node) {
    int colon = node.lastIndexOf(':');
    return "'" + node.substring(0, colon) + "', " + node.substring(colon + 1);
  }

  private List<String> nodes() {
    List<String> nodes = new ArrayList<>();
    nodes.add(coordinator);
    nodes.addAll(workers);
    return nodes;
  }

  /** Creates a database on each node. */
  void create(String name, String template) {
    String source = template.equals("template0") ? BASE : template;
    onEachNode("CREATE DATABASE " + name + " TEMPLATE " + source + " STRATEGY file_copy");
    for (String setting : SETTINGS) {
      onEachNode("ALTER DATABASE " + name + " SET " + setting);
    }
  }

  /** Makes a database a template: nothing connects to it any more, the extension included. */
  void seal(String name) {
    onEachNode("ALTER DATABASE " + name + " WITH ALLOW_CONNECTIONS false");
    onEachNode(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '"
            + name
            + "'");
  }

  /** Drops a database from each node. */
  void drop(String name) {
    onEachNode("DROP DATABASE " + name + " WITH (FORCE)");
  }

  private synchronized void onEachNode(String sql) {
    try {
      if (administration.isEmpty()) {
        for (String node : nodes()) {
          administration.add(DriverManager.getConnection(jdbcUrl(node, "postgres")));
        }
      }
      for (Connection node : administration) {
        Backends.execute(node, sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private void in(String node, String database, String sql) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(node, database))) {
      Backends.execute(connection, sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private String jdbcUrl(String node, String database) {
    return "jdbc:postgresql://%s/%s?user=%s&password=%s".formatted(node, database, user, password);
  }

  String user() {
    return user;
  }

  String password() {
    return password;
  }

  String host() {
    return coordinator.substring(0, coordinator.lastIndexOf(':'));
  }

  int port() {
    return Integer.parseInt(coordinator.substring(coordinator.lastIndexOf(':') + 1));
  }
}
