package io.zkpersona.domain.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class IdsTest {
  /** Compares like PostgreSQL's type uuid: byte by byte, unsigned. */
  private static final Comparator<UUID> AS_STORED =
      (a, b) -> Arrays.compareUnsigned(bytes(a), bytes(b));

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static void assertStrictlyIncreasing(List<UUID> ids) {
    for (int i = 1; i < ids.size(); i++) {
      assertThat(AS_STORED.compare(ids.get(i - 1), ids.get(i))).as("step %d", i).isNegative();
    }
  }

  private static List<UUID> take(int count, Ids ids) {
    List<UUID> taken = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      taken.add(ids.next());
    }
    return taken;
  }

  @Test
  void idsAreOfVersion7AndHoldTheTime() {
    long before = System.currentTimeMillis();
    UUID id = Ids.generate();
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16)
        .isBetween(before - 1_000, System.currentTimeMillis() + 1_000);
  }

  @Test
  void idsGrowStrictlyOverEightThreads() throws Exception {
    int threads = 8;
    int each = 50_000;
    CyclicBarrier start = new CyclicBarrier(threads);
    AtomicReference<UUID> largest = new AtomicReference<>(Ids.generate());
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<UUID>>> results = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        results.add(
            executor.submit(
                () -> {
                  List<UUID> mine = new ArrayList<>(each);
                  start.await();
                  for (int i = 0; i < each; i++) {
                    // Every id returned before this call, to any thread, is smaller than the new
                    // one.
                    UUID before = largest.get();
                    UUID id = Ids.generate();
                    assertThat(AS_STORED.compare(before, id)).isNegative();
                    largest.accumulateAndGet(id, (a, b) -> AS_STORED.compare(a, b) < 0 ? b : a);
                    mine.add(id);
                  }
                  return mine;
                }));
      }
      Set<UUID> all = new HashSet<>();
      for (Future<List<UUID>> result : results) {
        assertStrictlyIncreasing(result.get());
        all.addAll(result.get());
      }
      assertThat(all).hasSize(threads * each);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void idsGrowWhileTheClockStandsStill() {
    Instant still = Instant.parse("2024-01-01T00:00:00.999999Z");
    assertStrictlyIncreasing(take(200_000, new Ids(() -> still)));
  }

  @Test
  void idsGrowWhileTheClockIsSetBack() {
    Instant noon = Instant.parse("2024-01-01T12:00:00Z");
    AtomicReference<Instant> clock = new AtomicReference<>(noon);
    Ids generator = new Ids(clock::get);
    List<UUID> ids = new ArrayList<>(take(100, generator));
    for (long secondsBack : new long[] {0, 1, 2, 3_600, 86_400}) {
      clock.set(noon.minusSeconds(secondsBack));
      ids.addAll(take(100, generator));
    }
    clock.set(noon.plusMillis(1));
    ids.addAll(take(100, generator));
    assertStrictlyIncreasing(ids);
  }
}
