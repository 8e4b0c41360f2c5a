package io.zkpersona.domain.proof.snark;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arithmetic on both curves, and the fast subgroup checks compared with multiples by the order. */
class SubgroupsTest {
  private static final int POINTS = 12;

  @ParameterizedTest
  @EnumSource
  void membershipMeansThatTheOrderTimesThePointIsInfinity(SnarkCurve curve) {
    PrimeField field = curve.baseField();
    for (int i = 0; i < POINTS; i++) {
      check(curve.g1(), BigInteger.valueOf(i), curve);
      check(curve.g2(), new Fq2(BigInteger.valueOf(i), BigInteger.valueOf(2)), curve);
    }
    assertThat(field.root(field.negate(BigInteger.ONE))).isNull();
  }

  /** Checks the point with that x, if any, and its multiple by the cofactor. */
  private static <E> void check(Group<E> group, E x, SnarkCurve curve) {
    Field<E> field = group.field();
    E square = field.add(field.multiply(field.square(x), x), group.b());
    E y = field.root(square);
    if (y == null) {
      return;
    }
    assertThat(field.square(y)).isEqualTo(square);
    assertThat(field.isLarger(y)).isNotEqualTo(field.isLarger(field.negate(y)));
    Point<E> point = group.affine(x, y);
    assertThat(group.contains(point)).isTrue();
    BigInteger order = curve.scalarField().modulus();
    assertThat(group.subgroupContains(point))
        .isEqualTo(group.isInfinity(group.multiply(point, order)));

    Point<E> member = group.normalize(group.multiply(point, cofactor(group, curve)));
    assertThat(group.contains(member)).isTrue();
    assertThat(group.subgroupContains(member)).isTrue();
    assertThat(group.isInfinity(group.multiply(member, order))).isTrue();
    assertThat(group.same(group.add(member, group.twice(member)), triple(group, member))).isTrue();
    assertThat(group.isInfinity(group.add(member, group.negate(member)))).isTrue();
  }

  private static <E> Point<E> triple(Group<E> group, Point<E> point) {
    return group.multiply(point, BigInteger.valueOf(3));
  }

  /** Returns the cofactor from the curve's specification. */
  private static BigInteger cofactor(Group<?> group, SnarkCurve curve) {
    if (curve == SnarkCurve.BN128) {
      return group.equals(curve.g1())
          ? BigInteger.ONE
          : curve.baseField().modulus().shiftLeft(1).subtract(curve.scalarField().modulus());
    }
    return new BigInteger(
        group.equals(curve.g1())
            ? "396c8c005555e1568c00aaab0000aaab"
            : "5d543a95414e7f1091d50792876a202cd91de4547085abaa68a205b2e5a7ddfa"
                + "628f1cb4d9e82ef21537e293a6691ae1616ec6e786f0c70cf1c38e31c7238e5",
        16);
  }

  @Test
  void thePointOfOrderThreeIsNoMember() {
    Group<BigInteger> group = SnarkCurve.BLS12381.g1();
    Point<BigInteger> point = group.affine(BigInteger.ZERO, BigInteger.TWO);

    assertThat(group.contains(point)).isTrue();
    assertThat(group.isInfinity(group.multiply(point, BigInteger.valueOf(3)))).isTrue();
    assertThat(group.subgroupContains(point)).isFalse();
    assertThat(group.subgroupContains(group.infinity())).isTrue();
  }
}
