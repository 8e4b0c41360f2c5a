package io.zkpersona.benchmarks.latency;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.embedded.TripCounter;
import java.time.Duration;

/** A pool with one connection to the server, through a proxy that delays and counts. */
final class Network implements AutoCloseable {

  private final TripCounter counter;
  private final HikariDataSource pool;

  Network(Server server, String name, Duration oneWay) {
    this.counter = TripCounter.to(server.port(), oneWay);
    this.pool = server.poolThrough(name, counter.port());
  }

  HikariDataSource pool() {
    return pool;
  }

  TripCounter counter() {
    return counter;
  }

  @Override
  public void close() {
    pool.close();
    counter.close();
  }
}
