package io.zkpersona.storage.user;

import static io.zkpersona.storage.repository.contract.NullContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.repository.WalletUsers;
import io.zkpersona.storage.testing.server.OwnDatabase;
import io.zkpersona.storage.testing.server.RuntimeRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many users are looked up or created like a single one. */
@ExtendWith(RuntimeRole.class)
class ManyUsersIT {

  private static final String LOWER = "0xabcdefabcdefabcdefabcdefabcdefabcdefabcd";
  private static final String UPPER = "0x" + LOWER.substring(2).toUpperCase(Locale.ROOT);
  private static final WalletAddress ETHEREUM = new WalletAddress(LOWER);
  private static final WalletAddress OTHER =
      WalletAddress.of("So11111111111111111111111111111111111111112");
  private static final WalletAddress OTHER_CASE =
      WalletAddress.of("so11111111111111111111111111111111111111112");

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private static UserRepository users() {
    return OWN.manager().repositories().users();
  }

  static WalletAddress wallet(int number) {
    return new WalletAddress(String.format(Locale.ROOT, "0x%040x", number));
  }

  static List<WalletAddress> wallets(int from, int to) {
    return IntStream.range(from, to).mapToObj(ManyUsersIT::wallet).toList();
  }

  private static List<String> rows(String what) {
    return OWN.database().query("SELECT " + what + " FROM zkpersona.users ORDER BY ctid");
  }

  private static User save(String email, String username) {
    return users()
        .save(
            User.builder()
                .email(email == null ? null : new EmailAddress(email))
                .username(username == null ? null : new Username(username))
                .build());
  }

  @Test
  void eachWalletGetsItsUserInTheOrderInWhichItCameFirst() {
    User there = users().getOrCreateByWalletAddress(OTHER);
    List<WalletAddress> given =
        List.of(wallet(7), new WalletAddress(UPPER), OTHER, wallet(7), ETHEREUM, OTHER_CASE);

    WalletUsers all = users().getOrCreateAllByWalletAddress(given);

    assertThat(all.byWallet().keySet()).containsExactly(wallet(7), ETHEREUM, OTHER, OTHER_CASE);
    assertThat(all.created()).isEqualTo(3);
    assertThat(all.existing()).isOne();
    assertThat(all.user(OTHER)).isEqualTo(there);
    all.byWallet()
        .forEach(
            (wallet, user) -> {
              assertThat(user.walletAddress()).isEqualTo(wallet);
              assertThat(users().findByWalletAddress(wallet)).contains(user);
            });
    assertThat(rows("id")).hasSize(4).doesNotHaveDuplicates();
    assertThat(users().getOrCreateAllByWalletAddress(given))
        .isEqualTo(new WalletUsers(all.byWallet(), 0, 4));
    assertThat(users().findAllByWalletAddress(given).entrySet())
        .containsExactlyElementsOf(all.byWallet().entrySet());
  }

  @Test
  void aUserIsMadeWithDefaultsAndByTheActor() {
    ActorId actor = ActorId.of(UserId.generate());
    UserRepository acting = OWN.manager().repositories().as(actor).users();

    User made = acting.getOrCreateAllByWalletAddress(List.of(ETHEREUM)).user(ETHEREUM);

    assertThat(made.withAudit(AuditStamp.unsaved()))
        .isEqualTo(
            new User(
                made.id(),
                ETHEREUM,
                null,
                null,
                UserStatus.ACTIVE,
                PrivacySettings.defaults(),
                AuditStamp.unsaved()));
    assertThat(made.audit().createdBy()).isEqualTo(actor);
    assertThat(made.audit().modifiedBy()).isEqualTo(actor);
    assertThat(users().getById(made.id())).isEqualTo(made);
    assertThat(rows("privacy_settings"))
        .isEqualTo(
            OWN.database()
                .query("SELECT '%s'::jsonb".formatted(PrivacySettings.defaults().toJson().text())));
  }

  @Test
  void nothingIsWrittenForUsersThatExist() {
    OWN.database().execute("TRUNCATE zkpersona.users CASCADE");
    users().getOrCreateAllByWalletAddress(wallets(0, 20));
    String version = "ctid || ' ' || xmin || ' ' || xmax || ' ' || mtime";
    List<String> before = rows(version);

    users().getOrCreateAllByWalletAddress(wallets(0, 20));
    users().getOrCreateAllByWalletAddress(wallets(10, 21));

    // The next row directly follows them, so not even a rolled-back version was written between.
    assertThat(rows(version)).hasSize(21).startsWith(before.toArray(String[]::new));
    assertThat(rows("(ctid::text::point)[1]::integer"))
        .isEqualTo(IntStream.rangeClosed(1, 21).mapToObj(String::valueOf).toList());
  }

  @Test
  void aWalletThatOthersWroteInLowerCaseIsFoundAndNotMadeAgain() {
    OWN.database()
        .execute("INSERT INTO zkpersona.users (wallet_address) VALUES ('%s')".formatted(LOWER));

    WalletUsers all = users().getOrCreateAllByWalletAddress(List.of(ETHEREUM, wallet(1)));

    assertThat(all.created()).isOne();
    assertThat(all.user(ETHEREUM).walletAddress()).isEqualTo(ETHEREUM);
    assertThat(rows("wallet_address")).containsExactly(LOWER, wallet(1).value());
  }

  @Test
  void moreThanOneStatementTakesAreLookedUpAndMade() {
    List<WalletAddress> half = wallets(0, 6_000);
    List<WalletAddress> all = new ArrayList<>(wallets(0, 12_000));
    Collections.reverse(all);
    all.addAll(half);

    assertThat(users().getOrCreateAllByWalletAddress(half).created()).isEqualTo(6_000);
    WalletUsers made = users().getOrCreateAllByWalletAddress(all);

    assertThat(made.created()).isEqualTo(6_000);
    assertThat(made.existing()).isEqualTo(6_000);
    assertThat(made.byWallet().keySet()).containsExactlyElementsOf(all.subList(0, 12_000));
    assertThat(made.byWallet().values()).extracting(User::id).doesNotHaveDuplicates();
    assertThat(users().findAllByWalletAddress(all)).isEqualTo(made.byWallet());
    assertThat(rows("id")).hasSize(12_000);
  }

  @Test
  void aSoftlyDeletedUserIsNotFoundAndItsWalletRefusesAllBeforeAnythingIsWritten() {
    User gone = users().getOrCreateByWalletAddress(ETHEREUM);
    users().softDelete(gone.id());
    List<WalletAddress> given = new ArrayList<>(wallets(0, 6_000));
    given.add(ETHEREUM);

    assertThat(users().findAllByWalletAddress(given)).isEmpty();
    assertThatThrownBy(() -> users().getOrCreateAllByWalletAddress(given))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            taken -> {
              assertThat(taken.field()).isEqualTo("walletAddress");
              assertThat(taken.entityType()).isEqualTo("user");
              assertThat(taken.index()).hasValue(6_000);
            });
    assertThat(rows("id")).hasSize(1);

    users().reactivate(gone.id());
    assertThat(users().getOrCreateAllByWalletAddress(given).user(ETHEREUM).id())
        .isEqualTo(gone.id());
  }

  @Test
  void eMailsAndNamesAreFoundUnderEachSpellingThatWasGiven() {
    User ann = save("Ann.ÄÖ@Example.ORG", "Ann İÄ 1");
    User bob = save("bob@example.org", "bob");
    save("gone@example.org", "gone");
    users().softDelete(users().findByUsername("gone").orElseThrow().id());

    assertThat(
            users()
                .findAllByEmail(
                    List.of(
                        "bob@example.org",
                        "aNN.ÄÖ@eXAMPLE.org",
                        "gone@example.org",
                        "Ann.ÄÖ@Example.ORG",
                        "ann.äö@example.org",
                        "bob@example.org",
                        ""))
                .entrySet())
        .containsExactly(
            entry("bob@example.org", bob),
            entry("aNN.ÄÖ@eXAMPLE.org", ann),
            entry("Ann.ÄÖ@Example.ORG", ann));
    assertThat(
            users().findAllByUsername(List.of("ann i̇ä 1", "aNN İÄ 1", "BOB", "gone")).entrySet())
        .containsExactly(entry("aNN İÄ 1", ann), entry("BOB", bob));
  }

  /** Characters and words of PostgreSQL's array syntax, and more than a column holds. */
  @Test
  void namesAreComparedAsTheyAreWhateverSignsTheyHold() {
    String longest = "n".repeat(100);
    List<String> names =
        List.of("null", "NULL\\", "{a,b}", "a\"b\"c", "a\\\"b", "'; --", "a b  c", "%%%", longest);
    names.forEach(name -> save(null, name));
    String longestEmail = "e".repeat(240) + "@example.org";
    User user = save(longestEmail, null);

    assertThat(users().findAllByUsername(names).keySet()).containsExactlyElementsOf(names);
    assertThat(
            users().findAllByUsername(List.of("nul", longest + "n", "{a", "a,b", "___", longest)))
        .containsOnlyKeys(longest);
    assertThat(users().findAllByEmail(List.of(longestEmail + "x".repeat(4_000), longestEmail)))
        .containsExactly(entry(longestEmail, user));
    assertThatThrownBy(() -> users().findAllByUsername(List.of("a", "\0")))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void manyNamesAreLookedUp() {
    List<User> stored =
        users()
            .saveAll(
                IntStream.range(0, 6_000)
                    .mapToObj(i -> User.builder().username(new Username("name " + i)).build())
                    .toList());
    List<String> names = IntStream.range(0, 12_000).mapToObj(i -> "NAME " + (11_999 - i)).toList();

    Map<String, User> found = users().findAllByUsername(names);

    assertThat(found.keySet()).containsExactlyElementsOf(names.subList(6_000, 12_000));
    List<User> asAsked = new ArrayList<>(stored);
    Collections.reverse(asAsked);
    assertThat(List.copyOf(found.values())).isEqualTo(asAsked);
  }

  @Test
  void whatIsGivenBackCannotBeChanged() {
    WalletUsers all = users().getOrCreateAllByWalletAddress(List.of(ETHEREUM));

    for (Map<?, ?> map :
        List.of(
            all.byWallet(),
            users().findAllByWalletAddress(List.of(ETHEREUM)),
            users().findAllByEmail(List.of()),
            users().findAllByUsername(List.of("nobody")))) {
      assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
    }
    assertThat(all.toString()).isEqualTo("WalletUsers[created=1, existing=0]");
    assertThatThrownBy(() -> all.user(OTHER))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("not a requested wallet");
  }

  @Test
  void aUserIsMadeWithTheTransactionOfItsCaller() {
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          WalletUsers made =
                              tx.users().getOrCreateAllByWalletAddress(wallets(0, 3));
                          assertThat(tx.users().getOrCreateAllByWalletAddress(wallets(0, 3)))
                              .isEqualTo(new WalletUsers(made.byWallet(), 0, 3));
                          throw new IllegalStateException("undone");
                        }))
        .hasMessage("undone");
    assertThat(rows("id")).isEmpty();
  }

  @Test
  void aConnectionOfTheHostsServesInEitherMode() throws SQLException {
    try (Connection connection = OWN.database().connect()) {
      UserRepository users = OWN.manager().repositoriesOn(connection).users();
      users.getOrCreateAllByWalletAddress(wallets(0, 3));
      assertThat(rows("id")).hasSize(3);
      connection.setAutoCommit(false);
      assertThat(users.getOrCreateAllByWalletAddress(wallets(0, 5)).created()).isEqualTo(2);
      assertThat(users.findAllByWalletAddress(wallets(0, 9))).hasSize(5);
      connection.rollback();
    }
    assertThat(rows("id")).hasSize(3);
  }

  /**
   * A cached plan was made for a table of another size and may compare each of thousands of values
   * with each of a hundred thousand users.
   */
  @Test
  void noPlanIsKeptForAnotherNumberOfValuesOrUsers() throws SQLException {
    try (Connection connection = OWN.database().connect()) {
      UserRepository users = OWN.manager().repositoriesOn(connection).users();
      for (int i = 0; i < 20; i++) {
        users.findAllByWalletAddress(List.of(ETHEREUM, OTHER));
        users.findAllByEmail(List.of("a"));
        users.findAllByUsername(List.of("a"));
      }
      users.findById(User.builder().build().id());
      try (var statement = connection.createStatement();
          var result =
              statement.executeQuery(
                  "SELECT count(*) FROM pg_prepared_statements WHERE statement ~ ' any '")) {
        result.next();
        assertThat(result.getInt(1)).isZero();
      }
    }
  }

  @Test
  void whatWasAskedOnceIsNotRenderedAgain() {
    users().getOrCreateAllByWalletAddress(List.of(OTHER));
    users().findAllByEmail(List.of("a"));
    users().findAllByUsername(List.of("a"));
    long before = OWN.manager().queryStats().renderedStatements();

    users().getOrCreateAllByWalletAddress(wallets(0, 10));
    users().findAllByWalletAddress(wallets(0, 1_000));
    users().findAllByEmail(List.of("b", "c"));
    users().findAllByUsername(List.of("b", "c"));

    assertThat(OWN.manager().queryStats().renderedStatements()).isEqualTo(before);
  }

  @Test
  void nullIsRefusedByNameAndIndex() {
    Collection<WalletAddress> none = null;
    assertRefused("walletAddresses", () -> users().findAllByWalletAddress(none));
    assertRefused("walletAddresses", () -> users().getOrCreateAllByWalletAddress(none));
    assertRefused("emails", () -> users().findAllByEmail(null));
    assertRefused("usernames", () -> users().findAllByUsername(null));
    Stream.<Runnable>of(
            () -> users().findAllByWalletAddress(Arrays.asList(ETHEREUM, null)),
            () -> users().getOrCreateAllByWalletAddress(Arrays.asList(ETHEREUM, null)),
            () -> users().findAllByEmail(Arrays.asList("a", null)),
            () -> users().findAllByUsername(Arrays.asList("a", null)))
        .forEach(
            call ->
                assertThatThrownBy(call::run)
                    .isInstanceOfSatisfying(
                        ValidationException.class, bad -> assertThat(bad.index()).hasValue(1)));
    assertThat(rows("id")).isEmpty();
  }
}
