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
 * Writes and reads cursors: a position in an order, signed together with the question it belongs to
 * (HMAC-SHA-256, RFC 2104, cut to 96 bits), so that neither a made-up one nor one of another filter
 * or order is taken. Thread-safe.
 */
public final class CursorCodec {

  /** To which side of its position a cursor leads. */
  public enum Direction {
    NEXT,
    PREVIOUS
  }

  /** A position: the sort column's value and the id, and where to go from there. */
  public record Position(Direction direction, Object sortValue, UUID id) {}

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SIGNATURE_BYTES = 12;
  private static final byte NEXT = 0;
  private static final byte PREVIOUS = 1;

  /** Behind the signature, a byte for the direction, and the id. */
  private static final int VALUE_AT = SIGNATURE_BYTES + 1 + 2 * Long.BYTES;

  /**
   * Ready to sign, and only ever copied: looking one up by its name takes longer than signing. Made
   * for the first cursor, not at each start. Two threads may both make one; either will do.
   */
  private volatile @Nullable Mac ready;

  private final SecretKeySpec key;

  /** Signs with a secret; all processes that exchange cursors need the same one. */
  public CursorCodec(String secret) {
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** The cursors of one question, which is any text that tells it from others. */
  public Cursors about(String question) {
    return new Cursors(mac(), question.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads and writes the cursors of one question. For one thread, which signs one by one. */
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
     * @throws InvalidCursorException if it was not written here for the same question
     */
    public Position read(Cursor cursor, Class<?> sortType) {
      byte[] whole = decoded(cursor);
      // The last character may have bits to spare, which the decoder does not look at.
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
          "not one made for this question (expected: a cursor from a slice of the same entity, "
              + "filter, sort column and order)");
    }

    /** What is behind the signature's place, for this question. */
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
      // Refused in the same words whatever is wrong with it.
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
      throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
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
      // Of a provider that the host has put before the platform's own.
      return initialized(key);
    }
  }
}
