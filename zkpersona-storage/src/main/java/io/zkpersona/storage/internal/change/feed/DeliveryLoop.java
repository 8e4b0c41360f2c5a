package io.zkpersona.storage.internal.change.feed;

import io.zkpersona.storage.error.FeedLeaseLostException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.RunnerOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers the events of one subscription until it is stopped. Runs in a thread of its own. */
final class DeliveryLoop implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final int DOUBLINGS = 8;

  private final ChangeFeed feed;
  private final String name;
  private final Delivery delivery;
  private final RunnerOptions options;
  private final ScheduledExecutorService keeper;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread thread;

  /** True while the thread waits for events: only then it may be interrupted. */
  private boolean waits;

  /** The number of calls that failed in a row. */
  private int failures;

  /** Creates a loop, whose leases are extended by a thread of {@code keeper}. */
  DeliveryLoop(
      ChangeFeed feed, Delivery delivery, RunnerOptions options, ScheduledExecutorService keeper) {
    this.feed = feed;
    this.name = delivery.name();
    this.delivery = delivery;
    this.options = options;
    this.keeper = keeper;
  }

  String name() {
    return name;
  }

  /** Sets the thread that is about to run the loop. */
  void runsIn(Thread own) {
    thread = own;
  }

  /** Takes no more events. */
  void stop() {
    lock.lock();
    try {
      stopped.countDown();
      if (waits && thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  @Override
  public void run() {
    while (!isStopped()) {
      try {
        Optional<FeedLease> lease = feed.claim(name, options.lease());
        if (lease.isPresent()) {
          work(lease.get());
        } else {
          failures = 0;
          pause(options.poll());
        }
      } catch (FeedLeaseLostException e) {
        LOG.warn("subscription {}: the lease was lost; its last events are delivered again", name);
      } catch (ManagerClosedException e) {
        LOG.warn("subscription {}: the manager was closed before the runner", name);
        return;
      } catch (RuntimeException | Error e) {
        failed(e);
      }
    }
  }

  /** Reports a failure once, and pauses longer with each one. */
  private void failed(Throwable e) {
    if (!isStopped()) {
      if (failures == 0) {
        LOG.warn("subscription {}: delivery is interrupted, and tried again", name, e);
      }
      pause(FIRST_PAUSE.multipliedBy(1L << Math.min(failures, DOUBLINGS)));
      failures++;
    }
  }

  private void pause(Duration time) {
    try {
      boolean unused = stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Nobody but stop interrupts this thread, which ends the loop.
    }
  }

  private void work(FeedLease lease) {
    long third = options.lease().toMillis() / 3;
    Future<?> extending =
        keeper.scheduleAtFixedRate(() -> extend(lease), third, third, TimeUnit.MILLISECONDS);
    try {
      while (!isStopped()) {
        if (!delivery.deliver(lease, this::isStopped)) {
          await();
        }
        failures = 0;
      }
    } finally {
      extending.cancel(false);
      release(lease);
    }
  }

  private void extend(FeedLease lease) {
    try {
      feed.extend(lease, options.lease());
    } catch (RuntimeException e) {
      // The thread that delivers notices if the lease is lost.
      LOG.debug("subscription {}: the lease was not extended", name, e);
    }
  }

  private void release(FeedLease lease) {
    try {
      feed.release(lease);
    } catch (RuntimeException e) {
      LOG.debug("subscription {}: the lease was not released, and expires", name, e);
    }
  }

  private void await() {
    lock.lock();
    try {
      waits = !isStopped();
    } finally {
      lock.unlock();
    }
    try {
      if (waits) {
        feed.await(name, options.poll());
      }
    } finally {
      lock.lock();
      try {
        waits = false;
        boolean unused = Thread.interrupted();
      } finally {
        lock.unlock();
      }
    }
  }
}
