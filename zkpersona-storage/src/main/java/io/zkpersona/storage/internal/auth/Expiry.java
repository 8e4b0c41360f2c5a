package io.zkpersona.storage.internal.auth;

import static io.zkpersona.storage.internal.query.Portable.notExists;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.AuthSessions.AUTH_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.RefreshTokens.REFRESH_TOKENS;
import static io.zkpersona.storage.internal.tables.tables.WalletChallenges.WALLET_CHALLENGES;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.Acting;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Statement;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Deletes expired challenges, tokens and sessions, and erases sealed pairs. */
final class Expiry {

  /**
   * A removal.
   *
   * @param until rows are removed that expire at this time or before
   * @param rows the maximum number of rows, for each table
   */
  record Removal(Instant until, long rows, @Nullable ActorId actor) {}

  /** A session is kept while it has tokens, so they are deleted before it. */
  private static final Condition WITHOUT_TOKENS =
      notExists(
          selectOne()
              .from(REFRESH_TOKENS)
              .where(REFRESH_TOKENS.AUTH_SESSION_ID.eq(AUTH_SESSIONS.ID)));

  private static final Statement<Removal, Void> REMOVE =
      Statement.inParts(
          "auth_sessions.remove_expired",
          (in, out) ->
              List.of(
                  deleting(
                      in,
                      WALLET_CHALLENGES,
                      WALLET_CHALLENGES.ID,
                      WALLET_CHALLENGES.EXPIRES_AT,
                      noCondition()),
                  deleting(
                      in,
                      REFRESH_TOKENS,
                      REFRESH_TOKENS.ID,
                      REFRESH_TOKENS.EXPIRES_AT,
                      noCondition()),
                  deleting(
                      in,
                      AUTH_SESSIONS,
                      AUTH_SESSIONS.ID,
                      AUTH_SESSIONS.EXPIRES_AT,
                      WITHOUT_TOKENS),
                  erasingPairs(in)));

  private Expiry() {}

  /** Removes expired rows, then erases the remaining pairs; returns the number of rows changed. */
  static int remove(SqlExecutor executor, Removal removal) {
    return executor.updates(REMOVE, removal).stream().mapToInt(Integer::intValue).sum();
  }

  private static <I> Query deleting(
      Parameters<Removal> in,
      Table<?> table,
      Field<I> id,
      Field<Instant> expiresAt,
      Condition further) {
    var chosen =
        name("chosen")
            .as(
                select(id)
                    .from(table)
                    .where(expiresAt.le(in.value(expiresAt, Removal::until)))
                    .and(further)
                    .orderBy(expiresAt)
                    .limit(in.number(Removal::rows))
                    .forUpdate()
                    .of(table)
                    .skipLocked());
    return with(chosen)
        .delete(table)
        .using(chosen)
        .where(id.eq(columnOf(chosen, id)))
        .and(Acting.by(in, Removal::actor));
  }

  /** Uses the database's clock, regardless of the caller's time. */
  private static Query erasingPairs(Parameters<Removal> in) {
    var passed =
        name("passed")
            .as(
                select(AUTH_SESSIONS.ID)
                    .from(AUTH_SESSIONS)
                    .where(AUTH_SESSIONS.SEALED_PAIR_UNTIL.le(DatabaseClock.statement()))
                    .orderBy(AUTH_SESSIONS.SEALED_PAIR_UNTIL)
                    .limit(in.number(Removal::rows))
                    .forNoKeyUpdate()
                    .skipLocked());
    return with(passed)
        .update(AUTH_SESSIONS)
        .set(AUTH_SESSIONS.SEALED_PAIR, castNull(AUTH_SESSIONS.SEALED_PAIR))
        .set(AUTH_SESSIONS.SEALED_PAIR_UNTIL, castNull(AUTH_SESSIONS.SEALED_PAIR_UNTIL))
        .set(SessionStatements.audit(in, Removal::actor))
        .from(passed)
        .where(AUTH_SESSIONS.ID.eq(columnOf(passed, AUTH_SESSIONS.ID)));
  }
}
