package io.zkpersona.storage.change.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.storage.change.feed.FeedModel.Seen;
import io.zkpersona.storage.error.FeedLeaseLostException;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.SubscriptionOptions.Content;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.transaction.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Many writers, whose transactions change rows in crossed order, pause before they end, are rolled
 * back, or are prepared and end elsewhere; and readers that fail, crash and lose their lease. Each
 * committed change is delivered once, after its commit, in the order of its row. Readers by plain
 * positions and by ids of transactions break that in the same run. {@code -Dzkpersona.test.seed}
 * repeats the same choices.
 */
class FeedModelIT extends FeedFixture {

  private static final long SEED =
      Long.getLong("zkpersona.test.seed", new Random().nextInt(Integer.MAX_VALUE));
  private static final int WRITERS = 6;
  private static final int READERS = 3;
  private static final int TRANSACTIONS = 150;
  private static final int ROWS = 16;
  private static final int PAUSE_NANOS = 2_000_000;

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void windowsKeepEveryPromiseThatPositionsAndIdsBreak(TestReporter reporter) throws Exception {
    reporter.publishEntry("zkpersona.test.seed", Long.toString(SEED));
    database.execute(
        """
        DROP TABLE IF EXISTS public.received;
        CREATE TABLE public.received (
          batch bigint, place int, position bigint, entity_id uuid, number int)
        """);
    List<String> rows = FeedModel.rows(database, ROWS);
    feed()
        .subscribe(
            NAME,
            OPTIONS
                .entities(Set.of(ChangedEntity.ROLE))
                .content(Content.BEFORE)
                .maxAttempts(1_000)
                .retryDelay(Duration.ZERO));
    try (NaiveReaders naive = new NaiveReaders(database)) {
      CrossingWriters writing = new CrossingWriters(database, rows);
      commitsLate(rows, naive);
      takesItsIdEarly(rows, naive);
      List<CompletableFuture<Void>> writers =
          IntStream.range(0, WRITERS)
              .mapToObj(
                  i -> OwnThreads.run(() -> writing.write(new Random(SEED + i), TRANSACTIONS)))
              .toList();
      CompletableFuture<Void> written =
          CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
      List<CompletableFuture<Void>> readers =
          IntStream.range(0, READERS)
              .mapToObj(i -> OwnThreads.run(() -> read(new Random(~SEED - i), written)))
              .toList();
      while (!written.isDone()) {
        naive.poll();
      }
      written.join();
      writing.endPrepared(new Random(SEED));
      readers.forEach(CompletableFuture::join);
      naive.poll();
      endLeases();
      drainRest();

      assertThat(FeedModel.broken(database, received())).isEmpty();
      assertThat(FeedModel.broken(database, naive.byPosition)).contains("skipped");
      assertThat(FeedModel.broken(database, naive.byTransaction)).contains("out of order");
    }
    assertThat(state().waiting()).isZero();
    assertThat(received()).hasSizeGreaterThan(WRITERS * TRANSACTIONS / 3);
  }

  /** A change takes its position before another one's, and is committed after that was read. */
  private static void commitsLate(List<String> rows, NaiveReaders naive) throws SQLException {
    try (Connection late = database.connect();
        Connection other = database.connect()) {
      late.setAutoCommit(false);
      FeedModel.change(late, rows.get(0));
      FeedModel.change(other, rows.get(1));
      naive.poll();
      late.commit();
      naive.poll();
    }
  }

  /** A transaction takes its id before another one, and changes a row after that one. */
  private static void takesItsIdEarly(List<String> rows, NaiveReaders naive) throws SQLException {
    try (Connection early = database.connect();
        Connection other = database.connect()) {
      early.setAutoCommit(false);
      FeedModel.change(early, rows.get(2));
      FeedModel.change(other, rows.get(3));
      FeedModel.change(early, rows.get(3));
      naive.poll();
      early.commit();
      naive.poll();
    }
  }

  private static void read(Random random, CompletableFuture<Void> writing) {
    while (!writing.isDone()) {
      Optional<FeedLease> lease = feed().claim(NAME, Duration.ofMinutes(1));
      if (lease.isEmpty()) {
        LockSupport.parkNanos(random.nextInt(PAUSE_NANOS));
        if (random.nextInt(10) == 0) {
          endLeases();
        }
        continue;
      }
      try {
        for (int left = 1 + random.nextInt(5); left > 0; left--) {
          if (random.nextBoolean()) {
            feed().tick();
          }
          manager.inTransaction(tx -> receive(tx.changes().feed(), tx, lease.get(), random));
        }
        if (random.nextBoolean()) {
          feed().release(lease.get());
        }
      } catch (Crash | FeedLeaseLostException e) {
        // It leaves its lease behind, or has lost it.
      }
    }
  }

  private static void receive(ChangeFeed inside, Transaction tx, FeedLease lease, Random random) {
    FeedBatch batch = inside.read(lease, 1 + random.nextInt(20));
    assertCommitted(batch.events());
    Map<ChangeEvent, String> failed = new HashMap<>();
    List<ChangeEvent> done = new ArrayList<>();
    for (ChangeEvent event : batch.events()) {
      if (random.nextInt(20) == 0) {
        failed.put(event, "at random");
      } else if (failed.keySet().stream().noneMatch(event::isOfSameRow)) {
        done.add(event);
      }
    }
    crashAtRandom(random);
    inside.acknowledge(batch, failed);
    tx.withConnection(
        connection -> {
          for (int i = 0; i < done.size(); i++) {
            ChangeEvent event = done.get(i);
            connection
                .createStatement()
                .execute(
                    """
                    INSERT INTO public.received
                    SELECT acknowledgements, %d, %d, '%s', ('%s'::jsonb->>'description')::int
                    FROM zkpersona.change_subscriptions
                    """
                        .formatted(
                            i,
                            event.change().position(),
                            event.change().entityId(),
                            event.before().text().replace("'", "''")));
          }
          return true;
        });
    crashAtRandom(random);
  }

  private static void crashAtRandom(Random random) {
    if (random.nextInt(10) == 0) {
      throw new Crash();
    }
  }

  /** Another session sees only what is committed. */
  private static void assertCommitted(List<ChangeEvent> events) {
    String positions = positions(events).toString().replace('[', '{').replace(']', '}');
    assertThat(
            database.queryOne(
                "SELECT count(*) FROM zkpersona.changes WHERE position = ANY ('%s'::bigint[])"
                    .formatted(positions)))
        .isEqualTo(String.valueOf(events.size()));
  }

  private static void drainRest() {
    FeedLease lease = claim();
    Random calm =
        new Random() {
          private static final long serialVersionUID = 1L;

          @Override
          public int nextInt(int bound) {
            return bound - 1;
          }
        };
    feed().tick();
    while (!feed().read(lease, 1).isAtEnd()) {
      manager.inTransaction(tx -> receive(tx.changes().feed(), tx, lease, calm));
    }
  }

  private static List<Seen> received() throws SQLException {
    return database
        .query(
            """
            SELECT concat_ws(' ', position, entity_id, number) FROM public.received
            ORDER BY batch, place
            """)
        .stream()
        .map(text -> text.split(" "))
        .map(part -> new Seen(Long.parseLong(part[0]), part[1], Integer.parseInt(part[2])))
        .toList();
  }
}
