package io.zkpersona.domain.proof.snark;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import java.util.List;

/**
 * Reads and writes points in snarkjs format. A third coordinate other than 0 and 1 makes the first
 * two Jacobian. A point is at infinity if its third coordinate is 0 or if it is (0, 0).
 *
 * <p>Points outside the subgroup of prime order are rejected, although snarkjs checks only the
 * curve. Ethereum's precompiled contracts reject them too, and where a verifier accepts them, they
 * are alternative encodings of other points: a pairing ignores a component of G1 whose order
 * divides the cofactor, so a key with such a point accepts the proofs of another key.
 */
final class Points {
  private static final int AFFINE = 2;
  private static final int JACOBIAN = 3;

  private Points() {}

  /** Reads and normalizes a point. */
  static <E> Point<E> read(String path, Json value, Group<E> group, Coordinates<E> coordinates) {
    List<Json> items = Form.elements(path, value);
    if (items.size() != AFFINE && items.size() != JACOBIAN) {
      throw new ValidationException(path, items.size() + " items (expected: 2 or 3 coordinates)");
    }
    E x = coordinates.read(path + "[0]", items.get(0));
    E y = coordinates.read(path + "[1]", items.get(1));
    E z =
        items.size() == AFFINE ? group.field().one() : coordinates.read(path + "[2]", items.get(2));
    return checked(path, new Point<>(x, y, z), group);
  }

  /** Returns the normalized point, after checking that it is in the group. */
  static <E> Point<E> checked(String path, Point<E> point, Group<E> group) {
    Field<E> field = group.field();
    boolean affine = point.z().equals(field.one());
    if (affine && field.isZero(point.x()) && field.isZero(point.y())) {
      return group.infinity();
    }
    Point<E> normal = group.normalize(point);
    if (!group.contains(normal)) {
      Point<E> swapped = group.affine(field.swapped(normal.x()), field.swapped(normal.y()));
      throw new ValidationException(
          path,
          group.contains(swapped)
              ? "the parts of its coordinates are in the order of contracts (expected: the part"
                  + " without u first)"
              : "not on the curve (expected: a point on the curve, "
                  + (affine ? "affine)" : "in Jacobian coordinates, or affine with 1)"));
    }
    if (!group.subgroupContains(normal)) {
      throw new ValidationException(
          path, "not in the subgroup (expected: a point of prime order, as verifiers require)");
    }
    return normal;
  }

  /** Returns the canonical form of a normalized point. */
  static String text(Point<?> point) {
    return "["
        + coordinate(point.x())
        + ","
        + coordinate(point.y())
        + ","
        + coordinate(point.z())
        + "]";
  }

  private static String coordinate(Object coordinate) {
    return coordinate instanceof Fq2 pair
        ? "[" + coordinate(pair.c0()) + "," + coordinate(pair.c1()) + "]"
        : '"' + coordinate.toString() + '"';
  }
}
