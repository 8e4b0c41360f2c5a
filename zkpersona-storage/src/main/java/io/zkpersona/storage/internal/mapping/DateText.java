package io.zkpersona.storage.internal.mapping;

import static java.time.temporal.ChronoField.MICRO_OF_SECOND;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Formats dates and times for the text form of an array. The driver writes elements in ISO 8601,
 * which the server does not understand for years before 1 and above 9999.
 */
final class DateText {

  private static final int MAX_YEAR_DIGITS = 9;

  private static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR_OF_ERA, 4, MAX_YEAR_DIGITS, SignStyle.NEVER)
          .appendPattern("-MM-dd")
          .toFormatter(Locale.ROOT);

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DATE)
          .appendPattern(" HH:mm:ss")
          .appendFraction(MICRO_OF_SECOND, 0, 6, true)
          .appendLiteral("+00")
          .toFormatter(Locale.ROOT);

  private DateText() {}

  static String of(LocalDate value) {
    return DATE.format(value) + era(value);
  }

  static String of(Instant value) {
    LocalDateTime time = LocalDateTime.ofInstant(value, ZoneOffset.UTC);
    return TIME.format(time) + era(time);
  }

  private static String era(TemporalAccessor value) {
    return value.get(ChronoField.YEAR) > 0 ? "" : " BC";
  }
}
