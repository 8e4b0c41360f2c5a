package io.zkpersona.storage.internal.query;

import io.zkpersona.domain.error.InvalidCursorException;
import io.zkpersona.domain.page.Cursor;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
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
  private static final String SEPARATOR = "|";

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

  /** Writes a cursor for a question, which is any text that tells it from others. */
  public Cursor write(Position position, String question) {
    byte[] payload =
        String.join(
                SEPARATOR,
                position.direction.name().substring(0, 1),
                text(position.sortValue),
                position.id.toString())
            .getBytes(StandardCharsets.UTF_8);
    byte[] signature = sign(payload, question);
    byte[] whole = Arrays.copyOf(signature, signature.length + payload.length);
    System.arraycopy(payload, 0, whole, signature.length, payload.length);
    return new Cursor(encoded(whole));
  }

  /**
   * Reads a cursor.
   *
   * @throws InvalidCursorException if it was not written here for the same question
   */
  public Position read(Cursor cursor, String question, Class<?> sortType) {
    try {
      byte[] whole = Base64.getUrlDecoder().decode(cursor.value());
      // The last character may have bits to spare, which the decoder does not look at.
      if (whole.length > SIGNATURE_BYTES && encoded(whole).equals(cursor.value())) {
        byte[] signature = Arrays.copyOf(whole, SIGNATURE_BYTES);
        byte[] payload = Arrays.copyOfRange(whole, SIGNATURE_BYTES, whole.length);
        if (MessageDigest.isEqual(signature, sign(payload, question))) {
          return parse(new String(payload, StandardCharsets.UTF_8), sortType);
        }
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // Told below, in the same words whatever is wrong with it.
    }
    throw new InvalidCursorException(
        "not one made for this question "
            + "(expected: a cursor from a slice of the same entity, filter, sort column and order)");
  }

  private static String encoded(byte[] whole) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  private static Position parse(String payload, Class<?> sortType) {
    String[] parts = payload.split("\\|", -1);
    Direction direction = parts[0].equals("N") ? Direction.NEXT : Direction.PREVIOUS;
    return new Position(direction, value(parts[1], sortType), UUID.fromString(parts[2]));
  }

  private static String text(Object value) {
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  private static Object value(String text, Class<?> type) {
    if (type == Instant.class) {
      return Instant.parse(text);
    }
    if (type == BigDecimal.class) {
      return new BigDecimal(text);
    }
    throw new IllegalStateException("no cursor over columns of " + type);
  }

  private byte[] sign(byte[] payload, String question) {
    Mac mac = mac();
    mac.update(question.getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    return Arrays.copyOf(mac.doFinal(payload), SIGNATURE_BYTES);
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
