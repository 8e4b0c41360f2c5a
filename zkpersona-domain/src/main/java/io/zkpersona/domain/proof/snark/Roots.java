package io.zkpersona.domain.proof.snark;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The roots of unity of FFLONK keys. Curve and power determine them, except for a choice among
 * roots of the same order that does not affect verification. A key receives the roots that snarkjs
 * chooses, so that a different choice does not change its hash.
 */
final class Roots {
  /** The smallest non-square in both scalar fields. */
  private static final BigInteger NO_SQUARE = BigInteger.valueOf(5);

  /** A non-cube in the scalar field of BLS12-381. */
  private static final BigInteger NO_CUBE = BigInteger.valueOf(7);

  private static final BigInteger THREE = BigInteger.valueOf(3);

  /** The base from which snarkjs derives the cube root of 1 in the scalar field of BN254. */
  private static final BigInteger CUBE_ROOT_BASE = BigInteger.valueOf(31_624);

  /** The cube root that snarkjs uses of BN254's root of order 2^28. */
  private static final BigInteger FIRST_ROOT =
      new BigInteger("467799165886069610036046866799264026481344299079011762026774533774345988080");

  private Roots() {}

  /** Returns the roots by their names in a key, in the order of the key. */
  static Map<String, BigInteger> of(SnarkCurve curve, int power) {
    PrimeField field = curve.scalarField();
    Map<String, BigInteger> roots = new LinkedHashMap<>();
    roots.put("w", ofOrder(curve, power));
    roots.put("w3", cubeRoot(curve));
    roots.put("w4", ofOrder(curve, 2));
    roots.put("w8", ofOrder(curve, 3));
    BigInteger wr =
        curve == SnarkCurve.BN128
            ? field.power(FIRST_ROOT, BigInteger.ONE.shiftLeft(curve.twoAdicity() - power))
            : field.power(ofOrder(curve, power), THREE.modInverse(BigInteger.ONE.shiftLeft(power)));
    roots.put("wr", wr);
    return roots;
  }

  /**
   * Adds missing roots to the members of a key, and replaces roots of the same order by those of
   * snarkjs.
   *
   * @throws ValidationException if a member is not such a root
   */
  static void complete(String path, Map<String, Json> members, SnarkCurve curve) {
    int exponent =
        Numbers.count(
            path + ".power", ObjectForm.required(members, "power"), 1, curve.twoAdicity());
    PrimeField field = curve.scalarField();
    of(curve, exponent)
        .forEach(
            (name, root) -> {
              Json given = members.get(name);
              if (given != null) {
                String memberPath = path + "." + name;
                BigInteger number =
                    Numbers.element(memberPath, Numbers.read(memberPath, given), field);
                if (!isAlike(name, number, root, field)) {
                  throw new ValidationException(
                      memberPath,
                      "another root of unity (expected: the root of this curve and power, or no"
                          + " value)");
                }
              }
              members.put(name, Json.of('"' + root.toString() + '"'));
            });
  }

  private static boolean isAlike(String name, BigInteger given, BigInteger root, PrimeField field) {
    return switch (name) {
      case "w" -> given.equals(root);
      case "wr" -> cube(given, field).equals(cube(root, field));
      case "w3" -> !given.equals(field.one()) && cube(given, field).equals(field.one());
      // Order 4 or 8: the square or the fourth power is -1.
      default ->
          field
              .power(given, BigInteger.valueOf(name.equals("w4") ? 2 : 4))
              .equals(field.negate(field.one()));
    };
  }

  private static BigInteger cube(BigInteger number, PrimeField field) {
    return field.power(number, THREE);
  }

  private static BigInteger ofOrder(SnarkCurve curve, int power) {
    PrimeField field = curve.scalarField();
    return field.power(NO_SQUARE, field.modulus().subtract(BigInteger.ONE).shiftRight(power));
  }

  private static BigInteger cubeRoot(SnarkCurve curve) {
    PrimeField field = curve.scalarField();
    BigInteger order = field.modulus().subtract(BigInteger.ONE);
    return curve == SnarkCurve.BN128
        ? field.power(CUBE_ROOT_BASE, order.divide(BigInteger.valueOf(18)))
        : field.power(NO_CUBE, order.divide(THREE));
  }
}
