package io.zkpersona.domain.proof.snark;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The integers modulo a prime.
 *
 * @param modulus the prime
 */
record PrimeField(BigInteger modulus) implements Field<BigInteger> {
  private static final int WORD = 64;

  /** Returns the number of bits that an unreduced element may have: whole 64-bit words. */
  int bits() {
    return (modulus.bitLength() + WORD - 1) / WORD * WORD;
  }

  @Override
  public BigInteger zero() {
    return BigInteger.ZERO;
  }

  @Override
  public BigInteger one() {
    return BigInteger.ONE;
  }

  @Override
  public BigInteger add(BigInteger a, BigInteger b) {
    BigInteger sum = a.add(b);
    return sum.compareTo(modulus) < 0 ? sum : sum.subtract(modulus);
  }

  @Override
  public BigInteger subtract(BigInteger a, BigInteger b) {
    BigInteger difference = a.subtract(b);
    return difference.signum() < 0 ? difference.add(modulus) : difference;
  }

  @Override
  public BigInteger multiply(BigInteger a, BigInteger b) {
    return a.multiply(b).mod(modulus);
  }

  @Override
  public BigInteger invert(BigInteger a) {
    return a.modInverse(modulus);
  }

  /** Works for primes congruent to 3 modulo 4. */
  @Override
  public @Nullable BigInteger root(BigInteger a) {
    BigInteger root = power(a, modulus.add(BigInteger.ONE).shiftRight(2));
    return square(root).equals(a) ? root : null;
  }

  @Override
  public boolean isLarger(BigInteger a) {
    return a.compareTo(modulus.shiftRight(1)) > 0;
  }

  @Override
  public BigInteger power(BigInteger base, BigInteger exponent) {
    return base.modPow(exponent, modulus);
  }
}
