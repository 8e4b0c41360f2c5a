package io.zkpersona.storage.internal.repository;

import io.zkpersona.storage.error.StatementTimeoutException;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calls of functions that define tables. They wait less than a second for a lock, because later
 * sessions queue behind them, and are called again.
 */
public final class ShortLocks {

  private static final String LOCKED = "55P03";

  private final SqlExecutor executor;
  private final int attempts;

  /**
   * Creates a way to make calls.
   *
   * @param attempts how often a call is made at most; once inside a transaction, which has failed
   */
  public ShortLocks(SqlExecutor executor, int attempts) {
    this.executor = executor;
    this.attempts = attempts;
  }

  /**
   * Makes a call, and repeats it while others hold the lock.
   *
   * @throws StatementTimeoutException if they still do at the last attempt
   */
  public <T> T call(Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (StatementTimeoutException e) {
        boolean locked = e.sqlState().equals(Optional.of(LOCKED));
        if (!locked || attempt == attempts || executor.isInTransaction()) {
          throw e;
        }
      }
    }
  }
}
