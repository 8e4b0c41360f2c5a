package io.zkpersona.storage.internal.change.feed;

import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.ChangeFeedRunner;
import io.zkpersona.storage.repository.change.RunnerOptions;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread for each subscription, and one that extends their leases. */
final class Runner implements ChangeFeedRunner {

  private static final long IDLE_SECONDS = 10;

  private final ScheduledThreadPoolExecutor keeper;
  private final List<DeliveryLoop> loops;
  private final List<Thread> threads;

  private Runner(ChangeFeed feed, List<Delivery> deliveries, RunnerOptions options) {
    this.keeper = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "zkpersona-feed-leases"));
    keeper.setRemoveOnCancelPolicy(true);
    keeper.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    keeper.allowCoreThreadTimeOut(true);
    this.loops =
        deliveries.stream()
            .map(delivery -> new DeliveryLoop(feed, delivery, options, keeper))
            .toList();
    this.threads =
        loops.stream().map(loop -> daemon(loop, "zkpersona-feed-" + loop.name())).toList();
  }

  static Runner start(ChangeFeed feed, List<Delivery> deliveries, RunnerOptions options) {
    Runner runner = new Runner(feed, deliveries, options);
    for (int i = 0; i < runner.threads.size(); i++) {
      runner.loops.get(i).runsIn(runner.threads.get(i));
      runner.threads.get(i).start();
    }
    return runner;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void stop() {
    loops.forEach(DeliveryLoop::stop);
  }

  @Override
  public void close() {
    stop();
    try {
      for (Thread thread : threads) {
        if (thread != Thread.currentThread()) {
          thread.join();
        }
      }
      keeper.shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
