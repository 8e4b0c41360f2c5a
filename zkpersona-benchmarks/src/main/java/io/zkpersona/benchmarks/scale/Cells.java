package io.zkpersona.benchmarks.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.RejectionInversionZipfSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateDiscreteSampler;

/** Simulates a community that is spread over cells by a hash of the user. */
final class Cells {

  private static final long SCATTER = 0x9e37_79b9_7f4a_7c15L;
  private static final long SCATTER_AGAIN = 0xbf58_476d_1ce4_e5b9L;

  private Cells() {}

  /**
   * Returns the load of the busiest cell as a multiple of the mean.
   *
   * @param exponent how unequally active users are (Zipf); 0 if all are alike
   */
  static double busiest(
      int cells, int users, int inputs, double exponent, UniformRandomProvider random) {
    SharedStateDiscreteSampler zipf = RejectionInversionZipfSampler.of(random, users, exponent);
    long[] load = new long[cells];
    for (int i = 0; i < inputs; i++) {
      load[byRemainder(zipf.sample(), cells)]++;
    }
    return Arrays.stream(load).max().orElseThrow() * (double) cells / inputs;
  }

  /** Returns the share of users that move when cells are added. */
  static double moved(int users, IntUnaryOperator before, IntUnaryOperator after) {
    return IntStream.range(0, users)
            .filter(user -> before.applyAsInt(user) != after.applyAsInt(user))
            .count()
        / (double) users;
  }

  /** Returns the cell of a user: the remainder of its hash. */
  static int byRemainder(int user, int cells) {
    return (int) Long.remainderUnsigned(hash(user), cells);
  }

  /** Returns the cell of a user: the one whose hash together with the user's is greatest. */
  static int byRendezvous(int user, int cells) {
    int best = 0;
    for (int cell = 1; cell < cells; cell++) {
      if (hash(hash(user) + cell) > hash(hash(user) + best)) {
        best = cell;
      }
    }
    return best;
  }

  /**
   * Returns the cell of each bucket after cells were added, each of which takes buckets from those
   * that have most.
   */
  static int[] buckets(int buckets, int before, int after) {
    int[] cells = IntStream.range(0, buckets).map(bucket -> bucket % before).toArray();
    int share = buckets / after;
    int[] left = new int[before];
    Arrays.stream(cells).forEach(cell -> left[cell]++);
    int next = before;
    int taken = 0;
    for (int bucket = 0; bucket < buckets && next < after; bucket++) {
      if (left[cells[bucket]] > share) {
        left[cells[bucket]]--;
        cells[bucket] = next;
        taken++;
        if (taken == share) {
          taken = 0;
          next++;
        }
      }
    }
    return cells;
  }

  private static long hash(long value) {
    long mixed = (value + 1) * SCATTER;
    mixed = (mixed ^ (mixed >>> 30)) * SCATTER_AGAIN;
    return mixed ^ (mixed >>> 31);
  }

  /**
   * Returns the best scores of all cells, of which each gives its own best.
   *
   * @param scores by user
   */
  static List<Integer> leaders(List<Integer> scores, int cells, int best) {
    List<List<Integer>> byCell = new ArrayList<>();
    for (int cell = 0; cell < cells; cell++) {
      byCell.add(new ArrayList<>());
    }
    for (int user = 0; user < scores.size(); user++) {
      byCell.get(byRemainder(user, cells)).add(scores.get(user));
    }
    return byCell.stream()
        .flatMap(cell -> cell.stream().sorted(Collections.reverseOrder()).limit(best))
        .sorted(Collections.reverseOrder())
        .limit(best)
        .toList();
  }

  /** Returns the time that a share of calls does not exceed if each waits for all cells. */
  static double slowest(double[] times, int cells, double share, UniformRandomProvider random) {
    double[] slowest = new double[100_000];
    for (int call = 0; call < slowest.length; call++) {
      for (int cell = 0; cell < cells; cell++) {
        slowest[call] = Math.max(slowest[call], times[random.nextInt(times.length)]);
      }
    }
    Arrays.sort(slowest);
    return Waiting.percentile(slowest, share);
  }

  /**
   * Returns the load of the busiest node as a multiple of the mean, if tenants whose sizes follow
   * Zipf's law are placed on nodes, the largest first, each on the node with the least load.
   */
  static double busiestNode(int nodes, int tenants, double exponent) {
    double[] sizes =
        IntStream.rangeClosed(1, tenants).mapToDouble(rank -> Math.pow(rank, -exponent)).toArray();
    PriorityQueue<Double> loads = new PriorityQueue<>(Collections.nCopies(nodes, 0.0));
    Arrays.stream(sizes).forEach(size -> loads.add(loads.remove() + size));
    return loads.stream().max(Comparator.naturalOrder()).orElseThrow()
        * nodes
        / Arrays.stream(sizes).sum();
  }
}
