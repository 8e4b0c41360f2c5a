package io.zkpersona.storage.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.error.HistoryUnavailableException;
import io.zkpersona.storage.error.HistoryUnavailableException.Reason;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Versions are read as they were, or not at all. */
class RecordedVersionsIT extends ChangeFixture {

  @Test
  void aStateThatWasNotRecordedIsUnknownRatherThanWrong() {
    User user = user();
    User changed = all().users().update(user.id(), current -> current);
    changes().startRecording(Set.of(ChangedEntity.USER));
    User third = all().users().update(user.id(), current -> current);
    changes().stopRecording(Set.of(ChangedEntity.USER));
    User fourth = all().users().update(user.id(), current -> current);

    assertThat(asOf(user, user.audit().createdAt().minusNanos(1_000))).isNull();
    assertUnknown(user, user.audit().modifiedAt());
    assertThat(asOf(user, changed.audit().modifiedAt())).isEqualTo(changed);
    assertUnknown(user, third.audit().modifiedAt());
    assertThat(asOf(user, fourth.audit().modifiedAt())).isEqualTo(fourth);

    all().users().deleteById(user.id());
    assertUnknown(user, fourth.audit().modifiedAt());
  }

  private static User asOf(User user, Instant instant) {
    return all().users().history().asOf(user.id(), instant).orElse(null);
  }

  private static void assertUnknown(User user, Instant instant) {
    assertThatThrownBy(() -> asOf(user, instant))
        .isInstanceOfSatisfying(
            HistoryUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.NOT_RECORDED))
        .hasMessageContaining("changes().recordings()");
  }

  @Test
  void aColumnThatIsNewerThanAVersionReadsAsItsDefault() {
    User user = user();
    changes().startRecording(Set.of(ChangedEntity.USER));
    all().users().update(user.id(), current -> current);
    sql("UPDATE zkpersona.changes SET before = before - 'privacy_settings' - 'status' - 'email'");

    assertThat(asOf(user, user.audit().modifiedAt())).isEqualTo(user);
  }

  @Test
  void theFunctionsKnowEveryColumn() {
    for (ChangedEntity entity : ChangedEntity.values()) {
      String sources =
          "SELECT string_agg(prosrc, '' ORDER BY proname) FROM pg_proc WHERE proname IN"
              + " ('changes_of_%1$s', 'changes_version_of_%1$s')".formatted(entity.value());
      String before = OWN.database().queryOne(sources);
      OWN.database().queryOne("SELECT zkpersona.changes_define('%s')".formatted(entity.value()));
      assertThat(OWN.database().queryOne(sources))
          .as("a migration that changes %s must call changes_define", entity.value())
          .isEqualTo(before);
    }
  }
}
