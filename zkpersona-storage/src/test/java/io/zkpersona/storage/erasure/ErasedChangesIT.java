package io.zkpersona.storage.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.user.ErasureReport;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recorded changes of a person outlast the erasure without what leads to the person. */
class ErasedChangesIT extends ErasureFixture {

  private static final String LINES =
      "SELECT concat_ws(' ', position, transaction_id, changed_at, operation, entity)"
          + " FROM zkpersona.changes ORDER BY position";
  private static final String COMMITMENTS =
      """
      SELECT position || ' ' || coalesce(commitment,
          zkpersona.changes_commitment(salt, entity_id, second_id, user_id, before))::text
        || coalesce(actor_commitment, zkpersona.changes_commitment(actor_salt, actor_id), '')::text
      FROM zkpersona.changes ORDER BY position
      """;

  @BeforeEach
  void record() {
    all().changes().startRecording(EnumSet.allOf(ChangedEntity.class));
  }

  @Test
  void changesKeepPlaceTimeAndCommitmentAndOneTellsOfTheErasure() {
    Person person = person();
    Person other = new Person(database, all(), "wombat", 2);
    ActorId self = new ActorId(person.user.id().value());
    ActorId clerk = new ActorId(UUID.randomUUID());
    User changed = all().as(self).users().update(person.user.id(), current -> current);
    all().as(self).users().update(other.user.id(), current -> current);
    List<String> lines = database.query(LINES);
    List<String> commitments = database.query(COMMITMENTS);

    all().as(clerk).users().erase(changed.id());

    assertThat(database.query(LINES)).startsWith(lines.toArray(String[]::new));
    assertThat(database.query(COMMITMENTS)).startsWith(commitments.toArray(String[]::new));
    assertThat(rowsWith(person.mark)).isEmpty();
    assertThat(dump().get("changes")).noneMatch(row -> row.contains(self.value().toString()));
    assertThat(
            database.query(
                "SELECT operation || ' ' || entity || ' ' || actor_id FROM zkpersona.changes"
                    + " WHERE position >= %s AND (operation = 'erase' OR entity = 'users')"
                        .formatted(lines.get(lines.size() - 1).split(" ", -1)[0])))
        .contains("erase users " + clerk.value(), "delete users " + clerk.value());
    assertThat(all().changes().findSlice(of(person.user.id()), SliceParams.firstSlice()).items())
        .isEmpty();
    // Nothing of anybody else is touched, except who changed it.
    assertThat(all().changes().findSlice(of(other.user.id()), SliceParams.firstSlice()).items())
        .isNotEmpty()
        .allSatisfy(change -> assertThat(change.isErased()).isFalse())
        .allSatisfy(change -> assertThat(change.actorId()).isNull());
    assertThat(all().users().history().revisions(changed.id(), SliceParams.firstSlice()).items())
        .isEmpty();
  }

  private static ChangeFilter of(UserId user) {
    return ChangeFilter.builder().userId(user).build();
  }

  @Test
  void versionsOfRowsThatWereDeletedBeforeAreErasedToo() {
    User user = all().users().save(User.builder().build());
    BehaviorSession own = session(user.id());
    BehaviorSession nobodys = session(null);
    BehaviorInput named = input(user.id(), nobodys.id(), "phone of " + MARK);
    List<BehaviorInput> inputs =
        List.of(
            named,
            input(null, own.id(), "x"),
            input(null, null, "phone of " + MARK),
            input(user.id(), null, "y"));
    for (BehaviorInput input : inputs) {
      all()
          .scoringResults()
          .create(
              CreateScoringResultRequest.builder()
                  .behaviorInputId(input.id())
                  .score(BigDecimal.ONE)
                  .modelVersion("1")
                  .metadata(Json.of("{\"of\": \"%s\"}".formatted(MARK)))
                  .build());
    }
    User next = all().users().save(User.builder().build());
    all().behaviorInputs().update(inputs.get(3).id(), input -> input.withUserId(next.id()));
    all().scoringResults().deleteEverything();
    all().behaviorSessions().deleteById(nobodys.id());
    all().behaviorInputs().deleteById(inputs.get(1).id());
    all().behaviorInputs().deleteById(inputs.get(2).id());
    all().behaviorSessions().deleteById(own.id());
    assertThat(rowsWith(MARK)).isNotEmpty();

    all().users().erase(user.id());

    assertThat(rowsWith(user.id().value().toString())).isEmpty();
    // What the next person has of the input is that person's.
    all().users().erase(next.id());
    assertThat(rowsWith(MARK)).isEmpty();
    assertThat(rowsWith(next.id().value().toString())).isEmpty();
  }

  @Test
  void aUserWhoIsInsertedWhileTheErasureOfTheDeletedOneRunsIsErasedToo() throws Exception {
    User user = all().users().save(User.builder().username(new Username(MARK)).build());
    all().users().deleteById(user.id());
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Backends.execute(connection, "LOCK TABLE zkpersona.changes IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<Void> erasing =
          OwnThreads.run(
              () ->
                  assertThat(all().users().erase(user.id()).removed()).containsEntry("users", 1L));
      Backends.awaitWaiting(database, 1);
      Backends.execute(
          connection,
          "INSERT INTO zkpersona.users (id) VALUES ('%s')".formatted(user.id().value()));
      connection.commit();

      erasing.get(10, TimeUnit.SECONDS);
    }

    assertThat(all().users().findById(user.id())).isEmpty();
    assertThat(rowsWith(MARK)).isEmpty();
    assertThat(rowsWith(user.id().value().toString())).isEmpty();
  }

  @Test
  void aUserWhoWasDeletedIsErasedLater() {
    User user = all().users().save(User.builder().username(new Username(MARK)).build());
    UserId id = user.id();
    all().as(ActorId.of(id)).users().update(id, found -> found.withUsername(null));
    all().users().deleteById(id);
    assertThat(rowsWith(MARK)).isNotEmpty();

    ErasureReport report = all().users().erase(id);

    assertThat(rowsWith(MARK)).isEmpty();
    assertThat(rowsWith(id.value().toString())).isEmpty();
    assertThat(report.removed()).isEmpty();
    // Inserted, updated and deleted, and one of them by the user.
    assertThat(report.detached()).containsExactly(entry("changes", 4L));
    assertThatThrownBy(() -> all().users().erase(id)).isInstanceOf(UserNotFoundException.class);
  }

  @Test
  void anActorWhoIsNoUserAnyMoreIsErasedLater() {
    User user = all().users().save(User.builder().build());
    ActorId gone = new ActorId(UUID.randomUUID());
    all().as(gone).users().update(user.id(), found -> found);

    assertThat(all().users().erase(new UserId(gone.value())).detached())
        .containsExactly(entry("changes", 1L));

    assertThat(all().changes().findSlice(of(user.id()), SliceParams.firstSlice()).items())
        .isNotEmpty()
        .allSatisfy(change -> assertThat(change.actorId()).isNull());
  }

  @Test
  void anIsolationThatHidesChangesIsRefused() {
    User user = all().users().save(User.builder().build());
    User deleted = all().users().save(User.builder().build());
    all().users().deleteById(deleted.id());

    for (UserId id : List.of(user.id(), deleted.id())) {
      for (Isolation isolation : List.of(Isolation.REPEATABLE_READ, Isolation.SERIALIZABLE)) {
        assertThatThrownBy(
                () ->
                    manager.inTransaction(
                        TransactionOptions.defaults().isolation(isolation),
                        tx -> {
                          tx.users().erase(id);
                        }))
            .isInstanceOf(TransactionException.class)
            .hasMessageContaining("users.erase")
            .hasMessageContaining("READ COMMITTED");
      }
    }
    assertThat(all().users().findById(user.id())).isPresent();
    all().users().erase(user.id());
    all().users().erase(deleted.id());
  }

  @Test
  void versionsThatWereNobodysBeforeTheyWereThePersonsAreErasedToo() {
    User user = all().users().save(User.builder().build());
    BehaviorSession session = session(null);
    BehaviorInput input = input(null, null, "phone of " + MARK);
    BehaviorInput alike = input(null, null, "phone of " + MARK);
    all().behaviorSessions().update(session.id(), found -> found.withUserId(user.id()));
    all()
        .behaviorInputs()
        .update(input.id(), found -> found.withInputData(Json.of("{\"n\": \"" + MARK + "\"}")));
    all().behaviorInputs().update(input.id(), found -> found.withUserId(user.id()));
    all().behaviorInputs().deleteById(input.id());
    all().behaviorInputs().deleteById(alike.id());
    all().behaviorSessions().deleteById(session.id());
    assertThat(rowsWith(MARK)).isNotEmpty();

    all().users().erase(user.id());

    assertThat(rowsWith(MARK)).isEmpty();
    assertThat(rowsWith(input.id().value().toString())).isEmpty();
    assertThat(rowsWith(session.id().value().toString())).isEmpty();
  }

  private BehaviorSession session(@Nullable UserId user) {
    return all()
        .behaviorSessions()
        .save(
            BehaviorSession.builder()
                .userId(user)
                .sessionToken(SessionToken.generate())
                .metadata(Json.of("{\"of\": \"%s\"}".formatted(MARK)))
                .build());
  }

  private BehaviorInput input(
      @Nullable UserId user, @Nullable BehaviorSessionId session, String name) {
    return all()
        .behaviorInputs()
        .save(
            BehaviorInput.builder()
                .userId(user)
                .behaviorSessionId(session)
                .sessionId(new SessionText(name))
                .inputData(Json.of("{\"of\": \"%s\"}".formatted(MARK)))
                .build());
  }

  @Test
  void aPersonWithoutRecordedChangesIsErasedWithoutATrace() {
    all().changes().stopRecording(EnumSet.allOf(ChangedEntity.class));
    Person person = person();

    all().users().erase(person.user.id());

    assertThat(database.query(LINES)).isEmpty();
  }

  @Test
  void theOperationOfAnErasureIsFound() {
    Person person = person();
    all().users().erase(person.user.id());

    assertThat(
            all()
                .changes()
                .findSlice(
                    ChangeFilter.builder().operation(ChangeOperation.ERASE).build(),
                    SliceParams.firstSlice())
                .items())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.entity()).isEqualTo(ChangedEntity.USER);
              assertThat(change.entityId()).isNull();
              assertThat(change.actorId()).isNull();
              assertThat(change.isErased()).isFalse();
            });
  }
}
