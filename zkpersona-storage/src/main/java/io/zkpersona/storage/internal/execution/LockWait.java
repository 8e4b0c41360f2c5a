package io.zkpersona.storage.internal.execution;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.SqlShapes;
import java.time.Duration;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** Limits the lock wait of the statements of one transaction. */
public final class LockWait {

  private static final Field<String> MILLIS = field(name("millis"), SQLDataType.VARCHAR);

  private enum Key {
    LIMIT
  }

  private LockWait() {}

  /**
   * Limits the lock wait of the transaction's following statements.
   *
   * @param wait rounded down to milliseconds, at least one
   */
  public static void limit(SqlExecutor tx, String operation, SqlShapes shapes, Duration wait) {
    SqlShape shape =
        shapes.get(
            Key.LIMIT,
            params -> select(Builtins.settingForTransaction("lock_timeout", params.value(MILLIS))));
    String millis = Long.toString(Math.max(1, wait.toMillis()));
    tx.list(operation, shape, row -> true, millis);
  }
}
