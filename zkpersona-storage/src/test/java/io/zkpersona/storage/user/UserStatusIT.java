package io.zkpersona.storage.user;

import static io.zkpersona.domain.user.UserStatus.ACTIVE;
import static io.zkpersona.domain.user.UserStatus.DELETED;
import static io.zkpersona.domain.user.UserStatus.SUSPENDED;
import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.server.OwnDatabase;
import io.zkpersona.storage.testing.server.Rows;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The explicit transitions between a user's states. */
class UserStatusIT {

  private static final int THREADS = 16;
  private static final Map<UserStatus, Set<UserStatus>> ALLOWED =
      Map.of(
          SUSPENDED, EnumSet.of(ACTIVE, UserStatus.INACTIVE),
          ACTIVE, EnumSet.of(UserStatus.INACTIVE, SUSPENDED, DELETED),
          DELETED, EnumSet.of(ACTIVE, UserStatus.INACTIVE, SUSPENDED));

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private static UserRepository users() {
    return OWN.manager().repositories().users();
  }

  /** Returns the transitions, by the state they lead to. */
  private static Map<UserStatus, Function<UserId, User>> steps(UserRepository users) {
    return Map.of(SUSPENDED, users::suspend, ACTIVE, users::reactivate, DELETED, users::softDelete);
  }

  private static User user(UserStatus status) {
    return users()
        .save(
            User.builder()
                .username(new Username("name of " + UUID.randomUUID()))
                .status(status)
                .build());
  }

  @Test
  void aStepIsTakenFromTheStatesItMayStartFromAndRefusedFromOthers() {
    steps(users())
        .forEach(
            (to, step) -> {
              for (UserStatus from : UserStatus.values()) {
                User user = user(from);
                if (ALLOWED.get(to).contains(from)) {
                  assertTaken(user, to, step.apply(user.id()));
                } else {
                  assertTransitionRefused(user, from, to, step);
                }
              }
            });
  }

  private static void assertTaken(User before, UserStatus to, User after) {
    assertThat(after).isEqualTo(before.withStatus(to).withAudit(after.audit()));
    assertThat(after.audit().modifiedAt()).isAfter(before.audit().modifiedAt());
    assertThat(after.audit().createdAt()).isEqualTo(before.audit().createdAt());
    assertThat(users().getById(before.id())).isEqualTo(after);
  }

  private static void assertTransitionRefused(
      User user, UserStatus from, UserStatus to, Function<UserId, User> step) {
    List<String> before = Rows.all(OWN.database());
    assertThatThrownBy(() -> step.apply(user.id()))
        .isInstanceOfSatisfying(
            InvalidTransitionException.class,
            refused -> {
              assertThat(refused.entityType()).isEqualTo("user");
              assertThat(refused.from()).isEqualTo(from.value());
              assertThat(refused.to()).isEqualTo(to.value());
              assertThat(refused.allowedFrom())
                  .containsExactlyElementsOf(
                      ALLOWED.get(to).stream().sorted().map(UserStatus::value).toList());
            });
    assertThat(Rows.all(OWN.database())).isEqualTo(before);
  }

  @Test
  void whoTakesAStepIsNamedAndOtherwiseNobody() {
    ActorId first = new ActorId(UUID.randomUUID());
    ActorId second = new ActorId(UUID.randomUUID());
    User user = OWN.manager().repositories().as(first).users().save(User.builder().build());

    assertThat(users().suspend(user.id()).audit().modifiedBy()).isNull();
    User active = OWN.manager().repositories().as(second).users().reactivate(user.id());
    assertThat(active.audit().modifiedBy()).isEqualTo(second);
    assertThat(active.audit().createdBy()).isEqualTo(first);
  }

  @Test
  void theTimeOfModificationGrowsThoughTheClockDoesNot() {
    User user = user(ACTIVE);
    OWN.database().execute("UPDATE zkpersona.users SET mtime = '2099-12-31 23:59:59.999999Z'");

    User suspended = users().suspend(user.id());

    assertThat(suspended.audit().modifiedAt()).isEqualTo("2100-01-01T00:00:00Z");
    assertThat(users().reactivate(user.id()).audit().modifiedAt())
        .isEqualTo(suspended.audit().modifiedAt().plus(1, ChronoUnit.MICROS));
  }

  @Test
  void aCopyReadBeforeAStepIsStale() {
    User user = user(ACTIVE);
    users().suspend(user.id());

    assertThatThrownBy(() -> users().update(user)).hasMessageContaining("changed since");
  }

  @Test
  void aUserThatDoesNotExistTakesNoStep() {
    UserId unknown = UserId.generate();
    steps(users())
        .values()
        .forEach(
            step ->
                assertThatThrownBy(() -> step.apply(unknown))
                    .isExactlyInstanceOf(UserNotFoundException.class));
    steps(users()).values().forEach(step -> assertRefused("id", () -> step.apply(null)));
  }

  @Test
  void aSoftlyDeletedUserIsBackWithAllItHeldOnceReactivated() {
    WalletAddress wallet = new WalletAddress("0x" + "0f".repeat(20));
    User user =
        users().save(User.builder().walletAddress(wallet).username(new Username("Ann")).build());

    users().softDelete(user.id());
    assertThat(users().findByWalletAddress(wallet)).isEmpty();

    User back = users().reactivate(user.id());
    assertThat(users().findByWalletAddress(wallet)).contains(back);
    assertThat(users().findByUsername("ANN")).contains(back);
  }

  @Test
  void ofManyAtOnceExactlyOneTakesTheStep() throws InterruptedException {
    for (var step : steps(users()).entrySet()) {
      User user = user(step.getKey() == ACTIVE ? DELETED : ACTIVE);

      var outcomes = Together.run(THREADS, () -> step.getValue().apply(user.id()));

      assertThat(outcomes)
          .filteredOn(outcome -> outcome.failure() == null)
          .singleElement()
          .satisfies(won -> assertThat(won.value()).isEqualTo(users().getById(user.id())));
      assertThat(Together.failures(outcomes))
          .hasSize(THREADS - 1)
          .allSatisfy(
              failure -> assertThat(failure).isInstanceOf(InvalidTransitionException.class));
    }
  }

  @Test
  void aStepIsTakenInTheTransactionItIsAskedForIn() {
    User user = user(ACTIVE);

    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          assertThat(tx.users().suspend(user.id()).status()).isEqualTo(SUSPENDED);
                          assertThatThrownBy(() -> tx.users().suspend(user.id()))
                              .isInstanceOf(InvalidTransitionException.class);
                          // The refusal leaves the transaction usable.
                          tx.users().softDelete(user.id());
                          throw new IllegalStateException("undone");
                        }))
        .hasMessage("undone");

    assertThat(users().getById(user.id())).isEqualTo(user);
  }
}
