package io.zkpersona.storage.behavior;

import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.error.InvalidCursorException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.repository.contract.RepositoryContract;
import io.zkpersona.storage.repository.contract.Together;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

public class BehaviorInputRepositoryIT
    extends RepositoryContract<BehaviorInput, BehaviorInputId, BehaviorInputFilter>
    implements GroupCommitContract {

  public BehaviorInputRepositoryIT() {
    super(new BehaviorInputFixture());
  }

  private BehaviorInputRepository inputs() {
    return repositories().behaviorInputs();
  }

  @Test
  void inputsAreFoundByUserBySessionAndByTheTextOfASession() {
    List<BehaviorInput> stored = stored(80);
    BehaviorInput sample =
        stored.stream()
            .filter(input -> input.userId() != null && input.sessionId() != null)
            .filter(input -> input.behaviorSessionId() != null)
            .findFirst()
            .orElseThrow();

    assertThat(inputs().findByUserId(sample.userId()))
        .isEqualTo(stored.stream().filter(input -> sample.userId().equals(input.userId())).toList())
        .hasSizeGreaterThan(1);
    assertThat(inputs().findBySessionId(sample.behaviorSessionId()))
        .isEqualTo(
            stored.stream()
                .filter(input -> sample.behaviorSessionId().equals(input.behaviorSessionId()))
                .toList())
        .hasSizeGreaterThan(1);
    assertThat(inputs().findBySessionId(sample.sessionId().value()))
        .isEqualTo(
            stored.stream().filter(input -> sample.sessionId().equals(input.sessionId())).toList())
        .contains(sample);
    assertThat(inputs().findByUserId(UserId.generate())).isEmpty();
    assertThat(inputs().findBySessionId(BehaviorSessionId.generate())).isEmpty();
    assertThat(inputs().findBySessionId("nobody's")).isEmpty();
  }

  /**
   * A session's text is not printed, so that errors do not leak it, but cursors still depend on it.
   */
  @Test
  void aCursorOfOneSessionsTextIsRefusedForAnother() {
    List<BehaviorInputFilter> filters = new ArrayList<>();
    for (String text : List.of("aaaa", "bbbb")) {
      SessionText session = new SessionText(text);
      for (int i = 0; i < 3; i++) {
        inputs()
            .save(BehaviorInput.builder().sessionId(session).inputData(Json.emptyObject()).build());
      }
      filters.add(BehaviorInputFilter.builder().sessionId(session).build());
    }
    SliceParams one = SliceParams.builder().limit(1).build();
    SliceParams next =
        one.withCursor(inputs().findSlice(filters.get(0), one).nextCursor().orElseThrow());

    assertThat(inputs().findSlice(filters.get(0), next).items()).hasSize(1);
    assertThatThrownBy(() -> inputs().findSlice(filters.get(1), next))
        .isInstanceOf(InvalidCursorException.class);
  }

  @Test
  void whatIsFoundByUserOrSessionIsNeverCutShort() {
    UserId user = draw().references().users.get(0);
    BehaviorSessionId session = draw().references().sessions.get(0);
    BehaviorInput input =
        BehaviorInput.builder()
            .userId(user)
            .behaviorSessionId(session)
            .sessionId(new SessionText("text"))
            .inputData(Json.emptyObject())
            .build();
    try (DatabaseManager limited =
        DatabaseManager.open(database().config().findAllLimit(LIMIT).build())) {
      BehaviorInputRepository inputs = repositoriesOf(limited).behaviorInputs();
      for (int i = 0; i < LIMIT; i++) {
        inputs.save(input.withId(BehaviorInputId.generate()));
      }
      assertThat(inputs.findByUserId(user)).hasSize(LIMIT);
      assertThat(inputs.findBySessionId(session)).hasSize(LIMIT);
      assertThat(inputs.findBySessionId("text")).hasSize(LIMIT);

      inputs.save(input.withId(BehaviorInputId.generate()));

      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> inputs.findByUserId(user),
              () -> inputs.findBySessionId(session),
              () -> inputs.findBySessionId("text"))) {
        assertThatThrownBy(call).isInstanceOf(ResultTooLargeException.class);
      }
    }
  }

  @Test
  void theOldestUnprocessedComeFirst() {
    List<BehaviorInput> expected =
        stored(80).stream()
            .filter(input -> !input.processed())
            .sorted(Comparator.comparing(BehaviorInput::timestamp).thenComparing(fixture().byId()))
            .toList();

    for (int limit : new int[] {1, 7, expected.size(), expected.size() + 1, 1_000}) {
      assertThat(inputs().findUnprocessed(limit))
          .isEqualTo(expected.subList(0, Math.min(limit, expected.size())));
    }
  }

  @Test
  void aLimitOfUnprocessedOutsideItsRangeIsRefused() {
    for (int limit : new int[] {0, -1, 1_001, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> inputs().findUnprocessed(limit))
          .isInstanceOfSatisfying(
              ValidationException.class,
              refused -> assertThat(refused.fields()).containsExactly("limit"))
          .hasMessage("limit: " + limit + " (expected: 1..1000)");
    }
    assertThat(inputs().findUnprocessed(1_000)).isEmpty();
  }

  @Test
  void anInputIsMarkedOnce() {
    BehaviorInput input = inputs().save(fixture().random(draw()).withProcessed(false));

    assertThat(inputs().markAsProcessed(input.id())).isTrue();

    BehaviorInput marked = inputs().getById(input.id());
    assertThat(marked).isEqualTo(input.withProcessed(true).withAudit(marked.audit()));
    assertThat(marked.audit().modifiedAt()).isAfter(input.audit().modifiedAt());
    List<String> before = contents();
    assertThat(inputs().markAsProcessed(input.id())).isFalse();
    assertThat(contents()).isEqualTo(before);
    assertThatThrownBy(() -> inputs().update(input)).hasMessageContaining("changed since");
  }

  @Test
  void whoMarksAnInputIsNamedByItAndOtherwiseItKeepsWhoChangedItLast() {
    BehaviorInput input = stored(1).get(0).withProcessed(false);
    BehaviorInput other = stored(1).get(0).withProcessed(false);
    inputs().update(inputs().getById(input.id()).withProcessed(false));
    inputs().update(inputs().getById(other.id()).withProcessed(false));
    ActorId actor = new ActorId(draw().uuid());

    repositories().as(actor).behaviorInputs().markAsProcessed(input.id());
    inputs().markAsProcessed(other.id());

    AuditStamp marked = inputs().getById(input.id()).audit();
    assertThat(marked.modifiedBy()).isEqualTo(actor);
    assertThat(marked.createdBy()).isEqualTo(input.audit().createdBy());
    assertThat(inputs().getById(other.id()).audit().modifiedBy())
        .isEqualTo(other.audit().modifiedBy());
  }

  @Test
  void anInputThatDoesNotExistIsNotMarked() {
    BehaviorInputId unknown = BehaviorInputId.generate();
    assertNotFound(unknown, () -> inputs().markAsProcessed(unknown));
  }

  @Test
  void anInputIsMarkedByOneOfManyAtOnce() throws InterruptedException {
    BehaviorInputId id = inputs().save(References.input()).id();

    List<Boolean> marked =
        Together.values(Together.run(THREADS, () -> inputs().markAsProcessed(id)));

    assertThat(marked).filteredOn(Boolean::booleanValue).hasSize(1);
  }

  @Test
  void manyAreMarkedAndThoseThatAreAlreadyStayUntouched() {
    List<BehaviorInput> stored = stored(60);
    List<BehaviorInputId> ids =
        new ArrayList<>(stored.subList(0, 40).stream().map(BehaviorInput::id).toList());
    int unprocessed = (int) stored.subList(0, 40).stream().filter(i -> !i.processed()).count();
    ids.add(ids.get(0));
    ids.add(BehaviorInputId.generate());
    String others = "SELECT ctid || id::text FROM zkpersona.behavior_inputs WHERE id NOT IN (%s)";
    List<String> written =
        stored.subList(0, 40).stream()
            .filter(input -> !input.processed())
            .map(input -> "'" + input.id().value() + "'")
            .toList();
    String untouched = others.formatted(String.join(", ", written)) + " ORDER BY id";
    List<String> before = database().query(untouched);

    assertThat(inputs().markAsProcessed(ids)).isEqualTo(unprocessed);

    assertThat(database().query(untouched)).isEqualTo(before);
    for (BehaviorInput input : stored) {
      BehaviorInput now = inputs().getById(input.id());
      boolean named = ids.contains(input.id());
      assertThat(now.withAudit(input.audit()))
          .isEqualTo(input.withProcessed(named || input.processed()));
      assertThat(now.audit().modifiedAt().isAfter(input.audit().modifiedAt()))
          .isEqualTo(named && !input.processed());
    }
    assertThat(inputs().markAsProcessed(ids)).isZero();
    assertThat(inputs().markAsProcessed(List.of())).isZero();
  }

  @Test
  void inputsOutliveTheirUserAndTheirSession() {
    List<BehaviorInput> stored = stored(40);
    UserId user = draw().references().users.get(0);
    BehaviorSessionId session = draw().references().sessions.get(0);

    repositories().users().deleteById(user);
    repositories().behaviorSessions().deleteById(session);

    for (BehaviorInput input : stored) {
      BehaviorInput left = inputs().getById(input.id());
      assertThat(left)
          .isEqualTo(
              input.toBuilder()
                  .audit(left.audit())
                  .userId(user.equals(input.userId()) ? null : input.userId())
                  .behaviorSessionId(
                      session.equals(input.behaviorSessionId()) ? null : input.behaviorSessionId())
                  .build());
    }
  }

  @Test
  void nullIsRefusedByName() {
    assertRefused("userId", () -> inputs().findByUserId(null));
    assertRefused("behaviorSessionId", () -> inputs().findBySessionId((BehaviorSessionId) null));
    assertRefused("sessionId", () -> inputs().findBySessionId((String) null));
    assertRefused("id", () -> inputs().markAsProcessed((BehaviorInputId) null));
    assertRefused("ids", () -> inputs().markAsProcessed((List<BehaviorInputId>) null));
    assertRefused(
        "ids", () -> inputs().markAsProcessed(Arrays.asList(BehaviorInputId.generate(), null)));
    assertRefused("filter", () -> inputs().analyticsSummary(null));
  }
}
