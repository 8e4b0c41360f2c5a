package io.zkpersona.storage.behavior;

import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.behavior.SessionNotFoundException;
import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.BehaviorSessionRepository;
import io.zkpersona.storage.repository.contract.RepositoryContract;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

@NewestServerOnly(unlessLong = true)
public class BehaviorSessionRepositoryIT
    extends RepositoryContract<BehaviorSession, BehaviorSessionId, BehaviorSessionFilter> {

  private static final int THREADS = 16;

  public BehaviorSessionRepositoryIT() {
    super(new BehaviorSessionFixture());
  }

  private BehaviorSessionRepository sessions() {
    return repositories().behaviorSessions();
  }

  @Test
  void aSessionIsFoundByItsTokenWhateverItsStatus() {
    for (SessionStatus status : SessionStatus.values()) {
      BehaviorSession session = sessions().save(BehaviorSession.builder().status(status).build());
      assertThat(sessions().findBySessionToken(session.sessionToken())).contains(session);
    }
    assertThat(sessions().findBySessionToken(SessionToken.generate())).isEmpty();
  }

  @Test
  void theLetterCaseOfATokenCounts() {
    BehaviorSession lower = withToken("token-abcdef");
    BehaviorSession upper = withToken("TOKEN-ABCDEF");

    assertThat(sessions().findBySessionToken(lower.sessionToken())).contains(lower);
    assertThat(sessions().findBySessionToken(upper.sessionToken())).contains(upper);
    assertThat(sessions().findBySessionToken(new SessionToken("Token-abcdef"))).isEmpty();
    assertThatThrownBy(() -> withToken("token-abcdef"))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            duplicate -> assertThat(duplicate.field()).isEqualTo("sessionToken"));
    assertThat(rows()).isEqualTo(2);
  }

  private BehaviorSession withToken(String token) {
    return sessions().save(BehaviorSession.builder().sessionToken(new SessionToken(token)).build());
  }

  @Test
  void aUsersSessionsAreFoundAndThoseThatAreActive() {
    List<BehaviorSession> stored = stored(60);
    for (UserId user : draw().references().users) {
      List<BehaviorSession> expected =
          stored.stream().filter(session -> user.equals(session.userId())).toList();

      assertThat(sessions().findByUserId(user)).isEqualTo(expected).isNotEmpty();
      assertThat(sessions().findActiveByUserId(user))
          .isEqualTo(
              expected.stream()
                  .filter(session -> session.status() == SessionStatus.ACTIVE)
                  .toList())
          .isNotEmpty();
    }
    assertThat(sessions().findByUserId(UserId.generate())).isEmpty();
    assertThat(sessions().findActiveByUserId(UserId.generate())).isEmpty();
  }

  @Test
  void aUsersSessionsAreNeverCutShort() {
    UserId user = draw().references().users.get(0);
    try (DatabaseManager limited =
        DatabaseManager.open(database().config().findAllLimit(LIMIT).build())) {
      BehaviorSessionRepository sessions = repositoriesOf(limited).behaviorSessions();
      for (int i = 0; i < LIMIT; i++) {
        sessions.save(BehaviorSession.builder().userId(user).build());
      }
      assertThat(sessions.findByUserId(user)).hasSize(LIMIT);
      assertThat(sessions.findActiveByUserId(user)).hasSize(LIMIT);

      sessions.save(BehaviorSession.builder().userId(user).build());

      assertThatThrownBy(() -> sessions.findByUserId(user))
          .isInstanceOf(ResultTooLargeException.class);
      assertThatThrownBy(() -> sessions.findActiveByUserId(user))
          .isInstanceOf(ResultTooLargeException.class);
    }
  }

  /** Returns the two ways to end a session, by the status they set. */
  private Map<SessionStatus, Function<BehaviorSessionId, BehaviorSession>> endings() {
    return Map.of(
        SessionStatus.COMPLETED, sessions()::complete,
        SessionStatus.TERMINATED, sessions()::terminate);
  }

  @Test
  void anActiveSessionIsEnded() {
    Instant start = Instant.now().minus(90, ChronoUnit.MINUTES);
    endings()
        .forEach(
            (status, end) -> {
              BehaviorSession active =
                  sessions().save(BehaviorSession.builder().startTime(start).build());

              BehaviorSession ended = end.apply(active.id());

              assertThat(ended.endTime()).isAfter(start).isBeforeOrEqualTo(Instant.now());
              Duration duration = Duration.between(ended.startTime(), ended.endTime());
              assertThat(ended)
                  .isEqualTo(
                      active.toBuilder()
                          .status(status)
                          .endTime(ended.endTime())
                          .durationSeconds((int) duration.toSeconds())
                          .audit(ended.audit())
                          .build());
              assertThat(ended.durationSeconds()).isGreaterThanOrEqualTo(90 * 60);
              assertThat(ended.audit().modifiedAt()).isAfter(active.audit().modifiedAt());
              assertThat(sessions().getById(active.id())).isEqualTo(ended);
            });
  }

  @Test
  void aSessionThatStartsInTheFutureEndsWhenItStarts() {
    Instant start = Instant.parse("+294275-12-31T23:59:59.999999Z");
    BehaviorSession active = sessions().save(BehaviorSession.builder().startTime(start).build());

    BehaviorSession ended = sessions().complete(active.id());

    assertThat(ended.endTime()).isEqualTo(start);
    assertThat(ended.durationSeconds()).isZero();
  }

  @Test
  void aDurationBeyondWhatTheColumnHoldsIsItsGreatest() {
    Instant start = Instant.parse("-4712-01-01T00:00:00Z");
    BehaviorSession active = sessions().save(BehaviorSession.builder().startTime(start).build());

    assertThat(sessions().terminate(active.id()).durationSeconds()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void whatIsNotActiveIsNotEndedAgain() {
    for (SessionStatus from : SessionStatus.values()) {
      if (from != SessionStatus.ACTIVE) {
        BehaviorSession session = sessions().save(BehaviorSession.builder().status(from).build());
        List<String> before = contents();
        endings()
            .forEach(
                (to, end) ->
                    assertThatThrownBy(() -> end.apply(session.id()))
                        .isInstanceOfSatisfying(
                            InvalidTransitionException.class,
                            refused -> {
                              assertThat(refused.entityType()).isEqualTo("behavior session");
                              assertThat(refused.from()).isEqualTo(from.value());
                              assertThat(refused.to()).isEqualTo(to.value());
                            })
                        .hasMessage(
                            "behavior session: %s to %s (expected: from active)",
                            from.value(), to.value()));
        assertThat(contents()).isEqualTo(before);
      }
    }
  }

  @Test
  void aSessionThatDoesNotExistIsNotEnded() {
    BehaviorSessionId unknown = BehaviorSessionId.generate();
    endings()
        .values()
        .forEach(
            end ->
                assertThatThrownBy(() -> end.apply(unknown))
                    .isExactlyInstanceOf(SessionNotFoundException.class));
  }

  @Test
  void aSessionIsEndedOnceHoweverManyTryAtOnce() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      BehaviorSession active = sessions().save(BehaviorSession.builder().build());
      AtomicInteger turn = new AtomicInteger();

      var outcomes =
          Together.run(
              THREADS,
              () ->
                  turn.getAndIncrement() % 2 == 0
                      ? sessions().complete(active.id())
                      : sessions().terminate(active.id()));

      BehaviorSession ended = sessions().getById(active.id());
      assertThat(outcomes)
          .filteredOn(outcome -> outcome.failure() == null)
          .singleElement()
          .satisfies(outcome -> assertThat(outcome.value()).isEqualTo(ended));
      assertThat(Together.failures(outcomes))
          .hasSize(THREADS - 1)
          .allSatisfy(
              failure ->
                  assertThat(failure)
                      .isInstanceOfSatisfying(
                          InvalidTransitionException.class,
                          refused -> assertThat(refused.from()).isEqualTo(ended.status().value())));
    }
  }

  @Test
  void aUsersSessionsGoWithTheUser() {
    User user = repositories().users().save(User.builder().build());
    sessions().save(BehaviorSession.builder().userId(user.id()).build());
    BehaviorSession other = sessions().save(BehaviorSession.builder().build());

    repositories().users().deleteById(user.id());

    assertThat(sessions().findAll()).containsExactly(other);
  }

  @Test
  void nullIsRefusedByName() {
    assertRefused("sessionToken", () -> sessions().findBySessionToken(null));
    assertRefused("userId", () -> sessions().findByUserId(null));
    assertRefused("userId", () -> sessions().findActiveByUserId(null));
    assertRefused("id", () -> sessions().complete(null));
    assertRefused("id", () -> sessions().terminate(null));
  }
}
