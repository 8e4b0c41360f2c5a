package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 hash in the Merkle trees of seals, which hash leaves and nodes as RFC 9162, section
 * 2.1.1, does: a leaf is the hash of a zero byte and its data, a node the hash of a one byte and
 * its two children. Immutable and thread-safe.
 *
 * @param value the hash as 64 lower-case hexadecimal digits
 */
public record SealHash(String value) {

  private static final int DIGITS = 64;
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  /**
   * Wraps a hash.
   *
   * @throws ValidationException if value is null or anything but 64 lower-case hexadecimal digits
   */
  public SealHash {
    if (value == null) {
      throw new ValidationException("sealHash", "null (expected: a SHA-256 hash)");
    }
    if (value.length() != DIGITS || !hasOnlyDigits(value)) {
      throw new ValidationException(
          "sealHash",
          value.length()
              + " characters that are not a SHA-256 hash (expected: 64 lowercase hexadecimal"
              + " digits)");
    }
  }

  private static boolean hasOnlyDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /**
   * Wraps a hash.
   *
   * @param bytes the 32 bytes of the hash
   * @throws ValidationException if the length is not 32
   */
  public static SealHash ofBytes(byte[] bytes) {
    return new SealHash(HexFormat.of().formatHex(bytes));
  }

  /** Returns the SHA-256 hash of a text in UTF-8. */
  public static SealHash ofText(String text) {
    return ofBytes(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns the hash of a leaf with the given data. */
  public static SealHash ofLeaf(byte[] data) {
    MessageDigest digest = sha256();
    digest.update(LEAF);
    return ofBytes(digest.digest(data));
  }

  /** Returns the hash of the node with the given children. */
  public static SealHash ofNode(SealHash left, SealHash right) {
    MessageDigest digest = sha256();
    digest.update(NODE);
    digest.update(left.bytes());
    return ofBytes(digest.digest(right.bytes()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this Java platform", e);
    }
  }

  /** Returns the 32 bytes in a new array. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(value);
  }

  /** Returns the hexadecimal digits. */
  @Override
  public String toString() {
    return value;
  }
}
