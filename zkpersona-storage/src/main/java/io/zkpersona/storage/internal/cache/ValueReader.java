package io.zkpersona.storage.internal.cache;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ValueWriter} wrote. Of other bytes it makes an exception, and no object larger
 * than them.
 */
final class ValueReader {

  private static final int WIDEST_SCALE = 100;

  private final ByteBuffer in;
  private final UserId user;

  ValueReader(byte[] bytes, UserId user) {
    this.in = ByteBuffer.wrap(bytes);
    this.user = user;
  }

  boolean isAtEnd() {
    return !in.hasRemaining();
  }

  int number() {
    return in.getInt();
  }

  UUID id() {
    return new UUID(in.getLong(), in.getLong());
  }

  private boolean flag() {
    return in.get() != 0;
  }

  private byte[] raw() {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("length");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  String text() {
    return new String(raw(), StandardCharsets.UTF_8);
  }

  private Json json() {
    return Json.of(text());
  }

  private Instant time() {
    return Instant.ofEpochSecond(in.getLong(), in.getInt());
  }

  private BigDecimal decimal() {
    int scale = in.getInt();
    if (Math.abs((long) scale) > WIDEST_SCALE) {
      throw new IllegalArgumentException("scale");
    }
    return new BigDecimal(new BigInteger(raw()), scale);
  }

  private <T> @Nullable T optional(Supplier<T> read) {
    return flag() ? read.get() : null;
  }

  /** Reads a number of elements, each of which has at least a byte. */
  private int size() {
    int size = in.getInt();
    if (size < 0 || size > in.remaining()) {
      throw new IllegalArgumentException("size");
    }
    return size;
  }

  private AuditStamp audit() {
    return new AuditStamp(
        optional(() -> new ActorId(id())), time(), optional(() -> new ActorId(id())), time());
  }

  User user() {
    return new User(
        user,
        optional(() -> new WalletAddress(text())),
        optional(() -> new EmailAddress(text())),
        optional(() -> new Username(text())),
        UserStatus.valueOf(text()),
        new PrivacySettings(flag(), flag(), optional(this::flag), optional(this::flag), json()),
        audit());
  }

  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int left = size(); left > 0; left--) {
      texts.add(text());
    }
    return List.copyOf(texts);
  }

  UserSessions sessions() {
    Map<TokenHash, AuthSession> byToken = new HashMap<>();
    for (int left = size(); left > 0; left--) {
      AuthSession session = session();
      byToken.put(session.tokenHash(), session);
    }
    return new UserSessions(byToken);
  }

  private AuthSession session() {
    return new AuthSession(
        new AuthSessionId(id()),
        user,
        new TokenHash(text()),
        time(),
        time(),
        time(),
        null,
        null,
        audit());
  }

  List<ReputationRecord> records() {
    List<ReputationRecord> records = new ArrayList<>();
    for (int left = size(); left > 0; left--) {
      records.add(record());
    }
    return List.copyOf(records);
  }

  private ReputationRecord record() {
    return new ReputationRecord(
        new ReputationRecordId(id()),
        user,
        optional(() -> new ZkProofId(id())),
        optional(() -> new ScoringResultId(id())),
        decimal(),
        optional(this::decimal),
        optional(this::decimal),
        decimal(),
        ScoringCategory.valueOf(text()),
        ScoringPeriod.valueOf(text()),
        decimal(),
        json(),
        json(),
        number(),
        time(),
        optional(this::time),
        text(),
        ReputationStatus.valueOf(text()),
        optional(this::text),
        flag(),
        flag(),
        audit());
  }
}
