package io.zkpersona.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.repository.UserRepository;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/** Servers other than the embedded one of the extension, and databases after their tests. */
class ServerIT {

  private static EmbeddedPostgres other;

  @BeforeAll
  static void start() throws SQLException {
    other = EmbeddedPostgres.start();
    execute(
        "CREATE ROLE maker LOGIN CREATEDB",
        "CREATE ROLE nobody LOGIN",
        "CREATE DATABASE zkpersona_junit_0123456789ab_1 OWNER maker",
        "CREATE DATABASE zkpersona_junit_of_somebody OWNER maker");
  }

  @AfterAll
  static void stop() {
    other.close();
  }

  @ZkPersonaTest(database = DatabasePer.METHOD)
  static class Leaking {
    @Test
    @SuppressWarnings("resource")
    void leaks(DataSource dataSource, UserRepository users) throws SQLException {
      dataSource.getConnection().createStatement().execute("SELECT 1");
      assertThat(users.stream().iterator()).isExhausted();
    }
  }

  @Test
  void anExistingServerGivesDatabasesToARoleThatMayCreateThem() throws SQLException {
    String url = "jdbc:postgresql://localhost:" + other.port() + "/postgres?user=maker";

    Trials.run(Leaking.class, Map.of("zkpersona.junit.server", url))
        .testEvents()
        .assertStatistics(statistics -> statistics.succeeded(1).failed(0));

    // The template stays until the JVM exits; the abandoned database of a killed run is gone, and
    // that of the test, although it leaked connections.
    assertThat(databases())
        .hasSize(2)
        .contains("zkpersona_junit_of_somebody")
        .doesNotContain("zkpersona_junit_0123456789ab_1");
  }

  @Test
  void aRoleThatMayNotIsNamedAsTheReason() {
    ZkPersonaExtension extension =
        ZkPersonaExtension.builder()
            .server("postgresql://nobody@localhost:" + other.port() + "/postgres")
            .build();

    assertThatThrownBy(extension::createDatabase)
        .hasMessageContaining("SQLSTATE 42501 (expected: a role with CREATEDB)")
        .hasNoCause();
  }

  @Test
  void containersWithoutAnEngineAreAnError() {
    assumeThat(DockerClientFactory.instance().isDockerAvailable()).isFalse();

    assertThatThrownBy(() -> ZkPersonaExtension.builder().testcontainers().build().createDatabase())
        .hasMessageContaining("no Docker engine answers");
    assertThat(Trials.failures(Leaking.class, Map.of("zkpersona.junit.server", "testcontainers")))
        .isNotEmpty()
        .allSatisfy(failure -> assertThat(failure).hasMessageContaining("Docker"));
  }

  @Test
  void containersGiveDatabases() {
    assumeThat(DockerClientFactory.instance().isDockerAvailable()).isTrue();

    try (TestDatabase database =
        ZkPersonaExtension.builder().testcontainers("postgres:16").build().createDatabase()) {
      assertThat(database.repositories().users().count()).isZero();
    }
  }

  @Test
  void aMissingTestcontainersIsNamed() throws Exception {
    List<URL> without = new ArrayList<>();
    for (String entry :
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .split(System.getProperty("java.class.path"), -1)) {
      if (!entry.contains("testcontainers")) {
        without.add(url(entry));
      }
    }
    try (URLClassLoader loader =
        new URLClassLoader(without.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Object builder =
          loader.loadClass(ZkPersonaExtension.class.getName()).getMethod("builder").invoke(null);
      Object asking = builder.getClass().getMethod("testcontainers").invoke(builder);
      Object extension = asking.getClass().getMethod("build").invoke(asking);

      assertThatThrownBy(() -> extension.getClass().getMethod("createDatabase").invoke(extension))
          .hasStackTraceContaining("the test dependency org.testcontainers:testcontainers");
    }
  }

  @Test
  void noTextShowsThePasswordOfAServer() {
    ServerChoice choice = ServerChoice.existing("postgresql://me:secret@localhost/x");

    assertThat(choice.toString()).doesNotContain("secret");
    assertThat(new DatabaseAddress(choice.detail()).toString()).doesNotContain("secret");
    assertThat(new DatabaseAddress(choice.detail()).of("y").jdbcUrl()).contains("secret");
    assertThatThrownBy(() -> ServerChoice.existing("secret")).hasMessageNotContaining("secret");
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<String> databases() throws SQLException {
    try (Connection connection = DriverManager.getConnection(other.jdbcUrl("postgres"));
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT datname FROM pg_database WHERE datname ~ 'junit'")) {
      List<String> names = new ArrayList<>();
      while (result.next()) {
        names.add(result.getString(1));
      }
      return names;
    }
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(other.jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }
}
