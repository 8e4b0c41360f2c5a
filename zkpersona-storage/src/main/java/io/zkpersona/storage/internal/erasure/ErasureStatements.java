package io.zkpersona.storage.internal.erasure;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.SponsoredTransactions.SPONSORED_TRANSACTIONS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;

import io.zkpersona.domain.json.Json;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.SqlShapes;
import io.zkpersona.storage.internal.query.Touch;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * The statements of an {@link Erasure}. The comment of each method lists the values that a call
 * binds, in order.
 */
final class ErasureStatements {

  /** The wallet as stored, without validation. */
  static final Field<String> WALLET = USERS.WALLET_ADDRESS.coerce(String.class);

  /** The free-text session id as stored, without validation. */
  static final Field<String> SESSION_NAME = BEHAVIOR_INPUTS.SESSION_ID.coerce(String.class);

  private enum Kind {
    LOCK_USER,
    FIND,
    FIND_ANY,
    LOCK_SESSIONS,
    NOBODYS_INPUTS,
    SESSION_NAMES,
    OWN_NAMES,
    NAMED_INPUTS,
    UNNAME,
    EMPTY_SESSIONS,
    DELETE,
    DETACH
  }

  private record Key(Kind kind, Field<?> by) {}

  private static final Field<Json> EMPTY = inline(Json.emptyObject(), BEHAVIOR_SESSIONS.METADATA);

  private final SqlShapes shapes;

  ErasureStatements(SqlShapes shapes) {
    this.shapes = shapes;
  }

  /** Binds the user. Locks for update, so that inserts of references to the row wait. */
  SqlShape lockUser() {
    return shape(
        Kind.LOCK_USER,
        USERS.ID,
        params ->
            select(WALLET).from(USERS).where(USERS.ID.eq(params.value(USERS.ID))).forUpdate());
  }

  /** Binds the user. Locks the sessions, so that inserts of inputs into them wait. */
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

  /** Binds sessions. Returns their inputs without a user; inputs of other users are kept. */
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

  /** Binds inputs. Returns their free-text sessions. */
  SqlShape sessionNames() {
    return shape(
        Kind.SESSION_NAMES,
        SESSION_NAME,
        params ->
            selectDistinct(SESSION_NAME)
                .from(BEHAVIOR_INPUTS)
                .where(anyOf(BEHAVIOR_INPUTS.ID, params))
                .and(SESSION_NAME.gt(inline(""))));
  }

  /** Binds free-text sessions, user. Returns those without inputs of another user. */
  SqlShape ownNames() {
    return shape(
        Kind.OWN_NAMES,
        SESSION_NAME,
        params -> {
          Field<String> given = field(name("given", SESSION_NAME.getName()), String.class);
          return select(given)
              .from(
                  select(
                          Builtins.unnest(params.array(SESSION_NAME), SESSION_NAME.getDataType())
                              .as(SESSION_NAME.getName()))
                      .asTable("given"))
              .where(nobodyElse(SESSION_NAME.eq(given), params));
        });
  }

  /**
   * Binds free-text sessions. Returns their inputs without a user, except inputs in a user's
   * session.
   */
  SqlShape namedInputs() {
    return shape(
        Kind.NAMED_INPUTS,
        SESSION_NAME,
        params ->
            finding(
                BEHAVIOR_INPUTS.ID,
                anyOf(SESSION_NAME, params)
                    .and(BEHAVIOR_INPUTS.USER_ID.isNull())
                    .and(
                        notExists(
                            selectOne()
                                .from(BEHAVIOR_SESSIONS)
                                .where(BEHAVIOR_SESSIONS.ID.eq(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID))
                                .and(BEHAVIOR_SESSIONS.USER_ID.isNotNull())))));
  }

  /** Binds actor, inputs. Clears the free-text session id. */
  SqlShape unname() {
    return shape(
        Kind.UNNAME,
        SESSION_NAME,
        params ->
            DSL.update(BEHAVIOR_INPUTS)
                .set(BEHAVIOR_INPUTS.SESSION_ID, castNull(BEHAVIOR_INPUTS.SESSION_ID))
                .set(Touch.of(params, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID))
                .where(anyOf(BEHAVIOR_INPUTS.ID, params)));
  }

  /**
   * Binds actor, inputs, user. Clears the metadata of sessions without a user that have no inputs
   * of another user.
   */
  SqlShape emptySessions() {
    return shape(
        Kind.EMPTY_SESSIONS,
        BEHAVIOR_SESSIONS.METADATA,
        params ->
            DSL.update(BEHAVIOR_SESSIONS)
                .set(BEHAVIOR_SESSIONS.METADATA, EMPTY)
                .set(Touch.of(params, BEHAVIOR_SESSIONS.MTIME, BEHAVIOR_SESSIONS.MID))
                .where(
                    BEHAVIOR_SESSIONS.ID.in(
                        select(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID)
                            .from(BEHAVIOR_INPUTS)
                            .where(anyOf(BEHAVIOR_INPUTS.ID, params))))
                .and(BEHAVIOR_SESSIONS.USER_ID.isNull())
                .and(BEHAVIOR_SESSIONS.METADATA.ne(EMPTY))
                .and(
                    nobodyElse(
                        BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID.eq(BEHAVIOR_SESSIONS.ID), params)));
  }

  /** Binds the user. Matches if no other user has such inputs. */
  private static Condition nobodyElse(Condition inputs, Params params) {
    return notExists(
        selectOne()
            .from(BEHAVIOR_INPUTS)
            .where(inputs)
            .and(BEHAVIOR_INPUTS.USER_ID.ne(params.value(BEHAVIOR_INPUTS.USER_ID))));
  }

  /** Binds the value. */
  <V> SqlShape find(TableField<?, ?> id, Field<V> by) {
    return shape(Kind.FIND, by, params -> finding(id, by.eq(params.value(by))));
  }

  /** Binds the values. */
  <V> SqlShape findAny(TableField<?, ?> id, Field<V> by) {
    return shape(Kind.FIND_ANY, by, params -> finding(id, anyOf(by, params)));
  }

  /** Binds the keys. */
  <T> SqlShape delete(TableField<?, T> key) {
    return shape(
        Kind.DELETE, key, params -> DSL.deleteFrom(tableOf(key)).where(anyOf(key, params)));
  }

  /** Binds the user as an actor, actor, ids. */
  SqlShape detachSponsored() {
    return shape(
        Kind.DETACH,
        SPONSORED_TRANSACTIONS.USER_ID,
        params ->
            DSL.update(SPONSORED_TRANSACTIONS)
                .set(SPONSORED_TRANSACTIONS.USER_ID, castNull(SPONSORED_TRANSACTIONS.USER_ID))
                .set(
                    SPONSORED_TRANSACTIONS.FAILURE_REASON,
                    castNull(SPONSORED_TRANSACTIONS.FAILURE_REASON))
                .set(
                    SPONSORED_TRANSACTIONS.CID,
                    nullif(SPONSORED_TRANSACTIONS.CID, params.value(SPONSORED_TRANSACTIONS.CID)))
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
