package io.zkpersona.domain.proof.snark;

import java.math.BigInteger;

/** The groups of both curves, with their subgroup tests. */
final class Subgroups {
  /** The parameter x of BN254. */
  private static final BigInteger BN_X = BigInteger.valueOf(0x44e992b44a6909f1L);

  /** The absolute value of the parameter x of BLS12-381, which is negative. */
  private static final BigInteger BLS_X = new BigInteger("d201000000010000", 16);

  /**
   * A cube root of 1 in the base field of BLS12-381: the one for which the test below is correct.
   */
  private static final BigInteger BLS_BETA =
      new BigInteger(
          "5f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a0002" + "2e01fffffffefffe",
          16);

  private Subgroups() {}

  /** Returns the group in which all points have prime order. */
  static Group<BigInteger> bnG1(PrimeField field) {
    return new Group<>(field, BigInteger.valueOf(3), (group, point) -> true);
  }

  /** Returns the group with the test that (βx, y) is -x² times the point. */
  static Group<BigInteger> blsG1(PrimeField field) {
    return new Group<>(
        field,
        BigInteger.valueOf(4),
        (group, point) ->
            group.same(
                new Point<>(field.multiply(point.x(), BLS_BETA), point.y(), point.z()),
                group.negate(group.multiply(group.multiply(point, BLS_X), BLS_X))));
  }

  /** Returns the group with the test (x + 1) P + ψ(xP) + ψ²(xP) = 2 ψ³(xP). */
  static Group<Fq2> bnG2(PrimeField base) {
    Fq2 xi = Fq2.of(9, 1);
    QuadraticField field = new QuadraticField(base);
    Fq2 b = field.multiply(Fq2.of(3, 0), field.invert(xi));
    return g2(
        field,
        b,
        xi,
        (group, psi, point) -> {
          Point<long[]> multiple = group.multiply(point, BN_X);
          Point<long[]> once = psi.of(multiple);
          Point<long[]> twice = psi.of(once);
          Point<long[]> sum = group.add(group.add(group.add(multiple, point), once), twice);
          return group.same(sum, group.twice(psi.of(twice)));
        });
  }

  /** Returns the group with the test ψ(P) = xP. */
  static Group<Fq2> blsG2(PrimeField base) {
    QuadraticField field = new QuadraticField(base);
    return g2(
        field,
        Fq2.of(4, 4),
        field.invert(Fq2.of(1, 1)),
        (group, psi, point) ->
            group.same(psi.of(point), group.negate(group.multiply(point, BLS_X))));
  }

  /** A subgroup test that uses the map ψ. */
  @FunctionalInterface
  private interface Test {
    boolean holds(Group<long[]> group, Frobenius psi, Point<long[]> point);
  }

  private static Group<Fq2> g2(QuadraticField field, Fq2 b, Fq2 xi, Test test) {
    LimbField limbs = new LimbField(field);
    Frobenius psi = Frobenius.of(field, xi, limbs);
    Group<long[]> quick = new Group<>(limbs, limbs.of(b), (group, point) -> true);
    return new Group<>(
        field,
        b,
        (group, point) ->
            test.holds(
                quick,
                psi,
                new Point<>(limbs.of(point.x()), limbs.of(point.y()), limbs.of(point.z()))));
  }

  /** The p-power map of the curve of which G2 is a twist, expressed on the twist. */
  @SuppressWarnings("ArrayRecordComponent") // never compared or exposed
  private record Frobenius(LimbField field, long[] xFactor, long[] yFactor) {

    static Frobenius of(QuadraticField field, Fq2 xi, LimbField limbs) {
      BigInteger order = field.base().modulus().subtract(BigInteger.ONE);
      return new Frobenius(
          limbs,
          limbs.of(field.power(xi, order.divide(BigInteger.valueOf(3)))),
          limbs.of(field.power(xi, order.shiftRight(1))));
    }

    Point<long[]> of(Point<long[]> point) {
      return new Point<>(
          field.multiply(field.conjugate(point.x()), xFactor),
          field.multiply(field.conjugate(point.y()), yFactor),
          field.conjugate(point.z()));
    }
  }
}
