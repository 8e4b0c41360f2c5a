package io.zkpersona.benchmarks.start;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Imports rows and streams them back through the library. Runs as a separate process with a small
 * heap.
 */
public final class FlatMemory {

  private static final int CHUNK = 10_000;

  private FlatMemory() {}

  /** Expects a JDBC URL of a database without inputs, and the number of rows. */
  public static void main(String[] args) {
    long count = Long.parseLong(args[1]);
    Dataset dataset = Dataset.of(count);
    try (HikariDataSource pool = Server.pool("memory", args[0]);
        DatabaseManager database =
            DatabaseManager.using(pool, DatabaseConfig.forDataSource().build())) {
      BehaviorInputRepository inputs = database.repositories().behaviorInputs();
      long start = System.nanoTime();
      Iterable<BehaviorInput> rows = () -> dataset.iterate(0, count);
      inputs.saveAll(rows, BulkOptions.committing(CHUNK));
      long imported = System.nanoTime();
      long index = 0;
      try (Stream<BehaviorInput> stored = inputs.stream()) {
        for (Iterator<BehaviorInput> each = stored.iterator(); each.hasNext(); index++) {
          Fixture.requireSame(dataset.row(index), each.next());
        }
      }
      if (index != count) {
        throw new IllegalStateException(
            String.format(Locale.ROOT, "%d rows came back (expected: %d)", index, count));
      }
      // Two lines for the parent process: seconds of the import, seconds of the stream.
      System.out.printf(Locale.ROOT, "%.1f%n", (imported - start) / 1e9);
      System.out.printf(Locale.ROOT, "%.1f%n", (System.nanoTime() - imported) / 1e9);
    }
  }
}
