package io.zkpersona.domain.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.behavior.queue.DeadLetter;
import io.zkpersona.domain.behavior.queue.FencingToken;
import io.zkpersona.domain.behavior.queue.QueueDepth;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class QueueTest {

  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09.123456789Z");
  private static final BehaviorInput INPUT =
      BehaviorInput.builder()
          .inputData(Json.of("{\"mail\": \"ada@example.org\"}"))
          .sessionId(new SessionText("ada's session"))
          .build();
  private static final FencingToken TOKEN = new FencingToken(7);

  private static void assertRefused(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).isEqualTo(List.of(field)));
  }

  @Test
  void tokensCountFromOneAndAreOrderedByNumber() {
    assertThat(new FencingToken(9)).isLessThan(new FencingToken(10));
    assertThat(new FencingToken(Long.MAX_VALUE)).isGreaterThan(new FencingToken(1));
    assertRefused("fencingToken", () -> new FencingToken(0));
    assertRefused("fencingToken", () -> new FencingToken(Long.MIN_VALUE));
  }

  @Test
  void aClaimIsCheckedAndItsLeaseCutToMicroseconds() {
    assertThat(new ClaimedInput(INPUT, TOKEN, 1, TIME).leasedUntil())
        .isEqualTo("2024-05-06T07:08:09.123456Z");
    assertRefused("input", () -> new ClaimedInput(null, TOKEN, 1, TIME));
    assertRefused("token", () -> new ClaimedInput(INPUT, null, 1, TIME));
    assertRefused("attempt", () -> new ClaimedInput(INPUT, TOKEN, 0, TIME));
    assertRefused("leasedUntil", () -> new ClaimedInput(INPUT, TOKEN, 1, null));
  }

  @Test
  void aReasonIsCheckedByCharactersAndNotShown() {
    String longest = "\uD83E\uDDA6".repeat(500);

    assertThat(new DeadLetter(INPUT, 5, longest).failureReason()).isEqualTo(longest);
    assertThat(new DeadLetter(INPUT, 0, null).failureReason()).isNull();
    assertRefused("failureReason", () -> new DeadLetter(INPUT, 5, longest + "x"));
    assertRefused("failureReason", () -> new DeadLetter(INPUT, 5, "\u0000"));
    assertRefused("attempts", () -> new DeadLetter(INPUT, -1, null));
    assertRefused("input", () -> new DeadLetter(null, 1, null));
    assertThat(new DeadLetter(INPUT, 5, "ada@example.org failed").toString())
        .contains("failureReason=[22 characters]", "attempts=5")
        .doesNotContain("ada@", "example");
    assertThat(new ClaimedInput(INPUT, TOKEN, 1, TIME).toString())
        .doesNotContain("ada@", "example");
  }

  @Test
  void aDepthIsNeverBelowZero() {
    assertThat(new QueueDepth(1, 2, 3)).isEqualTo(new QueueDepth(1, 2, 3));
    assertRefused("waiting", () -> new QueueDepth(-1, 0, 0));
    assertRefused("claimed", () -> new QueueDepth(0, -1, 0));
    assertRefused("dead", () -> new QueueDepth(0, 0, -1));
  }
}
