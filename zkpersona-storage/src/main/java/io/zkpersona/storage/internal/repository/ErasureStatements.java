package io.zkpersona.storage.internal.repository;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.SponsoredTransactions.SPONSORED_TRANSACTIONS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.select;

import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.SqlShapes;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** The statements of an {@link Erasure}; each comment names the values a call binds. */
final class ErasureStatements {

  /** The wallet as it is stored, whatever it looks like. */
  static final Field<String> WALLET = USERS.WALLET_ADDRESS.coerce(String.class);

  private enum Kind {
    LOCK_USER,
    FIND,
    FIND_ANY,
    LOCK_SESSIONS,
    NOBODYS_INPUTS,
    DELETE,
    DETACH
  }

  private record Key(Kind kind, Field<?> by) {}

  private final SqlShapes shapes;

  ErasureStatements(SqlShapes shapes) {
    this.shapes = shapes;
  }

  /** User. For update: a lock that a reference to the row, made by others, has to wait for. */
  SqlShape lockUser() {
    return shape(
        Kind.LOCK_USER,
        USERS.ID,
        params ->
            select(WALLET).from(USERS).where(USERS.ID.eq(params.value(USERS.ID))).forUpdate());
  }

  /** User. No input can be put into a session that is locked like this. */
  SqlShape lockSessions() {
    return shape(
        Kind.LOCK_SESSIONS,
        BEHAVIOR_SESSIONS.USER_ID,
        params ->
            select(BEHAVIOR_SESSIONS.ID)
                .from(BEHAVIOR_SESSIONS)
                .where(BEHAVIOR_SESSIONS.USER_ID.eq(params.value(BEHAVIOR_SESSIONS.USER_ID)))
                .forUpdate());
  }

  /** Sessions. What others did in them stays theirs. */
  SqlShape nobodysInputs() {
    return shape(
        Kind.NOBODYS_INPUTS,
        BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID,
        params ->
            finding(
                BEHAVIOR_INPUTS.ID,
                anyOf(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID, params)
                    .and(BEHAVIOR_INPUTS.USER_ID.isNull())));
  }

  /** The value. */
  <V> SqlShape find(TableField<?, ?> id, Field<V> by) {
    return shape(Kind.FIND, by, params -> finding(id, by.eq(params.value(by))));
  }

  /** The values. */
  <V> SqlShape findAny(TableField<?, ?> id, Field<V> by) {
    return shape(Kind.FIND_ANY, by, params -> finding(id, anyOf(by, params)));
  }

  /** The keys. */
  <T> SqlShape delete(TableField<?, T> key) {
    return shape(
        Kind.DELETE, key, params -> DSL.deleteFrom(tableOf(key)).where(anyOf(key, params)));
  }

  /** Actor, ids. */
  SqlShape detachSponsored() {
    return shape(
        Kind.DETACH,
        SPONSORED_TRANSACTIONS.USER_ID,
        params ->
            DSL.update(SPONSORED_TRANSACTIONS)
                .set(SPONSORED_TRANSACTIONS.USER_ID, castNull(SPONSORED_TRANSACTIONS.USER_ID))
                .set(Touch.of(params, SPONSORED_TRANSACTIONS.MTIME, SPONSORED_TRANSACTIONS.MID))
                .where(anyOf(SPONSORED_TRANSACTIONS.ID, params)));
  }

  private static Query finding(TableField<?, ?> id, Condition condition) {
    return select(id).from(tableOf(id)).where(condition);
  }

  private static <T> Condition anyOf(Field<T> field, Params params) {
    return field.eq(any(params.array(field)));
  }

  static Table<?> tableOf(TableField<?, ?> field) {
    return requireNonNull(field.getTable());
  }

  private SqlShape shape(Kind kind, Field<?> by, Function<Params, Query> statement) {
    return shapes.get(new Key(kind, by), statement);
  }
}
