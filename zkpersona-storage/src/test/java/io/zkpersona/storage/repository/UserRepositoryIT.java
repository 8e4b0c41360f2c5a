package io.zkpersona.storage.repository;

import static io.zkpersona.storage.repository.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.UpdateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class UserRepositoryIT extends RepositoryContract<User, UserId, UserFilter> {

  private static final String LOWER = "0xabcdefabcdefabcdefabcdefabcdefabcdefabcd";
  private static final int THREADS = 100;

  UserRepositoryIT() {
    super(new UserKind());
  }

  private UserRepository users() {
    return manager().repositories().users();
  }

  @Test
  void anEthereumWalletIsFoundInEveryLetterCase() {
    User user = users().save(User.builder().walletAddress(new WalletAddress(LOWER)).build());
    String upper = "0x" + LOWER.substring(2).toUpperCase(Locale.ROOT);

    for (String spelling : List.of(LOWER, upper, user.walletAddress().value())) {
      assertThat(users().findByWalletAddress(new WalletAddress(spelling))).contains(user);
    }
    assertThat(users().findByWalletAddress(new WalletAddress(LOWER.replace("cd", "ce")))).isEmpty();
  }

  @Test
  void anotherChainsWalletIsFoundAsGivenOnly() {
    User user = save("bc1qAbCdEfGh", null, null);
    User other = save("bc1qabcdefgh", null, null);
    User nearly = save(LOWER + "0", null, null);

    assertThat(users().findByWalletAddress(new WalletAddress("bc1qAbCdEfGh"))).contains(user);
    assertThat(users().findByWalletAddress(new WalletAddress("bc1qabcdefgh"))).contains(other);
    assertThat(users().findByWalletAddress(new WalletAddress("BC1QABCDEFGH"))).isEmpty();
    assertThat(users().findByWalletAddress(new WalletAddress(LOWER + "0"))).contains(nearly);
    assertThat(users().findByWalletAddress(new WalletAddress(LOWER.toUpperCase(Locale.ROOT) + "0")))
        .isEmpty();
    assertDuplicate("walletAddress", () -> save("bc1qAbCdEfGh", null, null));
  }

  @Test
  void eMailAndNameAreFoundWithoutRegardToTheCaseOfAToZ() {
    User user = save(null, "Ann.ÄÖ@Example.ORG", "Ann İÄ 1");

    assertThat(users().findByEmail("aNN.ÄÖ@eXAMPLE.org")).contains(user);
    assertThat(users().findByUsername("aNN İÄ 1")).contains(user);
    assertThat(users().findByEmail("ann.äö@example.org")).isEmpty();
    assertThat(users().findByUsername("ann i̇ä 1")).isEmpty();
    assertThat(users().findByEmail("")).isEmpty();
    assertThat(users().findByUsername("Ann%")).isEmpty();
  }

  @Test
  void whatDiffersInLetterCaseOnlyIsTaken() {
    insertAsOthersWrote(LOWER);
    save("0x" + "0a".repeat(20), "Ann@Example.org", "Ann");
    User third = save("bc1qAbCdEfGh", "third@example.org", "third");
    List<String> before = contents();
    WalletAddress taken = new WalletAddress(LOWER);

    assertDuplicate("walletAddress", () -> save(LOWER, null, null));
    assertDuplicate("walletAddress", () -> save("0x" + "0A".repeat(20), null, null));
    assertDuplicate("email", () -> save(null, "aNN@example.ORG", null));
    assertDuplicate("username", () -> save(null, null, "aNN"));
    assertDuplicate("walletAddress", () -> users().update(third.withWalletAddress(taken)));
    assertDuplicate(
        "email", () -> users().update(third.withEmail(new EmailAddress("ANN@EXAMPLE.ORG"))));
    assertDuplicate(
        "username",
        () ->
            users()
                .update(
                    third.id(),
                    UpdateUserRequest.builder().username(Change.to(new Username("ANN"))).build()));
    assertThatThrownBy(
            () ->
                users()
                    .createAll(
                        List.of(
                            CreateUserRequest.builder().username(new Username("new")).build(),
                            CreateUserRequest.builder().username(new Username("NEW")).build())))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            duplicate -> {
              assertThat(duplicate.field()).isEqualTo("username");
              assertThat(duplicate.index()).hasValue(1);
            });
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void aWalletThatOthersWroteInLowerCaseIsFoundAndReadChecksummed() {
    insertAsOthersWrote(LOWER);
    WalletAddress wallet = new WalletAddress(LOWER);

    User found = users().findByWalletAddress(wallet).orElseThrow();

    assertThat(found.walletAddress()).isEqualTo(wallet);
    assertThat(wallet.value()).isNotEqualTo(LOWER);
    assertThat(users().getOrCreateByWalletAddress(wallet)).isEqualTo(found);
  }

  /** By a program that does not checksum. */
  private void insertAsOthersWrote(String wallet) {
    database()
        .execute("INSERT INTO zkpersona.users (wallet_address) VALUES ('%s')".formatted(wallet));
  }

  @Test
  void aSoftlyDeletedUserIsFoundByIdAndOtherwiseOnlyWhenAskedFor() {
    User kept = save(null, null, "kept");
    User read = save("bc1qAbCdEfGh", "gone@example.org", "gone");
    User gone = users().softDelete(read.id());

    assertThat(users().findById(gone.id())).contains(gone);
    assertThat(users().existsById(gone.id())).isTrue();
    assertThat(users().findAllById(List.of(gone.id(), kept.id()))).containsExactly(kept, gone);
    assertThat(users().findByWalletAddress(gone.walletAddress())).isEmpty();
    assertThat(users().findByEmail("gone@example.org")).isEmpty();
    assertThat(users().findByUsername("gone")).isEmpty();
    assertThat(users().findAll()).containsExactly(kept);
    assertThat(users().count()).isOne();
    try (Stream<User> stream = users().stream()) {
      assertThat(stream).containsExactly(kept);
    }
    assertThat(users().findPage(PaginationParams.firstPage().withTotal()).total()).hasValue(1);
    assertThat(users().findSlice(SliceParams.firstSlice()).items()).containsExactly(kept);

    UserFilter deleted = UserFilter.builder().status(UserStatus.DELETED).build();
    assertThat(users().find(deleted)).containsExactly(gone);
    assertThat(users().find(UserFilter.builder().includeDeleted(true).build()))
        .containsExactly(kept, gone);
  }

  @Test
  void aSoftlyDeletedUserStillHoldsWhatIsItsOwn() {
    save("bc1qAbCdEfGh", "gone@example.org", "gone");
    database().execute("UPDATE zkpersona.users SET status = 'deleted'");
    List<String> before = contents();

    assertDuplicate("walletAddress", () -> save("bc1qAbCdEfGh", null, null));
    assertDuplicate("email", () -> save(null, "GONE@example.org", null));
    assertDuplicate("username", () -> save(null, null, "Gone"));
    assertDuplicate(
        "walletAddress",
        () -> users().getOrCreateByWalletAddress(new WalletAddress("bc1qAbCdEfGh")));
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void theUserOfANewWalletIsMadeWithDefaults() {
    WalletAddress wallet = new WalletAddress(LOWER);

    User made = users().getOrCreateByWalletAddress(wallet);

    assertThat(made.withAudit(AuditStamp.unsaved()))
        .isEqualTo(
            new User(
                made.id(),
                wallet,
                null,
                null,
                UserStatus.ACTIVE,
                PrivacySettings.defaults(),
                AuditStamp.unsaved()));
    assertThat(users().getById(made.id())).isEqualTo(made);
  }

  @Test
  void nothingIsWrittenForAUserThatExists() {
    User user = users().getOrCreateByWalletAddress(new WalletAddress(LOWER));
    String version = "SELECT ctid || ' ' || xmin || ' ' || xmax FROM zkpersona.users";
    List<String> before = database().query(version);

    assertThat(users().getOrCreateByWalletAddress(new WalletAddress(LOWER))).isEqualTo(user);

    assertThat(database().query(version)).isEqualTo(before);
  }

  /** The next row lies right behind it: not even an undone version was put between. */
  @Test
  void nothingIsWrittenForAUserThatExistsHoweverManyAskAtOnce() throws InterruptedException {
    database().execute("TRUNCATE zkpersona.users CASCADE");
    User user = users().getOrCreateByWalletAddress(new WalletAddress(LOWER));
    String versions = "SELECT ctid || ' ' || xmin || ' ' || xmax FROM zkpersona.users WHERE id = ";
    String version = versions + "'" + user.id().value() + "'";
    List<String> before = database().query(version);

    List<User> found =
        Together.values(
            Together.run(
                THREADS, () -> users().getOrCreateByWalletAddress(new WalletAddress(LOWER))));

    assertThat(found).hasSize(THREADS).containsOnly(user);
    assertThat(database().query(version)).isEqualTo(before);
    users().save(User.builder().build());
    String line = "SELECT (ctid::text::point)[1]::integer FROM zkpersona.users ORDER BY ctid";
    assertThat(database().query(line)).containsExactly("1", "2");
    assertThat(
            database()
                .query(
                    "SELECT relname FROM pg_class WHERE relkind = 'S' AND relname LIKE 'users%'"))
        .isEmpty();
  }

  @Test
  void oneUserIsMadeHoweverManyAskAtOnce() throws InterruptedException {
    for (String wallet : List.of(LOWER, "bc1qAbCdEfGh", "0x" + "0f".repeat(20))) {
      List<User> users =
          Together.values(
              Together.run(
                  THREADS, () -> users().getOrCreateByWalletAddress(new WalletAddress(wallet))));
      assertThat(users).hasSize(THREADS).containsOnly(users.get(0));
    }
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void aUserIsMadeWithItsTransaction() {
    undone(
        tx -> {
          User made = tx.users().getOrCreateByWalletAddress(new WalletAddress(LOWER));
          assertThat(tx.users().getOrCreateByWalletAddress(new WalletAddress(LOWER)))
              .isEqualTo(made);
        });
    assertThat(rows()).isZero();
  }

  @Test
  void nullIsRefusedByName() {
    assertRefused("walletAddress", () -> users().findByWalletAddress(null));
    assertRefused("walletAddress", () -> users().getOrCreateByWalletAddress(null));
    assertRefused("email", () -> users().findByEmail(null));
    assertRefused("username", () -> users().findByUsername(null));
  }

  private User save(String wallet, String email, String username) {
    return users()
        .save(
            User.builder()
                .walletAddress(wallet == null ? null : new WalletAddress(wallet))
                .email(email == null ? null : new EmailAddress(email))
                .username(username == null ? null : new Username(username))
                .build());
  }

  private static void assertDuplicate(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            duplicate -> {
              assertThat(duplicate.entityType()).isEqualTo("user");
              assertThat(duplicate.field()).isEqualTo(field);
            })
        .hasMessageContaining(field);
  }
}
