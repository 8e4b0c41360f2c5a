package io.zkpersona.storage.internal.query;

import io.zkpersona.domain.error.InvalidCursorException;
import io.zkpersona.domain.page.Cursor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads cursors. A cursor is a position in an order, signed together with the query it
 * belongs to (HMAC-SHA-256, RFC 2104, truncated to 96 bits), so that cursors of another filter or
 * order are rejected, and forged ones if the key is secret. Thread-safe.
 */
public final class CursorCodec {

  /** The side of its position to which a cursor leads. */
  public enum Direction {
    NEXT,
    PREVIOUS
  }

  /** A position: the sort column's value and the id, and the direction to read in. */
  public record Position(Direction direction, Object sortValue, UUID id) {}

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SIGNATURE_BYTES = 12;
  private static final byte NEXT = 0;
  private static final byte PREVIOUS = 1;

  /** The value follows the signature, a direction byte and the id. */
  private static final int VALUE_AT = SIGNATURE_BYTES + 1 + 2 * Long.BYTES;

  /**
   * An initialized MAC that is only cloned: looking one up by name takes longer than signing.
   * Created for the first cursor, not at startup. Two threads may both create one; either works.
   */
  private volatile @Nullable Mac ready;

  private final SecretKeySpec key;

  /** Signs with a secret; all processes that exchange cursors need the same one. */
  public CursorCodec(String secret) {
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** Returns a codec for the cursors of one query, identified by any text that is unique to it. */
  public Cursors about(String question) {
    return new Cursors(mac(), question.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads and writes the cursors of one query. For use by one thread. */
  public static final class Cursors {

    private final Mac mac;
    private final byte[] question;

    private Cursors(Mac mac, byte[] question) {
      this.mac = mac;
      this.question = question;
    }

    /** Writes a cursor. */
    public Cursor write(Position position) {
      byte[] value = bytes(position.sortValue);
      ByteBuffer whole =
          ByteBuffer.allocate(VALUE_AT + value.length)
              .position(SIGNATURE_BYTES)
              .put(position.direction == Direction.NEXT ? NEXT : PREVIOUS)
              .putLong(position.id.getMostSignificantBits())
              .putLong(position.id.getLeastSignificantBits())
              .put(value);
      whole.put(0, sign(whole.array()), 0, SIGNATURE_BYTES);
      return new Cursor(encoded(whole.array()));
    }

    /**
     * Reads a cursor.
     *
     * @throws InvalidCursorException if it was not written with the same secret for the same query
     */
    public Position read(Cursor cursor, Class<?> sortType) {
      byte[] whole = decoded(cursor);
      // The last character may have spare bits, which the decoder ignores.
      if (whole.length > VALUE_AT
          && encoded(whole).equals(cursor.value())
          && MessageDigest.isEqual(
              Arrays.copyOf(whole, SIGNATURE_BYTES), Arrays.copyOf(sign(whole), SIGNATURE_BYTES))) {
        ByteBuffer position = ByteBuffer.wrap(whole).position(SIGNATURE_BYTES);
        Direction direction = position.get() == NEXT ? Direction.NEXT : Direction.PREVIOUS;
        UUID id = new UUID(position.getLong(), position.getLong());
        return new Position(direction, value(position, sortType), id);
      }
      throw new InvalidCursorException(
          "not a cursor of this query (expected: a cursor from a slice of the same entity, filter,"
              + " sort column and order)");
    }

    /** Signs the bytes after the signature, for this query. */
    private byte[] sign(byte[] whole) {
      mac.update(question);
      mac.update((byte) 0);
      mac.update(whole, SIGNATURE_BYTES, whole.length - SIGNATURE_BYTES);
      return mac.doFinal();
    }
  }

  private static String encoded(byte[] whole) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  private static byte[] decoded(Cursor cursor) {
    try {
      return Base64.getUrlDecoder().decode(cursor.value());
    } catch (IllegalArgumentException e) {
      // Every malformed cursor is rejected with the same message.
      return new byte[0];
    }
  }

  private static byte[] bytes(Object value) {
    if (value instanceof Instant time) {
      return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
          .putLong(time.getEpochSecond())
          .putInt(time.getNano())
          .array();
    }
    if (value instanceof BigDecimal number) {
      byte[] digits = number.unscaledValue().toByteArray();
      return ByteBuffer.allocate(Integer.BYTES + digits.length)
          .putInt(number.scale())
          .put(digits)
          .array();
    }
    throw new IllegalStateException("no cursor over columns of " + value.getClass());
  }

  private static Object value(ByteBuffer position, Class<?> type) {
    if (type == Instant.class) {
      return Instant.ofEpochSecond(position.getLong(), position.getInt());
    }
    if (type == BigDecimal.class) {
      int scale = position.getInt();
      byte[] digits = new byte[position.remaining()];
      position.get(digits);
      return new BigDecimal(new BigInteger(digits), scale);
    }
    throw new IllegalStateException("no cursor over columns of " + type);
  }

  private static Mac initialized(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is missing from this Java platform", e);
    }
  }

  private Mac mac() {
    Mac present = ready;
    if (present == null) {
      present = initialized(key);
      ready = present;
    }
    try {
      return (Mac) present.clone();
    } catch (CloneNotSupportedException e) {
      // A provider that the host installed ahead of the platform's may not support cloning.
      return initialized(key);
    }
  }
}
