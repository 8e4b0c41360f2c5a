package io.zkpersona.spring.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells who bound a connection to the thread: a transaction manager, or a mere use of it. */
public final class Holders {

  private static final @Nullable MethodHandle ACTIVE = active();

  private Holders() {}

  private static @Nullable MethodHandle active() {
    try {
      return MethodHandles.privateLookupIn(ConnectionHolder.class, MethodHandles.lookup())
          .findVirtual(
              ConnectionHolder.class, "isTransactionActive", MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /**
   * Tells whether the connection that is bound for a data source is one of a transaction. If a
   * transaction of another data source is active, Spring binds the connections of all others until
   * its end, without any transaction in them. Those are marked as synchronized and not as active;
   * JDBC's transaction managers set both marks, JPA's none.
   */
  public static boolean isOfTransaction(DataSource dataSource) {
    return !(TransactionSynchronizationManager.getResource(dataSource)
            instanceof ConnectionHolder holder)
        || !holder.isSynchronizedWithTransaction()
        || isActive(holder);
  }

  private static boolean isActive(ConnectionHolder holder) {
    if (ACTIVE == null) {
      return true;
    }
    try {
      return (boolean) ACTIVE.invokeExact(holder);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
