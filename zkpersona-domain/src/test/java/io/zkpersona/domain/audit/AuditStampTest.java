package io.zkpersona.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Nulls;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditStampTest {
  private final ActorId actor = new ActorId(new UUID(1, 2));

  @Test
  void unsavedHasNoTimes() {
    assertThat(AuditStamp.unsaved())
        .isEqualTo(new AuditStamp(null, Instant.EPOCH, null, Instant.EPOCH));
    assertThat(AuditStamp.unsaved(actor))
        .isEqualTo(new AuditStamp(actor, Instant.EPOCH, actor, Instant.EPOCH));
    assertThat(AuditStamp.unsaved().isSaved()).isFalse();
    assertThat(AuditStamp.unsaved(actor).isSaved()).isFalse();
    assertThatThrownBy(() -> AuditStamp.unsaved(Nulls.nothing()))
        .isInstanceOf(ValidationException.class)
        .hasMessage("actor: null (expected: a value)");
  }

  @Test
  void savedHasTimesInMicroseconds() {
    AuditStamp stamp =
        new AuditStamp(
            actor,
            Instant.parse("2024-01-01T00:00:00.000000999Z"),
            null,
            Instant.parse("2024-01-02T00:00:00.000001999Z"));
    assertThat(stamp.isSaved()).isTrue();
    assertThat(stamp.createdAt()).isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
    assertThat(stamp.modifiedAt()).isEqualTo(Instant.parse("2024-01-02T00:00:00.000001Z"));
  }

  @Test
  void timesAreNeverNull() {
    assertThatThrownBy(() -> new AuditStamp(null, Nulls.nothing(), null, Instant.EPOCH))
        .hasMessage("createdAt: null (expected: a value)");
    assertThatThrownBy(() -> new AuditStamp(null, Instant.EPOCH, null, Nulls.nothing()))
        .hasMessage("modifiedAt: null (expected: a value)");
  }
}
