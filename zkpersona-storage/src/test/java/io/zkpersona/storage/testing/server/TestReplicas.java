package io.zkpersona.storage.testing.server;

import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.testing.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two replicas of the test server, which follow it by streaming. Started for the first test that
 * needs them, and stopped at exit. Not with servers in containers.
 */
public final class TestReplicas {

  private static final int COUNT = 2;

  private static @Nullable TestReplicas instance;

  private final List<EmbeddedPostgres> servers = new ArrayList<>();

  private TestReplicas() throws IOException, SQLException {
    Path folder = Files.createTempDirectory("test-replicas");
    try (Connection primary = DriverManager.getConnection(TestServer.get().jdbcUrl("postgres"))) {
      // Asynchronous commits reach replicas when the WAL writer has written them.
      Backends.execute(primary, "ALTER SYSTEM SET wal_writer_delay = '2ms'");
      Backends.one(primary, "SELECT pg_reload_conf()");
      Path from = Path.of(Backends.setting(primary, "data_directory"));
      int port = Integer.parseInt(Backends.setting(primary, "port"));
      for (int i = 1; i <= COUNT; i++) {
        Path data = folder.resolve("replica-" + i);
        StandbyData.copy(primary, from, data);
        StandbyData.follow(data, port);
        servers.add(TestServer.builder().data(data).start());
      }
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  servers.forEach(EmbeddedPostgres::close);
                  delete(folder);
                }));
  }

  private static void delete(Path folder) {
    try {
      Trees.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the running replicas. */
  public static synchronized TestReplicas get() {
    if (instance == null) {
      try {
        instance = new TestReplicas();
      } catch (IOException | SQLException e) {
        throw new AssertionError(e);
      }
    }
    return instance;
  }

  /** Returns the URLs that lead to the replicas where one leads to the test server. */
  public List<String> urls(String url) {
    return servers.stream()
        .map(server -> url.replaceFirst("@localhost:\\d+/", "@localhost:" + server.port() + "/"))
        .toList();
  }
}
