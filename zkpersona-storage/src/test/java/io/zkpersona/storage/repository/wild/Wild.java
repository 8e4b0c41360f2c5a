package io.zkpersona.storage.repository.wild;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.storage.repository.contract.Components;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Draws values of any type, most of which some rule refuses. Seeded. */
final class Wild {

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\t\n",
          "a",
          "plain text of some length",
          "x".repeat(101),
          "y".repeat(256),
          "z".repeat(100_000),
          "\uD83D\uDE00".repeat(60),
          "\uD800 alone",
          "alone \uDC00",
          "\uDC00\uD800 turned",
          "nul \0 inside",
          "\u0001\u007f\u0085\u200b\u202e\uFEFF",
          "e\u0301 and \u212B",
          "'; DROP TABLE users; --",
          "{\"a\": [1e400, \"\\ud800\"]}",
          "{\"a\": 1}",
          "[\"1\", \"2\"]",
          "NaN",
          "-1",
          "1e999999999",
          "createdAt",
          "0x" + "Ab".repeat(20),
          "someone@example.org");

  private static final List<BigDecimal> DECIMALS =
      decimals(
          "0",
          "-0.0001",
          "0.00001",
          "1",
          "100",
          "100.0001",
          "99.99999",
          "1234567890123456789012345678901",
          "0.1234567890123456789012345678901",
          "-1e300",
          "1e2147483647",
          "1e-2147483647",
          "50.000000");

  private static final List<Instant> INSTANTS =
      List.of(
          Instant.EPOCH,
          Instant.MIN,
          Instant.MAX,
          Instant.parse("2024-05-06T07:08:09.123456789Z"),
          Instant.parse("-4713-12-31T23:59:59Z"),
          Instant.parse("+294277-01-01T00:00:00Z"),
          Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000_000, 999_999_999));

  private static final List<String> SETTINGS =
      List.of(
          "true",
          "false",
          "require",
          "١٢",
          "+5",
          " 7",
          "007",
          "99999999999999999999",
          "0",
          "30",
          "60",
          "2147483648",
          "postgres://u:p@h/d?sslmode=require&sslmode=disable",
          "postgres://u:p@h:99999/d",
          "jdbc:postgresql://h/d?loggerLevel=TRACE",
          "postgres://%zz@h/d",
          "mysql://h/d");

  private final Random random;

  Wild(long seed) {
    this.random = new Random(seed);
  }

  private static List<BigDecimal> decimals(String... texts) {
    return Arrays.stream(texts).map(BigDecimal::new).toList();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  private <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** Returns a value for an environment variable. */
  String setting() {
    return random.nextBoolean() ? of(SETTINGS) : of(TEXTS);
  }

  /** Returns a text with a character changed, left out or added. */
  String tampered(String text) {
    int at = random.nextInt(text.length());
    return text.substring(0, at)
        + of(List.of("", "A", "_", "é", "="))
        + text.substring(at + random.nextInt(2));
  }

  /** Returns a copy with up to three components changed, but not its id or stamp. */
  <R extends Record> R changed(R values) {
    R changed = values;
    List<RecordComponent> components =
        Arrays.stream(values.getClass().getRecordComponents())
            .filter(component -> !component.getName().equals("id"))
            .filter(component -> component.getType() != AuditStamp.class)
            .toList();
    for (int left = random.nextInt(4); left > 0; left--) {
      RecordComponent component = of(components);
      changed = Components.with(changed, component.getName(), value(component.getType()));
    }
    return changed;
  }

  /** Returns any value of the type, or null one time in six unless the type is primitive. */
  private @Nullable Object value(Class<?> type) {
    if (!type.isPrimitive() && random.nextInt(6) == 0) {
      return null;
    }
    if (type.isEnum()) {
      return of(List.of(type.getEnumConstants()));
    }
    if (type == String.class) {
      return of(TEXTS);
    }
    if (type == Json.class) {
      return Json.of(of(TEXTS));
    }
    if (type == BigDecimal.class) {
      return of(DECIMALS);
    }
    if (type == BigInteger.class) {
      return of(
          List.of(
              BigInteger.ONE.negate(),
              BigInteger.ZERO,
              BigInteger.TEN.pow(77),
              BigInteger.TEN.pow(78),
              BigInteger.TEN.pow(5_000)));
    }
    if (type == int.class || type == Integer.class) {
      return of(List.of(Integer.MIN_VALUE, -1, 0, 1, 1_000, 1_001, Integer.MAX_VALUE));
    }
    if (type == long.class || type == Long.class) {
      return of(List.of(Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE));
    }
    if (type == boolean.class || type == Boolean.class) {
      return random.nextBoolean();
    }
    if (type == Instant.class) {
      return of(INSTANTS);
    }
    if (type == LocalDate.class) {
      return of(List.of(LocalDate.MIN, LocalDate.MAX, LocalDate.EPOCH, LocalDate.of(-5_000, 1, 1)));
    }
    if (type == Duration.class) {
      return of(List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MAX_VALUE)));
    }
    if (type == UUID.class) {
      return new UUID(random.nextLong(), random.nextLong());
    }
    return record(type);
  }

  private Object record(Class<?> type) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException("no values of " + type.getSimpleName());
    }
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = EntityId.class.isAssignableFrom(type) ? UUID.randomUUID() : value(types[i]);
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new AssertionError(e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
