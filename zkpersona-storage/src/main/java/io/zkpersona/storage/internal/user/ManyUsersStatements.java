package io.zkpersona.storage.internal.user;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.Selection;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.SqlShapes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SelectQuery;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The statements that look up and create many users. Each method returns a cached statement; its
 * comment lists the values that a call binds, in order. Thread-safe.
 */
final class ManyUsersStatements {

  private static final EntityTable<User, UserId> TABLE = UserTable.TABLE;
  private static final Codec<String> TEXT = Codecs.of(UserKey.EMAIL.stored());

  private enum Key {
    FIND_BY_EMAIL,
    FIND_BY_USERNAME,
    FIND_BY_WALLET,
    CREATE
  }

  /** A user and the given text by which it was found. */
  record Found(String given, User user) {

    static Found of(Row row) {
      String given = Objects.requireNonNull(row.read(TEXT, TABLE.fields().size() + 1));
      return new Found(given, row.as(TABLE.reader()));
    }
  }

  private final SqlShapes shapes;

  ManyUsersStatements(SqlShapes shapes) {
    this.shapes = shapes;
  }

  /** Binds e-mail addresses in their {@link UserKey#form}. Returns the columns of {@link Found}. */
  SqlShape findByEmail() {
    return shapes.getPlannedEachTime(Key.FIND_BY_EMAIL, params -> finding(UserKey.EMAIL, params));
  }

  /** Binds names in their {@link UserKey#form}. Returns the columns of {@link Found}. */
  SqlShape findByUsername() {
    return shapes.getPlannedEachTime(
        Key.FIND_BY_USERNAME, params -> finding(UserKey.USERNAME, params));
  }

  /**
   * Binds Ethereum wallets, then wallets of other chains, in their {@link UserKey#form}. Returns
   * the columns of {@link Found}.
   */
  SqlShape findByWallet() {
    return shapes.getPlannedEachTime(
        Key.FIND_BY_WALLET,
        params ->
            finding(UserKey.ETHEREUM_WALLET, params)
                .unionAll(finding(UserKey.OTHER_WALLET, params)));
  }

  private static SelectQuery<Record> finding(UserKey key, Params params) {
    List<SelectField<?>> fields = new ArrayList<>(TABLE.fields());
    fields.add(key.stored());
    return Selection.of(fields, USERS, key.isOneOf(params));
  }

  /**
   * Binds {@link #createValues}. Inserts the rows in that order, skipping those whose wallet is
   * taken. Returns the columns that {@link #created} reads.
   */
  SqlShape create() {
    return shapes.get(Key.CREATE, ManyUsersStatements::creating);
  }

  private static Query creating(Params params) {
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
    for (Column<User, ?> column : TABLE.insertable()) {
      Field<?> field = column.field();
      values.put(field, isOwn(column) ? elements(params, field) : params.value(field));
    }
    return DSL.insertInto(USERS)
        .columns(values.keySet())
        .select(select(values.values()))
        .onConflictDoNothing()
        .returning(USERS.ID, USERS.CTIME, USERS.MTIME);
  }

  /**
   * Returns an array for each column that differs between users, and a single value for each other
   * column.
   */
  static @Nullable Object[] createValues(User template, Collection<User> rows) {
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

  private static <T> Field<T> elements(Params params, Field<T> field) {
    return Builtins.unnest(params.array(field), field.getDataType());
  }

  /** Returns the user as stored, given the users to be inserted. */
  static User created(Row row, Map<UserId, User> rows) {
    UserId id = Objects.requireNonNull(row.read(TABLE.key().codec(), 1));
    User given = Objects.requireNonNull(rows.get(id));
    return TABLE.stamped(given, TABLE.time(row, 2), TABLE.time(row, 3));
  }
}
