package io.zkpersona.storage.internal.query;

import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;

import java.time.Instant;
import java.time.LocalDate;
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

  /** Returns the current time, or one microsecond after the stored time if that is later. */
  public static Field<Instant> laterThan(Field<Instant> modifiedAt) {
    return greatest(reading(), modifiedAt.add(inline(new DayToSecond(0, 0, 0, 0, 1_000))));
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
