package io.zkpersona.domain.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeEventTest {

  private static final UUID ONE = new UUID(1, 1);
  private static final UUID TWO = new UUID(2, 2);

  private static ChangeEvent event(ChangedEntity entity, @Nullable UUID id, @Nullable UUID second) {
    return new ChangeEvent(
        new Change(
            7,
            Instant.EPOCH,
            ChangeOperation.UPDATE,
            entity,
            id,
            second,
            new UserId(ONE),
            new ActorId(TWO),
            false),
        1,
        Json.of("{\"username\": \"ada\"}"));
  }

  @Test
  void eventsAreOfTheSameRowIfTheKeyAndItsKindAreTheSame() {
    ChangeEvent grant = event(ChangedEntity.USER_ROLE, ONE, TWO);

    assertThat(grant.isOfSameRow(event(ChangedEntity.USER_ROLE, ONE, TWO))).isTrue();
    assertThat(grant.isOfSameRow(event(ChangedEntity.USER_ROLE, ONE, ONE))).isFalse();
    assertThat(grant.isOfSameRow(event(ChangedEntity.USER_ROLE, TWO, TWO))).isFalse();
    assertThat(grant.isOfSameRow(event(ChangedEntity.USER, ONE, TWO))).isFalse();
    ChangeEvent erased = event(ChangedEntity.USER, null, null);
    assertThat(erased.isOfSameRow(erased)).isFalse();
  }

  @Test
  void theTextHidesIdsAndContent() {
    assertThat(event(ChangedEntity.USER, ONE, null).toString())
        .contains("position=7", "attempt=1")
        .doesNotContain("ada", ONE.toString(), TWO.toString());
  }

  @Test
  void valuesAreChecked() {
    Change change = event(ChangedEntity.USER, ONE, null).change();
    assertThatThrownBy(() -> new ChangeEvent(change, 0, null))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith("attempt: 0");
    assertThatThrownBy(() -> new ChangeEvent(null, 1, null))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith("change: null");
  }
}
