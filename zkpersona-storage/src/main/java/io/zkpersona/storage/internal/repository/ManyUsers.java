package io.zkpersona.storage.internal.repository;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.Selection;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.repository.WalletUsers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SelectQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Looks many users up by what belongs to one each, and creates those of wallets that have none.
 * Sends a chunk at a time, each with one statement.
 */
final class ManyUsers {

  /** How many values travel with one statement at most. */
  static final int CHUNK = 5_000;

  /** Each failed attempt means that a concurrent transaction removed the user that was in the way. */
  static final int ATTEMPTS = 20;

  private static final EntityTable<User, UserId> TABLE = UserTable.TABLE;
  private static final String GIVEN = "given";
  private static final Field<String> VALUE = field(name("value"), SQLDataType.VARCHAR);
  private static final Field<String> GIVEN_VALUE = field(name(GIVEN, "value"), SQLDataType.VARCHAR);
  private static final Codec<String> TEXT = Codecs.of(VALUE);

  private enum Key {
    FIND_BY_EMAIL,
    FIND_BY_USERNAME,
    FIND_BY_WALLET,
    CREATE
  }

  /** A user, and which of the given texts it was found by. */
  private record Found(String given, User user) {

    static Found of(Row row) {
      String given = Objects.requireNonNull(row.read(TEXT, TABLE.fields().size() + 1));
      return new Found(given, row.as(TABLE.reader()));
    }
  }

  private final RepositoryContext context;

  ManyUsers(RepositoryContext context) {
    this.context = context;
  }

  /** Those of some e-mails or names, by each spelling that is given. */
  Map<String, User> byText(UserKey key, String argument, Collection<String> values) {
    List<String> given = Required.elements(argument, values);
    boolean byEmail = key == UserKey.EMAIL;
    SqlShape shape =
        context
            .shapes()
            .getPlannedEachTime(
                byEmail ? Key.FIND_BY_EMAIL : Key.FIND_BY_USERNAME,
                params -> finding(key, params));
    String operation = TABLE.operation(byEmail ? "find_all_by_email" : "find_all_by_username");
    Map<String, User> found = new HashMap<>();
    LinkedHashSet<String> forms = new LinkedHashSet<>();
    given.forEach(value -> forms.add(key.form(value)));
    inChunks(
        List.copyOf(forms),
        chunk ->
            context
                .executor()
                .list(operation, shape, Found::of, chunk)
                .forEach(one -> found.put(one.given(), one.user())));
    Map<String, User> users = new LinkedHashMap<>();
    for (String value : given) {
      User user = found.get(key.form(value));
      if (isThere(user)) {
        users.put(value, user);
      }
    }
    return Collections.unmodifiableMap(users);
  }

  /** Those of some wallets. */
  Map<WalletAddress, User> byWallet(Collection<WalletAddress> wallets) {
    Map<WalletAddress, User> users = asked(Required.elements("walletAddresses", wallets));
    String operation = TABLE.operation("find_all_by_wallet_address");
    inChunks(sorted(users), chunk -> find(operation, chunk, users));
    users.values().removeIf(user -> !isThere(user));
    return Collections.unmodifiableMap(users);
  }

  /** Those of some wallets, made where there are none. */
  WalletUsers getOrCreate(Collection<WalletAddress> wallets) {
    List<WalletAddress> given = Required.elements("walletAddresses", wallets);
    Map<WalletAddress, User> users = asked(given);
    String operation = TABLE.operation("get_or_create_all_by_wallet_address");
    List<WalletAddress> sorted = sorted(users);
    inChunks(sorted, chunk -> find(operation, chunk, users));
    requireNoneDeleted(given, users);
    List<WalletAddress> missing = missing(sorted, users);
    int created = 0;
    for (int from = 0; from < missing.size(); from += CHUNK) {
      created += create(operation, chunk(missing, from), users);
    }
    requireNoneDeleted(given, users);
    return new WalletUsers(users, created, users.size() - created);
  }

  private static boolean isThere(@Nullable User user) {
    return user != null && user.status() != UserStatus.DELETED;
  }

  /** The wallets in the order in which each comes first, still without users. */
  private static Map<WalletAddress, User> asked(List<WalletAddress> given) {
    Map<WalletAddress, User> users = new LinkedHashMap<>();
    given.forEach(wallet -> users.put(wallet, null));
    return users;
  }

  /**
   * In an order that all calls have in common, so that two that insert the same wallets at once
   * wait for each other in one direction.
   */
  private static List<WalletAddress> sorted(Map<WalletAddress, User> users) {
    List<WalletAddress> wallets = new ArrayList<>(users.keySet());
    wallets.sort(ManyUsers::compare);
    return wallets;
  }

  private static int compare(WalletAddress one, WalletAddress other) {
    return one.value().compareTo(other.value());
  }

  private static <T> void inChunks(List<T> all, Consumer<List<T>> work) {
    for (int from = 0; from < all.size(); from += CHUNK) {
      work.accept(chunk(all, from));
    }
  }

  private static <T> List<T> chunk(List<T> all, int from) {
    return all.subList(from, Math.min(from + CHUNK, all.size()));
  }

  private static List<WalletAddress> missing(
      List<WalletAddress> wallets, Map<WalletAddress, User> users) {
    return wallets.stream().filter(wallet -> users.get(wallet) == null).toList();
  }

  private static void requireNoneDeleted(
      List<WalletAddress> given, Map<WalletAddress, User> users) {
    for (int i = 0; i < given.size(); i++) {
      User user = users.get(given.get(i));
      if (user != null && user.status() == UserStatus.DELETED) {
        throw walletTaken().withIndex(i);
      }
    }
  }

  static DuplicateEntityException walletTaken() {
    return new DuplicateEntityException(TABLE.entityType(), "walletAddress");
  }

  static TransactionException conflict() {
    return TransactionException.conflict(
        "concurrent transactions stored and removed users of the same wallets (expected: the call"
            + " is made again)",
        null,
        null);
  }

  /** Adds the users that a chunk of wallets has. */
  private void find(
      String operation, List<WalletAddress> wallets, Map<WalletAddress, User> users) {
    Map<String, WalletAddress> byForm = new HashMap<>();
    List<String> ethereum = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (WalletAddress wallet : wallets) {
      UserKey key = UserKey.of(wallet);
      String form = key.form(wallet.value());
      (key == UserKey.ETHEREUM_WALLET ? ethereum : others).add(form);
      byForm.put(form, wallet);
    }
    SqlShape shape = context.shapes().getPlannedEachTime(Key.FIND_BY_WALLET, ManyUsers::findingByWallet);
    for (Found found : context.executor().list(operation, shape, Found::of, ethereum, others)) {
      WalletAddress wallet = Objects.requireNonNull(byForm.get(found.given()));
      // The address that the caller holds, equal to the one that was read: half of what a user
      // takes in memory.
      users.put(wallet, found.user().withWalletAddress(wallet));
    }
  }

  /** Creates the users of a chunk of wallets that had none; gives how many it did create. */
  private int create(
      String operation, List<WalletAddress> wallets, Map<WalletAddress, User> users) {
    int created = 0;
    List<WalletAddress> missing = wallets;
    for (int attempt = 1; !missing.isEmpty(); attempt++) {
      if (attempt > ATTEMPTS) {
        throw conflict();
      }
      int inserted = insert(operation, missing, users);
      created += inserted;
      if (inserted == missing.size()) {
        return created;
      }
      // A new statement sees those that others have committed since.
      List<WalletAddress> taken = missing(missing, users);
      find(operation, taken, users);
      missing = missing(taken, users);
    }
    return created;
  }

  /** Inserts the users of some wallets, and adds those whose wallet was not taken. */
  private int insert(
      String operation, List<WalletAddress> wallets, Map<WalletAddress, User> users) {
    User template = TABLE.createdBy(context.actor(), User.builder().build());
    Map<UserId, User> rows = new LinkedHashMap<>();
    for (WalletAddress wallet : wallets) {
      User row = template.withId(UserId.generate()).withWalletAddress(wallet);
      TABLE.checkInsertable(row);
      rows.put(row.id(), row);
    }
    List<User> inserted = new ArrayList<>();
    return context
        .executor()
        .inserting(
            TABLE.entityType(),
            () ->
                (inserted.isEmpty() ? rows.keySet().stream() : inserted.stream().map(User::id))
                    .map(UserId::value)
                    .toList(),
            () -> {
              inserted.addAll(
                  context
                      .executor()
                      .list(
                          operation,
                          context.shapes().get(Key.CREATE, ManyUsers::inserting),
                          row -> stored(row, rows),
                          values(template, rows.values())));
              inserted.forEach(user -> users.put(user.walletAddress(), user));
              return inserted.size();
            });
  }

  private static User stored(Row row, Map<UserId, User> rows) {
    UserId id = Objects.requireNonNull(row.read(TABLE.key().codec(), 1));
    User given = Objects.requireNonNull(rows.get(id));
    return TABLE.stamped(given, TABLE.time(row, 2), TABLE.time(row, 3));
  }

  /** A list for each column that differs from user to user, one value for each other. */
  private static @Nullable Object[] values(User template, Collection<User> rows) {
    return TABLE.insertable().stream()
        .map(column -> isOwn(column) ? column(column, rows) : column.valueOf(template))
        .toArray();
  }

  private static List<?> column(Column<User, ?> column, Collection<User> rows) {
    return rows.stream().map(column::valueOf).toList();
  }

  private static boolean isOwn(Column<User, ?> column) {
    return column == TABLE.key() || column.field() == USERS.WALLET_ADDRESS;
  }

  /** {@link #values}, in whose order the rows are inserted. Returns id and times. */
  private static Query inserting(Params params) {
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
    TABLE
        .insertable()
        .forEach(
            column ->
                values.put(
                    column.field(),
                    isOwn(column)
                        ? elements(params, column.field())
                        : params.value(column.field())));
    return DSL.insertInto(USERS)
        .columns(values.keySet())
        .select(select(values.values()))
        .onConflictDoNothing()
        .returning(USERS.ID, USERS.CTIME, USERS.MTIME);
  }

  private static <T> Field<T> elements(Params params, Field<T> field) {
    return Builtins.unnest(params.array(field), field.getDataType());
  }

  /** Ethereum wallets, then those of other chains. Returns the user and the one it has. */
  private static Query findingByWallet(Params params) {
    return finding(UserKey.ETHEREUM_WALLET, params)
        .unionAll(finding(UserKey.OTHER_WALLET, params));
  }

  /** Texts in the key's form. Returns each user and the text it was found by. */
  private static SelectQuery<Record> finding(UserKey key, Params params) {
    Table<?> given = select(elements(params, VALUE).as(VALUE)).asTable(GIVEN);
    List<SelectField<?>> fields = new ArrayList<>(TABLE.fields());
    fields.add(GIVEN_VALUE);
    SelectQuery<Record> query = Selection.of(fields, given);
    query.addJoin(USERS, key.is(GIVEN_VALUE));
    return query;
  }
}
