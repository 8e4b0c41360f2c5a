package io.zkpersona.benchmarks.scale;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.report.Machine;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures what the model needs to know of a server. Counts the processor time of all of the
 * server's processes, and not that of the client, so that both may run on one machine.
 */
final class NodeMeasurement {

  /** Enough to plan statements once for all values. */
  private static final int WARM_UP = 500;

  /** Few enough that hardly any two calls change the same page of an index in random order. */
  private static final int SPARSE = 100;

  private static final double NANOS_A_MICRO = 1e3;

  /** The facts that the figures depend on most. */
  private static final Set<String> FACTS = Set.of("processor", "cores", "PostgreSQL", "Java");

  private final long rows;
  private final int calls;

  /**
   * Prepares a measurement.
   *
   * @param rows the number of inputs to load before
   * @param calls the number of calls of each kind
   */
  NodeMeasurement(long rows, int calls) {
    this.rows = rows;
    this.calls = calls;
  }

  /** Measures on a server of its own. */
  MeasuredNode run() throws SQLException, IOException {
    try (Server server = Server.start("2GB", "on");
        Fixture fixture = Fixture.load(server, Dataset.of(rows));
        HikariDataSource pool = server.pool("scale");
        DatabaseManager database =
            DatabaseManager.using(pool, DatabaseConfig.forDataSource().build())) {
      fixture.addHotRows(Math.min(rows, 20_000));
      fixture.run("VACUUM (ANALYZE)");
      Calls load = new Calls(database.repositories(), fixture);
      Map<Operation, MeasuredCall> costs = new EnumMap<>(Operation.class);
      for (Operation operation : Operation.values()) {
        costs.put(operation, cost(fixture, load, operation));
      }
      double connection =
          Double.parseDouble(
              fixture.ask("SELECT sum(total_bytes) FROM pg_backend_memory_contexts"));
      double replay = new ReplaySpeed(fixture, load, calls).perSecond(pool);
      return new MeasuredNode(
          Machine.now(),
          Machine.facts(fixture).entrySet().stream()
              .filter(fact -> FACTS.contains(fact.getKey()))
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
          rows,
          costs,
          replay,
          connection);
    }
  }

  private MeasuredCall cost(Fixture fixture, Calls load, Operation operation) throws SQLException {
    for (int i = 0; i < WARM_UP / Calls.size(operation) + 1; i++) {
      load.call(operation);
    }
    fixture.run("CHECKPOINT");
    long before = position(fixture);
    int sparse = SPARSE / Calls.size(operation) + 1;
    for (int i = 0; i < sparse; i++) {
      load.call(operation);
    }
    double withImages = (position(fixture) - before) / ((double) sparse * Calls.size(operation));
    fixture.run("ALTER SYSTEM SET full_page_writes = off");
    fixture.run("SELECT pg_reload_conf()");
    try {
      return counted(fixture, load, operation, withImages);
    } finally {
      fixture.run("ALTER SYSTEM RESET full_page_writes");
      fixture.run("SELECT pg_reload_conf()");
    }
  }

  private MeasuredCall counted(Fixture fixture, Calls load, Operation operation, double withImages)
      throws SQLException {
    int number = Math.max(1, calls / Calls.size(operation));
    double units = (double) number * Calls.size(operation);
    ProcessHandle postmaster = postmaster(fixture);
    long size = number(fixture, "SELECT pg_database_size(current_database())");
    long wal = position(fixture);
    Duration before = processorTime(postmaster);
    long start = System.nanoTime();
    for (int i = 0; i < number; i++) {
      load.call(operation);
    }
    long elapsed = System.nanoTime() - start;
    Duration used = processorTime(postmaster).minus(before);
    double processor = used.toNanos() / NANOS_A_MICRO / units;
    double time = elapsed / NANOS_A_MICRO / units;
    if (operation.isRead()) {
      // A read writes only remains of earlier calls, such as hints.
      return new MeasuredCall(processor, time, 0, 0, 0);
    }
    double log = (position(fixture) - wal) / units;
    return new MeasuredCall(
        processor,
        time,
        log,
        Math.max(0, withImages - log) / Load.PAGE_BYTES,
        (number(fixture, "SELECT pg_database_size(current_database())") - size) / units);
  }

  private static ProcessHandle postmaster(Fixture fixture) throws SQLException {
    return ProcessHandle.of(number(fixture, "SELECT pg_backend_pid()"))
        .flatMap(ProcessHandle::parent)
        .orElseThrow();
  }

  private static Duration processorTime(ProcessHandle postmaster) {
    return Stream.concat(Stream.of(postmaster), postmaster.descendants())
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Returns how much log was written since the database was created. */
  static long position(Fixture fixture) throws SQLException {
    return number(fixture, "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
  }

  private static long number(Fixture fixture, String sql) throws SQLException {
    return Long.parseLong(fixture.ask(sql));
  }
}
