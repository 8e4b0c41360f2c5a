package io.zkpersona.storage.change.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.user.User;
import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.ChangeFeedRunner;
import io.zkpersona.storage.repository.change.RunnerOptions;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.Trees;
import io.zkpersona.storage.testing.wire.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Runners whose connections or server are lost. */
@SuppressWarnings("try") // a runner delivers until it is closed
class FeedRunnerFaultsIT extends FeedFixture {

  private static final RunnerOptions QUICK = RunnerOptions.defaults().poll(Duration.ofMillis(20));

  private final List<ChangeEvent> taken = new CopyOnWriteArrayList<>();

  private void awaitTaken(int count) {
    // A cut may have one delivered twice.
    Eventually.holds(
        count + " events", () -> positions(taken).stream().distinct().count() >= count);
  }

  @Test
  void cutConnectionsDelayARunner() throws IOException {
    feed().subscribe(NAME, OPTIONS);
    try (TcpProxy proxy = TcpProxy.to(database.address());
        DatabaseManager through =
            DatabaseManager.open(database.configThrough(proxy.port()).build());
        ChangeFeedRunner runner =
            through.repositories().changes().feed().start(Map.of(NAME, taken::add), QUICK)) {
      for (int i = 1; i <= 3; i++) {
        user();
        awaitTaken(i);
        proxy.cut();
        user();
        proxy.mend();
        endLeases();
      }
      awaitTaken(6);
    }
    endLeases();
    assertThat(positions(taken).stream().distinct()).hasSize(6);
    assertThat(drain(claim())).isEmpty();
  }

  @Test
  void aRestartedServerDelaysARunner() throws IOException {
    Path data = Files.createTempDirectory("feed-restart");
    EmbeddedPostgres first = EmbeddedPostgres.builder().data(data).setting("fsync", "off").start();
    AtomicInteger port = new AtomicInteger(first.port());
    try (TcpProxy proxy = TcpProxy.to("localhost:" + first.port());
        DatabaseManager through =
            DatabaseManager.open(
                DatabaseConfig.builder()
                    .databaseUrl(first.url().replace(":" + port + "/", ":" + proxy.port() + "/"))
                    .build())) {
      through.repositories().changes().startRecording();
      ChangeFeed feed = through.repositories().changes().feed();
      feed.subscribe(NAME, OPTIONS);
      try (ChangeFeedRunner runner =
          feed.start(Map.of(NAME, taken::add), QUICK.lease(Duration.ofSeconds(1)))) {
        through.repositories().users().save(User.builder().build());
        awaitTaken(1);
        proxy.cut();
        first.close();
        try (EmbeddedPostgres second =
            EmbeddedPostgres.builder().data(data).setting("fsync", "off").start()) {
          proxy.leadTo("localhost:" + second.port());
          proxy.mend();
          through.repositories().users().save(User.builder().build());
          Eventually.holds("both changes", () -> positions(taken).stream().distinct().count() == 2);
          runner.close();
        }
      }
    } finally {
      Trees.delete(data);
    }
  }
}
