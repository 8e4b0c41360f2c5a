package io.zkpersona.storage.internal.behavior;

import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Derives the id of a session from its free text and its user, if it has one. */
final class FreeTextSessionId {

  private static final String ALGORITHM = "SHA-256";

  private FreeTextSessionId() {}

  /**
   * Returns the same id for the same arguments: 122 bits of a SHA-256 in a version 8 UUID (RFC
   * 9562).
   */
  static BehaviorSessionId of(@Nullable UserId userId, SessionText sessionId) {
    ByteBuffer owner = ByteBuffer.allocate(1 + 2 * Long.BYTES);
    if (userId != null) {
      owner.put((byte) 1);
      owner.putLong(userId.value().getMostSignificantBits());
      owner.putLong(userId.value().getLeastSignificantBits());
    }
    ByteBuffer hash = hash(owner.array(), sessionId.value().getBytes(StandardCharsets.UTF_8));
    return new BehaviorSessionId(
        new UUID(
            (hash.getLong() & 0xffffffffffff0fffL) | 0x8000L,
            (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L));
  }

  private static ByteBuffer hash(byte[] owner, byte[] text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(ALGORITHM);
      digest.update(owner);
      return ByteBuffer.wrap(digest.digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(ALGORITHM + " is missing from this Java platform", e);
    }
  }
}
