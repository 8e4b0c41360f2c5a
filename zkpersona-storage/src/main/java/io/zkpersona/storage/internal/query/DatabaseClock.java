package io.zkpersona.storage.internal.query;

import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;

import java.time.Instant;
import java.time.LocalDate;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;

/** The server's clock, shared by all processes whatever their own clocks say. */
public final class DatabaseClock {

  private DatabaseClock() {}

  /**
   * Returns the time at which the transaction began, which column defaults use as well. It is the
   * same for all statements of the transaction.
   */
  public static Field<Instant> now() {
    return Builtins.transactionTimestamp();
  }

  /**
   * Returns the time at which the statement began. It is constant within the statement, so that an
   * index can be searched for it. Rows written by an earlier statement of the same transaction are
   * before it.
   */
  public static Field<Instant> statement() {
    return Builtins.statementTimestamp();
  }

  /** Returns the time at which the function is called. */
  public static Field<Instant> reading() {
    return Builtins.clockTimestamp();
  }

  /**
   * Returns a condition that always holds, for an INSERT that selects from stored rows. Because it
   * is volatile, a coordinator of Citus runs the SELECT before the INSERT. Otherwise it would send
   * both to a node as one statement, in which it puts an invalid condition if it first evaluates a
   * function, such as a column's default (Citus 13 and 14).
   */
  public static Condition runs() {
    return reading().isNotNull();
  }

  /**
   * Returns the time at which the statement began, or one microsecond after the stored time if that
   * is later, as it can be after a wait for another writer.
   *
   * <p>For Citus, it is not volatile, as the clock is, and calls functions of the column that do
   * not depend on settings, as a time zone's days do.
   */
  public static Field<Instant> laterThan(Field<Instant> modifiedAt) {
    return greatest(statement(), microsecondAfter(modifiedAt));
  }

  /**
   * Returns the time of the row that an upsert would insert, or one microsecond after the stored
   * time if that is later. Citus takes only immutable functions in the update of an upsert.
   */
  public static Field<Instant> excludedOrLaterThan(Field<Instant> modifiedAt) {
    return greatest(excluded(modifiedAt), microsecondAfter(modifiedAt));
  }

  private static Field<Instant> microsecondAfter(Field<Instant> time) {
    return Builtins.ofUtc(Builtins.inUtc(time).add(inline(new DayToSecond(0, 0, 0, 0, 1_000))));
  }

  /** Returns the day in UTC of {@link #now}, whatever the session's time zone. */
  public static Field<LocalDate> today() {
    return day(now());
  }

  /** Returns the day in UTC of an instant, whatever the session's time zone. */
  public static Field<LocalDate> day(Field<Instant> instant) {
    return Builtins.inUtc(instant).cast(SQLDataType.LOCALDATE);
  }

  /** Returns the instant at which a day begins in UTC. */
  public static Field<Instant> start(Field<LocalDate> day) {
    return Builtins.ofUtc(day.cast(SQLDataType.LOCALDATETIME));
  }
}
