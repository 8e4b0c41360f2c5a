package io.zkpersona.domain.proof.snark;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pairing-friendly curve: y² = x³ + b over a prime field for G1, and the same with another b over
 * its quadratic extension by the square root of -1 for G2.
 *
 * <p>Subgroup membership is tested with endomorphisms: for BN254 as in sections 3 and 5.1 of ePrint
 * 2022/348, for BLS12-381 as in "Fast subgroup checks" of EIP-2537. These multiply by the curve's
 * short parameter instead of the order.
 */
@SuppressWarnings("Immutable") // fields and groups are immutable, but not annotated as such
enum SnarkCurve {
  /** BN254 as in EIP-196 and EIP-197, which snarkjs calls bn128; its G2 has b = 3 / (9 + u). */
  BN128(
      "bn128",
      Set.of("BN128", "BN254", "ALTBN128"),
      "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47",
      "30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001",
      28),

  /** BLS12-381 as in RFC 9380, section 8.8; its G2 has b = 4 + 4u. */
  BLS12381(
      "bls12381",
      Set.of("BLS12381"),
      "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f624"
          + "1eabfffeb153ffffb9feffffffffaaab",
      "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001",
      32);

  private static final int LONGEST_NAME = 40;

  private final String value;
  private final Set<String> names;
  private final PrimeField baseField;
  private final PrimeField scalarField;
  private final int twoAdicity;
  private final Group<BigInteger> g1;
  private final Group<Fq2> g2;

  SnarkCurve(
      String value, Set<String> names, String baseModulus, String scalarModulus, int twoAdicity) {
    this.value = value;
    this.names = names;
    this.baseField = new PrimeField(new BigInteger(baseModulus, 16));
    this.scalarField = new PrimeField(new BigInteger(scalarModulus, 16));
    this.twoAdicity = twoAdicity;
    boolean bn = value.equals("bn128");
    this.g1 = bn ? Subgroups.bnG1(baseField) : Subgroups.blsG1(baseField);
    this.g2 = bn ? Subgroups.bnG2(baseField) : Subgroups.blsG2(baseField);
  }

  /** Returns the name of the curve in snarkjs. */
  String value() {
    return value;
  }

  /**
   * Returns the curve with this name, or null if there is none. As in snarkjs, letter case and
   * characters other than letters and digits are ignored.
   */
  static @Nullable SnarkCurve find(String name) {
    if (name.length() > LONGEST_NAME || !name.chars().allMatch(c -> c < 128)) {
      return null;
    }
    String normal = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    for (SnarkCurve curve : values()) {
      if (curve.names.contains(normal)) {
        return curve;
      }
    }
    return null;
  }

  /** Returns the field of coordinates. */
  PrimeField baseField() {
    return baseField;
  }

  /** Returns the field of scalars, which include public signals. */
  PrimeField scalarField() {
    return scalarField;
  }

  /** Returns the exponent of 2 in the order of the scalar field's multiplicative group. */
  int twoAdicity() {
    return twoAdicity;
  }

  Group<BigInteger> g1() {
    return g1;
  }

  Group<Fq2> g2() {
    return g2;
  }
}
