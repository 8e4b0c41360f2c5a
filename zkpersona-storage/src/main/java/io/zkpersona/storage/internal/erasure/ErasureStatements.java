package io.zkpersona.storage.internal.erasure;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static io.zkpersona.storage.internal.tables.tables.UsersErase.USERS_ERASE;
import static io.zkpersona.storage.internal.tables.tables.UsersEraseNames.USERS_ERASE_NAMES;
import static io.zkpersona.storage.internal.tables.tables.UsersEraseRows.USERS_ERASE_ROWS;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectFrom;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SelectConditionStep;
import org.jooq.TableField;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The statements of an erasure. */
final class ErasureStatements {

  /**
   * A person to erase.
   *
   * @param actor the modifier of rows that are kept; null clears it
   * @param batchSize the maximum number of rows that a statement deletes
   */
  record Person(UserId user, @Nullable ActorId actor, int batchSize) {}

  /**
   * The last or only step of an erasure.
   *
   * @param wallets the user's wallet as stored, if any, followed by its other spellings
   * @param isWhole whether nothing was deleted before, so that a long history is left
   */
  record Step(Person person, List<String> wallets, boolean isWhole) {}

  /**
   * Rows of one table.
   *
   * @param table the table's name
   */
  record Rows(Person person, String table, List<UUID> ids) {}

  /** Free-text session ids. */
  record Names(Person person, List<String> names) {}

  /** How many rows of a table were removed or detached; null if there can be none. */
  record Count(String table, @Nullable Long removed, @Nullable Long detached) {}

  static final String OPERATION = "users.erase";

  /** The wallet as stored, without validation. */
  private static final Field<String> WALLET = USERS.WALLET_ADDRESS.coerce(String.class);

  /** The free-text session id as stored, without validation. */
  private static final Field<String> SESSION_NAME = BEHAVIOR_INPUTS.SESSION_ID.coerce(String.class);

  private static final Field<String> TEXT = field(name("value"), SQLDataType.CLOB);

  /** Reads a user's wallet. */
  static final Statement<UserId, Optional<String>> READ_WALLET =
      Statement.of("users.read_wallet", ErasureStatements::wallet);

  /** Reads a user's wallet, and locks the user, so that inserts of references to it wait. */
  static final Statement<UserId, Optional<String>> LOCK_USER =
      Statement.of(OPERATION, (in, out) -> wallet(in, out).forUpdate());

  /**
   * Erases a user with everything that is stored about it; returns no row if there is no such user,
   * and one row without counts if the history is too long.
   */
  static final Statement<Step, Count> ERASE =
      Statement.<Step, Count>inParts(
              OPERATION,
              (in, out) -> {
                Parameters<Person> person = in.of(Step::person);
                counts(out, USERS_ERASE.RELATION, USERS_ERASE.REMOVED, USERS_ERASE.DETACHED);
                return List.of(
                    selectFrom(
                        USERS_ERASE.call(
                            user(person),
                            actor(person),
                            in.array(TEXT, Step::wallets),
                            in.value(field(name("whole"), SQLDataType.BOOLEAN), Step::isWhole),
                            batchSize(person))));
              })
          .removing();

  /** Deletes rows with all that depends on them. */
  static final Statement<Rows, Count> ERASE_ROWS =
      Statement.<Rows, Count>of(
              OPERATION,
              (in, out) -> {
                Parameters<Person> person = in.of(Rows::person);
                counts(
                    out,
                    USERS_ERASE_ROWS.RELATION,
                    USERS_ERASE_ROWS.REMOVED,
                    USERS_ERASE_ROWS.DETACHED);
                return selectFrom(
                    USERS_ERASE_ROWS.call(
                        user(person),
                        actor(person),
                        in.value(TEXT, Rows::table),
                        in.array(id(USERS.ID), Rows::ids),
                        inline(false),
                        batchSize(person)));
              })
          .removing();

  /** Clears free-text session ids that only this user is known to have used. */
  static final Statement<Names, Count> ERASE_NAMES =
      Statement.<Names, Count>of(
              OPERATION,
              (in, out) -> {
                Parameters<Person> person = in.of(Names::person);
                counts(
                    out,
                    USERS_ERASE_NAMES.RELATION,
                    USERS_ERASE_NAMES.REMOVED,
                    USERS_ERASE_NAMES.DETACHED);
                return selectFrom(
                    USERS_ERASE_NAMES.call(
                        user(person),
                        actor(person),
                        in.array(TEXT, Names::names),
                        batchSize(person)));
              })
          .writing();

  /** Finds and locks a user's sessions, so that inserts of inputs into them wait. */
  static final Statement<UserId, UUID> LOCK_SESSIONS =
      Statement.of(
          OPERATION,
          (in, out) ->
              finding(out, BEHAVIOR_SESSIONS.ID, isOwned(in, BEHAVIOR_SESSIONS.USER_ID))
                  .forUpdate());

  /** Finds the inputs without a user in sessions; inputs of other users are kept. */
  static final Statement<List<UUID>, UUID> INPUTS_WITHOUT_USER =
      Statement.of(
          OPERATION,
          (in, out) ->
              finding(
                  out,
                  BEHAVIOR_INPUTS.ID,
                  id(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID)
                      .eq(any(in.array(id(BEHAVIOR_SESSIONS.ID), sessions -> sessions)))
                      .and(BEHAVIOR_INPUTS.USER_ID.isNull())));

  /** Finds the free-text session ids of inputs. */
  static final Statement<List<UUID>, String> SESSION_NAMES =
      Statement.of(
          OPERATION,
          (in, out) ->
              selectDistinct(out.only(SESSION_NAME))
                  .from(BEHAVIOR_INPUTS)
                  .where(
                      id(BEHAVIOR_INPUTS.ID)
                          .eq(any(in.array(id(BEHAVIOR_INPUTS.ID), inputs -> inputs))))
                  .and(SESSION_NAME.gt(inline(""))));

  private ErasureStatements() {}

  /** Declares a statement that finds the rows of a user. */
  static Statement<UserId, UUID> owned(TableField<?, ?> id, Field<UserId> owner) {
    return Statement.of(OPERATION, (in, out) -> finding(out, id, isOwned(in, owner)));
  }

  private static SelectConditionStep<?> wallet(
      Parameters<UserId> in, Results<Optional<String>> out) {
    var wallet = out.column(WALLET);
    out.as(row -> Optional.ofNullable(row.getNullable(wallet)));
    return select(out.fields()).from(USERS).where(isOwned(in, USERS.ID));
  }

  private static SelectConditionStep<?> finding(
      Results<UUID> out, TableField<?, ?> id, Condition condition) {
    return select(out.only(id(id))).from(requireNonNull(id.getTable())).where(condition);
  }

  private static Condition isOwned(Parameters<UserId> in, Field<UserId> owner) {
    return owner.eq(in.value(owner, user -> user));
  }

  private static Field<UUID> id(Field<?> id) {
    return id.coerce(SQLDataType.UUID);
  }

  private static Field<UUID> user(Parameters<Person> in) {
    return id(in.value(USERS.ID, Person::user));
  }

  private static Field<UUID> actor(Parameters<Person> in) {
    return id(in.value(USERS.MID, Person::actor));
  }

  private static Field<Integer> batchSize(Parameters<Person> in) {
    return in.value(field(name("size"), SQLDataType.INTEGER), Person::batchSize);
  }

  private static void counts(
      Results<Count> out, Field<String> table, Field<Long> removed, Field<Long> detached) {
    var ofTable = out.column(table);
    var removedRows = out.column(removed);
    var detachedRows = out.column(detached);
    out.as(
        row ->
            new Count(
                row.get(ofTable), row.getNullable(removedRows), row.getNullable(detachedRows)));
  }
}
