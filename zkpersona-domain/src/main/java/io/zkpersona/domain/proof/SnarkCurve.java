package io.zkpersona.domain.proof;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A pairing-friendly curve: y² = x³ + b over a prime field for G1, and the same with another b over
 * its quadratic extension by the square root of -1 for G2.
 */
enum SnarkCurve {
  /** BN254 as in EIP-196 and EIP-197, which snarkjs calls bn128; its G2 has b = 3 / (9 + u). */
  BN128(
      "bn128",
      "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47",
      "30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001",
      3,
      "2b149d40ceb8aaae81be18991be06ac3b5b4c5e559dbefa33267e6dc24a138e5",
      "9713b03af0fed4cd2cafadeed8fdf4a74fa084e52d1852e4a2bd0685c315d2"),

  /** BLS12-381 as in RFC 9380, section 8.8; its G2 has b = 4 + 4u. */
  BLS12381(
      "bls12381",
      "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f624"
          + "1eabfffeb153ffffb9feffffffffaaab",
      "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001",
      4,
      "4",
      "4");

  private final String value;
  private final BigInteger baseModulus;
  private final BigInteger scalarModulus;
  private final BigInteger b;
  private final BigInteger b0;
  private final BigInteger b1;

  SnarkCurve(String value, String baseModulus, String scalarModulus, int b, String b0, String b1) {
    this.value = value;
    this.baseModulus = new BigInteger(baseModulus, 16);
    this.scalarModulus = new BigInteger(scalarModulus, 16);
    this.b = BigInteger.valueOf(b);
    this.b0 = new BigInteger(b0, 16);
    this.b1 = new BigInteger(b1, 16);
  }

  /** An element c0 + c1 u of the extension. */
  record Fq2(BigInteger c0, BigInteger c1) {

    Fq2 times(Fq2 other, BigInteger modulus) {
      return new Fq2(
          c0.multiply(other.c0).subtract(c1.multiply(other.c1)).mod(modulus),
          c0.multiply(other.c1).add(c1.multiply(other.c0)).mod(modulus));
    }

    Fq2 plus(Fq2 other, BigInteger modulus) {
      return new Fq2(c0.add(other.c0).mod(modulus), c1.add(other.c1).mod(modulus));
    }
  }

  /** The text by which snarkjs knows the curve. */
  String value() {
    return value;
  }

  /** The curve of that text, null if there is none. */
  static @Nullable SnarkCurve find(String value) {
    for (SnarkCurve curve : values()) {
      if (curve.value.equals(value)) {
        return curve;
      }
    }
    return null;
  }

  /** What coordinates are below. */
  BigInteger baseModulus() {
    return baseModulus;
  }

  /** What scalars, public signals among them, are below. */
  BigInteger scalarModulus() {
    return scalarModulus;
  }

  boolean isOnG1(BigInteger x, BigInteger y) {
    BigInteger right = x.multiply(x).mod(baseModulus).multiply(x).add(b).mod(baseModulus);
    return y.multiply(y).mod(baseModulus).equals(right);
  }

  /** Whether the point is on the curve that holds G2; not whether its order is that of G2. */
  boolean isOnG2(Fq2 x, Fq2 y) {
    Fq2 cube = x.times(x, baseModulus).times(x, baseModulus);
    return y.times(y, baseModulus).equals(cube.plus(new Fq2(b0, b1), baseModulus));
  }
}
