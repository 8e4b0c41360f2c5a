package io.zkpersona.storage.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedFormTest {

  private static final UserId USER = UserId.generate();
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final AuditStamp AUDIT =
      new AuditStamp(new ActorId(USER.value()), NOW, null, NOW.plusSeconds(1));

  private static User user() {
    return new User(
        USER,
        WalletAddress.of("0x52908400098527886E0F7030069857D2E4169EE7"),
        new EmailAddress("zoë@example.org"),
        new Username("zoë \uD83D\uDE00"),
        UserStatus.SUSPENDED,
        new PrivacySettings(true, false, null, true, Json.of("{\"a\": [1, null]}")),
        AUDIT);
  }

  private static UserSessions sessions() {
    TokenHash hash = new TokenHash("ab".repeat(32));
    AuthSession session =
        AuthSession.builder()
            .userId(USER)
            .tokenHash(hash)
            .issuedAt(NOW)
            .lastUsedAt(NOW)
            .expiresAt(NOW.plusSeconds(60))
            .audit(AUDIT)
            .build();
    return new UserSessions(Map.of(hash, session));
  }

  private static List<ReputationRecord> records() {
    ReputationRecord record =
        ReputationRecord.builder()
            .userId(USER)
            .scoringResultId(ScoringResultId.generate())
            .reputationScore(new BigDecimal("87.5"))
            .scoreChange(new BigDecimal("-0.25"))
            .contributingFactors(Json.of("[{\"n\": 1234567890123456789012345678901}]"))
            .effectiveFrom(NOW)
            .effectiveUntil(NOW.plusSeconds(9))
            .status(ReputationStatus.ACTIVE)
            .statusReason("a reason")
            .isPublic(true)
            .audit(AUDIT)
            .build();
    return List.of(record, record.toBuilder().effectiveUntil(null).build());
  }

  private static <T> void comesBack(CachedKind<T> kind, T value) {
    byte[] bytes = SharedForm.write(kind, USER, value);

    assertThat(SharedForm.read(kind, USER, bytes)).isEqualTo(value);
    assertThat(SharedForm.write(kind, USER, value)).isEqualTo(bytes);
    assertThat(SharedForm.read(kind, UserId.generate(), bytes)).isNull();
    assertThat(SharedForm.read(other(kind), USER, bytes)).isNull();
  }

  private static CachedKind<?> other(CachedKind<?> kind) {
    return kind == CachedKind.USER ? CachedKind.PERMISSIONS : CachedKind.USER;
  }

  @Test
  void everyKindComesBackAsItWas() {
    comesBack(CachedKind.USER, user());
    comesBack(CachedKind.USER, User.builder().id(USER).build());
    comesBack(CachedKind.PERMISSIONS, List.of());
    comesBack(CachedKind.PERMISSIONS, List.of("a:b", "ü", ""));
    comesBack(CachedKind.SESSIONS, new UserSessions(Map.of()));
    comesBack(CachedKind.SESSIONS, sessions());
    comesBack(CachedKind.REPUTATION, List.of());
    comesBack(CachedKind.REPUTATION, records());
  }

  @Test
  void bytesThatAreNoValueAreNone() {
    byte[] bytes = SharedForm.write(CachedKind.REPUTATION, USER, records());
    for (int length = 0; length < bytes.length; length++) {
      assertNone(Arrays.copyOf(bytes, length));
    }
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      assertNone(changed);
    }
    assertNone(Arrays.copyOf(bytes, bytes.length + 1));
  }

  private static void assertNone(byte[] bytes) {
    assertThat(SharedForm.read(CachedKind.REPUTATION, USER, bytes)).isNull();
  }

  @Test
  void bytesOfAForgerDoNoHarm() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] body = new byte[random.nextInt(200)];
      random.nextBytes(body);
      if (body.length > 4 && i % 2 == 0) {
        Arrays.fill(body, 0, 4, (byte) (i % 3 == 0 ? 0x7f : 0));
      }
      ValueReader in = new ValueReader(body, USER);
      assertThatCode(
              () -> {
                try {
                  CachedKind.REPUTATION.reading().from(in);
                } catch (RuntimeException e) {
                  // As the form expects; an error, such as of memory, would end the test.
                }
              })
          .doesNotThrowAnyException();
    }
  }

  @Test
  void longValuesAreNotShared() {
    List<String> many = java.util.Collections.nCopies(10_000, "permission");

    assertThat(SharedForm.write(CachedKind.PERMISSIONS, USER, many)).isNull();
  }

  @Test
  void aHashShowsNothing() {
    assertThat(SharedForm.hash("0xabc")).hasSize(43).isNotEqualTo(SharedForm.hash("0xabd"));
  }
}
