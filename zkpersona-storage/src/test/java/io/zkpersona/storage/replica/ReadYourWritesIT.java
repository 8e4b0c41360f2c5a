package io.zkpersona.storage.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.health.RoutingStats.Reason;
import io.zkpersona.storage.testing.OwnThreads;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Many writers take tokens, which readers of another manager use, while the replicas stand still
 * now and then and lose their sessions. No read is older than its token.
 */
class ReadYourWritesIT extends ReplicaTests {

  private static final long SEED = Long.getLong("zkpersona.test.seed", System.nanoTime());
  private static final int THREADS = 4;
  private static final int WRITES = 150;
  private static final Duration WAIT = Duration.ofMillis(50);

  /** A version that a writer has stored, and a token that it took afterwards. */
  private record Written(UserId id, int version, String token) {}

  @Test
  void noReadIsOlderThanItsToken() throws Exception {
    Queue<Written> written = new ConcurrentLinkedQueue<>();
    Map<UserId, Integer> old = new ConcurrentHashMap<>();
    AtomicBoolean done = new AtomicBoolean();
    try (DatabaseManager readers = DatabaseManager.open(config().maxConnections(8).build())) {
      awaitServing(readers);
      List<CompletableFuture<Void>> all = new ArrayList<>();
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        writers.add(OwnThreads.run(() -> write(written)));
        Random random = new Random(SEED + i);
        all.add(OwnThreads.run(() -> read(readers, written, random, done, old)));
      }
      disturb(writers);
      writers.forEach(CompletableFuture::join);
      done.set(true);
      all.forEach(CompletableFuture::join);

      assertThat(old).as("seed %d", SEED).isEmpty();
      long served =
          readers.routingStats().replicas().stream().mapToLong(replica -> replica.served()).sum();
      assertThat(served).isPositive();
      assertThat(readers.routingStats().primary().get(Reason.BEHIND)).isPositive();
    }
  }

  private void write(Queue<Written> written) {
    User user = newUser();
    for (int version = 1; version <= WRITES; version++) {
      user =
          manager
              .repositories()
              .users()
              .update(user.withUsername(new Username(user.id() + " " + version)));
      written.add(new Written(user.id(), version, manager.commitToken().text()));
    }
  }

  private static void read(
      DatabaseManager readers,
      Queue<Written> written,
      Random random,
      AtomicBoolean done,
      Map<UserId, Integer> old) {
    while (true) {
      boolean last = done.get();
      Written one = written.poll();
      if (one == null) {
        if (last) {
          return;
        }
        Thread.onSpinWait();
        continue;
      }
      Consistency consistency =
          Consistency.readYourWrites(CommitToken.parse(one.token()))
              .waitingAtMost(random.nextBoolean() ? Duration.ZERO : WAIT);
      String name = readers.reading(consistency).users().getById(one.id()).username().value();
      if (Integer.parseInt(name.substring(name.indexOf(' ') + 1)) < one.version()) {
        old.put(one.id(), one.version());
      }
    }
  }

  private void disturb(List<CompletableFuture<Void>> writers) throws SQLException {
    Random random = new Random(SEED);
    while (writers.stream().anyMatch(writer -> !writer.isDone())) {
      int replica = 1 + random.nextInt(2);
      if (random.nextInt(4) == 0) {
        cluster.crash(replica);
        cluster.awaitReplica(replica);
      } else {
        cluster.pause(replica);
        cluster.awaitReplica(3 - replica);
        cluster.resume(replica);
      }
    }
    cluster.resume(1, 2);
  }
}
