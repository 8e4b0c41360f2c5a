package io.zkpersona.storage.internal.query;

import static org.jooq.impl.DSL.aggregate;
import static org.jooq.impl.DSL.aggregateDistinct;
import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import org.jooq.AggregateFunction;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.impl.CustomField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The server's own functions, each named with its schema. The server prefers a function of the same
 * name whose parameters fit better, wherever on the search path it is: a {@code lower(varchar)} of
 * somebody else's would be taken for the server's {@code lower(text)}.
 */
public final class Builtins {

  private static final String SCHEMA = "pg_catalog";
  private static final Name COUNT = name(SCHEMA, "count");
  private static final Field<Object> ALL =
      CustomField.of("all", SQLDataType.OTHER, context -> context.visit(asterisk()));

  private Builtins() {}

  /** When the transaction began. */
  public static Field<Instant> transactionTimestamp() {
    return function("transaction_timestamp", SQLDataType.INSTANT);
  }

  /** When the statement began. */
  public static Field<Instant> statementTimestamp() {
    return function("statement_timestamp", SQLDataType.INSTANT);
  }

  /** The time at which it is read. */
  public static Field<Instant> clockTimestamp() {
    return function("clock_timestamp", SQLDataType.INSTANT);
  }

  /** The date and time in UTC of an instant, whatever the session's time zone. */
  public static Field<LocalDateTime> inUtc(Field<Instant> instant) {
    return function("timezone", SQLDataType.LOCALDATETIME, inline("UTC"), instant);
  }

  /** The instant of a date and time in UTC, whatever the session's time zone. */
  public static Field<Instant> ofUtc(Field<LocalDateTime> time) {
    return function("timezone", SQLDataType.INSTANT, inline("UTC"), time);
  }

  /** A text with its letters from A to Z in lower case, and all else as it is. */
  public static <T> Field<T> lowerAscii(Field<T> text) {
    return function("lower", text.getDataType(), text.collate(name(SCHEMA, "C")));
  }

  /** The greatest whole number that is not greater. */
  public static <T> Field<T> floor(Field<T> number) {
    return function("floor", number.getDataType(), number);
  }

  /** A row for each element of an array. */
  public static <T> Field<T> unnest(Field<T[]> array, DataType<T> element) {
    return function("unnest", element, array);
  }

  /** Tells those who listen to a channel, when the transaction is committed. */
  public static Field<Object> notifying(String channel, String payload) {
    return function("pg_notify", SQLDataType.OTHER, inline(channel), inline(payload));
  }

  /** A setting as it is in force; null if there is none of the name. */
  public static Field<String> currentSetting(String setting) {
    return function("current_setting", SQLDataType.VARCHAR, inline(setting), inline(true));
  }

  /** Sets a setting until the session ends; returns the new value. */
  public static Field<String> settingForSession(String setting, String value) {
    return function(
        "set_config", SQLDataType.VARCHAR, inline(setting), inline(value), inline(false));
  }

  /** Sets a setting until the transaction ends; returns the new value. */
  public static Field<String> settingForTransaction(String setting, Field<String> value) {
    return function("set_config", SQLDataType.VARCHAR, inline(setting), value, inline(true));
  }

  /** How many rows there are. */
  public static AggregateFunction<Integer> count() {
    return aggregate(COUNT, SQLDataType.INTEGER, ALL);
  }

  /** How many different values there are, null apart. */
  public static AggregateFunction<Integer> countDistinct(Field<?> field) {
    return aggregateDistinct(COUNT, SQLDataType.INTEGER, field);
  }

  /** The sum of all that are not null; null if there is none. */
  public static AggregateFunction<BigDecimal> sum(Field<? extends Number> field) {
    return aggregate(name(SCHEMA, "sum"), SQLDataType.NUMERIC, field);
  }

  /** The least that is not null; null if there is none. */
  public static <T> AggregateFunction<T> min(Field<T> field) {
    return aggregate(name(SCHEMA, "min"), field.getDataType(), field);
  }

  /** The greatest that is not null; null if there is none. */
  public static <T> AggregateFunction<T> max(Field<T> field) {
    return aggregate(name(SCHEMA, "max"), field.getDataType(), field);
  }

  private static <T> Field<T> function(String function, DataType<T> type, Field<?>... arguments) {
    return DSL.function(name(SCHEMA, function), type, arguments);
  }
}
