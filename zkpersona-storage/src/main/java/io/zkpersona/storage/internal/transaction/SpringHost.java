package io.zkpersona.storage.internal.transaction;

import io.zkpersona.storage.error.TransactionException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A host without declared transactions. If Spring is on the class path, detects a Spring
 * transaction on the calling thread and rejects the call: it would commit separately and persist if
 * that transaction rolled back.
 */
public final class SpringHost implements Host {

  private static final String SPRINGS =
      "org.springframework.transaction.support.TransactionSynchronizationManager";

  private final @Nullable MethodHandle active;

  /** Looks for Spring in the class loaders of the calling thread and the library. */
  public SpringHost() {
    this.active =
        Stream.of(Thread.currentThread().getContextClassLoader(), SpringHost.class.getClassLoader())
            .filter(Objects::nonNull)
            .map(SpringHost::activeIn)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  private static @Nullable MethodHandle activeIn(ClassLoader loader) {
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              Class.forName(SPRINGS, false, loader),
              "isActualTransactionActive",
              MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  @Override
  public @Nullable Joined join() {
    requireNone();
    return null;
  }

  @Override
  public boolean leave(Connection connection) {
    return false;
  }

  @Override
  public void requireNone() {
    if (active != null && isActive(active)) {
      throw new TransactionException(
          "called inside a Spring transaction, which this call would not be part of (expected: a"
              + " manager opened with using(dataSource, config, hostTransactions), which joins it;"
              + " to commit separately, outsideTransaction() or Propagation.NOT_SUPPORTED)");
    }
  }

  private static boolean isActive(MethodHandle active) {
    try {
      return (boolean) active.invokeExact();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
