package io.zkpersona.storage.internal.user;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.error.RowErrors;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.Composed;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.user.ManyUsersStatements.Created;
import io.zkpersona.storage.internal.user.ManyUsersStatements.Found;
import io.zkpersona.storage.internal.user.ManyUsersStatements.Times;
import io.zkpersona.storage.internal.user.ManyUsersStatements.Wallets;
import io.zkpersona.storage.repository.WalletUsers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks up many users by a unique key, and creates users for wallets that have none. Sends one
 * statement per chunk.
 */
final class ManyUsers {

  /** The maximum number of values in one statement. */
  static final int CHUNK = 5_000;

  /** Each failed attempt means that a concurrent transaction removed the conflicting user. */
  static final int ATTEMPTS = 20;

  private static final EntityTable<User, UserId> TABLE = UserTable.TABLE;
  private static final Statement<Wallets, Found> FIND_OR_CREATE =
      ManyUsersStatements.FIND_BY_WALLET.as(ManyUsersStatements.CREATE.name());
  private static final String WALLETS = "walletAddresses";

  /** A wallet without a user, and the spelling in which to store it. */
  private record Missing(WalletAddress given, WalletAddress stored) {}

  private final RepositoryContext context;

  ManyUsers(RepositoryContext context) {
    this.context = context;
  }

  /** Returns the users of e-mail addresses or names, by each given spelling. */
  Map<String, User> byText(UserKey key, String argument, Collection<String> values) {
    List<String> given = Required.elements(argument, values);
    Statement<Collection<String>, Found> statement =
        key == UserKey.EMAIL
            ? ManyUsersStatements.FIND_BY_EMAIL
            : ManyUsersStatements.FIND_BY_USERNAME;
    Set<String> forms = new LinkedHashSet<>();
    given.forEach(
        value -> Composed.spellings(value).forEach(spelling -> forms.add(key.form(spelling))));
    Map<String, User> found = new HashMap<>();
    inChunks(List.copyOf(forms), chunk -> found.putAll(byForm(context.reader(), statement, chunk)));
    Map<String, User> users = new LinkedHashMap<>();
    for (String value : given) {
      User user = firstOf(Composed.spellings(value), spelling -> found.get(key.form(spelling)));
      if (isThere(user)) {
        users.put(value, user);
      }
    }
    return Collections.unmodifiableMap(users);
  }

  /** Returns the users of wallets. */
  Map<WalletAddress, User> byWallet(Collection<WalletAddress> wallets) {
    Map<WalletAddress, User> users = asked(Required.elements(WALLETS, wallets));
    inChunks(
        List.copyOf(users.keySet()),
        chunk -> find(context.reader(), ManyUsersStatements.FIND_BY_WALLET, chunk, users));
    users.values().removeIf(user -> !isThere(user));
    return Collections.unmodifiableMap(users);
  }

  /** Returns the users of wallets, creating missing ones. */
  WalletUsers getOrCreate(Collection<WalletAddress> wallets) {
    List<WalletAddress> given = Required.elements(WALLETS, wallets);
    Map<WalletAddress, User> users = asked(given);
    inChunks(
        List.copyOf(users.keySet()),
        chunk -> find(context.executor(), FIND_OR_CREATE, chunk, users));
    requireNoneDeleted(given, users);
    List<Missing> missing = missing(given, users);
    int created = 0;
    for (int from = 0; from < missing.size(); from += CHUNK) {
      created += create(chunk(missing, from), users);
    }
    requireNoneDeleted(given, users);
    int all = (int) users.values().stream().map(User::id).distinct().count();
    return new WalletUsers(users, created, all - created);
  }

  /**
   * Returns the spellings to look up: older rows may store a wallet as given, others are canonical.
   */
  static List<WalletAddress> spellings(WalletAddress given) {
    return given
        .canonical()
        .filter(canonical -> !canonical.equals(given))
        .map(canonical -> List.of(given, canonical))
        .orElseGet(() -> List.of(given));
  }

  private static <T> @Nullable User firstOf(List<T> spellings, Function<T, @Nullable User> found) {
    for (T spelling : spellings) {
      User user = found.apply(spelling);
      if (user != null) {
        return user;
      }
    }
    return null;
  }

  private static boolean isThere(@Nullable User user) {
    return user != null && user.status() != UserStatus.DELETED;
  }

  /** Returns the wallets in order of first occurrence, mapped to no user yet. */
  private static Map<WalletAddress, User> asked(List<WalletAddress> given) {
    Map<WalletAddress, User> users = new LinkedHashMap<>();
    given.forEach(wallet -> users.put(wallet, null));
    return users;
  }

  /**
   * Returns the wallets without a user, in an order common to all calls: two concurrent calls that
   * insert the same wallets wait for each other in one direction only.
   */
  private static List<Missing> missing(List<WalletAddress> given, Map<WalletAddress, User> users) {
    Map<WalletAddress, Missing> missing = new HashMap<>();
    for (int i = 0; i < given.size(); i++) {
      WalletAddress wallet = given.get(i);
      if (users.get(wallet) == null && !missing.containsKey(wallet)) {
        missing.put(wallet, new Missing(wallet, asStored(wallet, i)));
      }
    }
    return missing.values().stream()
        .sorted(Comparator.comparing(one -> one.stored().value()))
        .toList();
  }

  private static WalletAddress asStored(WalletAddress given, int index) {
    try {
      return WalletAddress.of(given.value());
    } catch (ValidationException e) {
      throw RowErrors.at(e, index);
    }
  }

  private static <T> void inChunks(List<T> all, Consumer<List<T>> work) {
    for (int from = 0; from < all.size(); from += CHUNK) {
      work.accept(chunk(all, from));
    }
  }

  private static <T> List<T> chunk(List<T> all, int from) {
    return all.subList(from, Math.min(from + CHUNK, all.size()));
  }

  private static void requireNoneDeleted(
      List<WalletAddress> given, Map<WalletAddress, User> users) {
    for (int i = 0; i < given.size(); i++) {
      User user = users.get(given.get(i));
      if (user != null && user.status() == UserStatus.DELETED) {
        throw RowErrors.at(walletTaken(), i);
      }
    }
  }

  static DuplicateEntityException walletTaken() {
    return new DuplicateEntityException(TABLE.entityType(), "walletAddress");
  }

  static TransactionException conflict() {
    return TransactionException.conflict(
        "concurrent transactions inserted and deleted users of the same wallets (expected: no"
            + " conflict; repeat the call)",
        null,
        null);
  }

  /** Returns users by the form in which each was found. */
  private static <P> Map<String, User> byForm(
      SqlExecutor on, Statement<P, Found> statement, P forms) {
    Map<String, User> found = new HashMap<>();
    on.list(statement, forms).forEach(one -> found.put(one.given(), one.user()));
    return found;
  }

  /** Adds the existing users of a chunk of wallets. */
  private static void find(
      SqlExecutor on,
      Statement<Wallets, Found> statement,
      Collection<WalletAddress> wallets,
      Map<WalletAddress, User> users) {
    Set<String> ethereum = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    for (WalletAddress wallet : wallets) {
      for (WalletAddress spelling : spellings(wallet)) {
        (spelling.isEthereum() ? ethereum : others).add(form(spelling));
      }
    }
    Map<String, User> found = byForm(on, statement, new Wallets(ethereum, others));
    for (WalletAddress wallet : wallets) {
      User user = firstOf(spellings(wallet), spelling -> found.get(form(spelling)));
      if (user != null) {
        // Reuses the caller's equal wallet object, which saves a third of a user's memory.
        users.put(
            wallet, wallet.equals(user.walletAddress()) ? user.withWalletAddress(wallet) : user);
      }
    }
  }

  private static String form(WalletAddress wallet) {
    return UserKey.of(wallet).form(wallet.value());
  }

  /** Creates the users of a chunk of wallets that had none; returns how many it created. */
  private int create(List<Missing> wallets, Map<WalletAddress, User> users) {
    Map<WalletAddress, User> stored = new LinkedHashMap<>();
    wallets.forEach(wallet -> stored.put(wallet.stored(), null));
    int created = 0;
    List<WalletAddress> missing = List.copyOf(stored.keySet());
    for (int attempt = 1; !missing.isEmpty(); attempt++) {
      if (attempt > ATTEMPTS) {
        throw conflict();
      }
      List<User> inserted = insert(missing);
      inserted.forEach(user -> stored.put(user.walletAddress(), user));
      created += inserted.size();
      missing = withoutUser(missing, stored);
      if (!missing.isEmpty()) {
        // A new statement sees users that others have committed since.
        find(context.executor(), FIND_OR_CREATE, missing, stored);
        missing = withoutUser(missing, stored);
      }
    }
    wallets.forEach(wallet -> users.put(wallet.given(), stored.get(wallet.stored())));
    return created;
  }

  private static List<WalletAddress> withoutUser(
      List<WalletAddress> wallets, Map<WalletAddress, User> users) {
    return wallets.stream().filter(wallet -> users.get(wallet) == null).toList();
  }

  /** Inserts the users of wallets; returns those whose wallet was not taken. */
  private List<User> insert(List<WalletAddress> wallets) {
    User template = TABLE.createdBy(context.actor(), User.builder().build());
    Map<UserId, User> rows = new LinkedHashMap<>();
    for (WalletAddress wallet : wallets) {
      User row = template.withId(UserId.generate()).withWalletAddress(wallet);
      rows.put(row.id(), TABLE.toInsert(row));
    }
    List<User> inserted = new ArrayList<>();
    context
        .executor()
        .inserting(
            TABLE.entityType(),
            // The ids of the inserted rows; until the answer arrives, of all rows that may be
            // inserted.
            () ->
                (inserted.isEmpty() ? rows.values() : inserted)
                    .stream().map(user -> user.id().value()).toList(),
            () -> {
              context
                  .executor()
                  .list(ManyUsersStatements.CREATE, new Created(template, rows.values()))
                  .forEach(times -> inserted.add(stamped(rows, times)));
              return inserted.size();
            });
    return inserted;
  }

  private static User stamped(Map<UserId, User> rows, Times times) {
    User row = Objects.requireNonNull(rows.get(times.id()));
    return TABLE.stamped(row, times.createdAt(), times.modifiedAt());
  }
}
