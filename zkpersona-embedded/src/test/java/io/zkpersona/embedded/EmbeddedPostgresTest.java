package io.zkpersona.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

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
}
