package io.zkpersona.storage.internal.tenant;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.time.Daemons;
import io.zkpersona.storage.internal.time.LongCall;
import io.zkpersona.storage.progress.ProgressListener;
import io.zkpersona.storage.tenant.TenantMigrations;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** Migrates many tenants, a few at a time. Belongs to one call. */
final class MigrationOfAll {

  /** Migrates a tenant. */
  @FunctionalInterface
  interface One {

    /** Returns whether there was something to migrate. */
    boolean migrate(String name);
  }

  private record Done(String name, boolean changed, @Nullable ZkPersonaException failure) {}

  private final One one;
  private final LongCall call;
  private final Map<String, ZkPersonaException> failures = new TreeMap<>();
  private int migrated;
  private int unchanged;

  MigrationOfAll(One one, ProgressListener progress) {
    this.one = one;
    this.call = new LongCall("tenants.migrate_all", progress);
  }

  /** Runs until all tenants are done, the thread is interrupted, or the listener throws. */
  TenantMigrations run(List<String> names, int parallelism) {
    ThreadPoolExecutor threads = Daemons.pool("zkpersona-tenants", parallelism);
    CompletionService<Done> done = new ExecutorCompletionService<>(threads);
    int started = 0;
    int finished = 0;
    try {
      while (finished < names.size() && !Thread.currentThread().isInterrupted()) {
        while (started < names.size() && started - finished < parallelism) {
          String name = names.get(started);
          done.submit(() -> done(name));
          started++;
        }
        count(done.take());
        finished++;
        call.step(finished, names.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      finish(done, started - finished);
      threads.shutdown();
    }
    return new TenantMigrations(migrated, unchanged, names.size() - started, failures);
  }

  private Done done(String name) {
    try {
      return new Done(name, one.migrate(name), null);
    } catch (ZkPersonaException e) {
      return new Done(name, false, e);
    }
  }

  private void count(Future<Done> future) throws InterruptedException {
    try {
      Done done = future.get();
      if (done.failure != null) {
        failures.put(done.name, done.failure);
      } else if (done.changed) {
        migrated++;
      } else {
        unchanged++;
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a migration ended unexpectedly", e.getCause());
    }
  }

  /** Waits for the tenants that are being migrated, also on an interrupted thread. */
  private void finish(CompletionService<Done> done, int running) {
    boolean interrupted = Thread.interrupted();
    for (int left = running; left > 0; ) {
      try {
        Future<Done> next = done.take();
        left--;
        count(next);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
