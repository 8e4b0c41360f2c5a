package io.zkpersona.storage.internal.query;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A statement rendered once: its text and, for each bind position, the index of the value that is
 * bound there and how. Immutable. The same text reaches the driver each time, so that the server
 * keeps its plan.
 */
public final class SqlShape {

  record Slot(int value, Params.Binder binder) {}

  private final String sql;
  private final Slot[] slots;
  private final int values;
  private final boolean delete;
  private final boolean write;
  private final boolean plannedEachTime;

  SqlShape(
      String sql,
      List<Slot> slots,
      int values,
      boolean delete,
      boolean write,
      boolean plannedEachTime) {
    this.sql = sql;
    this.slots = slots.toArray(Slot[]::new);
    this.values = values;
    this.delete = delete;
    this.write = write;
    this.plannedEachTime = plannedEachTime;
  }

  public String sql() {
    return sql;
  }

  /**
   * Tells whether it is a DELETE, for which a foreign key violation means that other rows refer to
   * the deleted one.
   */
  public boolean isDelete() {
    return delete;
  }

  /** Tells whether it may change stored data. */
  public boolean isWrite() {
    return write;
  }

  /** Tells whether the server is to plan it for the values of each call. */
  public boolean isPlannedEachTime() {
    return plannedEachTime;
  }

  public void bind(PreparedStatement statement, @Nullable Object[] call) throws SQLException {
    if (call.length != values) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d values (expected: %d)", call.length, values));
    }
    for (int i = 0; i < slots.length; i++) {
      slots[i].binder.bind(statement, i + 1, call[slots[i].value]);
    }
  }
}
