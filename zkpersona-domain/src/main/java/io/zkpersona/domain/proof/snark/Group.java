package io.zkpersona.domain.proof.snark;

import java.math.BigInteger;

/**
 * The points of y² = x³ + b, and their subgroup of prime order.
 *
 * @param field the field of the coordinates
 * @param b the curve's constant
 * @param membership the subgroup test
 * @param <E> the type of coordinates
 */
record Group<E>(Field<E> field, E b, Membership<E> membership) {

  /** Tells whether a point of the curve is in the subgroup. */
  @FunctionalInterface
  interface Membership<E> {
    boolean holds(Group<E> group, Point<E> point);
  }

  Point<E> infinity() {
    return new Point<>(field.zero(), field.one(), field.zero());
  }

  Point<E> affine(E x, E y) {
    return new Point<>(x, y, field.one());
  }

  boolean isInfinity(Point<E> point) {
    return field.isZero(point.z());
  }

  /** Returns the same point with z = 1, or infinity in canonical form. */
  Point<E> normalize(Point<E> point) {
    if (isInfinity(point)) {
      return infinity();
    }
    if (field.same(point.z(), field.one())) {
      return point;
    }
    E inverse = field.invert(point.z());
    E square = field.square(inverse);
    return affine(
        field.multiply(point.x(), square),
        field.multiply(point.y(), field.multiply(square, inverse)));
  }

  /** Tells whether a normalized point is on the curve. */
  boolean contains(Point<E> point) {
    E cube = field.multiply(field.square(point.x()), point.x());
    return isInfinity(point) || field.same(field.square(point.y()), field.add(cube, b));
  }

  /** Tells whether a point of the curve is in the subgroup of prime order. */
  boolean subgroupContains(Point<E> point) {
    return isInfinity(point) || membership.holds(this, point);
  }

  Point<E> negate(Point<E> point) {
    return new Point<>(point.x(), field.negate(point.y()), point.z());
  }

  /** Doubles a point with the formulas for curves without a linear term. */
  Point<E> twice(Point<E> p) {
    E a = field.square(p.x());
    E b = field.square(p.y());
    E c = field.square(b);
    E d = field.twice(field.subtract(field.square(field.add(p.x(), b)), field.add(a, c)));
    E e = field.add(field.twice(a), a);
    E x = field.subtract(field.square(e), field.twice(d));
    E y =
        field.subtract(
            field.multiply(e, field.subtract(d, x)), field.twice(field.twice(field.twice(c))));
    return new Point<>(x, y, field.twice(field.multiply(p.y(), p.z())));
  }

  Point<E> add(Point<E> p, Point<E> q) {
    if (isInfinity(p)) {
      return q;
    }
    if (isInfinity(q)) {
      return p;
    }
    E pz = field.square(p.z());
    E qz = field.square(q.z());
    E u = field.multiply(p.x(), qz);
    E s = field.multiply(p.y(), field.multiply(qz, q.z()));
    E h = field.subtract(field.multiply(q.x(), pz), u);
    E r = field.subtract(field.multiply(q.y(), field.multiply(pz, p.z())), s);
    if (field.isZero(h)) {
      return field.isZero(r) ? twice(p) : infinity();
    }
    E hh = field.square(h);
    E hhh = field.multiply(hh, h);
    E v = field.multiply(u, hh);
    E x = field.subtract(field.subtract(field.square(r), hhh), field.twice(v));
    E y = field.subtract(field.multiply(r, field.subtract(v, x)), field.multiply(s, hhh));
    return new Point<>(x, y, field.multiply(h, field.multiply(p.z(), q.z())));
  }

  /** Multiplies a point by a number of 0 or more. */
  Point<E> multiply(Point<E> point, BigInteger scalar) {
    Point<E> result = infinity();
    for (int i = scalar.bitLength() - 1; i >= 0; i--) {
      result = twice(result);
      if (scalar.testBit(i)) {
        result = add(result, point);
      }
    }
    return result;
  }

  /** Compares points without a division. */
  boolean same(Point<E> p, Point<E> q) {
    if (isInfinity(p) || isInfinity(q)) {
      return isInfinity(p) && isInfinity(q);
    }
    E pz = field.square(p.z());
    E qz = field.square(q.z());
    return field.same(field.multiply(p.x(), qz), field.multiply(q.x(), pz))
        && field.same(
            field.multiply(p.y(), field.multiply(qz, q.z())),
            field.multiply(q.y(), field.multiply(pz, p.z())));
  }
}
