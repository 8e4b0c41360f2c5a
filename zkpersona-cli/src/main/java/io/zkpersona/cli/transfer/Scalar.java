package io.zkpersona.cli.transfer;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value without parts: how it becomes a text, and the text the same value again.
 *
 * @param kind how JSON represents it
 * @param toText writes a value
 * @param fromText reads it; throws {@link ValidationException}
 */
record Scalar(Kind kind, Function<Object, String> toText, Function<String, Object> fromText) {

  /** The representation of a value in JSON. */
  enum Kind {
    /** A string. */
    TEXT,
    /** A number, with all of its digits. */
    NUMBER,
    /** True or false. */
    FLAG,
    /** A JSON text, written as it is. */
    JSON
  }

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,100}");
  private static final Pattern DECIMAL =
      Pattern.compile("-?[0-9]{1,100}(\\.[0-9]{1,100})?([eE][-+]?[0-9]{1,3})?");
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final String WHOLE_NUMBER = "a whole number";

  private static final Map<Class<?>, Scalar> BASIC = basic();

  private static Map<Class<?>, Scalar> basic() {
    Map<Class<?>, Scalar> scalars = new LinkedHashMap<>();
    scalars.put(String.class, new Scalar(Kind.TEXT, Object::toString, text -> text));
    Scalar flag = new Scalar(Kind.FLAG, Object::toString, Scalar::flag);
    scalars.put(boolean.class, flag);
    scalars.put(Boolean.class, flag);
    Scalar integer = new Scalar(Kind.NUMBER, Object::toString, Scalar::integer);
    scalars.put(int.class, integer);
    scalars.put(Integer.class, integer);
    Scalar whole = new Scalar(Kind.NUMBER, Object::toString, Scalar::whole);
    scalars.put(long.class, whole);
    scalars.put(Long.class, whole);
    // Amounts of up to 78 digits, which many readers of JSON would round.
    scalars.put(
        BigInteger.class,
        new Scalar(
            Kind.TEXT, Object::toString, text -> new BigInteger(form(WHOLE, text, WHOLE_NUMBER))));
    scalars.put(
        BigDecimal.class,
        new Scalar(
            Kind.NUMBER,
            number -> ((BigDecimal) number).toPlainString(),
            text -> new BigDecimal(form(DECIMAL, text, "a decimal number"))));
    scalars.put(
        UUID.class,
        new Scalar(
            Kind.TEXT, Object::toString, text -> UUID.fromString(form(UUID_FORM, text, "a UUID"))));
    scalars.put(Instant.class, new Scalar(Kind.TEXT, Object::toString, Scalar::instant));
    scalars.put(LocalDate.class, new Scalar(Kind.TEXT, Object::toString, Scalar::date));
    scalars.put(
        Json.class, new Scalar(Kind.JSON, json -> ((Json) json).text(), text -> Json.of(text)));
    return Map.copyOf(scalars);
  }

  /** Returns how values of a type are written; null if the type has parts. */
  static @Nullable Scalar of(Class<?> type) {
    Scalar basic = BASIC.get(type);
    if (basic != null) {
      return basic;
    }
    if (type.isEnum()) {
      return constants(type);
    }
    if (!type.isRecord()) {
      throw new IllegalStateException(type.getName() + ": no text form is known");
    }
    RecordComponent[] components = type.getRecordComponents();
    if (components.length == 1) {
      return wrapper(type, components[0]);
    }
    return hasJsonForm(type) ? jsonForm(type) : null;
  }

  private static Scalar constants(Class<?> type) {
    Map<String, Object> byValue = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      byValue.put((String) call(type, "value", constant), constant);
    }
    return new Scalar(
        Kind.TEXT,
        constant -> (String) call(type, "value", constant),
        text -> {
          Object constant = byValue.get(text);
          if (constant == null) {
            throw invalid("one of " + String.join(", ", byValue.keySet()));
          }
          return constant;
        });
  }

  /** A record around one value, such as an id or a wallet, is written as that value. */
  private static Scalar wrapper(Class<?> type, RecordComponent component) {
    Scalar inner = of(component.getType());
    if (inner == null) {
      throw new IllegalStateException(type.getName() + ": no text form is known");
    }
    return new Scalar(
        inner.kind,
        value -> inner.toText.apply(Reflection.read(component, value)),
        text -> Reflection.create(Reflection.constructor(type), inner.fromText.apply(text)));
  }

  private static boolean hasJsonForm(Class<?> type) {
    try {
      return type.getMethod("fromJson", Json.class).getReturnType() == type
          && type.getMethod("toJson").getReturnType() == Json.class;
    } catch (NoSuchMethodException absent) {
      return false;
    }
  }

  private static Scalar jsonForm(Class<?> type) {
    return new Scalar(
        Kind.JSON,
        value -> ((Json) call(type, "toJson", value)).text(),
        text -> callStatic(type, "fromJson", Json.of(text)));
  }

  private static Object call(Class<?> type, String method, Object target) {
    try {
      return type.getMethod(method).invoke(target);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException(type.getName() + " has no method " + method, e);
    } catch (InvocationTargetException e) {
      throw Reflection.unwrapped(e);
    }
  }

  private static Object callStatic(Class<?> type, String method, Json argument) {
    try {
      return type.getMethod(method, Json.class).invoke(null, argument);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException(type.getName() + " has no method " + method, e);
    } catch (InvocationTargetException e) {
      throw Reflection.unwrapped(e);
    }
  }

  private static Object flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid("true or false");
    };
  }

  private static Object integer(String text) {
    try {
      return Integer.valueOf(form(WHOLE, text, WHOLE_NUMBER));
    } catch (NumberFormatException e) {
      throw invalid("a whole number of 32 bits");
    }
  }

  private static Object whole(String text) {
    try {
      return Long.valueOf(form(WHOLE, text, WHOLE_NUMBER));
    } catch (NumberFormatException e) {
      throw invalid("a whole number of 64 bits");
    }
  }

  private static Object instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw invalid("a time such as 2026-01-31T12:00:00Z");
    }
  }

  private static Object date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw invalid("a date such as 2026-01-31");
    }
  }

  private static String form(Pattern form, String text, String expected) {
    if (!form.matcher(text).matches()) {
      throw invalid(expected);
    }
    return text;
  }

  /** The value may be personal, so the message does not hold it. */
  private static ValidationException invalid(String expected) {
    return new ValidationException("value", "of another form (expected: " + expected + ")");
  }
}
