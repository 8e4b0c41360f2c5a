package io.zkpersona.domain.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random values from a seed, each written in several ways. */
class JsonGeneratedTest {
  private static final int CASES = 2_000;
  private static final String[] CHARACTERS = {"a", "b", "/", "é", "😀", "\"", "\\", "\n", "\u007f"};

  @ParameterizedTest
  @ValueSource(longs = {1, 20_240_229, 987_654_321})
  void equalValuesAreEqualHoweverTheyAreWritten(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      Object value = value(random, 0);
      Json one = Json.of(write(value, random));
      Json other = Json.of(write(value, random));
      assertThat(one.equals(other)).as("%s and %s", one.text(), other.text()).isTrue();
      assertThat(one.hashCode())
          .as("%s and %s", one.text(), other.text())
          .isEqualTo(other.hashCode());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 20_240_301, 123_456_789})
  void differentValuesAreDifferent(long seed) {
    Random random = new Random(seed);
    int different = 0;
    for (int i = 0; i < CASES; i++) {
      Object a = value(random, 0);
      Object b = random.nextBoolean() ? value(random, 0) : changed(a, random);
      boolean same = a.equals(b);
      different += same ? 0 : 1;
      Json one = Json.of(write(a, random));
      Json other = Json.of(write(b, random));
      assertThat(one.equals(other)).as("%s and %s", one.text(), other.text()).isEqualTo(same);
      assertThat(other.equals(one)).as("%s and %s", one.text(), other.text()).isEqualTo(same);
    }
    assertThat(different).isGreaterThan(CASES / 2);
  }

  /** Stands for JSON null, because Java lists and maps may not take null. */
  private enum Null {
    NULL
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth < 4 ? 7 : 4)) {
      case 0 -> number(random);
      case 1 -> string(random);
      case 2 -> random.nextBoolean();
      case 3 -> Null.NULL;
      case 4 -> {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth + 1));
        }
        yield items;
      }
      default -> {
        Map<String, Object> members = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.put(string(random), value(random, depth + 1));
        }
        yield members;
      }
    };
  }

  /** Returns a number without trailing zeros, so that equals compares values. */
  private static BigDecimal number(Random random) {
    BigInteger digits = new BigInteger(random.nextBoolean() ? 4 : 120, random);
    BigDecimal number = new BigDecimal(digits, random.nextInt(-5, 40)).stripTrailingZeros();
    return random.nextBoolean() ? number : number.negate();
  }

  private static String string(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(3); i > 0; i--) {
      text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }

  /** Returns the value with one leaf or element changed. */
  private static Object changed(Object value, Random random) {
    if (value instanceof List<?> items && !items.isEmpty()) {
      List<Object> copy = new ArrayList<>(items);
      int at = random.nextInt(copy.size());
      copy.set(at, changed(copy.get(at), random));
      return copy;
    }
    if (value instanceof Map<?, ?> members && !members.isEmpty()) {
      Map<Object, Object> copy = new TreeMap<>(members);
      Object name = List.copyOf(copy.keySet()).get(random.nextInt(copy.size()));
      copy.computeIfPresent(name, (key, old) -> changed(old, random));
      return copy;
    }
    if (value instanceof BigDecimal number) {
      return number.add(number.ulp()).stripTrailingZeros();
    }
    return value instanceof String text ? text + "a" : "changed";
  }

  private static String write(Object value, Random random) {
    StringBuilder out = new StringBuilder();
    write(value, random, out);
    return out.toString();
  }

  private static void write(Object value, Random random, StringBuilder out) {
    space(random, out);
    if (value instanceof List<?> items) {
      String separator = "[";
      for (Object item : items) {
        out.append(separator);
        write(item, random, out);
        separator = ",";
      }
      out.append(items.isEmpty() ? "[]" : "]");
    } else if (value instanceof Map<?, ?> members) {
      List<Map.Entry<?, ?>> entries = new ArrayList<>(members.entrySet());
      Collections.shuffle(entries, random);
      String separator = "{";
      if (!entries.isEmpty() && random.nextInt(4) == 0) {
        // An earlier member with a duplicate name, which the later one overrides.
        write(entries.get(random.nextInt(entries.size())).getKey(), random, out.append("{"));
        write(value(random, 4), random, out.append(":"));
        separator = ",";
      }
      for (Map.Entry<?, ?> entry : entries) {
        write(entry.getKey(), random, out.append(separator));
        write(entry.getValue(), random, out.append(":"));
        separator = ",";
      }
      out.append(entries.isEmpty() ? "{}" : "}");
    } else if (value instanceof String text) {
      out.append('"');
      text.chars().forEach(c -> character((char) c, random, out));
      out.append('"');
    } else if (value instanceof BigDecimal number) {
      number(number, random, out);
    } else {
      out.append(value instanceof Null ? "null" : value);
    }
    space(random, out);
  }

  /** Surrogates stay raw, because escaping only half of a pair would break it. */
  private static void character(char c, Random random, StringBuilder out) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c < ' ' || (!Character.isSurrogate(c) && random.nextInt(4) == 0)) {
      out.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
    } else {
      out.append(c);
    }
  }

  private static void number(BigDecimal number, Random random, StringBuilder out) {
    switch (random.nextInt(4)) {
      case 0 -> out.append(number.toPlainString());
      case 1 -> out.append(number);
      case 2 -> out.append(number.unscaledValue()).append('e').append(-number.scale());
      default -> out.append(number.setScale(Math.max(0, number.scale()) + 3).toPlainString());
    }
  }

  private static void space(Random random, StringBuilder out) {
    if (random.nextInt(5) == 0) {
      out.append(" \t\r\n".charAt(random.nextInt(4)));
    }
  }
}
