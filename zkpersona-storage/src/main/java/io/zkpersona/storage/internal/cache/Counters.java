package io.zkpersona.storage.internal.cache;

import io.zkpersona.storage.health.CacheStats;
import io.zkpersona.storage.health.CacheStats.Channel;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts the reads of a cache by their way. Thread-safe. */
final class Counters {

  final LongAdder hits = new LongAdder();
  final LongAdder sharedHits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder passes = new LongAdder();
  final LongAdder refusals = new LongAdder();

  CacheStats stats(NearCache near, Duration staleness, Channel channel) {
    return new CacheStats(
        hits.sum(),
        sharedHits.sum(),
        misses.sum(),
        passes.sum(),
        refusals.sum(),
        near.evictions(),
        near.size(),
        staleness,
        channel);
  }
}
