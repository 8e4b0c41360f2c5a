package io.zkpersona.storage.internal.cache;

import io.zkpersona.domain.id.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of shared values: the version of the format, a checksum, the kind, the user, and the
 * value. Equal values have equal bytes. Bytes that are anything else are no value.
 */
final class SharedForm {

  /** The version of the format; part of the namespace, so that versions do not meet. */
  static final int FORMAT = 1;

  /** Longer values are not shared. */
  static final int LONGEST = 1 << 16;

  private static final int CHECKSUM = Integer.BYTES;
  private static final int HEADER = 1 + CHECKSUM;

  private SharedForm() {}

  /** Writes a value; null if it is too long. */
  static <T> byte @Nullable [] write(CachedKind<T> kind, UserId user, T value) {
    ValueWriter out = new ValueWriter();
    out.text(kind.kind().name());
    out.id(user.value());
    kind.writing().to(out, value);
    byte[] body = out.bytes();
    if (HEADER + body.length > LONGEST) {
      return null;
    }
    byte[] bytes = new byte[HEADER + body.length];
    bytes[0] = FORMAT;
    int sum = sum(body, 0);
    for (int i = 0; i < CHECKSUM; i++) {
      bytes[1 + i] = (byte) (sum >>> (Byte.SIZE * i));
    }
    System.arraycopy(body, 0, bytes, HEADER, body.length);
    return bytes;
  }

  /** Reads a value; null if the bytes are not one of this kind and user. */
  static <T> @Nullable T read(CachedKind<T> kind, UserId user, byte[] bytes) {
    try {
      if (bytes.length < HEADER || bytes.length > LONGEST || bytes[0] != FORMAT) {
        return null;
      }
      int sum = sum(bytes, HEADER);
      for (int i = 0; i < CHECKSUM; i++) {
        if (bytes[1 + i] != (byte) (sum >>> (Byte.SIZE * i))) {
          return null;
        }
      }
      byte[] body = Arrays.copyOfRange(bytes, HEADER, bytes.length);
      ValueReader in = new ValueReader(body, user);
      if (!in.text().equals(kind.kind().name()) || !in.id().equals(user.value())) {
        return null;
      }
      T value = kind.reading().from(in);
      return in.isAtEnd() ? value : null;
    } catch (RuntimeException e) {
      // A client that writes other bytes to the shared cache can cause any of them, and no more.
      return null;
    }
  }

  private static int sum(byte[] bytes, int from) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, bytes.length - from);
    return (int) sum.getValue();
  }

  /** Returns the hash that stands for a unique value in the shared cache. */
  static String hash(String unique) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(unique.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this Java platform", e);
    }
  }
}
