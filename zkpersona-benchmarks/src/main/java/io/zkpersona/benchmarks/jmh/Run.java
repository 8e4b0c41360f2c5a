package io.zkpersona.benchmarks.jmh;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.lifecycle.LifecycleFixture;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Server, rows and candidates of one run. They live as long as the JVM's benchmarks, because
 * candidates can take turns only if all are open at once in one JVM.
 */
public final class Run implements AutoCloseable {

  private static volatile @Nullable Run current;

  private final Server server;
  private final Fixture fixture;
  private final Map<Candidates, Opened> open = new EnumMap<>(Candidates.class);
  private final Sizes sizes;
  private final Map<Object, Object> known = new ConcurrentHashMap<>();

  private @Nullable LifecycleFixture lifecycle;
  private final List<Check> checks = new ArrayList<>();

  /** Checks the written rows and restores the original ones. */
  @FunctionalInterface
  interface Check {
    void run() throws SQLException;
  }

  private record Opened(HikariDataSource pool, Candidate candidate) {}

  /**
   * The numbers of rows used by operations on many rows.
   *
   * @param bulk rows of the smaller bulk insert; the larger one has ten times as many
   * @param marked rows that are marked or claimed at once
   * @param deep rows before a deep page
   */
  public record Sizes(int bulk, int marked, int deep) {

    /** Returns the standard numbers, reduced if the table is too small. */
    public static Sizes of(long rows) {
      return new Sizes(
          (int) Math.min(10_000, rows / 10),
          (int) Math.min(10_000, rows / 20),
          (int) Math.min(200_000, rows / 5));
    }
  }

  private Run(Server server, Fixture fixture, Sizes sizes) {
    this.server = server;
    this.fixture = fixture;
    this.sizes = sizes;
  }

  /** Fills a server and makes it the current run of this JVM. */
  public static Run start(Server server, long rows) throws SQLException {
    return start(server, rows, Sizes.of(rows));
  }

  /** Does the same as {@link #start(Server, long)}, with other sizes. */
  public static Run start(Server server, long rows, Sizes sizes) throws SQLException {
    Run run = new Run(server, Fixture.load(server, Dataset.of(rows)), sizes);
    run.use();
    return run;
  }

  /**
   * Returns the current run of this JVM.
   *
   * @throws IllegalStateException if no run was started, for example in a JVM forked by JMH
   */
  public static Run current() {
    Run run = current;
    if (run == null) {
      throw new IllegalStateException("no run was started (expected: exec:exec@short, no forks)");
    }
    return run;
  }

  /** Makes this the current run of this JVM, if there are several. */
  public void use() {
    current = this;
  }

  /** Computes a value once that is expensive and constant during the run. */
  <T> T once(Object what, Class<T> type, Supplier<T> found) {
    return type.cast(known.computeIfAbsent(what, key -> found.get()));
  }

  /**
   * Schedules a check for the end of the turn, after JMH has released its threads: threads that
   * wait for the set-up or tear-down of others keep the processors busy.
   */
  synchronized void afterwards(Check check) {
    checks.add(check);
  }

  /** Runs the scheduled checks and then vacuums once. */
  synchronized void endTurn() throws SQLException {
    for (Check check : checks) {
      check.run();
    }
    checks.clear();
    fixture.vacuum();
  }

  /** Returns the fixture of lifecycle calls, loaded at its first use. */
  synchronized LifecycleFixture lifecycle() throws SQLException, IOException {
    LifecycleFixture loaded = lifecycle;
    if (loaded == null) {
      loaded = LifecycleFixture.load(server, fixture);
      lifecycle = loaded;
    }
    return loaded;
  }

  /** Returns the fixture. */
  public Fixture fixture() {
    return fixture;
  }

  /** Returns the numbers of rows used by operations. */
  public Sizes sizes() {
    return sizes;
  }

  /** Returns a candidate, opened at its first turn. */
  public synchronized Candidate candidate(Candidates name) {
    return open.computeIfAbsent(name, this::open).candidate;
  }

  /** Gives a candidate new connections, on which the driver has not seen any of its statements. */
  synchronized void renewConnections(Candidates name) {
    Opened opened = open.get(name);
    if (opened != null) {
      opened.pool.getHikariPoolMXBean().softEvictConnections();
    }
  }

  private Opened open(Candidates name) {
    HikariDataSource pool =
        name.waits() ? server.waitingPool(name.name()) : server.pool(name.name());
    return new Opened(pool, name.open(pool));
  }

  @Override
  public synchronized void close() {
    current = null;
    open.values()
        .forEach(
            opened -> {
              opened.candidate.close();
              opened.pool.close();
            });
    if (lifecycle != null) {
      lifecycle.close();
    }
    fixture.close();
  }
}
