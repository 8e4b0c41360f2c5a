package io.zkpersona.storage.internal.query;

import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;

import java.time.Instant;
import java.time.LocalDate;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;

/** The server's clock: one for all processes, whatever their own say. */
public final class DatabaseClock {

  private DatabaseClock() {}

  /** When the transaction began: the time that a row's defaults have, the same all through it. */
  public static Field<Instant> now() {
    return Builtins.transactionTimestamp();
  }

  /**
   * When the statement began: the same all through it, so that an index can be searched for it.
   * What an earlier statement of the same transaction wrote is before it.
   */
  public static Field<Instant> statement() {
    return Builtins.statementTimestamp();
  }

  /** When it is read. */
  public static Field<Instant> reading() {
    return Builtins.clockTimestamp();
  }

  /** The clock's time, but always after the one that is stored. */
  public static Field<Instant> laterThan(Field<Instant> modifiedAt) {
    return greatest(reading(), modifiedAt.add(inline(new DayToSecond(0, 0, 0, 0, 1_000))));
  }

  /** The day in UTC of {@link #now}, whatever the session's time zone. */
  public static Field<LocalDate> today() {
    return day(now());
  }

  /** The day in UTC of an instant, whatever the session's time zone. */
  public static Field<LocalDate> day(Field<Instant> instant) {
    return Builtins.inUtc(instant).cast(SQLDataType.LOCALDATE);
  }

  /** The instant in UTC that a day begins with. */
  public static Field<Instant> start(Field<LocalDate> day) {
    return Builtins.ofUtc(day.cast(SQLDataType.LOCALDATETIME));
  }
}
