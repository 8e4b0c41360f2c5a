package io.zkpersona.storage.internal.user;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Selection;
import io.zkpersona.storage.internal.query.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SelectQuery;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The statements that look up and create many users. */
final class ManyUsersStatements {

  /** Wallets in their {@link UserKey#form}. */
  record Wallets(Collection<String> ethereum, Collection<String> others) {}

  /** A user and the given text by which it was found. */
  record Found(String given, User user) {}

  /**
   * Users to create.
   *
   * @param template has the values that they have in common
   */
  record Created(User template, Collection<User> rows) {}

  /** The times of a created user. */
  record Times(UserId id, Instant createdAt, Instant modifiedAt) {}

  private static final EntityTable<User, UserId> TABLE = UserTable.TABLE;

  /** Finds users by e-mail addresses in their {@link UserKey#form}. */
  static final Statement<Collection<String>, Found> FIND_BY_EMAIL =
      finding("find_all_by_email", UserKey.EMAIL);

  /** Finds users by names in their {@link UserKey#form}. */
  static final Statement<Collection<String>, Found> FIND_BY_USERNAME =
      finding("find_all_by_username", UserKey.USERNAME);

  /** Finds users by wallets. */
  static final Statement<Wallets, Found> FIND_BY_WALLET =
      Statement.<Wallets, Found>of(
              TABLE.operation("find_all_by_wallet_address"),
              (in, out) -> {
                found(UserKey.OTHER_WALLET, out);
                return users(UserKey.ETHEREUM_WALLET, in, Wallets::ethereum)
                    .unionAll(users(UserKey.OTHER_WALLET, in, Wallets::others));
              })
          .plannedEachTime();

  /** Inserts users, skipping those whose wallet is taken; returns the inserted ones. */
  static final Statement<Created, Times> CREATE =
      Statement.of(
          TABLE.operation("get_or_create_all_by_wallet_address"), ManyUsersStatements::creating);

  private ManyUsersStatements() {}

  private static Statement<Collection<String>, Found> finding(String operation, UserKey key) {
    return Statement.<Collection<String>, Found>of(
            TABLE.operation(operation),
            (in, out) -> {
              found(key, out);
              return users(key, in, forms -> forms);
            })
        .plannedEachTime();
  }

  private static void found(UserKey key, Results<Found> out) {
    var user = out.entity(TABLE);
    var given = out.column(key.stored());
    out.as(row -> new Found(row.get(given), user.read(row)));
  }

  private static <P> SelectQuery<Record> users(
      UserKey key, Parameters<P> in, Function<P, Collection<String>> forms) {
    List<SelectField<?>> fields = new ArrayList<>(TABLE.fields());
    fields.add(key.stored());
    return Selection.of(fields, USERS, key.isOneOf(in, forms));
  }

  private static Query creating(Parameters<Created> in, Results<Times> out) {
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
    TABLE.insertable().forEach(column -> values.put(column.field(), value(column, in)));
    var id = out.column(USERS.ID);
    var createdAt = out.column(USERS.CTIME);
    var modifiedAt = out.column(USERS.MTIME);
    out.as(row -> new Times(row.get(id), row.get(createdAt), row.get(modifiedAt)));
    return DSL.insertInto(USERS)
        .columns(values.keySet())
        .select(select(values.values()))
        .onConflictDoNothing()
        .returning(out.fields());
  }

  /** Returns an element of an array for a column that differs between users. */
  private static <T> Field<T> value(Column<User, T> column, Parameters<Created> in) {
    Field<T> field = column.field();
    boolean own = column == TABLE.key() || field == USERS.WALLET_ADDRESS;
    return own
        ? Builtins.unnest(in.array(field, given -> values(column, given)), field.getDataType())
        : in.value(field, given -> column.valueOf(given.template));
  }

  private static <T> List<@Nullable T> values(Column<User, T> column, Created given) {
    List<@Nullable T> values = new ArrayList<>(given.rows.size());
    given.rows.forEach(row -> values.add(column.valueOf(row)));
    return values;
  }
}
