package io.zkpersona.benchmarks.scale;

import java.util.Arrays;
import java.util.PriorityQueue;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Simulates the calls of a server with some cores, first come, first served. Calls arrive at random
 * (Poisson), and take an exponentially distributed time with the mean 1. Belongs to one thread.
 */
final class Waiting {

  private final int cores;
  private final double utilization;
  private final ZigguratSampler.Exponential service;
  private final ZigguratSampler.Exponential arrival;

  /**
   * Prepares a server.
   *
   * @param utilization the share of the cores' time that the calls take, below 1
   */
  Waiting(int cores, double utilization, UniformRandomProvider random) {
    this.cores = cores;
    this.utilization = utilization;
    this.service = ZigguratSampler.Exponential.of(random);
    this.arrival = ZigguratSampler.Exponential.of(random, 1 / (cores * utilization));
  }

  /** Returns the times from arrival to answer of so many calls, ascending. */
  double[] times(int calls) {
    PriorityQueue<Double> free = cores(0);
    double[] times = new double[calls];
    double now = 0;
    for (int call = 0; call < calls; call++) {
      now += arrival.sample();
      double end = Math.max(now, free.remove()) + service.sample();
      free.add(end);
      times[call] = end - now;
    }
    Arrays.sort(times);
    return times;
  }

  /**
   * Returns how long after an outage a call has to wait, as a multiple of the outage. All calls
   * that came meanwhile are served afterwards.
   *
   * @param outage its length, as a multiple of a call's mean time
   */
  double backlogAfter(double outage) {
    PriorityQueue<Double> free = cores(outage);
    double now = 0;
    while (true) {
      now += arrival.sample();
      double begin = free.remove();
      if (begin <= now && now > outage) {
        return (now - outage) / outage;
      }
      free.add(Math.max(now, begin) + service.sample());
    }
  }

  private PriorityQueue<Double> cores(double freeFrom) {
    PriorityQueue<Double> free = new PriorityQueue<>(cores);
    for (int core = 0; core < cores; core++) {
      free.add(freeFrom);
    }
    return free;
  }

  /** Returns the utilization. */
  double utilization() {
    return utilization;
  }

  /** Returns the time that a share of all calls does not exceed. */
  static double percentile(double[] ascending, double share) {
    return ascending[(int) Math.min(ascending.length - 1, Math.ceil(ascending.length * share))];
  }
}
