package io.zkpersona.domain.proof.snark;

import java.math.BigInteger;

/**
 * An element c0 + c1 u of a quadratic extension with u² = -1.
 *
 * @param c0 the part without u
 * @param c1 the coefficient of u
 */
record Fq2(BigInteger c0, BigInteger c1) {

  static Fq2 of(long c0, long c1) {
    return new Fq2(BigInteger.valueOf(c0), BigInteger.valueOf(c1));
  }
}
