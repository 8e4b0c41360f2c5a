package io.zkpersona.storage.internal.time;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Creates the library's daemon threads, which do not keep a JVM from exiting. */
public final class Daemons {

  private static final long IDLE_SECONDS = 1;

  private Daemons() {}

  /** Creates a pool of at most {@code most} threads, each of which ends when it is idle. */
  public static ThreadPoolExecutor pool(String name, int most) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(null, task, name, 0, false);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
