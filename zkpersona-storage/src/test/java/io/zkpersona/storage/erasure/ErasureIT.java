package io.zkpersona.storage.erasure;

import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.auth.IssueChallengeRequest;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.ErasureReport;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.testing.server.OnOneServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Erasure removes everything about a person, and nothing about anyone else. */
public class ErasureIT extends ErasureFixture {

  /** More rows than one statement deletes. */
  private static final int LONG = 10_000;

  /** Disables the library's triggers, so that rows can be compared unchanged. */
  private static final String UNSTAMPED = "SET session_replication_role = replica; ";

  @Test
  void nothingOfThePersonIsLeftAndTheReportSaysWhatWasRemoved() {
    Person person = person();
    Map<String, List<String>> before = dump();
    assertThat(rowsWith(MARK)).hasSizeGreaterThan(15);

    ErasureReport report = all().users().erase(person.user.id());

    assertNothingIsLeftOf(person);
    assertThat(report.userId()).isEqualTo(person.user.id());
    assertThat(report.detached()).isEqualTo(Map.of("sponsored_transactions", 1L));
    Map<String, List<String>> after = dump();
    Map<String, Long> gone =
        before.keySet().stream()
            // The table of keys over partitions goes with the inputs.
            .filter(table -> !table.equals("behavior_input_keys"))
            .filter(table -> before.get(table).size() > after.get(table).size())
            .collect(
                Collectors.toMap(
                    table -> table,
                    table -> (long) before.get(table).size() - after.get(table).size()));
    assertThat(report.removed()).isEqualTo(gone).hasSize(13);
    assertThat(report.total()).isEqualTo(gone.values().stream().mapToLong(Long::longValue).sum());
    // Kept to prevent double use.
    assertThat(after.get("nullifiers")).isEqualTo(before.get("nullifiers")).hasSize(1);
    assertThat(after.get("sponsored_transactions")).hasSize(1);
    assertThat(after.get("sponsors")).isEqualTo(before.get("sponsors"));
    assertThat(after.get("sponsor_daily_budgets")).isEqualTo(before.get("sponsor_daily_budgets"));
    assertThat(all().users().findById(person.user.id())).isEmpty();
  }

  /** It is too long for one statement. */
  @Test
  void aLongHistoryIsErasedAsAShortOneIs() {
    ErasureReport expected =
        all().users().erase(new Person(database, all(), "numbat", 2).user.id());
    Person person = person();
    addInputs(person.user.id(), LONG);

    ErasureReport report = all().users().erase(person.user.id());

    assertNothingIsLeftOf(person);
    Map<String, Long> removed = new HashMap<>(report.removed());
    removed.merge("behavior_inputs", (long) -LONG, Long::sum);
    assertThat(removed).isEqualTo(expected.removed());
    assertThat(report.detached()).isEqualTo(expected.detached());
  }

  private void addInputs(UserId user, int number) {
    database.execute(
        """
        INSERT INTO zkpersona.behavior_inputs (user_id, session_id, input_data, "timestamp")
        SELECT '%s', 'cellar', '"%s"', now() FROM generate_series(1, %d)
        """
            .formatted(user.value(), MARK, number));
  }

  @Test
  void aPersonToWhomATableOfTheHostRefersIsNotErased() {
    Person person = person();
    database.execute(
        """
        CREATE TABLE zkpersona.orders (user_id uuid REFERENCES zkpersona.users (id));
        INSERT INTO zkpersona.orders VALUES ('%s')
        """
            .formatted(person.user.id().value()));
    Map<String, List<String>> before = dump();

    assertThatThrownBy(() -> all().users().erase(person.user.id()))
        .isInstanceOf(StillReferencedException.class);

    assertThat(dump()).isEqualTo(before);
  }

  @Test
  @OnOneServer
  void whatIsOthersStaysAsItIs() {
    Person other = new Person(database, all(), "numbat", 2);
    Map<String, List<String>> before = dump();
    Person person = person();
    BehaviorInput guest =
        all()
            .behaviorInputs()
            .save(other.inputOf(other.user.id()).withBehaviorSessionId(person.session.id()));
    database.execute(
        UNSTAMPED
            + "UPDATE zkpersona.zk_proofs SET verifier_id = '%s' WHERE user_id = '%s'"
                .formatted(person.user.id().value(), other.user.id().value()));

    all().users().erase(person.user.id());

    // Added in the person's session, the input remains its author's.
    BehaviorInput left = all().behaviorInputs().getById(guest.id());
    assertThat(left).isEqualTo(guest.withBehaviorSessionId(null).withAudit(left.audit()));
    assertThat(left.audit().modifiedAt()).isAfter(guest.audit().modifiedAt());
    all().behaviorInputs().deleteById(guest.id());
    // The nullifier that the person spent stays spent.
    database.execute(
        UNSTAMPED
            + "DELETE FROM zkpersona.nullifiers WHERE hash = sha256('"
            + MARK
            + "');"
            + "UPDATE zkpersona.zk_proofs SET verifier_id = NULL WHERE verifier_id IS NOT NULL;"
            + " DELETE FROM zkpersona.sponsored_transactions WHERE user_id IS NULL");
    assertThat(dump()).isEqualTo(before);
  }

  @Test
  void aUserOfAnyStatusIsErasedWithOrWithoutAnything() {
    for (UserStatus status : UserStatus.values()) {
      User user = all().users().save(User.builder().status(status).build());

      ErasureReport report = all().users().erase(user.id());

      assertThat(report.total()).isOne();
      assertThat(report.removed()).containsEntry("users", 1L).containsEntry("behavior_inputs", 0L);
      assertThatThrownBy(() -> all().users().erase(user.id()))
          .isInstanceOfSatisfying(
              UserNotFoundException.class,
              missing -> assertThat(missing.id()).contains(user.id().value()));
    }
    assertThat(dump().get("users")).isEmpty();
    assertRefused("id", () -> all().users().erase(null));
  }

  /** As another program may have stored it; no domain type would accept it. */
  @Test
  void aUserWhoseRowBreaksARuleIsErased() {
    UserId user = UserId.generate();
    database.execute(
        """
        INSERT INTO zkpersona.users (id, email, wallet_address, privacy_settings)
        VALUES ('%s', 'a@b.c', 'Another Chain', '{"data_sharing": "quokka"}')
        """
            .formatted(user.value()));
    assertThatThrownBy(() -> all().users().findById(user));

    all().users().erase(user);

    assertThat(dump().get("users")).isEmpty();
  }

  @Test
  void theChallengesOfAnOldSpellingOfAWalletAreErasedToo() {
    UserId user = UserId.generate();
    String upper = "BC1QWZ2LHC40S8TY3L5JG3PLPVE3Y3L82X9L42Q7FK";
    database.execute(
        "INSERT INTO zkpersona.users (id, wallet_address) VALUES ('%s', '%s')"
            .formatted(user.value(), upper));
    all()
        .signIn()
        .issueChallenge(
            new IssueChallengeRequest(
                WalletAddress.of(upper),
                "bip122:000000000019d6689c085ae165831e93",
                "web_app",
                "https://web_app/",
                Duration.ofMinutes(5)));

    all().users().erase(user);

    assertThat(dump().get("wallet_challenges")).isEmpty();
  }

  @Test
  void whoDetachesASponsoredTransactionIsNamed() {
    Person person = person();
    ActorId actor = ActorId.of(UserId.generate());

    all().as(actor).users().erase(person.user.id());

    assertThat(database.queryOne("SELECT mid FROM zkpersona.sponsored_transactions"))
        .isEqualTo(actor.value().toString());
    assertThat(
            database.queryOne(
                "SELECT user_id IS NULL AND mtime > ctime FROM zkpersona.sponsored_transactions"))
        .isEqualTo("t");
  }

  @Test
  void whoIsErasedIsNotNamedByTheSponsorsAccount() {
    Person person = person();
    ActorId self = ActorId.of(person.user.id());
    database.execute(
        "UPDATE zkpersona.sponsored_transactions SET cid = '%1$s', mid = '%1$s'"
            .formatted(self.value()));

    all().as(self).users().erase(person.user.id());

    assertNothingIsLeftOf(person);
  }

  /** A session name shared with another user is kept, and so are the inputs of others. */
  @ParameterizedTest
  @ValueSource(ints = {0, LONG})
  void aFreeTextSessionOfSeveralUsersKeepsItsName(int further) {
    User one = all().users().save(User.builder().build());
    addInputs(one.id(), further);
    User other = all().users().save(User.builder().build());
    List<BehaviorInput> kept =
        List.of(
            named(null, null, "lobby"), named(other.id(), null, "lobby"), named(null, null, ""));
    named(one.id(), null, "lobby");
    named(one.id(), null, "");
    BehaviorSession shared = session();
    named(one.id(), shared.id(), "lobby");
    named(other.id(), shared.id(), "lobby");
    BehaviorSession alone = session();
    named(one.id(), alone.id(), "cellar");
    BehaviorInput unknown = named(null, null, "cellar");
    BehaviorSession others =
        all().behaviorSessions().save(BehaviorSession.builder().userId(other.id()).build());
    BehaviorInput attached = named(null, others.id(), "cellar");

    ErasureReport report = all().users().erase(one.id());

    for (BehaviorInput input : kept) {
      assertThat(all().behaviorInputs().getById(input.id())).isEqualTo(input);
    }
    assertThat(all().behaviorInputs().getById(attached.id())).isEqualTo(attached);
    assertThat(all().behaviorInputs().getById(unknown.id()).sessionId()).isNull();
    assertThat(all().behaviorSessions().getById(shared.id())).isEqualTo(shared);
    assertThat(all().behaviorSessions().getById(alone.id()).metadata())
        .isEqualTo(Json.emptyObject());
    assertThat(report.detached())
        .isEqualTo(
            Map.of("behavior_sessions", 1L, "behavior_inputs", 1L, "sponsored_transactions", 0L));
  }

  private BehaviorSession session() {
    return all()
        .behaviorSessions()
        .save(BehaviorSession.builder().metadata(Json.of("{\"agent\": \"browser\"}")).build());
  }

  private BehaviorInput named(UserId owner, BehaviorSessionId session, String name) {
    return all()
        .behaviorInputs()
        .save(
            BehaviorInput.builder()
                .userId(owner)
                .behaviorSessionId(session)
                .sessionId(new SessionText(name))
                .inputData(Json.emptyObject())
                .build());
  }

  @Test
  void anErasureIsUndoneWithItsTransaction() {
    Person person = person();
    Map<String, List<String>> before = dump();

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      assertThat(tx.users().erase(person.user.id()).total()).isGreaterThan(15);
                      assertThat(tx.users().findById(person.user.id())).isEmpty();
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");

    assertThat(dump()).isEqualTo(before);
  }

  /** Its tables of versions 1 to 6 differ or are missing. */
  @Test
  void aDatabaseThatWasAdoptedWithoutTheBaseTablesErasesToo() {
    Person person = person();
    database.execute(
        """
        DROP TABLE zkpersona.zkml_proofs, zkpersona.refresh_tokens, zkpersona.auth_sessions,
          zkpersona.user_roles, zkpersona.wallet_challenges, zkpersona.sponsored_transactions;
        CREATE TABLE zkpersona.auth_sessions (token text)
        """);

    ErasureReport report = all().users().erase(person.user.id());

    assertNothingIsLeftOf(person);
    assertThat(report.removed())
        .containsOnlyKeys(
            "reputation_records",
            "verification_attempts",
            "zk_proofs",
            "scoring_results",
            "behavior_input_claims",
            "behavior_inputs",
            "behavior_sessions",
            "users");
    assertThat(report.detached()).isEmpty();
  }
}
