package io.zkpersona.domain.proof.snark;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Binary encodings of points, which contain the x coordinate and, in its unused bits, a flag that
 * selects one of the two y coordinates. Every point read is checked to be on the curve and in the
 * subgroup of prime order.
 */
public enum PackedPoints {
  /**
   * BN254 as compressed by arkworks' {@code ark-serialize}: 32 and 64 bytes, least significant byte
   * first, the part without u first. The flags are in the last byte, as documented by {@code
   * SWFlags} of {@code ark-ec} (0x80 for the larger y, 0x40 for infinity).
   */
  ARK_BN254(SnarkCurve.BN128, false, 0xC0, 0x00, 0x80, 0x40),

  /**
   * BN254 as compressed by gnark-crypto: 32 and 64 bytes, most significant byte first, the part
   * with u first. The flags are in the first byte, as documented by its {@code bn254} package (0x80
   * for the smaller y, 0xC0 for the larger, 0x40 for infinity).
   */
  GNARK_BN254(SnarkCurve.BN128, true, 0xC0, 0x80, 0xC0, 0x40),

  /**
   * BLS12-381 as compressed by Zcash, gnark and arkworks: 48 and 96 bytes, most significant byte
   * first, the part with u first. The flags are in the first byte, as specified by appendix C of
   * draft-irtf-cfrg-pairing-friendly-curves (0x80 always, 0x40 for infinity, 0x20 for the larger
   * y).
   */
  ZCASH_BLS12381(SnarkCurve.BLS12381, true, 0xE0, 0x80, 0xA0, 0xC0);

  private final SnarkCurve curve;
  private final boolean bigEndian;
  private final int mask;
  private final int smaller;
  private final int larger;
  private final int infinity;

  PackedPoints(
      SnarkCurve curve, boolean bigEndian, int mask, int smaller, int larger, int infinity) {
    this.curve = curve;
    this.bigEndian = bigEndian;
    this.mask = mask;
    this.smaller = smaller;
    this.larger = larger;
    this.infinity = infinity;
  }

  /** Returns the number of bytes of a G1 point; a G2 point has twice as many. */
  public int size() {
    return curve.baseField().bits() / Byte.SIZE;
  }

  /**
   * Unpacks a point of G1.
   *
   * @return the point in snarkjs format
   * @throws ValidationException if the bytes are not a point in this encoding; the field is {@code
   *     point}
   */
  public Json unpackG1(byte[] packed) {
    return Json.of(g1("point", Checks.notNull("point", packed)));
  }

  /**
   * Unpacks a point of G2.
   *
   * @return the point in snarkjs format
   * @throws ValidationException if the bytes are not a point in this encoding; the field is {@code
   *     point}
   */
  public Json unpackG2(byte[] packed) {
    return Json.of(g2("point", Checks.notNull("point", packed)));
  }

  /**
   * Unpacks a Groth16 proof: the concatenated points A (G1), B (G2) and C (G1), as written by
   * arkworks, bellman and gnark. Commitments that gnark may append are not accepted.
   *
   * @return the proof in snarkjs format
   * @throws ValidationException if the bytes are not such a proof; the field is {@code proofData}
   *     and the member
   */
  public Json unpackGroth16Proof(byte[] packed) {
    String path = "proofData";
    int size = size();
    length(path, Checks.notNull(path, packed), 4 * size);
    return Json.of(
        "{"
            + String.join(
                ",",
                ObjectForm.member("pi_a", g1(path + ".pi_a", Arrays.copyOf(packed, size))),
                ObjectForm.member(
                    "pi_b", g2(path + ".pi_b", Arrays.copyOfRange(packed, size, 3 * size))),
                ObjectForm.member(
                    "pi_c", g1(path + ".pi_c", Arrays.copyOfRange(packed, 3 * size, 4 * size))),
                SnarkKey.head(SnarkFormat.GROTH16, curve))
            + "}");
  }

  /**
   * Packs a point of G1.
   *
   * @param point a point in any notation
   * @throws ValidationException if it is not a point of the curve; the field is {@code point}
   */
  public byte[] packG1(Json point) {
    PrimeField field = curve.baseField();
    Point<BigInteger> read =
        Points.read("point", Checks.notNull("point", point), curve.g1(), Coordinates.of(field));
    return packed(read.x(), BigInteger.ZERO, flags(read, curve.g1()), size());
  }

  /**
   * Packs a point of G2.
   *
   * @param point a point in any notation
   * @throws ValidationException if it is not a point of the curve; the field is {@code point}
   */
  public byte[] packG2(Json point) {
    PrimeField field = curve.baseField();
    Point<Fq2> read =
        Points.read(
            "point", Checks.notNull("point", point), curve.g2(), Coordinates.ofPairs(field));
    return packed(read.x().c0(), read.x().c1(), flags(read, curve.g2()), 2 * size());
  }

  private String g1(String path, byte[] packed) {
    byte[] bytes = bigEndian(path, packed, size());
    BigInteger x = part(path, bytes, 0);
    return Points.text(point(path, x, flags(packed), curve.g1()));
  }

  private String g2(String path, byte[] packed) {
    byte[] bytes = bigEndian(path, packed, 2 * size());
    Fq2 x = new Fq2(part(path, bytes, size()), part(path, bytes, 0));
    return Points.text(point(path, x, flags(packed), curve.g2()));
  }

  private <E> Point<E> point(String path, E x, int flags, Group<E> group) {
    Field<E> field = group.field();
    if (flags == infinity && field.isZero(x)) {
      return group.infinity();
    }
    if (flags != smaller && flags != larger) {
      throw new ValidationException(
          path, "invalid flags (expected: those of a point as " + name() + " packs it)");
    }
    E y = field.root(field.add(field.multiply(field.square(x), x), group.b()));
    if (y == null) {
      throw new ValidationException(path, "not on the curve (expected: a point on the curve)");
    }
    boolean asIs = field.isLarger(y) == (flags == larger);
    return Points.checked(path, group.affine(x, asIs ? y : field.negate(y)), group);
  }

  private <E> int flags(Point<E> point, Group<E> group) {
    if (group.isInfinity(point)) {
      return infinity;
    }
    return group.field().isLarger(point.y()) ? larger : smaller;
  }

  private int flags(byte[] packed) {
    return packed[bigEndian ? 0 : packed.length - 1] & mask;
  }

  /** Returns the bytes without flags, most significant byte first. */
  private byte[] bigEndian(String path, byte[] packed, int size) {
    length(path, packed, size);
    byte[] bytes = bigEndian ? packed.clone() : reversed(packed);
    bytes[0] &= (byte) ~mask;
    return bytes;
  }

  private BigInteger part(String path, byte[] bytes, int from) {
    BigInteger part = new BigInteger(1, Arrays.copyOfRange(bytes, from, from + size()));
    if (part.compareTo(curve.baseField().modulus()) >= 0) {
      throw new ValidationException(
          path, "too large (expected: an x coordinate below the modulus of its field)");
    }
    return part;
  }

  private byte[] packed(BigInteger c0, BigInteger c1, int flags, int size) {
    byte[] bytes = new byte[size];
    // At infinity, c0 and c1 are zero.
    put(bytes, c0, size);
    put(bytes, c1, size - size());
    bytes[0] |= (byte) flags;
    return bigEndian ? bytes : reversed(bytes);
  }

  /** Writes a number so that it ends before a position. */
  private static void put(byte[] bytes, BigInteger number, int end) {
    byte[] digits = number.toByteArray();
    for (int i = 1; i <= digits.length && i <= end; i++) {
      bytes[end - i] = digits[digits.length - i];
    }
  }

  private static void length(String path, byte[] packed, int size) {
    if (packed.length != size) {
      throw new ValidationException(path, packed.length + " bytes (expected: " + size + ")");
    }
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
