package io.zkpersona.storage.user;

import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.contract.RepositoryContract;
import io.zkpersona.storage.repository.contract.Together;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class UserRepositoryIT extends RepositoryContract<User, UserId, UserFilter> {

  private static final String LOWER = "0xabcdefabcdefabcdefabcdefabcdefabcdefabcd";
  private static final String BITCOIN = "bc1qwz2lhc40s8ty3l5jg3plpve3y3l82x9l42q7fk";
  private static final String LITECOIN = "ltc1q8c6fshw2dlwun7ekn9qwf37cu2rn755u9ym7p0";
  private static final int THREADS = 100;

  /** Values that rows from before the rules may hold. */
  private record Spoiled(String wallet, String email, String username) {}

  private static final List<Spoiled> SPOILED =
      List.of(
          new Spoiled(LOWER + "\r", "an\u200bn@example.org", "ann "),
          new Spoiled("AnotherChainsAddress", "zoe\u0308@example.org", "zoe\u0308"),
          new Spoiled(BITCOIN.toUpperCase(Locale.ROOT), "o@example.org", "an\u200bn"));

  UserRepositoryIT() {
    super(new UserFixture());
  }

  private UserRepository users() {
    return repositories().users();
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
  void anotherChainsWalletIsFoundWithRegardToItsLetterCase() {
    User user = save("other:1:AbCdEfGh", null, null);
    User other = save("other:1:abcdefgh", null, null);
    User nextChain = save("other:2:abcdefgh", null, null);

    assertThat(users().findByWalletAddress(WalletAddress.of("other:1:AbCdEfGh"))).contains(user);
    assertThat(users().findByWalletAddress(WalletAddress.of("other:1:abcdefgh"))).contains(other);
    assertThat(users().findByWalletAddress(WalletAddress.of("other:2:abcdefgh")))
        .contains(nextChain);
    assertThat(users().findByWalletAddress(WalletAddress.of("other:1:ABCDEFGH"))).isEmpty();
    assertDuplicate("walletAddress", () -> save("other:1:AbCdEfGh", null, null));
  }

  /** All spellings of a wallet, by any constructor, lead to one user. */
  @Test
  void everySpellingOfAWalletIsOneUser() {
    for (List<String> spellings :
        List.of(
            List.of(BITCOIN, BITCOIN.toUpperCase(Locale.ROOT)),
            List.of(
                "0x0" + "a".repeat(63),
                "0x" + "A".repeat(63),
                "starknet:SN_MAIN:0x" + "a".repeat(63)),
            List.of(
                "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N",
                "UQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqEBI",
                "0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8"))) {
      User user = users().getOrCreateByWalletAddress(WalletAddress.of(spellings.get(0)));
      for (String spelling : spellings) {
        WalletAddress given = new WalletAddress(spelling);
        assertThat(users().getOrCreateByWalletAddress(given)).isEqualTo(user);
        assertThat(users().findByWalletAddress(given)).contains(user);
        assertDuplicate(
            "walletAddress",
            () -> users().create(CreateUserRequest.builder().walletAddress(given).build()));
      }
    }
    User made =
        users().getOrCreateByWalletAddress(new WalletAddress(LITECOIN.toUpperCase(Locale.ROOT)));
    assertThat(made.walletAddress()).isEqualTo(WalletAddress.of(LITECOIN));
    assertThat(users().count()).isEqualTo(4);
  }

  @Test
  void whatOldRowsHoldIsReadFoundAndChangedOtherwiseButNotStoredAnew() {
    for (Spoiled old : SPOILED) {
      insertAsOthersWrote(old);
      User user = users().findByWalletAddress(new WalletAddress(old.wallet)).orElseThrow();

      assertThat(users().getOrCreateByWalletAddress(user.walletAddress())).isEqualTo(user);
      assertThat(users().findByUsername(old.username)).contains(user);
      assertThat(users().findByEmail(old.email)).contains(user);
      User changed =
          users().update(user.withPrivacySettings(user.privacySettings().withDataSharing(true)));
      assertThat(users().getById(user.id())).isEqualTo(changed);
      User again = users().update(user.id(), current -> current.withStatus(UserStatus.INACTIVE));
      assertThat(again.username().value()).isEqualTo(old.username);
      users().updateAll(List.of(again.withStatus(UserStatus.ACTIVE)), BulkOptions.atomic());
      users().upsertAll(List.of(again), BulkOptions.atomic());
      assertThat(users().suspend(user.id()).walletAddress()).isEqualTo(user.walletAddress());
      users().erase(user.id());
    }
  }

  @Test
  void nothingSpoiledEntersByAnyWrite() {
    User stored = save(LOWER, "ann@example.org", "ann");
    List<String> before = contents();
    WalletAddress wallet = new WalletAddress(LOWER + "\r");
    EmailAddress email = new EmailAddress("ann\u200b@example.org");
    Username name = new Username("ann ");

    assertRefusedValue("walletAddress", () -> users().getOrCreateByWalletAddress(wallet));
    for (User bad :
        List.of(
            stored.withWalletAddress(wallet), stored.withEmail(email), stored.withUsername(name))) {
      String field =
          bad.username().equals(name)
              ? "username"
              : bad.email().equals(email) ? "email" : "walletAddress";
      User fresh = bad.withId(UserId.generate());
      assertRefusedValue(field, () -> users().save(fresh));
      assertRefusedValue(field, () -> users().saveAll(List.of(fresh)));
      assertRefusedValue(field, () -> users().saveAll(List.of(fresh), BulkOptions.atomic()));
      assertRefusedValue(field, () -> users().update(bad));
      assertRefusedValue(field, () -> users().update(stored.id(), current -> bad));
      assertRefusedValue(field, () -> users().updateAll(List.of(bad), BulkOptions.atomic()));
      assertRefusedValue(field, () -> users().upsertAll(List.of(bad), BulkOptions.atomic()));
      assertRefusedValue(field, () -> users().upsertAll(List.of(fresh), BulkOptions.atomic()));
    }
    assertRefusedValue(
        "username", () -> users().save(User.builder().username(new Username("Zoe\u0308")).build()));
    assertThat(contents()).isEqualTo(before);
  }

  /** A stale or missing entity is reported before the comparison, as in other updates. */
  @Test
  void aComparedUpdateIsRefusedAsAnyOther() {
    insertAsOthersWrote(SPOILED.get(0));
    User user = users().findByUsername(SPOILED.get(0).username).orElseThrow();
    users().update(user.withStatus(UserStatus.INACTIVE));

    assertThatThrownBy(() -> users().update(user.withStatus(UserStatus.SUSPENDED)))
        .isInstanceOf(StaleEntityException.class);
    assertThatThrownBy(() -> users().updateAll(List.of(user), BulkOptions.atomic()))
        .isInstanceOf(StaleEntityException.class);
    assertThatThrownBy(() -> users().update(user.withId(UserId.generate())))
        .isInstanceOf(UserNotFoundException.class);
  }

  @Test
  void aNameAndAnEMailAddressAreOneInBothNormalizationForms() {
    User zoe =
        users()
            .create(
                CreateUserRequest.builder()
                    .username(new Username("Zoe\u0308"))
                    .email(new EmailAddress("zoe\u0308@example.org"))
                    .build());

    assertThat(zoe.username()).isEqualTo(new Username("Zo\u00eb"));
    for (String zo : List.of("zo\u00eb", "zoe\u0308")) {
      assertThat(users().findByUsername(zo)).contains(zoe);
      assertThat(users().findByEmail(zo + "@example.org")).contains(zoe);
      assertDuplicate(
          "username",
          () -> users().create(CreateUserRequest.builder().username(new Username(zo)).build()));
      assertDuplicate(
          "email",
          () ->
              users()
                  .create(
                      CreateUserRequest.builder()
                          .email(new EmailAddress(zo + "@example.org"))
                          .build()));
    }
    assertThat(users().findByUsername("zo\u00eb ")).isEmpty();
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
    User third = save("other:1:AbCdEfGh", "third@example.org", "third");
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
        () -> users().update(third.id(), current -> current.withUsername(new Username("ANN"))));
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

  /** Inserts as a program does that does not checksum. */
  private void insertAsOthersWrote(String wallet) {
    database()
        .execute("INSERT INTO zkpersona.users (wallet_address) VALUES ('%s')".formatted(wallet));
  }

  private void insertAsOthersWrote(Spoiled old) {
    database()
        .execute(
            "INSERT INTO zkpersona.users (wallet_address, email, username) VALUES ('%s', '%s', '%s')"
                .formatted(old.wallet, old.email, old.username));
  }

  private static void assertRefusedValue(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly(field));
  }

  @Test
  void aSoftlyDeletedUserIsFoundByIdAndOtherwiseOnlyWhenAskedFor() {
    User kept = save(null, null, "kept");
    User read = save("other:1:AbCdEfGh", "gone@example.org", "gone");
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
    save("other:1:AbCdEfGh", "gone@example.org", "gone");
    database().execute("UPDATE zkpersona.users SET status = 'deleted'");
    List<String> before = contents();

    assertDuplicate("walletAddress", () -> save("other:1:AbCdEfGh", null, null));
    assertDuplicate("email", () -> save(null, "GONE@example.org", null));
    assertDuplicate("username", () -> save(null, null, "Gone"));
    assertDuplicate(
        "walletAddress",
        () -> users().getOrCreateByWalletAddress(new WalletAddress("other:1:AbCdEfGh")));
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

  /** The next row directly follows it, so not even a rolled-back version was written between. */
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
    for (String wallet : List.of(LOWER, "other:1:AbCdEfGh", "0x" + "0f".repeat(20))) {
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
