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
 * The server's built-in functions, each qualified with its schema. Unqualified, the server would
 * prefer a function of the same name with better fitting parameters from anywhere on the search
 * path: a user-defined {@code lower(varchar)} would replace the built-in {@code lower(text)}.
 */
public final class Builtins {

  private static final String SCHEMA = "pg_catalog";
  private static final Name COUNT = name(SCHEMA, "count");
  private static final Field<Object> ALL =
      CustomField.of("all", SQLDataType.OTHER, context -> context.visit(asterisk()));

  private Builtins() {}

  /** Returns the time at which the transaction began. */
  public static Field<Instant> transactionTimestamp() {
    return function("transaction_timestamp", SQLDataType.INSTANT);
  }

  /** Returns the time at which the statement began. */
  public static Field<Instant> statementTimestamp() {
    return function("statement_timestamp", SQLDataType.INSTANT);
  }

  /** Returns the time at which the function is called. */
  public static Field<Instant> clockTimestamp() {
    return function("clock_timestamp", SQLDataType.INSTANT);
  }

  /** Returns an instant's date and time in UTC, whatever the session's time zone. */
  public static Field<LocalDateTime> inUtc(Field<Instant> instant) {
    return function("timezone", SQLDataType.LOCALDATETIME, inline("UTC"), instant);
  }

  /** Returns the instant of a date and time in UTC, whatever the session's time zone. */
  public static Field<Instant> ofUtc(Field<LocalDateTime> time) {
    return function("timezone", SQLDataType.INSTANT, inline("UTC"), time);
  }

  /** Returns a text with the letters A to Z in lower case and all other characters unchanged. */
  public static <T> Field<T> lowerAscii(Field<T> text) {
    return function("lower", text.getDataType(), text.collate(name(SCHEMA, "C")));
  }

  /** Returns the greatest whole number that is not greater than a number. */
  public static <T> Field<T> floor(Field<T> number) {
    return function("floor", number.getDataType(), number);
  }

  /** Returns a row for each element of an array. */
  public static <T> Field<T> unnest(Field<T[]> array, DataType<T> element) {
    return function("unnest", element, array);
  }

  /** Notifies the listeners of a channel when the transaction commits. */
  public static Field<Object> notifying(String channel, String payload) {
    return function("pg_notify", SQLDataType.OTHER, inline(channel), inline(payload));
  }

  /** Returns a setting's current value; null if there is no such setting. */
  public static Field<String> currentSetting(String setting) {
    return function("current_setting", SQLDataType.VARCHAR, inline(setting), inline(true));
  }

  /** Sets a setting until the transaction ends; returns the new value. */
  public static Field<String> settingForTransaction(String setting, Field<String> value) {
    return function("set_config", SQLDataType.VARCHAR, inline(setting), value, inline(true));
  }

  /** Returns a hash of a text, another one for each seed. */
  public static Field<Long> hash(Field<String> text, Field<Long> seed) {
    return function("hashtextextended", SQLDataType.BIGINT, text, seed);
  }

  /** Returns the texts of the values that are not null, one after the other. */
  public static Field<String> concat(Field<?>... values) {
    return function("concat", SQLDataType.VARCHAR, values);
  }

  /** Returns the seconds from 1970 to an instant, exact to the microsecond. */
  public static Field<BigDecimal> epoch(Field<Instant> instant) {
    return function("extract", SQLDataType.NUMERIC, inline("epoch"), instant);
  }

  /** Returns the number of rows. */
  public static AggregateFunction<Integer> count() {
    return aggregate(COUNT, SQLDataType.INTEGER, ALL);
  }

  /** Returns the number of distinct values; null is not counted. */
  public static AggregateFunction<Integer> countDistinct(Field<?> field) {
    return aggregateDistinct(COUNT, SQLDataType.INTEGER, field);
  }

  /** Returns the sum of the values that are not null; null if there is none. */
  public static AggregateFunction<BigDecimal> sum(Field<? extends Number> field) {
    return aggregate(name(SCHEMA, "sum"), SQLDataType.NUMERIC, field);
  }

  /** Returns the least value that is not null; null if there is none. */
  public static <T> AggregateFunction<T> min(Field<T> field) {
    return aggregate(name(SCHEMA, "min"), field.getDataType(), field);
  }

  /** Returns the greatest value that is not null; null if there is none. */
  public static <T> AggregateFunction<T> max(Field<T> field) {
    return aggregate(name(SCHEMA, "max"), field.getDataType(), field);
  }

  /** Returns the values as an array, null included; null if there is none. */
  public static <T> AggregateFunction<T[]> arrayOf(Field<T> field) {
    return aggregate(name(SCHEMA, "array_agg"), field.getDataType().getArrayDataType(), field);
  }

  private static <T> Field<T> function(String function, DataType<T> type, Field<?>... arguments) {
    return DSL.function(name(SCHEMA, function), type, arguments);
  }
}
