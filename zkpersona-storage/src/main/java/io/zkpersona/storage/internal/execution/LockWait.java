package io.zkpersona.storage.internal.execution;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Statement;
import java.time.Duration;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** Limits the lock wait of the statements of one transaction. */
public final class LockWait {

  private static final Field<String> MILLIS = field(name("millis"), SQLDataType.VARCHAR);

  private static final Statement<Duration, String> LIMIT =
      Statement.of(
          "lock_wait.limit",
          (in, out) ->
              select(
                  out.only(
                      Builtins.settingForTransaction(
                          "lock_timeout",
                          in.value(MILLIS, wait -> Long.toString(Math.max(1, wait.toMillis())))))));

  private LockWait() {}

  /**
   * Limits the lock wait of the transaction's following statements.
   *
   * @param wait rounded down to milliseconds, at least one
   */
  public static void limit(SqlExecutor tx, Duration wait) {
    tx.first(LIMIT, wait);
  }
}
