package io.zkpersona.domain.proof.snark;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The extension of a prime field by the square root of -1.
 *
 * @param base the prime field
 */
record QuadraticField(PrimeField base) implements Field<Fq2> {
  private static final Fq2 ZERO = Fq2.of(0, 0);
  private static final Fq2 ONE = Fq2.of(1, 0);

  @Override
  public Fq2 zero() {
    return ZERO;
  }

  @Override
  public Fq2 one() {
    return ONE;
  }

  @Override
  public Fq2 add(Fq2 a, Fq2 b) {
    return new Fq2(base.add(a.c0(), b.c0()), base.add(a.c1(), b.c1()));
  }

  @Override
  public Fq2 subtract(Fq2 a, Fq2 b) {
    return new Fq2(base.subtract(a.c0(), b.c0()), base.subtract(a.c1(), b.c1()));
  }

  @Override
  public Fq2 multiply(Fq2 a, Fq2 b) {
    BigInteger real = a.c0().multiply(b.c0());
    BigInteger unreal = a.c1().multiply(b.c1());
    BigInteger both = a.c0().add(a.c1()).multiply(b.c0().add(b.c1()));
    return new Fq2(
        real.subtract(unreal).mod(base.modulus()),
        both.subtract(real).subtract(unreal).mod(base.modulus()));
  }

  @Override
  public Fq2 square(Fq2 a) {
    BigInteger real = a.c0().add(a.c1()).multiply(a.c0().subtract(a.c1()));
    return new Fq2(
        real.mod(base.modulus()), a.c0().multiply(a.c1()).shiftLeft(1).mod(base.modulus()));
  }

  @Override
  public Fq2 invert(Fq2 a) {
    BigInteger norm = base.add(base.square(a.c0()), base.square(a.c1()));
    BigInteger inverse = base.invert(norm);
    return new Fq2(base.multiply(a.c0(), inverse), base.multiply(base.negate(a.c1()), inverse));
  }

  @Override
  public @Nullable Fq2 root(Fq2 a) {
    if (a.c1().signum() == 0) {
      BigInteger real = base.root(a.c0());
      BigInteger unreal = real == null ? base.root(base.negate(a.c0())) : BigInteger.ZERO;
      return unreal == null ? null : new Fq2(real == null ? BigInteger.ZERO : real, unreal);
    }
    BigInteger norm = base.root(base.add(base.square(a.c0()), base.square(a.c1())));
    if (norm == null) {
      return null;
    }
    BigInteger half = base.invert(BigInteger.TWO);
    BigInteger real = base.root(base.multiply(base.add(a.c0(), norm), half));
    if (real == null) {
      real = base.root(base.multiply(base.subtract(a.c0(), norm), half));
    }
    return real == null
        ? null
        : new Fq2(real, base.multiply(base.multiply(a.c1(), half), base.invert(real)));
  }

  /** Compares the coefficients of u first. */
  @Override
  public boolean isLarger(Fq2 a) {
    return base.isLarger(a.c1().signum() == 0 ? a.c0() : a.c1());
  }

  @Override
  public Fq2 swapped(Fq2 a) {
    return new Fq2(a.c1(), a.c0());
  }
}
