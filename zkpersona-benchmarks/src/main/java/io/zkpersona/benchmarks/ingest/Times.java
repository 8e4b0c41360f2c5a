package io.zkpersona.benchmarks.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Records times, turn by turn. Not thread-safe. */
final class Times {

  private final Map<Key, List<Long>> nanos = new LinkedHashMap<>();

  private record Key(String load, Way way, int rows) {}

  /**
   * Runs and times a load.
   *
   * @param load the name of the load
   * @param way the implementation
   * @param rows the number of rows in the source
   * @param work the load
   * @return the result of the work, to be checked outside the measured time
   */
  <T> T take(String load, Way way, int rows, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    long taken = System.nanoTime() - start;
    nanos.computeIfAbsent(new Key(load, way, rows), first -> new ArrayList<>()).add(taken);
    return result;
  }

  /** Returns all recorded times, in the order of each load's first run. */
  List<Measured> all() {
    List<Measured> all = new ArrayList<>();
    nanos.forEach((key, taken) -> all.add(new Measured(key.load, key.way, key.rows, taken)));
    return all;
  }
}
