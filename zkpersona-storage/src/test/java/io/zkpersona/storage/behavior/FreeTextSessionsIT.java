package io.zkpersona.storage.behavior;

import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.SessionNotFoundException;
import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.BehaviorSessionRepository;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.OwnDatabase;
import io.zkpersona.storage.testing.server.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Old inputs with a free-text session id, and the sessions created for them. */
public class FreeTextSessionsIT {

  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09.123456Z");
  private static final int THREADS = 8;

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private UserId ann;
  private UserId bob;

  @BeforeEach
  void startEmpty() {
    ann = OWN.manager().repositories().users().save(User.builder().build()).id();
    bob = OWN.manager().repositories().users().save(User.builder().build()).id();
  }

  private static BehaviorSessionRepository sessions() {
    return OWN.manager().repositories().behaviorSessions();
  }

  private static BehaviorInputRepository inputs() {
    return OWN.manager().repositories().behaviorInputs();
  }

  private static BehaviorInput input(UserId user, String text, long second) {
    return input(user, text, second, BehaviorSource.WEB);
  }

  private static BehaviorInput input(UserId user, String text, long second, BehaviorSource source) {
    return inputs()
        .save(
            BehaviorInput.builder()
                .userId(user)
                .sessionId(text == null ? null : new SessionText(text))
                .source(source)
                .timestamp(TIME.plusSeconds(second))
                .inputData(Json.of("{\"second\": " + second + "}"))
                .build());
  }

  private static BehaviorSessionId sessionOf(BehaviorInput input) {
    return inputs().getById(input.id()).behaviorSessionId();
  }

  @Test
  void eachUserAndTextGetsACompletedSessionFromTheFirstToTheLastInput() {
    List<BehaviorInput> anns = List.of(input(ann, "s 😀", 30), input(ann, "s 😀", 90));
    BehaviorInput late = input(ann, "s 😀", 7_290);
    BehaviorInput annsOther = input(ann, "S 😀", 5);
    BehaviorInput bobs = input(bob, "s 😀", 5);
    BehaviorInput nobodys = input(null, "s 😀", 5);

    assertThat(sessions().attachFreeTextSessions(100)).isEqualTo(4);

    BehaviorSession session = sessions().getById(sessionOf(late));
    assertThat(session)
        .isEqualTo(
            new BehaviorSession(
                session.id(),
                ann,
                session.sessionToken(),
                SessionType.WEB,
                TIME.plusSeconds(30),
                TIME.plusSeconds(7_290),
                7_260,
                Json.emptyObject(),
                SessionStatus.COMPLETED,
                session.audit()));
    assertThat(session.sessionToken().value()).matches("[-_A-Za-z0-9]{43}");
    assertThat(anns).allSatisfy(one -> assertThat(sessionOf(one)).isEqualTo(session.id()));
    assertThat(List.of(sessionOf(annsOther), sessionOf(bobs), sessionOf(nobodys), session.id()))
        .doesNotHaveDuplicates();
    assertThat(sessions().getById(sessionOf(bobs)).userId()).isEqualTo(bob);
    assertThat(sessions().getById(sessionOf(nobodys)).userId()).isNull();
    BehaviorInput attached = inputs().getById(late.id());
    assertThat(attached)
        .isEqualTo(late.withBehaviorSessionId(session.id()).withAudit(attached.audit()));
    assertThat(attached.audit().modifiedAt()).isAfter(late.audit().modifiedAt());
    assertThat(sessions().attachFreeTextSessions(100)).isZero();
    assertThat(sessions().count()).isEqualTo(4);
  }

  @Test
  void whatHasASessionOrNoTextStaysAsItIs() {
    BehaviorSession own = sessions().start(ann, SessionType.WEB);
    BehaviorInput attached =
        inputs()
            .save(
                input(ann, "text", 1).toBuilder()
                    .id(References.input().id())
                    .behaviorSessionId(own.id())
                    .build());
    BehaviorInput empty = input(ann, "", 1);
    BehaviorInput none = input(ann, null, 1);

    assertThat(sessions().attachFreeTextSessions(100)).isOne();

    for (BehaviorInput input : List.of(attached, empty, none)) {
      assertThat(inputs().getById(input.id())).isEqualTo(input);
    }
  }

  @Test
  void theTypeOfASessionFitsMostOfItsInputs() {
    for (BehaviorSource source : BehaviorSource.values()) {
      input(ann, source.value(), 1, BehaviorSource.WEB);
      input(ann, source.value(), 2, source);
      input(ann, source.value(), 3, source);
    }

    assertThat(sessions().attachFreeTextSessions(100)).isEqualTo(5);

    for (BehaviorSource source : BehaviorSource.values()) {
      BehaviorInput one = inputs().findBySessionId(source.value()).get(0);
      String expected = source == BehaviorSource.ORACLE ? "api" : source.value();
      assertThat(sessions().getById(one.behaviorSessionId()).sessionType().value())
          .isEqualTo(expected);
    }
  }

  @Test
  void inputsThatComeLaterJoinTheSessionWhichReachesAsFarAsTheyDo() {
    BehaviorInput first = input(ann, "text", 100);
    sessions().attachFreeTextSessions(1);
    BehaviorSession before = sessions().getById(sessionOf(first));

    BehaviorInput within = input(ann, "text", 100);
    sessions().attachFreeTextSessions(1);
    assertThat(sessions().getById(sessionOf(within))).isEqualTo(before);

    input(ann, "text", 40);
    input(ann, "text", 160);
    assertThat(sessions().attachFreeTextSessions(1)).isOne();

    BehaviorSession after = sessions().getById(before.id());
    assertThat(after)
        .isEqualTo(
            before.toBuilder()
                .startTime(TIME.plusSeconds(40))
                .endTime(TIME.plusSeconds(160))
                .durationSeconds(120)
                .audit(after.audit())
                .build());
    assertThat(inputs().findBySessionId(before.id())).hasSize(4);
  }

  @Test
  void noMoreTextsAreTakenThanAskedForAndTheRestIsLeftForTheNextCall() {
    for (int i = 0; i < 5; i++) {
      input(ann, "text " + i, i);
    }
    assertThat(sessions().attachFreeTextSessions(2)).isEqualTo(2);
    assertThat(sessions().count()).isEqualTo(2);
    assertThat(sessions().attachFreeTextSessions(2)).isEqualTo(2);
    assertThat(sessions().attachFreeTextSessions(2)).isOne();
    assertThat(sessions().attachFreeTextSessions(2)).isZero();
    for (int limit : new int[] {0, 10_001}) {
      assertThatThrownBy(() -> sessions().attachFreeTextSessions(limit))
          .isInstanceOf(ValidationException.class)
          .hasMessage("limit: " + limit + " (expected: 1..10000)");
    }
  }

  @Test
  void manyAtOnceMakeOneSessionForEachUserAndText() throws InterruptedException {
    for (int round = 0; round < 4; round++) {
      String text = "round " + round + " text ";
      for (int i = 0; i < 20; i++) {
        input(i % 2 == 0 ? ann : null, text + i % 5, i);
      }
      Together.values(
          Together.run(
              THREADS,
              () -> {
                int done = 0;
                for (int n = 1; n > 0; ) {
                  // More inputs arrive meanwhile.
                  input(ann, text + 0, 50);
                  n = done++ < 5 ? sessions().attachFreeTextSessions(3) : 0;
                }
                return done;
              }));
    }
    for (int n = 1; n > 0; ) {
      n = sessions().attachFreeTextSessions(100);
    }

    assertThat(
            OWN.database()
                .query(
                    """
                SELECT count(DISTINCT behavior_session_id) FROM zkpersona.behavior_inputs
                GROUP BY user_id, session_id
                """))
        .hasSize(4 * 10)
        .containsOnly("1");
    assertThat(sessions().count()).isEqualTo(4 * 10);
  }

  @Test
  void inputsThatOthersAreAtWorkOnArePassedOver() throws SQLException {
    BehaviorInput held = input(ann, "text", 1);
    BehaviorInput free = input(ann, "text", 2);
    try (Connection connection = OWN.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "UPDATE zkpersona.behavior_inputs SET processed = true WHERE id = '%s'"
              .formatted(held.id().value()));

      assertThat(sessions().attachFreeTextSessions(10)).isOne();
      assertThat(sessions().attachFreeTextSessions(10)).isZero();
      assertThat(sessionOf(free)).isNotNull();
      connection.commit();
    }
    assertThat(sessions().attachFreeTextSessions(10)).isOne();
    assertThat(sessionOf(held)).isEqualTo(sessionOf(free));
  }

  @Test
  void inputsOfATextAreAttachedToAGivenSessionIfTheyAreItsUsersOrNobodys() {
    BehaviorSession session = sessions().start(ann, SessionType.WEB);
    List<BehaviorInput> fitting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      fitting.add(input(ann, "text", i));
      fitting.add(input(null, "text", i));
    }
    List<BehaviorInput> others =
        List.of(input(bob, "text", 1), input(ann, "Text", 1), input(ann, null, 1));

    assertThat(sessions().attachInputs(session.id(), "text", 4)).isEqualTo(4);
    assertThat(sessions().attachInputs(session.id(), "text", 4)).isEqualTo(2);
    assertThat(sessions().attachInputs(session.id(), "text", 4)).isZero();

    assertThat(fitting)
        .allSatisfy(
            input -> {
              BehaviorInput attached = inputs().getById(input.id());
              assertThat(attached)
                  .isEqualTo(input.withBehaviorSessionId(session.id()).withAudit(attached.audit()));
            });
    assertThat(others)
        .allSatisfy(other -> assertThat(inputs().getById(other.id())).isEqualTo(other));
    assertThat(sessions().getById(session.id())).isEqualTo(session);
  }

  @Test
  void whoAttachesToTheSameSessionWaitsAndAttachesTheRest() {
    BehaviorSession session = sessions().start(ann, SessionType.WEB);
    for (int i = 0; i < 4; i++) {
      input(ann, "text", i);
    }
    CompletableFuture<Integer> rest =
        OWN.manager()
            .callInTransaction(
                tx -> {
                  assertThat(tx.behaviorSessions().attachInputs(session.id(), "text", 2))
                      .isEqualTo(2);
                  CompletableFuture<Integer> other =
                      OwnThreads.supply(() -> sessions().attachInputs(session.id(), "text", 4));
                  Backends.awaitWaiting(OWN.database(), 1);
                  return other;
                });

    assertThat(rest.join()).isEqualTo(2);
  }

  @Test
  void nobodysSessionGetsNobodysInputsOnly() {
    BehaviorSession session = sessions().start(null, SessionType.WEB);
    BehaviorInput nobodys = input(null, "text", 1);
    BehaviorInput anns = input(ann, "text", 1);

    assertThat(sessions().attachInputs(session.id(), "text", 10)).isOne();

    assertThat(sessionOf(nobodys)).isEqualTo(session.id());
    assertThat(inputs().getById(anns.id())).isEqualTo(anns);
  }

  @Test
  void inputsAreNotAttachedToASessionThatDoesNotExist() {
    input(null, "text", 1);
    List<String> before = Rows.all(OWN.database());
    BehaviorSessionId unknown = BehaviorSessionId.generate();

    for (String text : List.of("text", "no such text")) {
      assertThatThrownBy(() -> sessions().attachInputs(unknown, text, 10))
          .isExactlyInstanceOf(SessionNotFoundException.class);
    }
    assertThat(Rows.all(OWN.database())).isEqualTo(before);
    assertRefused("id", () -> sessions().attachInputs(null, "text", 1));
    assertRefused("sessionId", () -> sessions().attachInputs(unknown, null, 1));
    assertThatThrownBy(() -> sessions().attachInputs(unknown, "text", 0))
        .hasMessage("limit: 0 (expected: 1..10000)");
  }

  @Test
  void whoAttachesIsNamed() {
    ActorId actor = new ActorId(UUID.randomUUID());
    BehaviorInput input = input(ann, "text", 1);

    OWN.manager().repositories().as(actor).behaviorSessions().attachFreeTextSessions(1);

    assertThat(inputs().getById(input.id()).audit().modifiedBy()).isEqualTo(actor);
    assertThat(sessions().getById(sessionOf(input)).audit().createdBy()).isEqualTo(actor);
  }

  @Test
  void theWorkIsUndoneWithItsTransaction() {
    input(ann, "text", 1);
    List<String> before = Rows.all(OWN.database());

    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          assertThat(tx.behaviorSessions().attachFreeTextSessions(5)).isOne();
                          throw new IllegalStateException("undone");
                        }))
        .hasMessage("undone");

    assertThat(Rows.all(OWN.database())).isEqualTo(before);
  }
}
