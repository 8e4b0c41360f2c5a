package io.zkpersona.storage.internal.cache;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes values in binary form. {@link ValueReader} reads them. */
final class ValueWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  byte[] bytes() {
    return out.toByteArray();
  }

  void number(int value) {
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.write(value >>> shift);
    }
  }

  void longNumber(long value) {
    number((int) (value >>> Integer.SIZE));
    number((int) value);
  }

  private void flag(boolean value) {
    out.write(value ? 1 : 0);
  }

  void id(UUID value) {
    longNumber(value.getMostSignificantBits());
    longNumber(value.getLeastSignificantBits());
  }

  private void raw(byte[] value) {
    number(value.length);
    out.writeBytes(value);
  }

  void text(String value) {
    raw(value.getBytes(StandardCharsets.UTF_8));
  }

  private void time(Instant value) {
    longNumber(value.getEpochSecond());
    number(value.getNano());
  }

  private void decimal(BigDecimal value) {
    number(value.scale());
    raw(value.unscaledValue().toByteArray());
  }

  private <T> void optional(@Nullable T value, Consumer<T> write) {
    flag(value != null);
    if (value != null) {
      write.accept(value);
    }
  }

  private void optionalId(@Nullable EntityId value) {
    optional(value, id -> id(id.value()));
  }

  private void audit(AuditStamp audit) {
    optional(audit.createdBy(), actor -> id(actor.value()));
    time(audit.createdAt());
    optional(audit.modifiedBy(), actor -> id(actor.value()));
    time(audit.modifiedAt());
  }

  void user(User user) {
    optional(user.walletAddress(), wallet -> text(wallet.value()));
    optional(user.email(), email -> text(email.value()));
    optional(user.username(), name -> text(name.value()));
    text(user.status().name());
    PrivacySettings settings = user.privacySettings();
    flag(settings.dataSharing());
    flag(settings.publicProfile());
    optional(settings.analyticsOptIn(), this::flag);
    optional(settings.marketingOptIn(), this::flag);
    text(settings.additional().text());
    audit(user.audit());
  }

  void texts(List<String> texts) {
    number(texts.size());
    texts.forEach(this::text);
  }

  void sessions(UserSessions sessions) {
    number(sessions.byToken().size());
    // In one order, since equal values must have equal bytes.
    sessions.byToken().values().stream()
        .sorted(Comparator.comparing(session -> session.id().value()))
        .forEach(this::session);
  }

  private void session(AuthSession session) {
    id(session.id().value());
    text(session.tokenHash().value());
    time(session.issuedAt());
    time(session.lastUsedAt());
    time(session.expiresAt());
    audit(session.audit());
  }

  void records(List<ReputationRecord> records) {
    number(records.size());
    records.forEach(this::record);
  }

  private void record(ReputationRecord record) {
    id(record.id().value());
    optionalId(record.zkProofId());
    optionalId(record.scoringResultId());
    decimal(record.reputationScore());
    optional(record.previousScore(), this::decimal);
    optional(record.scoreChange(), this::decimal);
    decimal(record.confidenceLevel());
    text(record.scoringCategory().name());
    text(record.scoringPeriod().name());
    decimal(record.weight());
    text(record.contributingFactors().text());
    text(record.reputationBadges().text());
    number(record.peerValidations());
    time(record.effectiveFrom());
    optional(record.effectiveUntil(), this::time);
    text(record.calculationMethod());
    text(record.status().name());
    optional(record.statusReason(), this::text);
    flag(record.verified());
    flag(record.isPublic());
    audit(record.audit());
  }
}
