package io.zkpersona.benchmarks.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Takes times, turn by turn. Not thread-safe. */
final class Times {

  private final Map<Key, List<Long>> nanos = new LinkedHashMap<>();

  private record Key(String load, Way way, int rows) {}

  /**
   * Loads once.
   *
   * @param load the name of the load
   * @param rows how many rows its source has
   * @return what the work comes to, to be checked outside of the time
   */
  <T> T take(String load, Way way, int rows, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    long taken = System.nanoTime() - start;
    nanos.computeIfAbsent(new Key(load, way, rows), first -> new ArrayList<>()).add(taken);
    return result;
  }

  /** All that was taken, in the order in which each load came first. */
  List<Measured> all() {
    List<Measured> all = new ArrayList<>();
    nanos.forEach((key, taken) -> all.add(new Measured(key.load, key.way, key.rows, taken)));
    return all;
  }
}
