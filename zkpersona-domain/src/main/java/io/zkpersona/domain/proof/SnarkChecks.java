package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.SnarkCurve.Fq2;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts that snarkjs' documents are made of. Numbers are decimal strings without sign and
 * leading zeros, so that each has one spelling. Points are affine with a third coordinate of 1, or
 * the point at infinity as snarkjs writes it.
 */
final class SnarkChecks {
  private static final String ONE = "1";
  private static final int MAX_COUNT_DIGITS = 9;

  private SnarkChecks() {}

  /** Checks one value. */
  @FunctionalInterface
  interface Check {

    /** Refuses a value, naming it by {@code path}, that is not of the form that a key wants. */
    void accept(String path, Json value, KeyFacts key);
  }

  /** What a verification key says of the documents that go with it. */
  record KeyFacts(SnarkCurve curve, int publicSignals) {}

  /** A point of G1. */
  static final Check G1 =
      (path, value, key) -> {
        List<Json> point = items(path, value, 3);
        String z = digits(path + "[2]", point.get(2));
        BigInteger x = coordinate(path + "[0]", point.get(0), key);
        BigInteger y = coordinate(path + "[1]", point.get(1), key);
        boolean infinity = z.equals("0") && x.signum() == 0 && y.equals(BigInteger.ONE);
        if (!infinity) {
          affine(path, z.equals(ONE));
          onCurve(path, key.curve().isOnG1(x, y));
        }
      };

  /** A point of G2, or of its curve at least. */
  static final Check G2 =
      (path, value, key) -> {
        List<Json> point = items(path, value, 3);
        Fq2 x = pair(path + "[0]", point.get(0), key);
        Fq2 y = pair(path + "[1]", point.get(1), key);
        Fq2 z = pair(path + "[2]", point.get(2), key);
        Fq2 zero = new Fq2(BigInteger.ZERO, BigInteger.ZERO);
        Fq2 one = new Fq2(BigInteger.ONE, BigInteger.ZERO);
        boolean infinity = z.equals(zero) && x.equals(zero) && y.equals(one);
        if (!infinity) {
          affine(path, z.equals(one));
          onCurve(path, key.curve().isOnG2(x, y));
        }
      };

  /** An element of the field that signals are of. */
  static final Check SCALAR =
      (path, value, key) -> element(path, value, key.curve().scalarModulus());

  /** A small whole number, not in quotes. */
  static final Check COUNT = (path, value, key) -> count(path, value);

  /** An element of the pairing's target: two of three of two coordinates. */
  static final Check TARGET =
      (path, value, key) -> {
        List<Json> halves = items(path, value, 2);
        for (int i = 0; i < 2; i++) {
          String half = path + "[" + i + "]";
          List<Json> thirds = items(half, halves.get(i), 3);
          for (int j = 0; j < 3; j++) {
            pair(half + "[" + j + "]", thirds.get(j), key);
          }
        }
      };

  /** A point of G1 for each public signal, and one more. */
  static final Check POINT_EACH =
      (path, value, key) -> {
        List<Json> points = items(path, value, key.publicSignals() + 1);
        for (int i = 0; i < points.size(); i++) {
          G1.accept(path + "[" + i + "]", points.get(i), key);
        }
      };

  /** An element for each public signal. */
  static final Check SIGNALS =
      (path, value, key) -> {
        List<Json> signals = items(path, value, key.publicSignals());
        for (int i = 0; i < signals.size(); i++) {
          SCALAR.accept(path + "[" + i + "]", signals.get(i), key);
        }
      };

  /** An object of exactly these members. */
  static Check object(Map<String, Check> checks) {
    return (path, value, key) -> {
      Map<String, Json> members = members(path, value, checks.keySet());
      each(path, checks, members, key);
    };
  }

  /** Checks each of the members that there is a check for. */
  static void each(
      String path, Map<String, Check> checks, Map<String, Json> members, KeyFacts key) {
    checks.forEach((name, check) -> check.accept(path + "." + name, member(members, name), key));
  }

  /** A member that is known to be there. */
  static Json member(Map<String, Json> members, String name) {
    return Objects.requireNonNull(members.get(name), name);
  }

  /** The members of an object that has these and no others. */
  static Map<String, Json> members(String path, Json value, Set<String> names) {
    if (!value.isObject()) {
      throw new ValidationException(path, "no object (expected: an object)");
    }
    Map<String, Json> members = value.members();
    if (!members.keySet().equals(names)) {
      Set<String> missing = new TreeSet<>(names);
      missing.removeAll(members.keySet());
      // How many are unknown, not their names: anything may be in them.
      long unknown = members.keySet().stream().filter(name -> !names.contains(name)).count();
      throw new ValidationException(
          path,
          (missing.isEmpty() ? "" : "without " + String.join(", ", missing))
              + (missing.isEmpty() || unknown == 0 ? "" : " and ")
              + (unknown == 0 ? "" : "with " + unknown + " unknown members")
              + " (expected: exactly "
              + String.join(", ", new TreeSet<>(names))
              + ")");
    }
    return members;
  }

  /** The text of a string that names something. */
  static String name(String path, Json value) {
    if (!value.isString()) {
      throw new ValidationException(path, "no string (expected: a string)");
    }
    return value.string();
  }

  static int count(String path, Json value) {
    String text = value.text();
    if (text.length() > MAX_COUNT_DIGITS || !isDecimal(text)) {
      throw new ValidationException(
          path, "no count (expected: a whole number of at most 9 digits, not in quotes)");
    }
    return Integer.parseInt(text);
  }

  private static List<Json> items(String path, Json value, int size) {
    if (!value.isArray()) {
      throw new ValidationException(path, "no array (expected: an array of " + size + ")");
    }
    List<Json> items = value.elements();
    if (items.size() != size) {
      throw new ValidationException(path, items.size() + " items (expected: " + size + ")");
    }
    return items;
  }

  private static Fq2 pair(String path, Json value, KeyFacts key) {
    List<Json> pair = items(path, value, 2);
    return new Fq2(
        coordinate(path + "[0]", pair.get(0), key), coordinate(path + "[1]", pair.get(1), key));
  }

  private static BigInteger coordinate(String path, Json value, KeyFacts key) {
    return element(path, value, key.curve().baseModulus());
  }

  private static BigInteger element(String path, Json value, BigInteger modulus) {
    String digits = digits(path, value);
    // No more digits than the modulus can have: a long text must not cost a long multiplication.
    if (digits.length() > modulus.bitLength()) {
      throw outOfField(path);
    }
    BigInteger element = new BigInteger(digits);
    if (element.compareTo(modulus) >= 0) {
      throw outOfField(path);
    }
    return element;
  }

  private static ValidationException outOfField(String path) {
    return new ValidationException(path, "too large (expected: below the modulus of its field)");
  }

  private static String digits(String path, Json value) {
    if (!value.isString() || !isDecimal(value.string())) {
      throw new ValidationException(
          path,
          "not in canonical form (expected: a string of decimal digits without leading zeros)");
    }
    return value.string();
  }

  private static boolean isDecimal(String text) {
    return !text.isEmpty()
        && (text.charAt(0) != '0' || text.length() == 1)
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static void affine(String path, boolean affine) {
    if (!affine) {
      throw new ValidationException(
          path, "not in canonical form (expected: affine coordinates, or the point at infinity)");
    }
  }

  private static void onCurve(String path, boolean onCurve) {
    if (!onCurve) {
      throw new ValidationException(path, "not on the curve (expected: a point of it)");
    }
  }
}
